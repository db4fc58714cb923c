// Courses of readings for the tests of this folder: days from the first treatment, and values.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/clinical/trajectory/classify.h"

namespace tendon::clinical::trajectory {

inline constexpr int64_t kDayUs = 86'400'000'000;

inline const scoring::Measure& Named(const std::string& id) {
  const scoring::Measure* measure = scoring::Catalogue::BuiltIn().Find(id);
  EXPECT_NE(measure, nullptr) << id;
  return *measure;
}

inline Point At(double day, double value) {
  Point point;
  point.time_us = static_cast<int64_t>(day * static_cast<double>(kDayUs));
  point.value = value;
  return point;
}

// One reading before the first treatment, then one a week.
inline Series Weekly(const scoring::Measure& measure, double baseline, const std::vector<double>& values) {
  Series series;
  series.measure = &measure;
  series.baseline = {At(0, baseline)};
  for (size_t i = 0; i < values.size(); ++i)
    series.assessments.push_back(At(7.0 * static_cast<double>(i + 1), values[i]));
  return series;
}

inline Situation AfterAdequateDose() {
  Situation situation;
  situation.dose_adequate = true;
  situation.dose_rule = "TR19";
  return situation;
}

inline outcomes::v1::Trajectory ClassifySeries(const Series& series, const Situation& situation = AfterAdequateDose()) {
  return Classify(Course(series), situation, RuleBook::BuiltIn());
}

// "RESPONDER TR10".
inline std::string Verdict(const outcomes::v1::Trajectory& trajectory) {
  const std::string name = outcomes::v1::TrajectoryClass_Name(trajectory.classification());
  return name.substr(std::string("TRAJECTORY_CLASS_").size()) + " " + trajectory.rule();
}

inline std::string Verdict(const std::string& measure, double baseline, const std::vector<double>& values) {
  return Verdict(ClassifySeries(Weekly(Named(measure), baseline, values)));
}

}  // namespace tendon::clinical::trajectory
