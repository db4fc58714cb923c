// The parts of a report that more than a line is to be said of, from what the servers show. Pure.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clients/report/report.h"
#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/plan.pb.h"

namespace tendon::cli {

// "2026-11-25" in the zone.
std::string DateOf(const google::protobuf::Timestamp& time, absl::TimeZone zone);

report::Course CourseOf(const outcomes::v1::MeasureSummary& measure, absl::TimeZone zone);

// Answer, advice, dose and checkpoints.
void AddGuidance(const outcomes::v1::Guidance& guidance, absl::TimeZone zone, report::EpisodeReport* made);

// The hits of a screening, each rule once with where it hit, what forbids first; then those of the plan's other
// referrals. Each with the plan's overrides and clearances of its rule that stand; those of no rule that hits are lines
// of the plan.
void AddPrecautions(const clinical::v1::ScreeningSnapshot& screening, const outcomes::v1::Plan& plan, absl::Time now,
                    report::EpisodeReport* made);

}  // namespace tendon::cli
