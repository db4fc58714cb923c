#include "services/outcomes/cohort/members.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::outcomes {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void Include(int word, WordSet* set) {
  if (std::find(set->begin(), set->end(), word) == set->end()) set->push_back(word);
}

void IncludeAll(const WordSet& words, WordSet* set) {
  for (const int word : words) Include(word, set);
}

}  // namespace

int Words::Number(std::string_view word) {
  const auto found = numbers_.find(absl::string_view(word.data(), word.size()));
  if (found != numbers_.end()) return found->second;
  const int number = static_cast<int>(words_.size());
  numbers_.emplace(std::string(word), number);
  words_.emplace_back(word);
  return number;
}

int Words::Find(std::string_view word) const {
  const auto found = numbers_.find(absl::string_view(word.data(), word.size()));
  return found == numbers_.end() ? -1 : found->second;
}

const WordSet& WordLists::Read(std::string_view separated, Words* words) {
  if (last_set_ != nullptr && separated == last_) return *last_set_;
  last_ = separated;
  const auto [entry, is_new] = sets_.try_emplace(last_);
  last_set_ = &entry->second;
  if (!is_new || separated.empty()) return *last_set_;
  for (const absl::string_view word : absl::StrSplit(last_, '\n'))
    Include(words->Number({word.data(), word.size()}), &entry->second);
  return *last_set_;
}

absl::StatusOr<CohortMembers> CohortMembers::Load(storage::CohortReader& reader, const storage::TenantScope& scope,
                                                  bool with_names) {
  CohortMembers members;
  absl::Status status = reader.ScanCohortEpisodes(scope, [&](const storage::CohortEpisode& episode) {
    members.Take(episode, scope.is_system(), with_names);
    return true;
  });
  if (!status.ok()) return status;
  status = reader.ScanCohortSessions(scope, [&members](const storage::CohortSession& session) {
    members.Take(session);
    return true;
  });
  if (!status.ok()) return status;
  return members;
}

void CohortMembers::Take(const storage::CohortEpisode& episode, bool benchmark, bool with_names) {
  v1::ReferralView view;
  const bool known = !episode.referral_view.empty() &&
                     view.ParseFromArray(episode.referral_view.data(), static_cast<int>(episode.referral_view.size()));
  if (known && view.state() == referral::v1::REFERRAL_STATE_ENTERED_IN_ERROR) return;
  if (benchmark && !view.benchmarking()) return;
  CohortMember member;
  member.id = episode.id;
  member.organization = words_.Number(episode.organization);
  member.discipline = view.discipline();
  member.benchmarking = view.benchmarking();
  for (const std::string& code : view.condition_codes()) Include(words_.Number(code), &member.conditions);
  for (const std::string& region : view.regions()) Include(words_.Number(region), &member.regions);
  for (const int goal : view.goals()) Include(goal, &member.goals);
  if (with_names) {
    member.name = absl::StrCat("referrals/", absl::string_view(episode.referral_id.data(), episode.referral_id.size()),
                               "/episodes/", episode.episode);
  }
  places_.emplace(member.id, static_cast<int>(members_.size()));
  members_.push_back(std::move(member));
}

void CohortMembers::Take(const storage::CohortSession& session) {
  const int place = Find(session.episode);
  if (place < 0) return;
  CohortMember& member = members_[static_cast<size_t>(place)];
  member.begin_us = std::min(member.begin_us, session.start_us);
  member.sessions += session.counts ? 1 : 0;
  member.minutes += session.minutes;
  IncludeAll(techniques_.Read(session.techniques, &words_), &member.techniques);
  IncludeAll(regions_.Read(session.regions, &words_), &member.regions);
}

int CohortMembers::Find(int64_t id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? -1 : found->second;
}

int CohortMembers::organizations() const {
  std::set<int> organizations;
  for (const CohortMember& member : members_) organizations.insert(member.organization);
  return static_cast<int>(organizations.size());
}

absl::StatusOr<Column> CohortMembers::FirstReadings(storage::CohortReader& reader, const storage::TenantScope& scope,
                                                    std::string_view measure) const {
  Column first(members_.size(), kNone);
  std::vector<int64_t> time(members_.size(), INT64_MAX);
  const absl::Status status = reader.ScanCohortReadings(
      scope, measure, [&](const storage::ReadingSeries&, const storage::CohortReading& reading) {
        const int place = Find(reading.episode);
        if (place < 0 || reading.time_us >= time[static_cast<size_t>(place)]) return true;
        time[static_cast<size_t>(place)] = reading.time_us;
        first[static_cast<size_t>(place)] = reading.value;
        return true;
      });
  if (!status.ok()) return status;
  return first;
}

}  // namespace tendon::outcomes
