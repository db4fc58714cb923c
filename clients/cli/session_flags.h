// A session as it is typed on the command line. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::cli {

// "DEEP_TISSUE@lumbar", "DEEP_TISSUE@lumbar:left,hip:left/20": technique, regions with their sides, minutes. Usage
// errors.
absl::StatusOr<clinical::v1::TechniqueUse> ParseTechnique(const std::string& text);

// "ODI=32", "NPRS=7:before", "PEG=6,7,5:after", "NPRS=8:before:worst 7d": a measure's score or item answers, its phase
// (before the treatment when left out), and what the question asked for (not said when left out). Usage errors.
absl::StatusOr<clinical::v1::Observation> ParseMeasure(const std::string& text);

// "2,1,NA,3" or "2;1;NA;3": the answers to the items in the order of the form, NA for one that was left out. Adds them;
// nothing for an empty text. Usage errors.
absl::Status AddItems(const std::string& text, clinical::v1::Observation* observation);

// "moderate", "mild:Sore for a day": the grade of harm, and what happened. Usage errors.
absl::StatusOr<clinical::v1::AdverseEvent> ParseAdverseEvent(const std::string& text);

// "now", "2026-11-23T09:30:00Z", or "2026-11-23 09:30" in the local time zone. Usage errors.
absl::StatusOr<google::protobuf::Timestamp> ParseMoment(const std::string& text, absl::Time now, absl::TimeZone local);

}  // namespace tendon::cli
