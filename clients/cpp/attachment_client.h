// Documents with a referral: announced, uploaded and downloaded in chunks, over breaks of the network and restarts of
// the server. See proto/tendon/referral/v1/attachment_service.proto.
#ifndef TENDON_CLIENTS_CPP_ATTACHMENT_CLIENT_H_
#define TENDON_CLIENTS_CPP_ATTACHMENT_CLIENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/attachment_service.grpc.pb.h"

namespace tendon::client {

// Bytes of a document from an offset, at most so many; fewer only at its end.
using ReadBytes = std::function<absl::StatusOr<std::string>(std::int64_t offset, std::size_t count)>;
// Takes the bytes that begin at the offset.
using WriteBytes = std::function<absl::Status(std::int64_t offset, const std::string& bytes)>;

// Thread-safe. Errors as in ReferralClient.
class AttachmentClient {
 public:
  explicit AttachmentClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<referral::v1::Attachment> Create(referral::v1::CreateAttachmentRequest request,
                                                  const CallOptions& call = {});
  absl::StatusOr<referral::v1::Attachment> Get(referral::v1::GetAttachmentRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListAttachmentsResponse> List(referral::v1::ListAttachmentsRequest request,
                                                             const CallOptions& call = {});

  // Uploads what is missing of an announced attachment, and goes on where it was when the stream breaks, as often as
  // the retry policy allows without a byte of progress between. FAILED_PRECONDITION (CONTENT_REFUSED) when the content
  // is not the one announced; INVALID_ARGUMENT when `read` ends too early.
  absl::StatusOr<referral::v1::Attachment> Upload(const std::string& name, const ReadBytes& read);

  // Hands the bytes from `offset` on to `write`, in order, each once, and resumes as Upload does. The errors of `write`
  // end it. Does not check the SHA-256: who resumes has to look at all bytes.
  absl::Status Download(const std::string& name, std::int64_t offset, const WriteBytes& write);

 private:
  // One stream each.
  absl::StatusOr<referral::v1::Attachment> UploadOnce(const referral::v1::Attachment& attachment,
                                                      const std::string& request_id, const ReadBytes& read);
  absl::Status DownloadOnce(const std::string& name, std::int64_t* offset, const WriteBytes& write, bool* fatal);

  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::AttachmentService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_ATTACHMENT_CLIENT_H_
