#include "clients/cpp/message_client.h"

#include <utility>

namespace tendon::client {

using MessageStub = referral::v1::MessageService::StubInterface;

MessageClient::MessageClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::MessageService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::Message> MessageClient::Post(referral::v1::PostMessageRequest request,
                                                          const CallOptions& call) {
  return connection_->Call(*stub_, &MessageStub::PostMessage, std::move(request), call);
}

absl::StatusOr<referral::v1::Message> MessageClient::Get(referral::v1::GetMessageRequest request,
                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &MessageStub::GetMessage, std::move(request), call);
}

absl::StatusOr<referral::v1::ListMessagesResponse> MessageClient::List(referral::v1::ListMessagesRequest request,
                                                                       const CallOptions& call) {
  return connection_->Call(*stub_, &MessageStub::ListMessages, std::move(request), call);
}

absl::StatusOr<referral::v1::MessageReadState> MessageClient::MarkRead(referral::v1::MarkMessagesReadRequest request,
                                                                       const CallOptions& call) {
  return connection_->Call(*stub_, &MessageStub::MarkMessagesRead, std::move(request), call);
}

}  // namespace tendon::client
