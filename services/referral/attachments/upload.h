// One UploadAttachment stream: chunk after chunk goes to the content store; the end completes the attachment.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "services/referral/attachments/library.h"
#include "services/referral/watch.h"
#include "tendon/referral/v1/attachment_service.pb.h"

namespace tendon::referral {

// Each step begins the next, so nothing runs beside it: read a chunk → store it → … → check, complete → finish.
// Deletes itself when gRPC says that the stream is done.
class AttachmentUpload : public grpc::ServerReadReactor<v1::UploadAttachmentRequest> {
 public:
  // `calls`, `library` and `files` (the threads that wait for the disk) outlive it.
  static AttachmentUpload* Start(ReferralCalls* calls, AttachmentLibrary* library, runtime::ThreadPool* files,
                                 std::shared_ptr<Call> call, v1::Attachment* response);
  // A stream that was refused.
  static AttachmentUpload* Refuse(const absl::Status& status);

 private:
  AttachmentUpload(ReferralCalls* calls, AttachmentLibrary* library, runtime::ThreadPool* files,
                   std::shared_ptr<Call> call, v1::Attachment* response)
      : calls_(calls), library_(library), files_(files), call_(std::move(call)), response_(response) {}

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

  // On a thread of `files`: stores the chunk that was read.
  absl::Status TakeChunk();
  // Finds the attachment at the first chunk.
  absl::Status Begin();
  // On a thread of `files`, after the last chunk.
  void Conclude();
  absl::Status CheckContent();
  void Complete();
  void End(const absl::Status& status);

  ReferralCalls* const calls_;
  AttachmentLibrary* const library_;
  runtime::ThreadPool* const files_;
  const std::shared_ptr<Call> call_;
  v1::Attachment* const response_;
  v1::UploadAttachmentRequest chunk_;
  std::string name_;  // of the attachment; "" before the first chunk
  std::string id_;
  v1::Attachment attachment_;
  bool complete_before_ = false;  // an upload that is repeated
};

}  // namespace tendon::referral
