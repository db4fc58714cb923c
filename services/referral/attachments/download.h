// One DownloadAttachment stream: reads a chunk, writes it, and goes on when it is written.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "services/referral/attachments/library.h"
#include "services/referral/watch.h"
#include "tendon/referral/v1/attachment_service.pb.h"

namespace tendon::referral {

// Deletes itself when gRPC says that the stream is done.
class AttachmentDownload : public grpc::ServerWriteReactor<v1::DownloadAttachmentResponse> {
 public:
  // As AttachmentUpload::Start. `call` is admitted with the request.
  static AttachmentDownload* Start(ReferralCalls* calls, AttachmentLibrary* library, runtime::ThreadPool* files,
                                   std::shared_ptr<Call> call, const v1::DownloadAttachmentRequest& request);
  static AttachmentDownload* Refuse(const absl::Status& status);

 private:
  AttachmentDownload(ReferralCalls* calls, AttachmentLibrary* library, runtime::ThreadPool* files,
                     std::shared_ptr<Call> call)
      : calls_(calls), library_(library), files_(files), call_(std::move(call)) {}

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

  absl::Status Find(const v1::DownloadAttachmentRequest& request);
  void SendChunk();

  ReferralCalls* const calls_;
  AttachmentLibrary* const library_;
  runtime::ThreadPool* const files_;
  const std::shared_ptr<Call> call_;
  std::string sha256_;
  int64_t offset_ = 0;
  int64_t size_ = 0;
  v1::DownloadAttachmentResponse chunk_;
};

}  // namespace tendon::referral
