#include "services/clinical/trajectory/series.h"

#include <algorithm>
#include <cmath>

namespace tendon::clinical::trajectory {
namespace {

using outcomes::v1::DIRECTION_HIGHER_BETTER;
using outcomes::v1::DIRECTION_LOWER_BETTER;

double Mean(const std::vector<Point>& points) {
  double sum = 0;
  for (const Point& point : points) sum += point.value;
  return sum / static_cast<double>(points.size());
}

// The error of a mean of independent readings.
std::optional<double> ErrorOfMean(const std::vector<Point>& points) {
  double squares = 0;
  for (const Point& point : points) {
    if (!point.standard_error) return std::nullopt;
    squares += *point.standard_error * *point.standard_error;
  }
  return std::sqrt(squares) / static_cast<double>(points.size());
}

// The means of the activities that were rated at both; nullopt when there are none, or no activities at all.
std::optional<std::pair<double, double>> MeansOfCommon(const Point& a, const Point& b) {
  double sum_a = 0, sum_b = 0;
  int common = 0;
  for (size_t i = 0; i < std::min(a.items.size(), b.items.size()); ++i) {
    if (!a.items[i] || !b.items[i]) continue;
    sum_a += *a.items[i];
    sum_b += *b.items[i];
    ++common;
  }
  if (common == 0) return std::nullopt;
  return std::pair(sum_a / common, sum_b / common);
}

}  // namespace

Course::Course(const Series& series) : series_(series), baseline_points_(series.baseline) {
  if (baseline_points_.empty() && !series.assessments.empty()) {
    baseline_points_.push_back(series.assessments.front());
    first_ = 1;
  }
  if (baseline_points_.empty()) return;
  baseline_ = Mean(baseline_points_);
  baseline_error_ = ErrorOfMean(baseline_points_);
}

// For PSFS the latest reading before treatment has the activities; its change is of those rated both times.
double Course::BaselineFor(const Point& point) const {
  const auto common = MeansOfCommon(baseline_points_.back(), point);
  return common ? common->first : *baseline_;
}

Change Course::ChangeAt(size_t index) const {
  const Point& at = point(index);
  Change change;
  const auto common = MeansOfCommon(baseline_points_.back(), at);
  change.baseline = BaselineFor(at);
  change.value = common ? common->second : at.value;
  change.raw = change.value - change.baseline;
  change.better = measure().direction == DIRECTION_LOWER_BETTER ? -change.raw : change.raw;
  if (measure().true_zero && change.baseline > 0) change.percent = 100 * change.better / change.baseline;
  return change;
}

std::vector<Point> Course::All() const {
  std::vector<Point> all = baseline_points_;
  for (size_t i = 0; i < size(); ++i) all.push_back(point(i));
  return all;
}

std::optional<double> Course::Best() const {
  const std::vector<Point> all = All();
  if (all.empty()) return std::nullopt;
  const auto [lowest, highest] =
      std::minmax_element(all.begin(), all.end(), [](const Point& a, const Point& b) { return a.value < b.value; });
  if (measure().direction == DIRECTION_LOWER_BETTER) return lowest->value;
  if (measure().direction == DIRECTION_HIGHER_BETTER) return highest->value;
  return std::nullopt;
}

}  // namespace tendon::clinical::trajectory
