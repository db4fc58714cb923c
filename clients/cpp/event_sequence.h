// Holds a feed to its promises: each event once, in order, none left out, all of one epoch. Pure; the watch feeds it
// what it reads.
#ifndef TENDON_CLIENTS_CPP_EVENT_SEQUENCE_H_
#define TENDON_CLIENTS_CPP_EVENT_SEQUENCE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "tendon/referral/v1/event_service.pb.h"

namespace tendon::client {

// A place in a feed: everything up to and including `sequence` has been handled. Keep it to go on from there after a
// restart.
struct Cursor {
  std::string epoch{};        // empty: whatever epoch the server is in
  std::int64_t sequence = 0;  // 0: before the first event

  bool operator==(const Cursor&) const = default;
};

class EventSequence {
 public:
  explicit EventSequence(Cursor cursor) : cursor_(std::move(cursor)) {}

  // Takes out of `response` the events that were seen before. Then, unless all of it continues the feed:
  // OUT_OF_RANGE, with FeedPosition: another epoch, or the server's feed is shorter than what was read from it;
  // DATA_LOSS: a sequence number is missing or out of order.
  absl::Status Admit(referral::v1::WatchEventsResponse& response);

  // The event was handled.
  void Advance(const referral::v1::Event& event) { cursor_.sequence = event.sequence(); }

  const Cursor& cursor() const { return cursor_; }

 private:
  Cursor cursor_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_EVENT_SEQUENCE_H_
