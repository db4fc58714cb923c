#include "clients/cpp/event_client.h"

#include <utility>

namespace tendon::client {

EventClient::EventClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)), stub_(referral::v1::EventService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::ListEventsResponse> EventClient::List(referral::v1::ListEventsRequest request,
                                                                   const CallOptions& call) {
  return connection_->Call(*stub_, &referral::v1::EventService::StubInterface::ListEvents, std::move(request), call);
}

std::unique_ptr<Watch> EventClient::MakeWatch(WatchOptions options) {
  return std::make_unique<Watch>(connection_, std::move(options));
}

}  // namespace tendon::client
