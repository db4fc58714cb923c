// The readings of one measure in one place over a course of treatment, and the numbers that come of them. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/clinical/scoring/score.h"

namespace tendon::clinical::trajectory {

// One reading. `items` are the activities of PSFS, whose change is of those rated both times; empty for others.
struct Point {
  int64_t time_us = 0;
  double value = 0;
  std::optional<double> standard_error;
  scoring::Answers items;
};

// Readings in the order of time. Those after a treatment within its session are not among them, unless there are no
// others.
struct Series {
  const scoring::Measure* measure = nullptr;  // not null
  std::vector<Point> baseline;                // before the first treatment; when empty, the first assessment stands in
  std::vector<Point> assessments;             // from then on
  std::optional<double> mdc;                  // where the place decides it: of a joint; else the measure's own
};

// What one assessment says against the baseline.
struct Change {
  double baseline = 0;
  double value = 0;
  double raw = 0;                 // value - baseline, in the unit
  double better = 0;              // the same, positive for the better, in the unit
  std::optional<double> percent;  // for the better; where a percentage of the baseline means something
};

// A series with its baseline settled: the mean of the baseline's readings (TR01), or the first assessment.
class Course {
 public:
  explicit Course(const Series& series);

  const scoring::Measure& measure() const { return *series_.measure; }
  // Readings after the baseline.
  size_t size() const { return series_.assessments.size() - first_; }
  const Point& point(size_t index) const { return series_.assessments[first_ + index]; }
  Change ChangeAt(size_t index) const;
  // The baseline as it is shown; nullopt for a series without readings.
  std::optional<double> baseline() const { return baseline_; }
  std::optional<double> baseline_error() const { return baseline_error_; }
  int baseline_readings() const { return static_cast<int>(series_.baseline.size()); }
  std::optional<double> mdc() const { return series_.mdc ? series_.mdc : series_.measure->mdc; }
  // Every reading of baseline and course, in the order of time.
  std::vector<Point> All() const;
  // The best of all readings; nullopt without a direction or readings.
  std::optional<double> Best() const;

 private:
  double BaselineFor(const Point& point) const;

  const Series& series_;
  size_t first_ = 0;  // 1 when the first assessment stands in for the baseline
  std::vector<Point> baseline_points_;
  std::optional<double> baseline_, baseline_error_;
};

}  // namespace tendon::clinical::trajectory
