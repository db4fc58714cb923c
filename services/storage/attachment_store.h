// What is known of attachments: a part of the referral store. The bytes are in a ContentStore.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/log_store.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// An attachment: `body` is the serialised tendon.referral.v1.Attachment.
struct AttachmentRow {
  std::string referral_id;
  std::string id;            // the last part of the name
  std::string organization;  // organisation id of who adds it
  std::string sha256;        // 64 hexadecimal digits: names the content
  bool complete = false;     // the content is durable
  int64_t announced_us = 0;  // when it was announced
  std::string body;
};

// Methods that take a referral are NOT_FOUND when there is none, or the scope is not among its readers.
class AttachmentReader : public virtual LogReader {
 public:
  // NOT_FOUND also when there is no such attachment, or it is not complete and another organisation's.
  virtual absl::StatusOr<AttachmentRow> GetAttachment(const TenantScope& scope, std::string_view referral_id,
                                                      std::string_view id) = 0;
  // Complete ones with id > `after`, in the order of bytes, at most `limit`.
  virtual absl::StatusOr<std::vector<AttachmentRow>> ListAttachments(const TenantScope& scope,
                                                                     std::string_view referral_id,
                                                                     std::string_view after, int limit) = 0;
  // How many the referral has, complete or not.
  virtual absl::StatusOr<int64_t> CountAttachments(const TenantScope& scope, std::string_view referral_id) = 0;
  // Of all referrals, those announced before that are not complete, oldest first, at most `limit`.
  virtual absl::StatusOr<std::vector<AttachmentRow>> ListUnfinishedAttachments(int64_t before_us, int limit) = 0;
  // Whether an attachment that is not complete has this id, in any referral.
  virtual absl::StatusOr<bool> IsUnfinished(std::string_view id) = 0;
  // Whether a complete attachment of any referral has this content.
  virtual absl::StatusOr<bool> HasContent(std::string_view sha256) = 0;
};

class AttachmentTransaction : public virtual AttachmentReader {
 public:
  // ALREADY_EXISTS; NOT_FOUND when there is no such referral.
  virtual absl::Status InsertAttachment(const AttachmentRow& row) = 0;
  // Makes it complete, with this body. NOT_FOUND; ABORTED when it is complete already.
  virtual absl::Status CompleteAttachment(std::string_view referral_id, std::string_view id, std::string_view body) = 0;
  // Forgets one that is not complete; NOT_FOUND.
  virtual absl::Status DropUnfinishedAttachment(std::string_view referral_id, std::string_view id) = 0;
};

}  // namespace tendon::storage
