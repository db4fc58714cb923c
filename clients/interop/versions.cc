#include "clients/interop/versions.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "clients/interop/datatypes.h"
#include "clients/interop/element.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

using Versions = std::vector<Resource*>;
using Labels = std::set<std::string, std::less<>>;

void Tell(const Resource& resource, Severity severity, std::string_view key, std::string_view text, Report& report) {
  report.Add(severity, resource.document, resource.label, Cat(resource.type, ".", key), text);
}

// What a repetition of would count twice.
bool IsStatement(std::string_view type) {
  constexpr std::string_view kTypes[] = {"ServiceRequest",        "Condition", "Observation",
                                         "QuestionnaireResponse", "Procedure", "MedicationStatement",
                                         "MedicationRequest"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

// Why a version says that the resource is not, or no longer, in force; empty where it does not.
std::string WhyWithdrawn(const Resource& resource) {
  Report unheard;  // what is wrong with the elements is told where the resource is read
  Element element(resource, unheard);
  const std::string status = element.Has("status") ? element.String("status") : "";
  if (status == "entered-in-error") return status;
  if (element.Has("verificationStatus")) {
    for (const Code& code : ReadConcept(element.Object("verificationStatus")).codings) {
      if (code.code == "entered-in-error") return code.code;
    }
  }
  if (resource.type != "ServiceRequest") return {};
  if (status == "revoked") return status;
  return element.Bool("doNotPerform").value_or(false) ? "doNotPerform" : "";
}

struct Meta {
  std::optional<FhirTime> updated;
  std::optional<std::uint64_t> version;
};

Meta MetaOf(const Resource& resource) {
  Report unheard;
  Element element(resource, unheard);
  Element meta = element.Object("meta");
  Meta result{meta.DateTime("lastUpdated"), std::nullopt};
  const std::string version = meta.String("versionId");
  const bool number = !version.empty() && version.size() <= 18 && std::all_of(version.begin(), version.end(), IsDigit);
  if (number) result.version = std::stoull(version);
  return result;
}

// Whether `a` surely came after `b`.
bool IsLater(const Meta& a, const Meta& b) {
  const bool dated = a.updated && b.updated && a.updated->has_time && b.updated->has_time;
  const bool numbered = a.version && b.version && *a.version != *b.version;
  const bool by_date = dated && a.updated->time != b.updated->time;
  if (by_date && numbered) return a.updated->time > b.updated->time && *a.version > *b.version;
  if (by_date) return a.updated->time > b.updated->time;
  return numbered && *a.version > *b.version;
}

// The one that is later than each of the others; null where that cannot be told.
Resource* Latest(const Versions& versions) {
  Resource* latest = versions[0];
  Meta meta = MetaOf(*latest);
  for (Resource* version : versions) {
    if (Meta other = MetaOf(*version); IsLater(other, meta)) {
      latest = version;
      meta = other;
    }
  }
  const bool last = std::all_of(versions.begin(), versions.end(), [&](const Resource* version) {
    return version == latest || IsLater(meta, MetaOf(*version));
  });
  return last ? latest : nullptr;
}

// The patient that a resource names, as it is written.
std::string SubjectText(const Resource& resource) {
  for (const char* key : {"subject", "patient"}) {
    const auto subject = resource.json->find(key);
    if (subject == resource.json->end() || !subject->is_object()) continue;
    const auto reference = subject->find("reference");
    if (reference != subject->end() && reference->is_string()) return WithoutVersion(reference->get<std::string>());
  }
  return {};
}

// The first of each content; the others become copies of it. Across documents only where the patient's name means the
// same in all of them.
Versions WithoutCopies(const Versions& all, const Labels& contested, Report& report) {
  Versions distinct;
  std::multimap<std::size_t, Resource*> seen;
  for (Resource* resource : all) {
    const std::size_t hash = std::hash<Json>()(*resource->json);
    const bool own = contested.contains(SubjectText(*resource));
    const auto [begin, end] = seen.equal_range(hash);
    const auto original = std::find_if(begin, end, [&](const auto& other) {
      return *other.second->json == *resource->json && (!own || other.second->document == resource->document);
    });
    if (original == end) {
      seen.emplace(hash, resource);
      distinct.push_back(resource);
      continue;
    }
    resource->same_as = original->second;
    resource->Settle(Fate::kSkipped, "given twice with the same content");
    if (IsStatement(resource->type))
      Tell(*resource, Severity::kWarning, "id", "given twice with the same content: taken once", report);
  }
  return distinct;
}

// Where a version is withdrawn, none counts that is not. Returns whether one is.
bool SettleWithdrawn(const Versions& versions, Report& report) {
  Resource* withdrawn = nullptr;
  std::string why;
  for (Resource* version : versions) {
    if (withdrawn != nullptr) break;
    why = WhyWithdrawn(*version);
    if (!why.empty()) withdrawn = version;
  }
  if (withdrawn == nullptr) return false;
  for (Resource* version : versions) {
    if (version == withdrawn || !WhyWithdrawn(*version).empty()) continue;
    version->same_as = withdrawn;
    Tell(*version, Severity::kWarning, "status",
         Cat("another version of it is ", why, ": none is read, see which one stands"), report);
    version->Settle(Fate::kSkipped, Cat("another version of it is ", why));
  }
  return true;
}

void SettleLive(const Versions& versions, Report& report) {
  if (versions.size() < 2) return;
  const bool request = versions[0]->type == "ServiceRequest";
  if (Resource* latest = Latest(versions)) {
    Tell(*latest, Severity::kWarning, "meta",
         Cat(versions.size(), " versions of it: the latest is read (meta.lastUpdated, meta.versionId)"), report);
    for (Resource* version : versions) {
      if (version == latest) continue;
      version->same_as = latest;
      version->Settle(Fate::kSkipped, "a former version of a resource that is read");
    }
    return;
  }
  for (Resource* version : versions) {
    if (request) {
      Tell(*version, Severity::kError, "meta",
           "several versions of it, and neither meta.lastUpdated nor meta.versionId tells the latest: none is read; "
           "import the one that stands alone",
           report);
      version->Settle(Fate::kInvalid, "of several versions, which is the latest cannot be told");
    } else if (version != versions[0]) {
      Tell(*version, Severity::kWarning, "id",
           "another resource of this name has other content: both are read, references to it are followed within one "
           "document only",
           report);
    }
  }
}

void SettleGroup(const Versions& all, const Labels& contested, Report& report) {
  const Versions distinct = WithoutCopies(all, contested, report);
  if (distinct.size() < 2 || SettleWithdrawn(distinct, report)) return;
  if (distinct[0]->type == "ServiceRequest") return SettleLive(distinct, report);
  std::map<std::string, Versions> by_document;
  for (Resource* version : distinct) by_document[version->document].push_back(version);
  Versions standing;
  for (const auto& [document, versions] : by_document) {
    SettleLive(versions, report);
    for (Resource* version : versions) {
      if (version->same_as == nullptr) standing.push_back(version);
    }
  }
  if (by_document.size() < 2) return;
  for (Resource* version : standing) {
    if (version == standing[0]) continue;
    Tell(*version, Severity::kWarning, "id",
         "another resource of this name has other content: both are read, references to it are followed within one "
         "document only",
         report);
  }
}

// Names of Patients with several contents.
Labels Contested(const std::map<std::string, Versions>& by_label) {
  Labels contested;
  for (const auto& entry : by_label) {
    const Versions& all = entry.second;
    if (all[0]->type != "Patient") continue;
    const bool same =
        std::all_of(all.begin(), all.end(), [&](const Resource* each) { return *each->json == *all[0]->json; });
    if (!same) contested.insert(entry.first);
  }
  return contested;
}

}  // namespace

void SettleVersions(ResourceSet& set, Report& report) {
  std::map<std::string, Versions> by_label;
  for (Resource& resource : set.all()) {
    if (!resource.settled && set.IsDeleted(resource)) {
      resource.withdrawn = true;
      resource.Settle(Fate::kSkipped, "deleted by its Bundle");
    }
    if (resource.id.empty() || resource.container != nullptr || resource.settled) continue;
    by_label[resource.label].push_back(&resource);
  }
  const Labels contested = Contested(by_label);
  for (const auto& [label, all] : by_label) SettleGroup(all, contested, report);
  for (Resource& resource : set.all()) {
    if (resource.container != nullptr && !resource.counts())
      resource.Settle(Fate::kSkipped, "contained in a resource that is not read");
  }
}

}  // namespace tendon::interop
