// Recording, getting and listing sessions.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/handlers/own_measures.h"
#include "services/outcomes/handlers/placement.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/page_token.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"

namespace tendon::outcomes {
namespace {

// The view of a referral and the caller's assignment in it; both empty while the referral is not known.
struct Placement {
  std::optional<v1::ReferralView> view;
  const v1::AssignmentView* assignment = nullptr;
  bool is_news = false;      // the view says something that the store does not know yet
  bool is_doubtful = false;  // the store's view may be older than the caller's part in the referral
  int episode() const { return assignment == nullptr ? 0 : assignment->number(); }
};

// NOT_FOUND for a referral that does not exist, or is known and not the caller's to treat.
absl::Status Place(const Call& call, Transaction& transaction, const std::string& referral_id, const Lookup& lookup,
                   Placement* placement) {
  auto view = StoredView(transaction, referral_id);
  if (!view.ok()) return view.status();
  placement->view = *std::move(view);
  if (lookup.result == LookupResult::kFound &&
      (!placement->view || placement->view->version() <= lookup.view.version())) {
    placement->is_news = !placement->view || placement->view->SerializeAsString() != lookup.view.SerializeAsString();
    placement->view = lookup.view;
  }
  if (!placement->view.has_value()) {
    return lookup.result == LookupResult::kMissing ? runtime::NotFound("referral") : absl::OkStatus();
  }
  placement->assignment = AssignmentOf(*placement->view, call.principal.organization_id);
  if (placement->assignment != nullptr) return absl::OkStatus();
  if (lookup.result != LookupResult::kUnreachable) return runtime::NotFound("referral");
  // What is known may be older than the caller's part in the referral: as good as nothing until it can be asked.
  placement->view.reset();
  placement->is_doubtful = true;
  return absl::OkStatus();
}

// What became of a session's number.
struct Numbering {
  bool conflict = false;                            // another session has it too, and both are kept
  std::optional<storage::SessionRow> duplicate_of;  // the very same session was recorded before
};

bool IsSameSession(const storage::SessionRow& row, const v1::Session& session) {
  v1::Session stored;
  return stored.ParseFromString(row.body) && SameFacts(stored, session);
}

// Gives the session its number, or finds who has it. An assessment is no treatment and takes no number of one.
absl::StatusOr<Numbering> Number(Transaction& transaction, const Call& call, const std::string& referral_id,
                                 int episode, OnTakenNumber on_taken, v1::Session* session) {
  const std::string& organization = call.principal.organization_id;
  Numbering numbering;
  const bool is_assessment = session->status() == v1::SESSION_STATUS_ASSESSMENT;
  if (session->session_number() == 0 && is_assessment) return numbering;
  if (session->session_number() == 0) {
    const auto last = transaction.LastSessionNumber(referral_id, organization, episode);
    if (!last.ok()) return last.status();
    session->set_session_number(*last + 1);
    return numbering;
  }
  auto existing = FindNumber(transaction, organization, referral_id, episode, session->session_number());
  if (existing.status().code() == absl::StatusCode::kNotFound) return numbering;
  if (!existing.ok()) return existing.status();
  if (on_taken == OnTakenNumber::kRefuse) return NumberTaken(*existing);
  if (existing->start_us != ToMicros(session->start_time())) {
    numbering.conflict = true;
  } else if (IsSameSession(*existing, *session)) {
    numbering.duplicate_of = *std::move(existing);
  } else {
    // The same number at the same time is the same session, told differently: a person must say which is right.
    return NumberTaken(*existing);
  }
  return numbering;
}

storage::SessionRow MakeRow(const v1::Session& session, const std::string& id, const std::string& referral_id,
                            const Placement& placement, const SessionContext& context, int64_t revision,
                            const std::string& organization) {
  storage::SessionRow row;
  row.id = id;
  row.referral_id = referral_id;
  row.organization = organization;
  row.episode = placement.episode();
  row.session_number = session.session_number();
  row.number_conflict = context.number_conflict;
  row.start_us = ToMicros(session.start_time());
  row.ordinal = revision;
  row.version = session.version();
  row.counts = Counts(session, context);
  const bool placed = placement.view.has_value() && placement.assignment != nullptr;
  row.readers = placed ? ReadersOf(*placement.view, *placement.assignment) : std::vector<std::string>{organization};
  row.body = session.SerializeAsString();
  return row;
}

// The count of an episode that has one session more.
Transaction::Count With(const storage::SessionRow& row, Transaction::Count count) {
  if (!row.counts) return count;
  count.last_session_us = count.sessions_completed == 0 ? row.start_us : std::max(count.last_session_us, row.start_us);
  ++count.sessions_completed;
  return count;
}

void StampFirstVersion(const Call& call, const std::string& name, const Placement& placement,
                       const std::string& referral_id, v1::Session* session) {
  session->set_name(name);
  session->set_version(1);
  session->set_etag("v1");
  session->set_organization(runtime::OrganizationName(call.principal.organization_id));
  if (placement.assignment != nullptr) session->set_episode(runtime::EpisodeName(referral_id, placement.episode()));
  *session->mutable_create_time() = ToProto(call.now);
  *session->mutable_update_time() = session->create_time();
}

// The page token's cursor is "start_us,ordinal".
absl::StatusOr<storage::SessionPosition> ParsePosition(const std::string& cursor) {
  storage::SessionPosition position;
  if (cursor.empty()) return position;
  const size_t comma = cursor.find(',');
  const bool parsed = comma != std::string::npos && absl::SimpleAtoi(cursor.substr(0, comma), &position.start_us) &&
                      absl::SimpleAtoi(cursor.substr(comma + 1), &position.ordinal);
  if (!parsed) return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  return position;
}

}  // namespace

bool NeedsLookup(const Call& call, Reader& reader, const std::string& parent) {
  const auto view = StoredView(reader, runtime::ReferralId(parent).value_or(""));
  if (!view.ok() || !view->has_value()) return true;
  const v1::AssignmentView* assignment = AssignmentOf(**view, call.principal.organization_id);
  const bool certain = (*view)->version() != 0;
  return !certain || assignment == nullptr || !IsUnderWay(**view, *assignment);
}

absl::Status RecordSession(Call& call, Transaction& transaction, const std::string& parent, const v1::Session& session,
                           const Lookup& lookup, OnTakenNumber on_taken, v1::Session* response,
                           const clinical::scoring::ScoringOptions& scoring) {
  const std::string referral_id = runtime::ReferralId(parent).value_or("");
  *response = session;
  if (response->status() == v1::SESSION_STATUS_UNSPECIFIED) response->set_status(v1::SESSION_STATUS_COMPLETED);
  const auto violations = CheckSession(*response, call.now, scoring);
  if (!violations.empty()) return runtime::InvalidFields(violations);
  if (absl::Status status = CheckOwnMeasures(transaction, call.principal.organization_id, response); !status.ok())
    return status;
  ScoreSession(scoring, response);
  if (absl::Status status = CheckClinician(call, response); !status.ok()) return status;
  Placement placement;
  if (absl::Status status = Place(call, transaction, referral_id, lookup, &placement); !status.ok()) return status;
  SessionContext context;
  const auto numbering = Number(transaction, call, referral_id, placement.episode(), on_taken, response);
  if (!numbering.ok()) return numbering.status();
  if (numbering->duplicate_of.has_value()) {
    call.replayed = true;
    return response->ParseFromString(numbering->duplicate_of->body)
               ? absl::OkStatus()
               : absl::DataLossError("a stored session cannot be read");
  }
  context.number_conflict = numbering->conflict;
  if (on_taken == OnTakenNumber::kRefuse) {
    NameNearestMeasures(response);
    // What is imported was told to nobody at the time, so that there is nothing to keep.
    SnapshotPlace place = {referral_id, "", placement.episode()};
    if (placement.view.has_value())
      place.discipline = static_cast<clinical::v1::Discipline>(placement.view->discipline());
    if (absl::Status status = AddSnapshots(call, transaction, place, response); !status.ok()) return status;
  }
  // Decided; from here on it only writes. Those that waited for the referral come first.
  if (placement.is_news) {
    if (absl::Status status = TakeView(transaction, lookup.view, call.now); !status.ok()) return status;
  }
  if (placement.is_doubtful) {
    // So that the session is settled as soon as the referral server can be asked, and not with the referral's next
    // event.
    if (absl::Status status = transaction.OutdateReferralView(referral_id); !status.ok()) return status;
  }
  const auto count = transaction.CountSessions(referral_id, placement.episode());
  if (!count.ok()) return count.status();
  context.view = placement.view.has_value() ? &*placement.view : nullptr;
  context.assignment = placement.assignment;
  context.sessions_before = count->sessions_completed;
  for (const v1::SessionFlag flag : FlagsOf(*response, context)) response->add_flags(flag);
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  const std::string id = runtime::NewUuidV7(call.now);
  StampFirstVersion(call, runtime::SessionName(referral_id, id), placement, referral_id, response);
  response->set_revision(*revision);
  const auto row = MakeRow(*response, id, referral_id, placement, context, *revision, call.principal.organization_id);
  if (absl::Status status = transaction.InsertSession(row); !status.ok()) return status;
  call.revision = *revision;
  call.feeds = row.readers;
  call.resource = response->name();
  if (placement.assignment != nullptr) {
    const absl::Status queued =
        QueueProgress(transaction, referral_id, placement.episode(), *revision, With(row, *count),
                      /*bulk=*/on_taken == OnTakenNumber::kKeepOrRefuse);
    if (!queued.ok()) return queued;
  }
  return AppendSessionChange(transaction, *revision, response->name(), call.now);
}

absl::Status GetSession(Call& call, Reader& reader, const v1::GetSessionRequest& request, v1::Session* response) {
  const auto key = runtime::ParseSessionName(request.name());
  if (!key.has_value()) return runtime::NotFound("session");
  const auto row = reader.GetSession(call.scope, key->referral_id, key->session_id);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("session");
  if (!row.ok()) return row.status();
  return response->ParseFromString(row->body) ? absl::OkStatus()
                                              : absl::DataLossError("a stored session cannot be read");
}

absl::Status ListSessions(Call& call, Reader& reader, const v1::ListSessionsRequest& request,
                          v1::ListSessionsResponse* response) {
  const std::string referral_id = runtime::ReferralId(request.parent()).value_or("");
  const std::string fingerprint =
      runtime::QueryFingerprint({"ListSessions", call.principal.organization_id, request.parent()});
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  const auto cursor = runtime::OpenPageToken(*secret, fingerprint, request.page_token());
  if (!cursor.ok()) return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  const auto position = ParsePosition(*cursor);
  if (!position.ok()) return position.status();
  const int page_size =
      request.page_size() == 0 ? runtime::kDefaultPageSize : std::min(request.page_size(), runtime::kMaxPageSize);
  const auto rows = reader.ListSessions(call.scope, referral_id, *position, page_size + 1);
  if (!rows.ok()) return rows.status();
  if (rows->empty() && request.page_token().empty()) {
    // An empty list is told only to those whom the referral concerns.
    const auto view = reader.GetReferralView(call.scope, referral_id);
    if (view.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("referral");
  }
  const size_t count = std::min(rows->size(), static_cast<size_t>(page_size));
  for (size_t i = 0; i < count; ++i) {
    if (!response->add_sessions()->ParseFromString((*rows)[i].body))
      return absl::DataLossError("a stored session cannot be read");
  }
  if (rows->size() > count) {
    const storage::SessionRow& last = (*rows)[count - 1];
    response->set_next_page_token(
        runtime::MakePageToken(*secret, fingerprint, absl::StrCat(last.start_us, ",", last.ordinal)));
  }
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
