// Reading the feed, for ListEvents and for the watches.
#include "absl/strings/str_cat.h"
#include "services/referral/handlers/common.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"
#include "services/telemetry/log.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::referral {
namespace {

constexpr char kAllOrganizations[] = "organizations/-";

int EventsPageSize(int requested, v1::EventView view) {
  const int limit = view == v1::EVENT_VIEW_SNAPSHOT ? runtime::kMaxSnapshotsPage : runtime::kMaxEventsPageSize;
  return std::min(requested == 0 ? runtime::kDefaultEventsPageSize : requested, limit);
}

absl::Status ResumePointLost(const std::string& why, const std::string& epoch, int64_t last, int64_t oldest) {
  v1::FeedPosition position;
  position.set_epoch(epoch);
  position.set_sequence(last);
  position.set_oldest_sequence(oldest);
  return runtime::WithDetail(
      runtime::Error(
          absl::StatusCode::kOutOfRange, runtime::Reason::ERROR_REASON_RESUME_POINT_LOST,
          absl::StrCat("cannot resume there: ", why, "; read the referrals anew, then go on from FeedPosition")),
      position);
}

// The referral as the caller's role sees it now; left out when it is not the caller's to see any more, or damaged.
absl::Status AddSnapshot(const Call& call, Reader& reader, v1::Event* event) {
  if (event->resource().rfind("referrals/", 0) != 0) return absl::OkStatus();
  auto found = FindRecord(call, reader, ReferralNameOf(event->resource()));
  if (found.status().code() == absl::StatusCode::kNotFound) return absl::OkStatus();
  // A damaged referral must not stop the feed of all others: its watchers learn that it changed, and read it
  // themselves.
  if (found.status().code() == absl::StatusCode::kDataLoss) {
    telemetry::Log(telemetry::Level::kError, "referral_unreadable", {{"referral", ReferralNameOf(event->resource())}});
    return absl::OkStatus();
  }
  if (!found.ok()) return found.status();
  *event->mutable_referral() = std::move(found->record.referral);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFeed(const Call& call, const std::string& parent) {
  const bool own =
      !call.principal.organization_id.empty() && parent == runtime::OrganizationName(call.principal.organization_id);
  if (own || (call.scope.is_system() && parent == kAllOrganizations)) return absl::OkStatus();
  return runtime::NotFound("feed");
}

absl::Status CheckResumePoint(const Call& call, Reader& reader, const std::string& epoch, int64_t after_sequence) {
  const auto present = reader.Epoch();
  if (!present.ok()) return present.status();
  const auto head = reader.FeedHead(call.scope);
  if (!head.ok()) return head.status();
  const auto tail = reader.FeedTail(call.scope);
  if (!tail.ok()) return tail.status();
  if (!epoch.empty() && epoch != *present)
    return ResumePointLost("it is of another epoch of this store", *present, *head, *tail);
  if (after_sequence > *head) return ResumePointLost("the feed does not reach so far", *present, *head, *tail);
  if (after_sequence < *tail) return ResumePointLost("the events after it are not kept", *present, *head, *tail);
  return absl::OkStatus();
}

absl::Status ReadEvents(const Call& call, Reader& reader, int64_t after_sequence, int limit, v1::EventView view,
                        google::protobuf::RepeatedPtrField<v1::Event>* events) {
  const auto entries = reader.ListFeed(call.scope, after_sequence, limit);
  // A watcher that was so slow that what it had not read is gone.
  if (entries.status().code() == absl::StatusCode::kOutOfRange) {
    const absl::Status lost = CheckResumePoint(call, reader, "", after_sequence);
    return lost.ok() ? entries.status() : lost;
  }
  if (!entries.ok()) return entries.status();
  for (const storage::FeedEntry& entry : *entries) {
    v1::Event* event = events->Add();
    if (!event->ParseFromString(entry.body)) return absl::DataLossError("a stored event cannot be read");
    event->set_sequence(entry.sequence);
    if (view != v1::EVENT_VIEW_SNAPSHOT) continue;
    if (absl::Status status = AddSnapshot(call, reader, event); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ListEvents(Call& call, Reader& reader, const v1::ListEventsRequest& request,
                        v1::ListEventsResponse* response) {
  if (absl::Status status = CheckFeed(call, request.parent()); !status.ok()) return status;
  if (absl::Status status = CheckResumePoint(call, reader, request.epoch(), request.after_sequence()); !status.ok())
    return status;
  const int limit = EventsPageSize(request.page_size(), request.view());
  absl::Status status =
      ReadEvents(call, reader, request.after_sequence(), limit + 1, request.view(), response->mutable_events());
  if (!status.ok()) return status;
  if (response->events_size() > limit) {
    response->mutable_events()->RemoveLast();
    response->set_more(true);
  }
  const bool empty = response->events().empty();
  response->set_last_sequence(empty ? request.after_sequence()
                                    : response->events(response->events_size() - 1).sequence());
  const auto epoch = reader.Epoch();
  if (!epoch.ok()) return epoch.status();
  response->set_epoch(*epoch);
  return absl::OkStatus();
}

}  // namespace tendon::referral
