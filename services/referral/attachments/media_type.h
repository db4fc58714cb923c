// Which media types are taken, and whether a content is what it is said to be.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

struct magic_set;

namespace tendon::referral {

// Whether attachments of this type are taken: documents and pictures of clinics that hold no program. HTML, SVG and
// office formats may hold one, archives hide what they hold.
bool IsTaken(std::string_view media_type);
// All of them, for messages: "application/pdf, image/jpeg, …".
std::string TakenMediaTypes();

// Whether a content that libmagic takes for `found` may be announced as `announced`. Pure.
bool Matches(std::string_view announced, std::string_view found);

// Looks at content by libmagic. Thread-safe.
class ContentSniffer {
 public:
  // FAILED_PRECONDITION when libmagic's database is not there.
  static absl::StatusOr<std::unique_ptr<ContentSniffer>> Make();
  ~ContentSniffer();

  // The media type of a content by its first bytes: "image/png"; "application/octet-stream" for what is not known.
  std::string TypeOf(std::string_view head);

 private:
  explicit ContentSniffer(magic_set* cookie) : cookie_(cookie) {}
  std::mutex mutex_;
  magic_set* const cookie_;  // guarded by mutex_
};

// So much of a content is looked at.
inline constexpr size_t kSniffedBytes = 1 << 20;

}  // namespace tendon::referral
