// How much of what belongs to a referral an organisation sees: whoever sees the referral sees it all, but a former
// recipient sees what was there before another took its place. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// What was there before this time is the organisation's (id) to see: for ever for the parties of today, and when the
// next recipient was asked for a former one. The infinite past for a stranger.
absl::Time SeesUntil(const v1::Referral& referral, const std::string& organization_id);

// Those of the readers (organisation ids) who see what comes now.
std::vector<std::string> WhoSeesNow(const v1::Referral& referral, const std::vector<std::string>& readers);

}  // namespace tendon::referral
