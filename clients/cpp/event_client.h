// The feed of an organisation: what happened, in order. See proto/tendon/referral/v1/event_service.proto.
#ifndef TENDON_CLIENTS_CPP_EVENT_CLIENT_H_
#define TENDON_CLIENTS_CPP_EVENT_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/watch.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class EventClient {
 public:
  explicit EventClient(std::shared_ptr<Connection> connection);

  // One page of events that are there already.
  absl::StatusOr<referral::v1::ListEventsResponse> List(referral::v1::ListEventsRequest request,
                                                        const CallOptions& call = {});
  // A watch that has not begun; see watch.h.
  std::unique_ptr<Watch> MakeWatch(WatchOptions options);

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::EventService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_EVENT_CLIENT_H_
