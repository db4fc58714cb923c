// What a series of readings is called. One measure may be several series: pain now and the worst pain of a week are
// different questions, and their scores say different things of one patient. So a measure is never named without what
// its question asked for. Pure; what is not said is left out.
#pragma once

#include <string>

#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::cli {

// "NPRS, worst 7d": the measure and its recall, where the place stands beside it.
std::string MeasureLabel(const outcomes::v1::MeasureSummary& measure);

// "lumbar LEFT FLEXION": the place and the motion.
std::string PlaceLabel(const outcomes::v1::MeasureSummary& measure);

// "NPRS, lumbar LEFT, worst 7d": the whole name; `called` stands for the measure's code.
std::string SeriesLabel(const outcomes::v1::MeasureSummary& measure, const std::string& called = "");

// "NPRS, worst 7d 7 {score} BEFORE": a reading of a session.
std::string ReadingLabel(const clinical::v1::Observation& reading);

// "7 → 4": pain (NPRS) from before to after the treatment, both answers to one question: pain now, or else a question
// without recall, or else the first that was asked, and that one is named: "9 → ? (worst 7d)". Empty without readings.
std::string PainLabel(const outcomes::v1::Session& session, bool utf8);

// The recall of pain that is asked for just before and after a treatment.
inline constexpr char kRecallNow[] = "now";

}  // namespace tendon::cli
