#include "services/clinical/trajectory/slope.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tendon::clinical::trajectory {
namespace {

constexpr double kNormal975 = 1.959963984540054;

// Pairs with the same x have no slope.
std::vector<double> PairSlopes(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> slopes;
  slopes.reserve(x.size() * (x.size() - 1) / 2);
  for (size_t i = 0; i < x.size(); ++i) {
    for (size_t j = i + 1; j < x.size(); ++j) {
      if (x[i] != x[j]) slopes.push_back((y[j] - y[i]) / (x[j] - x[i]));
    }
  }
  return slopes;
}

// The n-th smallest; the smaller ones come to lie before it. Those from `from` to `to` are where it is.
double Nth(std::vector<double>* values, size_t n, size_t from, size_t to) {
  const auto at = [values](size_t i) { return values->begin() + static_cast<std::ptrdiff_t>(i); };
  std::nth_element(at(from), at(n), at(to));
  return (*values)[n];
}

double Median(std::vector<double>* values) {
  const size_t half = values->size() / 2;
  const double upper = Nth(values, half, 0, values->size());
  if (values->size() % 2 == 1) return upper;
  return (*std::max_element(values->begin(), values->begin() + static_cast<std::ptrdiff_t>(half)) + upper) / 2;
}

// The sum of k (k - 1) (2k + 5) over groups of k equal values: what ties take from the variance of Kendall's S.
double TieTerm(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  double term = 0;
  for (size_t i = 0; i < values.size();) {
    size_t j = i;
    while (j < values.size() && values[j] == values[i]) ++j;
    const auto k = static_cast<double>(j - i);
    term += k * (k - 1) * (2 * k + 5);
    i = j;
  }
  return term;
}

}  // namespace

std::optional<Slope> TheilSen(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() < 2 || x.size() != y.size()) return std::nullopt;
  std::vector<double> slopes = PairSlopes(x, y);
  if (slopes.empty()) return std::nullopt;
  Slope result;
  result.slope = Median(&slopes);
  if (x.size() < 3) return result;
  const auto n = static_cast<double>(x.size());
  const double variance = (n * (n - 1) * (2 * n + 5) - TieTerm(x) - TieTerm(y)) / 18;
  const double half_width = kNormal975 * std::sqrt(std::max(variance, 0.0));
  const auto count = static_cast<double>(slopes.size());
  const double last = count - 1;
  const auto upper = static_cast<size_t>(std::clamp(std::nearbyint((count + half_width) / 2), 0.0, last));
  const auto lower = static_cast<size_t>(std::clamp(std::nearbyint((count - half_width) / 2) - 1, 0.0, last));
  // The median has parted them: the ends of the interval lie on its two sides.
  const size_t half = slopes.size() / 2;
  result.lower = lower < half ? Nth(&slopes, lower, 0, half) : Nth(&slopes, lower, half, slopes.size());
  result.upper = upper < half ? Nth(&slopes, upper, 0, half) : Nth(&slopes, upper, half, slopes.size());
  return result;
}

}  // namespace tendon::clinical::trajectory
