#include "clients/cpp/identity.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tendon::client {
namespace {

constexpr std::size_t kMaxPartBytes = 256;  // as the servers' resource names

absl::Status ValidatePart(absl::string_view part, absl::string_view value) {
  const bool printable = std::all_of(value.begin(), value.end(),
                                     [](char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); });
  if (printable && value.size() <= kMaxPartBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("identity.", part, ": only printable ASCII without spaces, at most ", kMaxPartBytes, " bytes"));
}

}  // namespace

absl::Status ValidateIdentity(const Identity& identity) {
  absl::Status status = ValidatePart("organization", identity.organization);
  status.Update(ValidatePart("clinician", identity.clinician));
  status.Update(ValidatePart("role", identity.role));
  return status;
}

}  // namespace tendon::client
