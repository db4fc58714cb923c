#include "services/clinical/statistics/difference.h"

#include <cmath>

#include "services/clinical/statistics/quantile.h"

namespace tendon::clinical {
namespace {

bool CanCompare(const Summary& a, const Summary& b) {
  return a.sd.has_value() && b.sd.has_value() && (*a.sd > 0 || *b.sd > 0);
}

// Hedges' factor J: gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)).
double Unbiasing(double df) { return std::exp(std::lgamma(df / 2) - std::lgamma((df - 1) / 2) - std::log(df / 2) / 2); }

}  // namespace

std::optional<MeanDifference> DifferenceOfMeans(const Summary& group, const Summary& reference, double level) {
  if (!CanCompare(group, reference)) return std::nullopt;
  const auto n1 = static_cast<double>(group.n);
  const auto n2 = static_cast<double>(reference.n);
  const double v1 = *group.sd * *group.sd / n1;
  const double v2 = *reference.sd * *reference.sd / n2;
  MeanDifference result;
  result.difference = group.mean - reference.mean;
  result.df = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1));
  const double error = std::sqrt(v1 + v2);
  const double reach = StudentReach(result.df, level) * error;
  result.ci = {result.difference - reach, result.difference + reach};
  result.p = StudentP(result.difference / error, result.df);
  return result;
}

std::optional<HedgesG> HedgesGOf(const Summary& group, const Summary& reference, double level) {
  if (!CanCompare(group, reference)) return std::nullopt;
  const auto n1 = static_cast<double>(group.n);
  const auto n2 = static_cast<double>(reference.n);
  const double df = n1 + n2 - 2;
  const double pooled = std::sqrt(((n1 - 1) * *group.sd * *group.sd + (n2 - 1) * *reference.sd * *reference.sd) / df);
  const double d = (group.mean - reference.mean) / pooled;
  const double j = Unbiasing(df);
  const double error = j * std::sqrt((n1 + n2) / (n1 * n2) + d * d / (2 * (n1 + n2)));
  const double reach = NormalReach(level) * error;
  return HedgesG{j * d, {j * d - reach, j * d + reach}};
}

}  // namespace tendon::clinical
