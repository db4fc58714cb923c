// Named places in the feed: how far a consumer has come, and how far it is behind.
#include "absl/strings/str_cat.h"
#include "services/referral/handlers/common.h"
#include "services/referral/handlers/cursor_handlers.h"
#include "services/referral/lifecycle/apply.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// The id of a cursor of the caller's own organisation; NOT_FOUND for another's.
absl::StatusOr<std::string> OwnCursorId(const Call& call, const std::string& name) {
  const auto segments = runtime::MatchResourceName("organizations/*/cursors/*", name);
  const bool own = segments.has_value() && !call.principal.organization_id.empty() &&
                   (*segments)[0] == call.principal.organization_id;
  if (!own) return runtime::NotFound("cursor");
  return (*segments)[1];
}

absl::StatusOr<storage::CursorRow> FindCursor(const Call& call, Reader& reader, const std::string& id) {
  auto row = reader.GetCursor(call.scope, id);
  return row.status().code() == absl::StatusCode::kNotFound ? runtime::NotFound("cursor") : row;
}

// Where the feed is, which every cursor is measured by.
struct FeedPlace {
  std::string epoch;
  int64_t head = 0;
  int64_t tail = 0;
};

absl::StatusOr<FeedPlace> PlaceOf(const Call& call, Reader& reader) {
  const auto epoch = reader.Epoch();
  if (!epoch.ok()) return epoch.status();
  const auto head = reader.FeedHead(call.scope);
  if (!head.ok()) return head.status();
  const auto tail = reader.FeedTail(call.scope);
  if (!tail.ok()) return tail.status();
  return FeedPlace{*epoch, *head, *tail};
}

absl::Status FillCursor(const Call& call, Reader& reader, const FeedPlace& place, const storage::CursorRow& row,
                        v1::FeedCursor* cursor) {
  cursor->set_name(absl::StrCat(runtime::OrganizationName(call.principal.organization_id), "/cursors/", row.id));
  cursor->set_acknowledged_sequence(row.sequence);
  cursor->set_epoch(row.epoch);
  *cursor->mutable_acknowledge_time() = ToProto(absl::FromUnixMicros(row.acknowledged_us));
  cursor->set_head_sequence(place.head);
  cursor->set_lost(row.epoch != place.epoch || row.sequence < place.tail || row.sequence > place.head);
  if (cursor->lost()) return absl::OkStatus();
  cursor->set_lag(place.head - row.sequence);
  if (cursor->lag() == 0) return absl::OkStatus();
  const auto next = reader.ListFeed(call.scope, row.sequence, 1);
  if (!next.ok()) return next.status();
  v1::Event event;
  if (next->empty() || !event.ParseFromString(next->front().body)) {
    return absl::DataLossError("a stored event cannot be read");
  }
  *cursor->mutable_behind_since_time() = event.event_time();
  return absl::OkStatus();
}

// The cursor as it is to be: moved forward, or as it was. A cursor of another history begins anew.
absl::StatusOr<storage::CursorRow> Acknowledged(const Call& call, Reader& reader, const FeedPlace& place,
                                                const std::string& id, int64_t sequence) {
  const storage::CursorRow moved{id, sequence, place.epoch, absl::ToUnixMicros(call.now)};
  const auto present = reader.GetCursor(call.scope, id);
  if (present.ok()) return present->epoch == place.epoch && present->sequence >= sequence ? *present : moved;
  if (present.status().code() != absl::StatusCode::kNotFound) return present.status();
  const auto all = reader.ListCursors(call.scope, runtime::kMaxFeedCursors);
  if (!all.ok()) return all.status();
  if (static_cast<int>(all->size()) < runtime::kMaxFeedCursors) return moved;
  return runtime::Error(absl::StatusCode::kResourceExhausted, runtime::Reason::ERROR_REASON_OVERLOADED,
                        absl::StrCat("the organisation has ", all->size(), " cursors; delete one that is not used"));
}

// A write without a change of its own shows the store as it is.
absl::Status SetPresentRevision(Call& call, Transaction& transaction) {
  const auto revision = transaction.Revision();
  if (revision.ok()) call.revision = *revision;
  return revision.status();
}

}  // namespace

absl::Status AcknowledgeEvents(Call& call, Transaction& transaction, const v1::AcknowledgeEventsRequest& request,
                               v1::FeedCursor* response) {
  const auto id = OwnCursorId(call, request.name());
  if (!id.ok()) return id.status();
  call.resource = request.name();
  const auto place = PlaceOf(call, transaction);
  if (!place.ok()) return place.status();
  if (!request.epoch().empty() && request.epoch() != place->epoch) {
    return CheckResumePoint(call, transaction, request.epoch(), request.sequence());
  }
  if (request.sequence() > place->head) return runtime::InvalidField("sequence", "must be of an event of the feed");
  const auto row = Acknowledged(call, transaction, *place, *id, request.sequence());
  if (!row.ok()) return row.status();
  if (absl::Status status = FillCursor(call, transaction, *place, *row, response); !status.ok()) return status;
  if (absl::Status status = SetPresentRevision(call, transaction); !status.ok()) return status;
  return transaction.PutCursor(call.scope, *row);
}

absl::Status GetFeedCursor(Call& call, Reader& reader, const v1::GetFeedCursorRequest& request,
                           v1::FeedCursor* response) {
  const auto id = OwnCursorId(call, request.name());
  if (!id.ok()) return id.status();
  const auto row = FindCursor(call, reader, *id);
  if (!row.ok()) return row.status();
  const auto place = PlaceOf(call, reader);
  return place.ok() ? FillCursor(call, reader, *place, *row, response) : place.status();
}

absl::Status ListFeedCursors(Call& call, Reader& reader, const v1::ListFeedCursorsRequest& request,
                             v1::ListFeedCursorsResponse* response) {
  if (call.principal.organization_id.empty() ||
      request.parent() != runtime::OrganizationName(call.principal.organization_id)) {
    return runtime::NotFound("organisation");
  }
  const auto place = PlaceOf(call, reader);
  if (!place.ok()) return place.status();
  const auto rows = reader.ListCursors(call.scope, runtime::kMaxFeedCursors);
  if (!rows.ok()) return rows.status();
  for (const storage::CursorRow& row : *rows) {
    absl::Status status = FillCursor(call, reader, *place, row, response->add_cursors());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status DeleteFeedCursor(Call& call, Transaction& transaction, const v1::DeleteFeedCursorRequest& request,
                              v1::FeedCursor* response) {
  const auto id = OwnCursorId(call, request.name());
  if (!id.ok()) return id.status();
  call.resource = request.name();
  const auto row = FindCursor(call, transaction, *id);
  if (!row.ok()) return row.status();
  const auto place = PlaceOf(call, transaction);
  if (!place.ok()) return place.status();
  absl::Status status = FillCursor(call, transaction, *place, *row, response);
  if (status.ok()) status = SetPresentRevision(call, transaction);
  return status.ok() ? transaction.DropCursor(call.scope, *id) : status;
}

}  // namespace tendon::referral
