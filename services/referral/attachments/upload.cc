#include "services/referral/attachments/upload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/referral/handlers/attachment_handlers.h"
#include "services/runtime/errors.h"
#include "services/security/audit.h"

namespace tendon::referral {
namespace {

using runtime::Reason;

absl::Status OffsetMismatch(int64_t stored_bytes) {
  return runtime::Error(absl::StatusCode::kAborted, Reason::ERROR_REASON_UPLOAD_OFFSET_MISMATCH,
                        absl::StrCat("the chunk must begin at ", stored_bytes, ", where the stored bytes end"));
}

absl::Status ContentRefused(const std::string& why) {
  return runtime::Error(absl::StatusCode::kFailedPrecondition, Reason::ERROR_REASON_CONTENT_REFUSED, why);
}

}  // namespace

AttachmentUpload* AttachmentUpload::Start(ReferralCalls* calls, AttachmentLibrary* library, runtime::ThreadPool* files,
                                          std::shared_ptr<Call> call, v1::Attachment* response) {
  auto* upload = new AttachmentUpload(calls, library, files, std::move(call), response);
  upload->StartRead(&upload->chunk_);
  return upload;
}

AttachmentUpload* AttachmentUpload::Refuse(const absl::Status& status) {
  auto* upload = new AttachmentUpload(nullptr, nullptr, nullptr, nullptr, nullptr);
  upload->Finish(runtime::ToGrpc(status));
  return upload;
}

void AttachmentUpload::OnReadDone(bool ok) {
  const bool queued = files_->Submit([this, ok] {
    if (!ok) return Conclude();
    const absl::Status taken = TakeChunk();
    if (taken.ok()) return StartRead(&chunk_);
    End(taken);
  });
  if (!queued) End(runtime::Overloaded());
}

absl::Status AttachmentUpload::TakeChunk() {
  if (const auto valid = runtime::Admission::Check(*call_->method, &chunk_); !valid.ok()) return valid.status();
  if (name_.empty()) {
    if (absl::Status begun = Begin(); !begun.ok()) return begun;
  }
  if (chunk_.name() != name_) return runtime::InvalidField("name", "must be the same in every chunk of a call");
  const int64_t end = chunk_.write_offset() + static_cast<int64_t>(chunk_.data().size());
  if (end > attachment_.size_bytes()) {
    return runtime::InvalidField("data", absl::StrCat("must end at ", attachment_.size_bytes(), ", as announced"));
  }
  if (complete_before_) return absl::OkStatus();
  const absl::Status added = library_->contents->Append(id_, chunk_.write_offset(), chunk_.data());
  if (added.code() != absl::StatusCode::kAborted) return added;
  const auto stored = library_->contents->UploadSize(id_);
  if (!stored.ok()) return stored.status();
  // All bytes are there, of a call that ended before it could conclude: this one does, and the hash judges them.
  return *stored == attachment_.size_bytes() ? absl::OkStatus() : OffsetMismatch(*stored);
}

absl::Status AttachmentUpload::Begin() {
  auto reader = calls_->store().Read();
  if (!reader.ok()) return reader.status();
  auto seen = FindAttachment(*call_, **reader, chunk_.name());
  if (!seen.ok()) return seen.status();
  // Others see a complete one, and add nothing to it.
  const bool own = seen->row.organization == call_->principal.organization_id;
  if (!own || !MayAttach(*call_, seen->referral.referral)) return runtime::NotFound("attachment");
  name_ = chunk_.name();
  call_->request_id = chunk_.request_id();
  id_ = seen->row.id;
  attachment_ = std::move(seen->attachment);
  complete_before_ = seen->row.complete;
  return absl::OkStatus();
}

void AttachmentUpload::Conclude() {
  if (name_.empty()) return End(runtime::InvalidField("name", "is required"));
  if (complete_before_) return Complete();
  const auto stored = library_->contents->UploadSize(id_);
  if (!stored.ok()) return End(stored.status());
  // 0: gone, because another call has finished it meanwhile; that is found out below.
  if (*stored > 0 && *stored < attachment_.size_bytes()) {
    *response_ = attachment_;
    response_->set_stored_bytes(*stored);
    return End(absl::OkStatus());
  }
  const absl::Status good = CheckContent();
  if (!good.ok()) return End(good);
  Complete();
}

absl::Status AttachmentUpload::CheckContent() {
  const auto head = library_->contents->Head(id_, kSniffedBytes);
  if (head.ok() && !Matches(attachment_.media_type(), library_->sniffer->TypeOf(*head))) {
    if (absl::Status dropped = library_->contents->DropUpload(id_); !dropped.ok()) return dropped;
    return ContentRefused("the content is not of the media type that was announced; nothing was stored");
  }
  if (!head.ok() && head.status().code() != absl::StatusCode::kNotFound) return head.status();
  const absl::Status finished = library_->contents->Finish(id_, attachment_.sha256());
  if (finished.code() == absl::StatusCode::kNotFound) return OffsetMismatch(0);
  if (finished.code() != absl::StatusCode::kFailedPrecondition) return finished;
  return ContentRefused("the content has another SHA-256 than was announced; nothing was stored, upload it anew");
}

void AttachmentUpload::Complete() {
  call_->now = absl::Now();
  storage::GroupCommitWriter<storage::ReferralStore>::Command command;
  command.run = [this](Transaction& transaction) {
    call_->feeds.clear();
    const absl::Status completed = CompleteUpload(*call_, transaction, name_, response_);
    if (!completed.ok() && (transaction.dirty() || !storage::IsExpectedError(completed))) return completed;
    const absl::Status audited = transaction.AppendAudit(security::AuditBody(runtime::AuditFacts(*call_, completed)));
    return audited.ok() ? completed : audited;
  };
  command.done = [this](const absl::Status& status) {
    if (status.ok() && !call_->feeds.empty()) calls_->hub().Publish(call_->feeds);
    End(status);
  };
  const absl::Status queued = calls_->writer().Submit(std::move(command));
  if (!queued.ok()) End(runtime::GoingDown());
}

void AttachmentUpload::End(const absl::Status& status) {
  if (status.ok()) call_->view->Apply(response_);
  Finish(runtime::ToGrpc(status));
}

}  // namespace tendon::referral
