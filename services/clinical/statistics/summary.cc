#include "services/clinical/statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/clinical/statistics/quantile.h"

namespace tendon::clinical {
namespace {

// Summed up from the first value, so that values far from 0 lose no digits.
double MeanOf(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value - values.front();
  return values.front() + sum / static_cast<double>(values.size());
}

// Around the mean, with the mean's own rounding taken out.
double SquaresAround(double mean, std::span<const double> values) {
  double squares = 0;
  double rest = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
    rest += value - mean;
  }
  return squares - rest * rest / static_cast<double>(values.size());
}

double MedianOf(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (sorted.size() % 2 == 1) return *middle;
  return (*std::max_element(sorted.begin(), middle) + *middle) / 2;
}

}  // namespace

Summary Summarize(std::span<const double> values, double level) {
  Summary summary;
  summary.n = static_cast<int64_t>(values.size());
  if (values.empty()) return summary;
  summary.mean = MeanOf(values);
  summary.median = MedianOf(values);
  if (values.size() < 2) return summary;
  const auto n = static_cast<double>(values.size());
  const double sd = std::sqrt(std::max(0.0, SquaresAround(summary.mean, values)) / (n - 1));
  const double reach = StudentReach(n - 1, level) * sd / std::sqrt(n);
  summary.sd = sd;
  summary.mean_ci = Interval{summary.mean - reach, summary.mean + reach};
  return summary;
}

}  // namespace tendon::clinical
