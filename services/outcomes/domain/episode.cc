#include "services/outcomes/domain/episode.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/outcomes/domain/session_rules.h"
#include "services/runtime/resource_name.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::outcomes {
namespace {

void DescribeReferral(const v1::ReferralView& view, int number, v1::Episode* episode) {
  episode->set_referrer(view.referrer());
  episode->set_discipline(static_cast<clinical::v1::Discipline>(view.discipline()));
  episode->set_sessions_authorized(view.sessions_authorized());
  const std::string state = referral::v1::ReferralState_Name(static_cast<referral::v1::ReferralState>(view.state()));
  episode->set_referral_state(state.substr(sizeof("REFERRAL_STATE_") - 1));
  if (number >= 1 && number <= view.assignments_size())
    episode->set_recipient(view.assignments(number - 1).recipient());
}

bool CountsInSummary(const v1::Session& session) {
  const auto& flags = session.flags();
  const auto has = [&flags](v1::SessionFlag flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
  };
  return TookPlace(session) && !has(v1::SESSION_FLAG_NUMBER_CONFLICT) && !has(v1::SESSION_FLAG_NOT_RECIPIENT);
}

// Visits that did not take place, and the next one that is to.
void CountOthers(const v1::Session& session, absl::Time now, v1::Episode* episode) {
  switch (session.status()) {
    case v1::SESSION_STATUS_NO_SHOW:
      return episode->set_sessions_missed(episode->sessions_missed() + 1);
    case v1::SESSION_STATUS_CANCELLED:
      return episode->set_sessions_cancelled(episode->sessions_cancelled() + 1);
    case v1::SESSION_STATUS_PLANNED:
      episode->set_sessions_planned(episode->sessions_planned() + 1);
      if (!episode->has_next_session_time() && ToTime(session.start_time()) >= now)
        *episode->mutable_next_session_time() = session.start_time();
      return;
    default:
      return;
  }
}

}  // namespace

v1::Episode SummarizeEpisode(const std::string& name, const v1::ReferralView* view, int number,
                             const SessionList& sessions, Judgement judgement) {
  v1::Episode episode;
  episode.set_name(name);
  if (view != nullptr) DescribeReferral(*view, number, &episode);
  SessionList readings;
  for (const v1::Session* listed : sessions) {
    const v1::Session& session = *listed;
    if (NeedsAttention(session)) episode.set_flagged_sessions(episode.flagged_sessions() + 1);
    episode.set_progress_sequence(std::max(episode.progress_sequence(), session.revision()));
    CountOthers(session, judgement.now, &episode);
    if (!HoldsReadings(session)) continue;
    readings.push_back(listed);
    episode.set_adverse_events(episode.adverse_events() + session.adverse_events_size());
    if (!CountsInSummary(session)) continue;
    episode.set_sessions_completed(episode.sessions_completed() + 1);
    if (!episode.has_first_session_time()) *episode.mutable_first_session_time() = session.start_time();
    *episode.mutable_last_session_time() = session.start_time();
  }
  judgement.discipline = episode.discipline();
  JudgeEpisode(readings, judgement, &episode);
  return episode;
}

v1::Episode SummarizeEpisode(const std::string& name, const v1::ReferralView* view, int number,
                             const std::vector<v1::Session>& sessions, Judgement judgement) {
  SessionList list;
  for (const v1::Session& session : sessions) list.push_back(&session);
  return SummarizeEpisode(name, view, number, list, std::move(judgement));
}

}  // namespace tendon::outcomes
