// The feed of an organisation: what happened, in order. See proto/tendon/referral/v1/event_service.proto.
#ifndef TENDON_CLIENTS_CPP_EVENT_CLIENT_H_
#define TENDON_CLIENTS_CPP_EVENT_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/watch.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"
#include "tendon/referral/v1/feed_cursor_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class EventClient {
 public:
  explicit EventClient(std::shared_ptr<Connection> connection);

  // One page of events that are there already.
  absl::StatusOr<referral::v1::ListEventsResponse> List(referral::v1::ListEventsRequest request,
                                                        const CallOptions& call = {});
  // Cursors that the server keeps.
  absl::StatusOr<referral::v1::FeedCursor> Acknowledge(referral::v1::AcknowledgeEventsRequest request,
                                                       const CallOptions& call = {});
  absl::StatusOr<referral::v1::FeedCursor> GetCursor(referral::v1::GetFeedCursorRequest request,
                                                     const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListFeedCursorsResponse> ListCursors(referral::v1::ListFeedCursorsRequest request,
                                                                    const CallOptions& call = {});
  absl::StatusOr<referral::v1::FeedCursor> DeleteCursor(referral::v1::DeleteFeedCursorRequest request,
                                                        const CallOptions& call = {});

  // Where a cursor of the server's ("organizations/*/cursors/*") stands; the beginning of the feed when there is none.
  absl::StatusOr<Cursor> LoadCursor(const std::string& name, const CallOptions& call = {});
  // A `save` for WatchOptions that keeps the place in a cursor of the server's. Outlives this client.
  std::function<absl::Status(const Cursor&)> SaveTo(const std::string& name);

  // A watch that has not begun; see watch.h.
  std::unique_ptr<Watch> MakeWatch(WatchOptions options);

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::EventService::StubInterface> stub_;
  std::shared_ptr<referral::v1::FeedCursorService::StubInterface> cursor_stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_EVENT_CLIENT_H_
