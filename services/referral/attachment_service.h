// The gRPC service of attachments. Wiring only.
#pragma once

#include "services/referral/attachments/library.h"
#include "services/referral/services.h"
#include "tendon/referral/v1/attachment_service.grpc.pb.h"

namespace tendon::referral {

class AttachmentServiceImpl final : public v1::AttachmentService::CallbackService {
 public:
  // None of them is owned. `files` are the threads that wait for the disk.
  AttachmentServiceImpl(ReferralCalls* calls, AttachmentLibrary* library, runtime::ThreadPool* files)
      : calls_(calls), library_(library), files_(files) {}
  Unary* CreateAttachment(Context*, const v1::CreateAttachmentRequest*, v1::Attachment*) override;
  grpc::ServerReadReactor<v1::UploadAttachmentRequest>* UploadAttachment(Context*, v1::Attachment*) override;
  Unary* GetAttachment(Context*, const v1::GetAttachmentRequest*, v1::Attachment*) override;
  Unary* ListAttachments(Context*, const v1::ListAttachmentsRequest*, v1::ListAttachmentsResponse*) override;
  grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* DownloadAttachment(
      Context*, const v1::DownloadAttachmentRequest*) override;

 private:
  ReferralCalls* const calls_;
  AttachmentLibrary* const library_;
  runtime::ThreadPool* const files_;
};

}  // namespace tendon::referral
