// The thread on a referral. See proto/tendon/referral/v1/message_service.proto.
#ifndef TENDON_CLIENTS_CPP_MESSAGE_CLIENT_H_
#define TENDON_CLIENTS_CPP_MESSAGE_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/message_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class MessageClient {
 public:
  explicit MessageClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<referral::v1::Message> Post(referral::v1::PostMessageRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::Message> Get(referral::v1::GetMessageRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListMessagesResponse> List(referral::v1::ListMessagesRequest request,
                                                          const CallOptions& call = {});
  absl::StatusOr<referral::v1::MessageReadState> MarkRead(referral::v1::MarkMessagesReadRequest request,
                                                          const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::MessageService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_MESSAGE_CLIENT_H_
