// What the methods of attachments stand on: the bytes, the look at their type, the limits.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/time/time.h"
#include "services/referral/attachments/media_type.h"
#include "services/storage/content_store.h"

namespace tendon::referral {

struct AttachmentLimits {
  int64_t max_bytes = int64_t{50} << 20;
  // An upload that takes longer is forgotten.
  absl::Duration upload_time = absl::Hours(24);
};

// Thread-safe.
struct AttachmentLibrary {
  std::unique_ptr<storage::ContentStore> contents;
  std::unique_ptr<ContentSniffer> sniffer;
  AttachmentLimits limits;
};

// In the folder beside the database. The errors of ContentFiles::Open and ContentSniffer::Make.
absl::StatusOr<std::unique_ptr<AttachmentLibrary>> OpenAttachmentLibrary(const std::string& database,
                                                                         const AttachmentLimits& limits);

}  // namespace tendon::referral
