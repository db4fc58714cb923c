// What a report shows, from the episode and its referral as the reader may see them. Pure.
#pragma once

#include "absl/time/time.h"
#include "clients/report/report.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {

// `now` is when the report is made; times are shown in `zone`.
report::EpisodeReport MakeReport(const outcomes::v1::Episode& episode, const referral::v1::Referral& referral,
                                 absl::Time now, absl::TimeZone zone);

}  // namespace tendon::cli
