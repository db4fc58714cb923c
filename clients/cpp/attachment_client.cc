#include "clients/cpp/attachment_client.h"

#include <algorithm>
#include <utility>

#include "clients/cpp/backoff.h"
#include "clients/cpp/error_detail.h"

namespace tendon::client {

namespace {

using AttachmentStub = referral::v1::AttachmentService::StubInterface;

// The server's limit on a chunk.
constexpr std::size_t kChunkBytes = 256 << 10;

// What a broken stream may end with; and a chunk that a stream before has stored meanwhile.
bool MayResume(const absl::Status& status) {
  return IsRetryable(status) || absl::IsCancelled(status) || absl::IsUnknown(status) ||
         ErrorDetailOf(status).reason == referral::v1::ERROR_REASON_UPLOAD_OFFSET_MISMATCH;
}

// Counts tries without progress, and waits between them.
class Attempts {
 public:
  Attempts(const ClientOptions& options, std::int64_t progress)
      : options_(options), backoff_(options.retry, options.environment.uniform), progress_(progress) {}

  // Whether to try again after this end, having come so far.
  bool Again(const absl::Status& status, std::int64_t progress) {
    if (progress > progress_) {
      attempts_ = 0;
      backoff_.Reset();
    }
    progress_ = std::max(progress_, progress);
    if (!MayResume(status) || ++attempts_ >= options_.retry.max_attempts) return false;
    options_.environment.sleep(backoff_.Next(status), never_);
    return true;
  }

 private:
  const ClientOptions& options_;
  Backoff backoff_;
  std::int64_t progress_;
  int attempts_ = 0;
  const absl::Notification never_;
};

}  // namespace

AttachmentClient::AttachmentClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::AttachmentService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::Attachment> AttachmentClient::Create(referral::v1::CreateAttachmentRequest request,
                                                                  const CallOptions& call) {
  return connection_->Call(*stub_, &AttachmentStub::CreateAttachment, std::move(request), call);
}

absl::StatusOr<referral::v1::Attachment> AttachmentClient::Get(referral::v1::GetAttachmentRequest request,
                                                               const CallOptions& call) {
  return connection_->Call(*stub_, &AttachmentStub::GetAttachment, std::move(request), call);
}

absl::StatusOr<referral::v1::ListAttachmentsResponse> AttachmentClient::List(
    referral::v1::ListAttachmentsRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &AttachmentStub::ListAttachments, std::move(request), call);
}

absl::StatusOr<referral::v1::Attachment> AttachmentClient::Upload(const std::string& name, const ReadBytes& read) {
  referral::v1::GetAttachmentRequest get;
  get.set_name(name);
  const std::string request_id = connection_->options().environment.uuid();
  Attempts attempts(connection_->options(), 0);
  while (true) {
    const auto present = Get(get);
    if (!present.ok()) return present.status();
    if (present->has_create_time()) return present;
    auto uploaded = UploadOnce(*present, request_id, read);
    if (uploaded.ok() && uploaded->has_create_time()) return uploaded;
    const absl::Status status =
        uploaded.ok() ? absl::UnavailableError("the upload is not complete") : uploaded.status();
    if (!attempts.Again(status, present->stored_bytes())) return status;
  }
}

absl::StatusOr<referral::v1::Attachment> AttachmentClient::UploadOnce(const referral::v1::Attachment& attachment,
                                                                      const std::string& request_id,
                                                                      const ReadBytes& read) {
  grpc::ClientContext context;
  connection_->Prepare(context);
  referral::v1::Attachment response;
  const auto stream = stub_->UploadAttachment(&context, &response);
  referral::v1::UploadAttachmentRequest chunk;
  chunk.set_name(attachment.name());
  chunk.set_request_id(request_id);
  absl::Status own;
  for (std::int64_t offset = attachment.stored_bytes(); offset < attachment.size_bytes();) {
    auto bytes = read(offset, kChunkBytes);
    if (!bytes.ok()) own = bytes.status();
    if (bytes.ok() && bytes->empty()) own = absl::InvalidArgumentError("the document ends before the announced size");
    if (!own.ok()) break;
    chunk.set_write_offset(offset);
    offset += static_cast<std::int64_t>(bytes->size());
    chunk.set_data(*std::move(bytes));
    if (!stream->Write(chunk)) break;  // Finish says why
  }
  if (!own.ok()) context.TryCancel();
  stream->WritesDone();
  const absl::Status end = StatusFromGrpc(stream->Finish());
  if (!own.ok()) return own;
  if (!end.ok()) return end;
  return response;
}

absl::Status AttachmentClient::Download(const std::string& name, std::int64_t offset, const WriteBytes& write) {
  Attempts attempts(connection_->options(), offset);
  while (true) {
    bool fatal = false;
    const absl::Status status = DownloadOnce(name, &offset, write, &fatal);
    if (status.ok() || fatal || !attempts.Again(status, offset)) return status;
  }
}

absl::Status AttachmentClient::DownloadOnce(const std::string& name, std::int64_t* offset, const WriteBytes& write,
                                            bool* fatal) {
  grpc::ClientContext context;
  connection_->Prepare(context);
  referral::v1::DownloadAttachmentRequest request;
  request.set_name(name);
  request.set_read_offset(*offset);
  const auto stream = stub_->DownloadAttachment(&context, request);
  referral::v1::DownloadAttachmentResponse chunk;
  absl::Status own;
  while (own.ok() && stream->Read(&chunk)) {
    own = chunk.read_offset() == *offset ? write(*offset, chunk.data())
                                         : absl::InternalError("the server sent a chunk out of order");
    *offset += static_cast<std::int64_t>(chunk.data().size());
  }
  if (!own.ok()) context.TryCancel();
  const absl::Status end = StatusFromGrpc(stream->Finish());
  *fatal = !own.ok();
  return own.ok() ? end : own;
}

}  // namespace tendon::client
