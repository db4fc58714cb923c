#include "clients/cpp/event_sequence.h"

#include "absl/strings/str_cat.h"
#include "clients/cpp/error_detail.h"
#include "google/rpc/error_details.pb.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::client {
namespace {

// As the server says it when it finds out first.
absl::Status ResumePointLost(absl::string_view message, const referral::v1::WatchEventsResponse& response) {
  google::rpc::Status status;
  status.set_code(static_cast<int>(absl::StatusCode::kOutOfRange));
  status.set_message(std::string(message));
  google::rpc::ErrorInfo info;
  info.set_domain("tendon");
  info.set_reason("RESUME_POINT_LOST");
  status.add_details()->PackFrom(info);
  referral::v1::FeedPosition position;
  position.set_epoch(response.epoch());
  position.set_sequence(response.last_sequence());
  status.add_details()->PackFrom(position);
  return StatusFromRpc(status);
}

absl::Status Gap(std::int64_t after, std::int64_t next) {
  return absl::DataLossError(absl::StrCat("the feed has a gap: after event ", after, " came ", next));
}

}  // namespace

absl::Status EventSequence::Admit(referral::v1::WatchEventsResponse& response) {
  if (cursor_.epoch.empty()) cursor_.epoch = response.epoch();
  if (response.epoch() != cursor_.epoch)
    return ResumePointLost("the feed is of another epoch than what was read before", response);
  if (response.last_sequence() < cursor_.sequence)
    return ResumePointLost("the feed ends before what was read of it", response);

  auto& events = *response.mutable_events();
  int seen = 0;
  while (seen < events.size() && events[seen].sequence() <= cursor_.sequence) ++seen;
  events.DeleteSubrange(0, seen);

  std::int64_t sequence = cursor_.sequence;
  for (const auto& event : events) {
    if (event.sequence() != sequence + 1) return Gap(sequence, event.sequence());
    sequence = event.sequence();
  }
  if (response.last_sequence() != sequence) return Gap(sequence, response.last_sequence() + 1);
  return absl::OkStatus();
}

}  // namespace tendon::client
