#include "services/referral/attachments/download.h"

#include <algorithm>
#include <utility>

#include "services/referral/handlers/attachment_handlers.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"

namespace tendon::referral {

AttachmentDownload* AttachmentDownload::Start(ReferralCalls* calls, AttachmentLibrary* library,
                                              runtime::ThreadPool* files, std::shared_ptr<Call> call,
                                              const v1::DownloadAttachmentRequest& request) {
  auto* download = new AttachmentDownload(calls, library, files, std::move(call));
  const bool queued = files->Submit([download, request] {
    const absl::Status found = download->Find(request);
    if (!found.ok()) return download->Finish(runtime::ToGrpc(found));
    download->SendChunk();
  });
  if (!queued) download->Finish(runtime::ToGrpc(runtime::Overloaded()));
  return download;
}

AttachmentDownload* AttachmentDownload::Refuse(const absl::Status& status) {
  auto* download = new AttachmentDownload(nullptr, nullptr, nullptr, nullptr);
  download->Finish(runtime::ToGrpc(status));
  return download;
}

absl::Status AttachmentDownload::Find(const v1::DownloadAttachmentRequest& request) {
  // Bytes cannot be seen in part, so a role that does not see documents gets no empty ones.
  if (!security::IsVisible(call_->principal.role, options::v1::DATA_CATEGORY_DOCUMENT)) {
    return runtime::Error(absl::StatusCode::kPermissionDenied, runtime::Reason::ERROR_REASON_PERMISSION_DENIED,
                          "the role may not see documents");
  }
  auto reader = calls_->store().Read();
  if (!reader.ok()) return reader.status();
  const auto seen = FindAttachment(*call_, **reader, request.name());
  if (!seen.ok()) return seen.status();
  if (!seen->row.complete) return runtime::NotFound("attachment");
  sha256_ = seen->row.sha256;
  size_ = seen->attachment.size_bytes();
  offset_ = request.read_offset();
  if (offset_ > size_) return runtime::InvalidField("read_offset", "must be at most the attachment's size_bytes");
  return absl::OkStatus();
}

void AttachmentDownload::SendChunk() {
  if (offset_ >= size_) return Finish(grpc::Status::OK);
  auto bytes = library_->contents->Read(sha256_, offset_, static_cast<size_t>(runtime::kAttachmentChunkBytes));
  // A row without its content, or a content that is too short.
  if (!bytes.ok() || bytes->empty()) return Finish(runtime::ToGrpc(absl::DataLossError("an attachment is damaged")));
  chunk_.set_read_offset(offset_);
  chunk_.set_data(*std::move(bytes));
  offset_ += static_cast<int64_t>(chunk_.data().size());
  call_->view->Apply(&chunk_);
  StartWrite(&chunk_);
}

void AttachmentDownload::OnWriteDone(bool ok) {
  if (!ok) return Finish(grpc::Status::CANCELLED);
  if (!files_->Submit([this] { SendChunk(); })) Finish(runtime::ToGrpc(runtime::Overloaded()));
}

}  // namespace tendon::referral
