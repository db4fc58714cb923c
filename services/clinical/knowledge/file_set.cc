#include "services/clinical/knowledge/file_set.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/clinical/knowledge/csv.h"
#include "services/clinical/knowledge/embedded.h"

namespace tendon::clinical::knowledge {
namespace {

constexpr absl::string_view kVersionFile = "VERSION";

absl::StatusOr<std::string> ReadFile(const std::string& directory, absl::string_view name) {
  std::ifstream file(absl::StrCat(directory, "/", name), std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(name, ": cannot be read in the knowledge directory"));
  std::string content;
  std::array<char, 64 << 10> block;
  while (content.size() <= kMaxFileBytes && (file.read(block.data(), block.size()) || file.gcount() > 0)) {
    content.append(block.data(), static_cast<size_t>(file.gcount()));
  }
  if (file.bad()) return absl::NotFoundError(absl::StrCat(name, ": cannot be read in the knowledge directory"));
  if (content.size() > kMaxFileBytes) return FileError(name, 1, "the file is longer than 8 MiB");
  return content;
}

bool IsVersionCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
}

}  // namespace

std::string Sha256Hex(absl::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

FileSet FileSet::Embedded() {
  FileSet set;
  for (const EmbeddedFile& file : KnowledgeFiles()) set.files_.emplace(file.name, file.content);
  return set;
}

absl::StatusOr<FileSet> FileSet::FromDirectory(const std::string& directory,
                                               const std::vector<absl::string_view>& names) {
  FileSet set;
  std::vector<absl::string_view> wanted = names;
  wanted.push_back(kVersionFile);
  for (const absl::string_view name : wanted) {
    auto content = ReadFile(directory, name);
    if (!content.ok()) return content.status();
    set.files_.emplace(name, *std::move(content));
  }
  return set;
}

absl::StatusOr<absl::string_view> FileSet::Get(absl::string_view name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) return absl::NotFoundError(absl::StrCat(name, ": no such file of the knowledge base"));
  return absl::string_view(found->second);
}

absl::StatusOr<std::string> FileSet::Version(std::vector<absl::string_view> names) const {
  const auto file = Get(kVersionFile);
  if (!file.ok()) return file.status();
  const absl::string_view version = absl::StripAsciiWhitespace(*file);
  if (version.empty() || version.size() > 32 || !std::all_of(version.begin(), version.end(), IsVersionCharacter)) {
    return FileError(kVersionFile, 1, "must be one line of 1 to 32 letters, digits, '.', '-' or '_'");
  }
  std::sort(names.begin(), names.end());
  std::string bytes;
  for (const absl::string_view name : names) {
    const auto content = Get(name);
    if (!content.ok()) return content.status();
    absl::StrAppend(&bytes, name, "\n", content->size(), "\n", *content);
  }
  return absl::StrCat(version, "+sha256:", Sha256Hex(bytes));
}

}  // namespace tendon::clinical::knowledge
