#include "services/clinical/statistics/ancova.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "services/clinical/statistics/quantile.h"

namespace tendon::clinical {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Columns shorter than this part of their length are determined by the others.
constexpr double kTolerance = 1e-9;
constexpr Index kRowsAtATime = 512;

int Highest(const std::vector<int>& levels) { return levels.empty() ? 0 : *std::ranges::max_element(levels); }

// The columns of the design, in order: intercept, numeric, factors (without their level 0), arms (without 0), outcome.
struct Layout {
  Index factors = 0;  // the first factor column
  Index arms = 0;     // the first arm column
  Index outcome = 0;
  Index columns() const { return outcome + 1; }
};

Layout LayoutOf(const AncovaData& data) {
  Layout layout;
  layout.factors = 1 + static_cast<Index>(data.numeric.size());
  layout.arms = layout.factors;
  for (const auto& factor : data.factors) layout.arms += Highest(factor);
  layout.outcome = layout.arms + Highest(data.arm);
  return layout;
}

void FillRow(const AncovaData& data, const Layout& layout, size_t patient, MatrixXd::RowXpr row) {
  row.setZero();
  row[0] = 1;
  for (size_t i = 0; i < data.numeric.size(); ++i) row[1 + static_cast<Index>(i)] = data.numeric[i][patient];
  Index column = layout.factors;
  for (const auto& factor : data.factors) {
    if (factor[patient] > 0) row[column + factor[patient] - 1] = 1;
    column += Highest(factor);
  }
  if (data.arm[patient] > 0) row[layout.arms + data.arm[patient] - 1] = 1;
  row[layout.outcome] = data.outcome[patient];
}

// The triangle R of the design's QR decomposition, taken in block by block: it has the design's inner products, and so
// everything that least squares needs.
MatrixXd TriangleOf(const AncovaData& data, const Layout& layout) {
  const Index columns = layout.columns();
  MatrixXd block = MatrixXd::Zero(columns + kRowsAtATime, columns);
  const size_t n = data.outcome.size();
  for (size_t first = 0; first < n; first += kRowsAtATime) {
    const size_t last = std::min(n, first + kRowsAtATime);
    block.bottomRows(kRowsAtATime).setZero();
    for (size_t i = first; i < last; ++i) FillRow(data, layout, i, block.row(columns + static_cast<Index>(i - first)));
    const Eigen::HouseholderQR<MatrixXd> qr(block);
    block.topRows(columns) = qr.matrixQR().topRows(columns).triangularView<Eigen::Upper>();
  }
  return block.topRows(columns);
}

// What is left of arm and outcome when everything else is taken out of them (Frisch-Waugh-Lovell).
absl::StatusOr<AdjustedDifference> Contrast(const MatrixXd& triangle, const Layout& layout, Index arm, int64_t n,
                                            double level) {
  MatrixXd others(triangle.rows(), layout.outcome - 1);
  others << triangle.leftCols(arm), triangle.middleCols(arm + 1, layout.outcome - arm - 1);
  for (auto column : others.colwise()) column /= std::max(column.norm(), 1e-300);
  Eigen::ColPivHouseholderQR<MatrixXd> qr(others);
  qr.setThreshold(kTolerance);
  const Index rank = qr.rank();
  const auto rest_of = [&](Index column) -> VectorXd {
    VectorXd rotated = qr.householderQ().adjoint() * triangle.col(column);
    rotated.head(rank).setZero();
    return rotated;
  };
  const VectorXd of_arm = rest_of(arm);
  const VectorXd of_outcome = rest_of(layout.outcome);
  const double length = of_arm.squaredNorm();
  if (std::sqrt(length) <= kTolerance * triangle.col(arm).norm())
    return absl::FailedPreconditionError("an arm cannot be told from the covariates");
  AdjustedDifference result;
  result.n = n;
  result.df = n - rank - 1;
  if (result.df < 1) return absl::FailedPreconditionError("there are more covariates than patients to judge them by");
  result.difference = of_arm.dot(of_outcome) / length;
  const double residual = (of_outcome - result.difference * of_arm).squaredNorm();
  const auto df = static_cast<double>(result.df);
  result.standard_error = std::sqrt(residual / df / length);
  const double reach = StudentReach(df, level) * result.standard_error;
  result.ci = {result.difference - reach, result.difference + reach};
  if (result.standard_error > 0) result.p = StudentP(result.difference / result.standard_error, df);
  return result;
}

absl::Status Check(const AncovaData& data) {
  const size_t n = data.outcome.size();
  const auto fits = [n](const auto& column) { return column.size() == n; };
  if (!fits(data.arm) || !std::ranges::all_of(data.numeric, fits) || !std::ranges::all_of(data.factors, fits))
    return absl::InvalidArgumentError("every covariate needs one entry a patient");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<AdjustedDifference>> AdjustedDifferences(const AncovaData& data, double level) {
  if (absl::Status status = Check(data); !status.ok()) return status;
  const Layout layout = LayoutOf(data);
  const auto columns = static_cast<double>(layout.columns());
  if (static_cast<double>(data.outcome.size()) * columns * columns > kMaxAncovaWork)
    return absl::ResourceExhaustedError("the factors have too many levels for so many patients");
  const MatrixXd triangle = TriangleOf(data, layout);
  std::vector<AdjustedDifference> differences;
  for (Index arm = layout.arms; arm < layout.outcome; ++arm) {
    auto contrast = Contrast(triangle, layout, arm, static_cast<int64_t>(data.outcome.size()), level);
    if (!contrast.ok()) return contrast.status();
    differences.push_back(*contrast);
  }
  return differences;
}

}  // namespace tendon::clinical
