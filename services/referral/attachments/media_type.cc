#include "services/referral/attachments/media_type.h"

#include <magic.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tendon::referral {
namespace {

// What libmagic (5.44) may call a content of a type. Text has no marks of its own: any kind of text will do for it, but
// none that a browser runs. JSON and XML are known only when they are whole, or begin as they should.
struct MediaTypeRow {
  std::string_view announced;
  std::string_view found;  // separated by spaces
};
constexpr MediaTypeRow kMediaTypes[] = {
    {"application/dicom", "application/dicom"},
    {"application/fhir+json", "application/json text/plain"},
    {"application/json", "application/json text/plain"},
    {"application/pdf", "application/pdf"},
    {"application/xml", "text/xml application/xml"},
    {"image/jpeg", "image/jpeg"},
    {"image/png", "image/png"},
    {"image/tiff", "image/tiff"},
    {"text/plain", "text/plain text/csv application/json message/rfc822 application/csv"},
    {"text/xml", "text/xml application/xml"},
};

const MediaTypeRow* RowOf(std::string_view media_type) {
  const auto* row = std::find_if(std::begin(kMediaTypes), std::end(kMediaTypes),
                                 [&](const MediaTypeRow& candidate) { return candidate.announced == media_type; });
  return row == std::end(kMediaTypes) ? nullptr : row;
}

}  // namespace

bool IsTaken(std::string_view media_type) { return RowOf(media_type) != nullptr; }

std::string TakenMediaTypes() {
  std::string types;
  for (const MediaTypeRow& row : kMediaTypes) {
    absl::StrAppend(&types, types.empty() ? "" : ", ", absl::string_view(row.announced.data(), row.announced.size()));
  }
  return types;
}

bool Matches(std::string_view announced, std::string_view found) {
  const MediaTypeRow* row = RowOf(announced);
  if (row == nullptr || found.empty()) return false;
  const std::string list = absl::StrCat(" ", std::string(row->found), " ");
  return absl::StrContains(list, absl::StrCat(" ", std::string(found), " "));
}

absl::StatusOr<std::unique_ptr<ContentSniffer>> ContentSniffer::Make() {
  // Nothing is unpacked: what is inside is not what was announced.
  magic_t cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF);
  if (cookie == nullptr) return absl::ResourceExhaustedError("libmagic cannot be used");
  if (magic_load(cookie, nullptr) != 0) {
    magic_close(cookie);
    return absl::FailedPreconditionError("libmagic's database is not here; install the package libmagic-mgc");
  }
  return std::unique_ptr<ContentSniffer>(new ContentSniffer(cookie));
}

ContentSniffer::~ContentSniffer() { magic_close(cookie_); }

std::string ContentSniffer::TypeOf(std::string_view head) {
  const std::lock_guard lock(mutex_);
  const char* type = magic_buffer(cookie_, head.data(), head.size());
  return type == nullptr ? "application/octet-stream" : type;
}

}  // namespace tendon::referral
