// What a report shows, from the episode, its referral and the plan around it, as the reader may see them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/context.h"
#include "clients/report/report.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/plan.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {

// What is shown beside the episode's own numbers.
struct ReportSource {
  referral::v1::Referral referral;
  outcomes::v1::Plan plan;
};

// `now` is when the report is made; times are shown in `zone`. Pure.
report::EpisodeReport MakeReport(const outcomes::v1::Episode& episode, const ReportSource& source, absl::Time now,
                                 absl::TimeZone zone);

// Reads from both servers and makes the report; `id` is a referral, or REFERRAL/2 for its second episode.
absl::StatusOr<report::EpisodeReport> ReadReport(Context& context, const std::string& id);

// The protos' own limit on ClosingSummary.text.
inline constexpr std::size_t kMostSummaryBytes = 16'384;

}  // namespace tendon::cli
