#include "services/outcomes/link/settle.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"
#include "tendon/referral/v1/event_service.pb.h"

namespace tendon::outcomes {
namespace {

// More than an episode ever has; read in one go because they are settled together.
constexpr int kSessionsOfAReferral = 10'000;

bool SameFlags(const v1::Session& session, const std::vector<v1::SessionFlag>& flags) {
  return std::equal(session.flags().begin(), session.flags().end(), flags.begin(), flags.end());
}

// The assignment that a session belongs to. It stays in the episode that it was recorded in; a later assignment of the
// same organisation is another one.
const v1::AssignmentView* AssignmentFor(const v1::ReferralView& view, const storage::SessionRow& row) {
  const bool placed = row.episode >= 1 && row.episode <= view.assignments_size();
  return placed ? &view.assignments(row.episode - 1) : AssignmentOf(view, row.organization);
}

// Makes of a session what it has to be, given what is known now. False when it is so already.
absl::StatusOr<bool> SettleSession(storage::OutcomesTransaction& transaction, const v1::ReferralView& view,
                                   const v1::AssignmentView* assignment, int counted_before, storage::SessionRow* row) {
  v1::Session session;
  if (!session.ParseFromString(row->body)) return absl::DataLossError("a stored session cannot be read");
  const storage::SessionRow before = *row;
  const int episode = assignment == nullptr ? 0 : assignment->number();
  if (row->episode == 0 && episode != 0 && !row->number_conflict) {
    // Its number may have been given meanwhile to a session that was recorded after the referral became known.
    row->number_conflict =
        transaction.FindSessionByNumber(row->referral_id, row->organization, episode, row->session_number).ok();
  }
  const SessionContext context{&view, assignment, counted_before, row->number_conflict};
  const std::vector<v1::SessionFlag> flags = FlagsOf(session, context);
  row->episode = episode;
  row->counts = Counts(session, context);
  row->readers = assignment == nullptr ? std::vector<std::string>{row->organization} : ReadersOf(view, *assignment);
  const bool same = SameFlags(session, flags) && row->counts == before.counts && row->readers == before.readers &&
                    row->episode == before.episode && row->number_conflict == before.number_conflict;
  if (same) return false;
  session.clear_flags();
  for (const v1::SessionFlag flag : flags) session.add_flags(flag);
  if (episode != 0) session.set_episode(runtime::EpisodeName(row->referral_id, episode));
  row->body = session.SerializeAsString();
  return true;
}

// Settles all of a referral's sessions; returns the episodes whose count may have changed.
absl::StatusOr<std::set<int>> SettleSessions(storage::OutcomesTransaction& transaction, const v1::ReferralView& view,
                                             const std::string& referral_id) {
  auto sessions = transaction.ListSessions(storage::TenantScope::System(), referral_id, {}, kSessionsOfAReferral);
  if (!sessions.ok()) return sessions.status();
  std::set<int> changed_episodes;
  std::map<int, int> counted;
  for (storage::SessionRow& row : *sessions) {
    const v1::AssignmentView* assignment = AssignmentFor(view, row);
    int& counted_before = counted[assignment == nullptr ? 0 : assignment->number()];
    const auto changed = SettleSession(transaction, view, assignment, counted_before, &row);
    if (!changed.ok()) return changed.status();
    if (row.counts) ++counted_before;
    if (!*changed) continue;
    if (absl::Status status = transaction.ReviseSession(row); !status.ok()) return status;
    if (row.episode != 0) changed_episodes.insert(row.episode);
  }
  return changed_episodes;
}

// The next version of a session that is another patient's. False when it is struck out already.
absl::StatusOr<bool> StrikeOut(storage::OutcomesTransaction& transaction, absl::Time now, storage::SessionRow* row) {
  v1::Session session;
  if (!session.ParseFromString(row->body)) return absl::DataLossError("a stored session cannot be read");
  if (session.status() == v1::SESSION_STATUS_ENTERED_IN_ERROR) return false;
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  session.set_status(v1::SESSION_STATUS_ENTERED_IN_ERROR);
  session.set_version(row->version + 1);
  session.set_etag("v" + std::to_string(session.version()));
  session.set_revision(*revision);
  session.set_amendment_reason("both parties reported the wrong patient");
  session.clear_amended_by();
  *session.mutable_update_time() = ToProto(now);
  row->version = session.version();
  row->counts = false;
  row->body = session.SerializeAsString();
  if (absl::Status status = transaction.UpdateSession(*row); !status.ok()) return status;
  const absl::Status told = AppendSessionChange(transaction, *revision, session.name(), now);
  return told.ok() ? absl::StatusOr<bool>(true) : told;
}

}  // namespace

absl::Status TakeView(storage::OutcomesTransaction& transaction, const v1::ReferralView& view, absl::Time now) {
  const storage::ReferralViewRow view_row = MakeRow(view);
  const auto taken = transaction.PutReferralView(view_row);
  if (!taken.ok()) return taken.status();
  if (!*taken) return absl::OkStatus();
  const auto episodes = SettleSessions(transaction, view, view_row.referral_id);
  if (!episodes.ok()) return episodes.status();
  for (const int episode : *episodes) {
    const auto revision = transaction.NextRevision();
    if (!revision.ok()) return revision.status();
    if (absl::Status status = QueueProgress(transaction, view_row.referral_id, episode, *revision); !status.ok())
      return status;
    const absl::Status told =
        AppendSessionChange(transaction, *revision, runtime::EpisodeName(view_row.referral_id, episode), now);
    if (!told.ok()) return told;
  }
  return view.wrong_patient() ? StrikeOutSessions(transaction, view_row.referral_id, now) : absl::OkStatus();
}

absl::Status NoteMissing(storage::OutcomesTransaction& transaction, const std::string& referral_id, absl::Time now) {
  const auto row = transaction.GetReferralView(storage::TenantScope::System(), referral_id);
  if (row.status().code() == absl::StatusCode::kNotFound) return absl::OkStatus();
  if (!row.ok()) return row.status();
  if (row->version != 0) return absl::OkStatus();
  v1::ReferralView view;
  if (!view.ParseFromString(row->body)) return absl::DataLossError("a stored view cannot be read");
  view.set_missing(true);
  view.set_version(0);
  return TakeView(transaction, view, now);
}

absl::Status SettleReferral(storage::OutcomesTransaction& transaction, const v1::ReferralView& view,
                            const std::string& referral_id) {
  return SettleSessions(transaction, view, referral_id).status();
}

absl::Status StrikeOutSessions(storage::OutcomesTransaction& transaction, const std::string& referral_id,
                               absl::Time now) {
  auto sessions = transaction.ListSessions(storage::TenantScope::System(), referral_id, {}, kSessionsOfAReferral);
  if (!sessions.ok()) return sessions.status();
  std::set<int> changed_episodes;
  for (storage::SessionRow& row : *sessions) {
    const auto struck_out = StrikeOut(transaction, now, &row);
    if (!struck_out.ok()) return struck_out.status();
    if (*struck_out && row.episode != 0) changed_episodes.insert(row.episode);
  }
  const auto revision = transaction.Revision();
  if (!revision.ok()) return revision.status();
  for (const int episode : changed_episodes) {
    if (absl::Status status = QueueProgress(transaction, referral_id, episode, *revision); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status AppendSessionChange(storage::OutcomesTransaction& transaction, int64_t revision,
                                 const std::string& resource, absl::Time now) {
  referral::v1::Event event;
  event.set_type(referral::v1::EVENT_TYPE_PROGRESS_CHANGED);
  event.set_revision(revision);
  event.set_resource(resource);
  *event.mutable_event_time() = ToProto(now);
  // Organisations learn of it through the referral server's feed; this one is the store's own record of the change.
  return transaction.AppendChange({revision, event.SerializeAsString()}, {});
}

absl::Status QueueProgress(storage::OutcomesTransaction& transaction, const std::string& referral_id, int episode,
                           int64_t revision) {
  const auto count = transaction.CountSessions(referral_id, episode);
  if (!count.ok()) return count.status();
  return QueueProgress(transaction, referral_id, episode, revision, *count, /*bulk=*/false);
}

absl::Status QueueProgress(storage::OutcomesTransaction& transaction, const std::string& referral_id, int episode,
                           int64_t revision, const storage::OutcomesTransaction::Count& count, bool bulk) {
  storage::ProgressReport report;
  report.referral_id = referral_id;
  report.episode = episode;
  report.progress_sequence = revision;
  report.sessions_completed = count.sessions_completed;
  report.last_session_us = count.last_session_us;
  report.request_id = runtime::NewUuidV4();
  report.bulk = bulk;
  return transaction.PutProgressReport(report);
}

}  // namespace tendon::outcomes
