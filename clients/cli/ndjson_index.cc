#include "clients/cli/ndjson_index.h"

#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "clients/interop/fhir.h"
#include "clients/interop/fhir_time.h"

namespace tendon::cli {
namespace {

using nlohmann::json;

std::string TextAt(const json& tree, std::initializer_list<const char*> path) {
  const json* place = &tree;
  for (const char* key : path) {
    if (!place->is_object() || !place->contains(key)) return "";
    place = &(*place)[key];
  }
  return place->is_string() ? place->get<std::string>() : "";
}

// The first time that it tells of when it was.
absl::Time TimeOf(const json& resource) {
  const std::string texts[] = {TextAt(resource, {"period", "start"}),
                               TextAt(resource, {"performedDateTime"}),
                               TextAt(resource, {"performedPeriod", "start"}),
                               TextAt(resource, {"effectiveDateTime"}),
                               TextAt(resource, {"effectivePeriod", "start"}),
                               TextAt(resource, {"authored"}),
                               TextAt(resource, {"issued"})};
  for (const std::string& text : texts) {
    if (const auto time = interop::ParseFhirTime(text)) return time->time;
  }
  return absl::InfiniteFuture();
}

// "Encounter/e1": what belongs together; empty where there is nothing to know it by.
std::string KeyOf(const json& resource, const std::string& type) {
  const std::string id = TextAt(resource, {"id"});
  const std::string own = id.empty() ? "" : absl::StrCat(type, "/", id);
  if (type == "Encounter") return own;
  const std::string encounter = TextAt(resource, {"encounter", "reference"});
  return encounter.empty() ? own : encounter;
}

bool TellsOfSessions(const std::string& type) {
  return type == "Encounter" || type == "QuestionnaireResponse" || type == "Observation" || type == "Procedure";
}

class Indexer {
 public:
  absl::Status Read(std::size_t file, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return absl::InvalidArgumentError(absl::StrCat("'", Printable(path), "': cannot be opened"));
    NdjsonLine line{file, 0, 0, 0};
    for (std::string text; std::getline(in, text); line.offset += static_cast<std::int64_t>(line.bytes) + 1) {
      line.number = ++numbers_;
      line.bytes = text.size();
      EVP_DigestUpdate(digest_.get(), text.data(), text.size());
      EVP_DigestUpdate(digest_.get(), "\n", 1);
      Take(line, text);
    }
    return in.bad() ? absl::InvalidArgumentError(absl::StrCat("'", Printable(path), "': cannot be read"))
                    : absl::OkStatus();
  }

  NdjsonIndex Finish() {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    EVP_DigestFinal_ex(digest_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size);
    index_.digest = absl::BytesToHexString(digest.substr(0, size));
    std::stable_sort(index_.visits.begin(), index_.visits.end(),
                     [](const NdjsonVisit& a, const NdjsonVisit& b) { return a.time < b.time; });
    return std::move(index_);
  }

 private:
  void Take(const NdjsonLine& line, const std::string& text) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) return;
    if (text.size() > interop::kMaxDocumentBytes) return Fault(line, "is longer than what is read");
    const json resource = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!resource.is_object()) return Fault(line, "is no JSON object: each line is one resource");
    const std::string type = TextAt(resource, {"resourceType"});
    if (type.empty()) return Fault(line, "has no resourceType");
    if (type == "Questionnaire") return index_.forms.push_back(line);
    if (type == "Patient") index_.patients[absl::StrCat("Patient/", TextAt(resource, {"id"}))] = line;
    if (!TellsOfSessions(type)) {
      ++index_.skipped[Printable(type)];
      return;
    }
    const std::string subject = TextAt(resource, {"subject", "reference"});
    if (!subject.empty() && index_.subjects.size() < NdjsonIndex::kMostSubjects) index_.subjects.insert(subject);
    NdjsonVisit& visit = VisitOf(KeyOf(resource, type));
    visit.time = std::min(visit.time, TimeOf(resource));
    visit.lines.push_back(line);
  }

  NdjsonVisit& VisitOf(const std::string& key) {
    const std::size_t next = index_.visits.size();
    const std::size_t place = key.empty() ? next : places_.emplace(key, next).first->second;
    return place == next ? index_.visits.emplace_back() : index_.visits[place];
  }

  void Fault(const NdjsonLine& line, const char* rule) { index_.faults.push_back({line.number, rule}); }

  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  static EVP_MD_CTX* NewDigest() {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    return context;
  }

  NdjsonIndex index_;
  std::unordered_map<std::string, std::size_t> places_;  // of visits, by what they are known by
  std::int64_t numbers_ = 0;
  const std::unique_ptr<EVP_MD_CTX, Free> digest_{NewDigest()};
};

}  // namespace

absl::StatusOr<NdjsonIndex> IndexNdjson(const std::vector<std::string>& files) {
  Indexer indexer;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (absl::Status status = indexer.Read(i, files[i]); !status.ok()) return status;
  }
  NdjsonIndex index = indexer.Finish();
  index.files = files;
  return index;
}

absl::StatusOr<std::vector<std::string>> ReadNdjsonLines(const NdjsonIndex& index,
                                                         const std::vector<NdjsonLine>& lines) {
  std::vector<std::string> texts;
  std::optional<std::size_t> open;
  std::ifstream in;
  for (const NdjsonLine& line : lines) {
    const std::string& path = index.files[line.file];
    if (open != line.file) {
      in.close();
      in.clear();
      in.open(path, std::ios::binary);
      open = line.file;
    }
    std::string& text = texts.emplace_back(line.bytes, '\0');
    in.seekg(line.offset);
    in.read(text.data(), static_cast<std::streamsize>(line.bytes));
    if (!in) return absl::InvalidArgumentError(absl::StrCat("'", Printable(path), "': is not what it was"));
  }
  return texts;
}

}  // namespace tendon::cli
