#include "services/referral/attachments/library.h"

#include "services/storage/content_files.h"

namespace tendon::referral {

absl::StatusOr<std::unique_ptr<AttachmentLibrary>> OpenAttachmentLibrary(const std::string& database,
                                                                         const AttachmentLimits& limits) {
  auto library = std::make_unique<AttachmentLibrary>();
  auto contents = storage::ContentFiles::Open(database + ".attachments");
  if (!contents.ok()) return contents.status();
  auto sniffer = ContentSniffer::Make();
  if (!sniffer.ok()) return sniffer.status();
  library->contents = *std::move(contents);
  library->sniffer = *std::move(sniffer);
  library->limits = limits;
  return library;
}

}  // namespace tendon::referral
