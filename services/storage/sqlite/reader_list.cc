#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kSeparator = '\n';

}  // namespace

absl::StatusOr<std::string> EncodeReaders(const std::vector<std::string>& readers) {
  std::string encoded(1, kSeparator);
  for (const std::string& reader : readers) {
    if (reader.empty() || reader.find(kSeparator) != std::string::npos) {
      return absl::InternalError("A reader is not an organisation id.");
    }
    encoded.append(reader).push_back(kSeparator);
  }
  return encoded;
}

std::vector<std::string> DecodeReaders(std::string_view encoded) {
  std::vector<std::string> readers;
  for (size_t begin = 1; begin < encoded.size();) {
    const size_t end = encoded.find(kSeparator, begin);
    readers.emplace_back(encoded.substr(begin, end - begin));
    begin = end + 1;
  }
  return readers;
}

std::string ReaderMark(const TenantScope& scope) {
  if (scope.is_system()) return std::string(1, kSeparator);
  const std::string& id = scope.organization_id();
  if (id.find(kSeparator) != std::string::npos) return std::string(2, kSeparator);
  return kSeparator + id + kSeparator;
}

bool MayRead(const TenantScope& scope, std::string_view encoded) {
  return encoded.find(ReaderMark(scope)) != std::string_view::npos;
}

}  // namespace tendon::storage::sqlite
