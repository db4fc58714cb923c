#include "services/storage/request_id.h"

#include <cstddef>

namespace tendon::storage {
namespace {

constexpr size_t kLength = 36;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsDashPlace(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

absl::Status Malformed() { return absl::InvalidArgumentError("request_id must be a UUID of 36 characters."); }

}  // namespace

absl::StatusOr<std::string> PackRequestId(std::string_view request_id) {
  if (request_id.size() != kLength) return Malformed();
  std::string packed;
  packed.reserve(16);
  for (size_t i = 0; i < kLength;) {
    if (IsDashPlace(i)) {
      if (request_id[i++] != '-') return Malformed();
      continue;
    }
    const int high = HexDigit(request_id[i]);
    const int low = HexDigit(request_id[i + 1]);
    if (high < 0 || low < 0) return Malformed();
    packed.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return packed;
}

}  // namespace tendon::storage
