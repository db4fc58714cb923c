// The summary of an episode: k of n, what each measure did, what it says and what to do next. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/outcomes/domain/guidance.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::outcomes {

// Sums up sessions of one episode, in the order in which they happened. `view` may be null while the referral is not
// known; `number` is the assignment's. The discipline of the judgement is the referral's.
v1::Episode SummarizeEpisode(const std::string& name, const v1::ReferralView* view, int number,
                             const SessionList& sessions, Judgement judgement = {});
v1::Episode SummarizeEpisode(const std::string& name, const v1::ReferralView* view, int number,
                             const std::vector<v1::Session>& sessions, Judgement judgement = {});

}  // namespace tendon::outcomes
