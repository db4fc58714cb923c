// Attachments: what is known of them. The bytes come and go in services/referral/attachments/.
#pragma once

#include "services/referral/attachments/library.h"
#include "services/referral/handlers/part_of_referral.h"
#include "tendon/referral/v1/attachment_service.pb.h"

namespace tendon::referral {

// attachments.cc
absl::Status CreateAttachment(const AttachmentLibrary& library, Call& call, Transaction& transaction,
                              const v1::CreateAttachmentRequest& request, v1::Attachment* response);
absl::Status GetAttachment(const AttachmentLibrary& library, Call& call, Reader& reader,
                           const v1::GetAttachmentRequest& request, v1::Attachment* response);
absl::Status ListAttachments(Call& call, Reader& reader, const v1::ListAttachmentsRequest& request,
                             v1::ListAttachmentsResponse* response);

// An attachment that the caller may see: complete, or its own organisation's.
struct SeenAttachment {
  SeenReferral referral;
  storage::AttachmentRow row;
  v1::Attachment attachment;
};
// By its resource name; NOT_FOUND.
absl::StatusOr<SeenAttachment> FindAttachment(const Call& call, Reader& reader, const std::string& name);

// Whether the caller's organisation may add to the referral: the referrer always, the current recipient.
bool MayAttach(const Call& call, const v1::Referral& referral);

// Makes an attachment complete whose content is durable, and tells of it. Again: without effect.
absl::Status CompleteUpload(Call& call, Transaction& transaction, const std::string& name, v1::Attachment* response);

// That each names a complete attachment of the referral; INVALID_ARGUMENT naming the item of `field` that does not.
absl::Status CheckAttachments(const Call& call, Reader& reader, const SeenReferral& seen,
                              const google::protobuf::RepeatedPtrField<std::string>& names, const std::string& field);

}  // namespace tendon::referral
