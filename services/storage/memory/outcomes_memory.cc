#include "services/storage/memory/outcomes_memory.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <tuple>

#include "services/storage/memory/memory_store.h"
#include "services/storage/memory/store.h"

namespace tendon::storage::memory {
namespace {

auto Position(const SessionRow& row) { return std::tuple(row.start_us, row.ordinal); }

bool SameEpisode(const SessionRow& row, std::string_view organization, int32_t episode) {
  return row.organization == organization && row.episode == episode;
}

absl::Status TakenError() { return absl::AlreadyExistsError("The session id or number is taken."); }

}  // namespace

std::vector<SessionRow> MemoryOutcomesReader::SessionsOf(std::string_view referral_id) const {
  std::vector<SessionRow> sessions;
  for (const auto& [key, row] : state().sessions) {
    if (row.referral_id == referral_id) sessions.push_back(row);
  }
  return sessions;
}

absl::StatusOr<SessionRow> MemoryOutcomesReader::GetSession(const TenantScope& scope, std::string_view referral_id,
                                                            std::string_view id) {
  const auto found = state().sessions.find({std::string(referral_id), std::string(id)});
  if (found == state().sessions.end() || !MayRead(scope, found->second.readers)) {
    return absl::NotFoundError("There is no such session.");
  }
  return found->second;
}

absl::StatusOr<std::vector<SessionRow>> MemoryOutcomesReader::ListSessions(const TenantScope& scope,
                                                                           std::string_view referral_id,
                                                                           const SessionPosition& after, int limit) {
  std::vector<SessionRow> page = SessionsOf(referral_id);
  std::erase_if(page, [&](const SessionRow& row) {
    return Position(row) <= std::tuple(after.start_us, after.ordinal) || !MayRead(scope, row.readers);
  });
  std::sort(page.begin(), page.end(),
            [](const SessionRow& a, const SessionRow& b) { return Position(a) < Position(b); });
  page.resize(std::min(page.size(), static_cast<size_t>(std::max(limit, 0))));
  return page;
}

absl::Status MemoryOutcomesReader::ScanSessionDigests(const TenantScope& scope, std::string_view referral_id,
                                                      int32_t episode,
                                                      absl::FunctionRef<bool(const SessionDigest&)> take) {
  const auto sessions = ListSessions(scope, referral_id, {}, std::numeric_limits<int>::max());
  for (const SessionRow& row : *sessions) {
    if (row.episode != episode) continue;
    const std::string body = DigestOf(row);
    if (!take({row.id, row.organization, row.start_us, body})) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SessionVersion>> MemoryOutcomesReader::ListSessionVersions(
    const TenantScope& scope, std::string_view referral_id, std::string_view id, int64_t before_version, int limit) {
  const auto present = GetSession(scope, referral_id, id);
  if (!present.ok()) return present.status();
  std::vector<SessionVersion> versions;
  for (const auto& old : state().versions) {
    if (old.referral_id == referral_id && old.id == id) versions.push_back({old.version, old.body});
  }
  versions.push_back({present->version, present->body});
  std::reverse(versions.begin(), versions.end());
  std::erase_if(versions, [&](const SessionVersion& version) { return version.version >= before_version; });
  versions.resize(std::min(versions.size(), static_cast<size_t>(std::max(limit, 0))));
  return versions;
}

absl::StatusOr<ReferralViewRow> MemoryOutcomesReader::GetReferralView(const TenantScope& scope,
                                                                      std::string_view referral_id) {
  const auto found = state().views.find(std::string(referral_id));
  if (found == state().views.end() || !MayRead(scope, found->second.readers)) {
    return absl::NotFoundError("The referral is not known.");
  }
  return found->second;
}

absl::StatusOr<std::vector<std::string>> MemoryOutcomesReader::ListReferralsToLookUp(std::string_view after,
                                                                                     int limit) {
  std::set<std::string> ids;
  for (const auto& [key, row] : state().sessions) {
    if (row.episode == 0 && row.referral_id > after && !state().views.contains(row.referral_id))
      ids.insert(row.referral_id);
  }
  for (const auto& [id, view] : state().views) {
    if (view.version == 0 && id > after) ids.insert(id);
  }
  std::vector<std::string> page(ids.begin(), ids.end());
  page.resize(std::min(page.size(), static_cast<size_t>(std::max(limit, 0))));
  return page;
}

absl::StatusOr<std::vector<ProgressReport>> MemoryOutcomesReader::ListProgressReports(int limit) {
  std::vector<ProgressReport> reports = state().reports;
  std::stable_sort(reports.begin(), reports.end(),
                   [](const ProgressReport& a, const ProgressReport& b) { return a.bulk < b.bulk; });
  reports.resize(std::min(reports.size(), static_cast<size_t>(std::max(limit, 0))));
  return reports;
}

absl::StatusOr<SessionRow> MemoryOutcomesTransaction::FindSessionByNumber(std::string_view referral_id,
                                                                          std::string_view organization,
                                                                          int32_t episode, int32_t session_number) {
  for (SessionRow& row : SessionsOf(referral_id)) {
    const bool same = SameEpisode(row, organization, episode) && row.session_number == session_number;
    if (same && row.takes_number()) return std::move(row);
  }
  return absl::NotFoundError("The session number is free.");
}

absl::StatusOr<int32_t> MemoryOutcomesTransaction::LastSessionNumber(std::string_view referral_id,
                                                                     std::string_view organization, int32_t episode) {
  int32_t last = 0;
  for (const SessionRow& row : SessionsOf(referral_id)) {
    const bool there = SameEpisode(row, organization, episode) || SameEpisode(row, organization, 0);
    if (there) last = std::max(last, row.session_number);
  }
  return last;
}

bool MemoryOutcomesTransaction::NumberTaken(const SessionRow& row) const {
  if (!row.takes_number()) return false;
  const std::vector<SessionRow> sessions = SessionsOf(row.referral_id);
  return std::any_of(sessions.begin(), sessions.end(), [&](const SessionRow& other) {
    return other.id != row.id && other.takes_number() && SameEpisode(other, row.organization, row.episode) &&
           other.session_number == row.session_number;
  });
}

absl::Status MemoryOutcomesTransaction::InsertSession(const SessionRow& row) {
  if (row.version != 1 || row.ordinal <= 0) return absl::InternalError("A new session has version 1 and an ordinal.");
  if (NumberTaken(row)) return TakenError();
  if (!mutable_state().sessions.emplace(std::pair(row.referral_id, row.id), row).second) return TakenError();
  KeepEpisode(row.organization, row.referral_id, row.episode);
  return Written();
}

absl::Status MemoryOutcomesTransaction::UpdateSession(const SessionRow& row) {
  const auto present = GetSession(TenantScope::System(), row.referral_id, row.id);
  if (auto status = ReplaceSession(row, row.version - 1); !status.ok()) return status;
  mutable_state().versions.push_back(*present);
  return absl::OkStatus();
}

absl::Status MemoryOutcomesTransaction::ReviseSession(const SessionRow& row) {
  return ReplaceSession(row, row.version);
}

absl::Status MemoryOutcomesTransaction::ReplaceSession(SessionRow row, int64_t version) {
  const auto present = GetSession(TenantScope::System(), row.referral_id, row.id);
  if (!present.ok()) return present.status();
  if (present->version != version) return absl::AbortedError("The session has another version.");
  row.ordinal = present->ordinal;
  row.organization = present->organization;
  if (NumberTaken(row)) return TakenError();
  KeepEpisode(row.organization, row.referral_id, row.episode);
  mutable_state().sessions[{row.referral_id, row.id}] = std::move(row);
  return Written();
}

absl::StatusOr<OutcomesTransaction::Count> MemoryOutcomesTransaction::CountSessions(std::string_view referral_id,
                                                                                    int32_t episode) {
  Count count;
  for (const SessionRow& row : SessionsOf(referral_id)) {
    if (row.episode != episode || !row.counts) continue;
    ++count.sessions_completed;
    count.last_session_us = std::max(count.last_session_us, row.start_us);
  }
  return count;
}

absl::StatusOr<bool> MemoryOutcomesTransaction::PutReferralView(const ReferralViewRow& row) {
  ReferralViewRow& stored = mutable_state().views[row.referral_id];
  if (row.version < stored.version) return false;
  stored = row;
  for (const auto& [organization, episode] : EpisodesOf(row)) KeepEpisode(organization, row.referral_id, episode);
  Written().IgnoreError();
  return true;
}

absl::Status MemoryOutcomesTransaction::OutdateReferralView(std::string_view referral_id) {
  const auto found = mutable_state().views.find(std::string(referral_id));
  if (found == mutable_state().views.end() || found->second.version == 0) return absl::OkStatus();
  found->second.version = 0;
  return Written();
}

absl::StatusOr<std::string> MemoryOutcomesTransaction::OutdateReferralViewsAfter(std::string_view after, int limit) {
  std::string last;
  auto view = mutable_state().views.upper_bound(std::string(after));
  for (; limit > 0 && view != mutable_state().views.end(); --limit, ++view) {
    last = view->first;
    if (absl::Status status = OutdateReferralView(last); !status.ok()) return status;
  }
  return last;
}

absl::Status MemoryOutcomesTransaction::PutFeedCursor(const FeedCursor& cursor) {
  mutable_state().cursor = cursor;
  return Written();
}

absl::Status MemoryOutcomesTransaction::PutProgressReport(const ProgressReport& report) {
  std::vector<ProgressReport>& reports = mutable_state().reports;
  const auto same = std::find_if(reports.begin(), reports.end(), [&](const ProgressReport& other) {
    return other.referral_id == report.referral_id && other.episode == report.episode;
  });
  if (same == reports.end()) {
    reports.push_back(report);
  } else {
    const bool bulk = same->bulk && report.bulk;
    *same = report;
    same->bulk = bulk;
  }
  return Written();
}

absl::Status MemoryOutcomesTransaction::RemoveProgressReport(std::string_view referral_id, int32_t episode,
                                                             int64_t progress_sequence) {
  const auto removed = std::erase_if(mutable_state().reports, [&](const ProgressReport& report) {
    return report.referral_id == referral_id && report.episode == episode &&
           report.progress_sequence == progress_sequence;
  });
  return removed > 0 ? Written() : absl::OkStatus();
}

}  // namespace tendon::storage::memory

namespace tendon::storage {

std::unique_ptr<OutcomesStore> MakeMemoryOutcomesStore() {
  return std::make_unique<memory::MemoryStore<OutcomesStore, memory::OutcomesState, memory::MemoryOutcomesReader,
                                              memory::MemoryOutcomesTransaction>>();
}

}  // namespace tendon::storage
