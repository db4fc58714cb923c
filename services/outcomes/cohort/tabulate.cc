#include "services/outcomes/cohort/tabulate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/clinical/statistics/ancova.h"
#include "services/clinical/statistics/difference.h"
#include "services/clinical/statistics/suppression.h"
#include "services/outcomes/cohort/describe.h"

namespace tendon::outcomes {
namespace {

struct DescribedArm {
  DescribedGroup group;
  bool hidden = false;
  bool comparable() const { return !hidden && group.shown.has_completers(); }
};

void ShowDifference(double difference, const clinical::Interval& ci, double p, int64_t n, v1::Difference* shown) {
  shown->set_difference(difference);
  shown->set_lower(ci.lower);
  shown->set_upper(ci.upper);
  shown->set_p_value(p);
  shown->set_n(n);
}

void Compare(const clinical::Summary& arm, const clinical::Summary& reference, double level,
             v1::CohortComparison* comparison) {
  if (const auto means = clinical::DifferenceOfMeans(arm, reference, level))
    ShowDifference(means->difference, means->ci, means->p, arm.n + reference.n, comparison->mutable_change());
  if (const auto g = clinical::HedgesGOf(arm, reference, level)) {
    comparison->mutable_hedges_g()->set_value(g->g);
    comparison->mutable_hedges_g()->set_lower(g->ci.lower);
    comparison->mutable_hedges_g()->set_upper(g->ci.upper);
  }
}

// The patients of these arms with nothing missing; the first arm is the reference.
clinical::AncovaData CompleteCases(const CohortSample& sample, const std::vector<const CohortSelection*>& arms) {
  clinical::AncovaData data;
  data.numeric.emplace_back();
  std::vector<std::map<double, int>> levels;
  for (const auto& covariate : sample.covariates) {
    if (covariate.kind != v1::COVARIATE_KIND_FACTOR) data.numeric.emplace_back();
    if (covariate.kind == v1::COVARIATE_KIND_FACTOR) data.factors.emplace_back();
  }
  levels.resize(data.factors.size());
  for (size_t arm = 0; arm < arms.size(); ++arm) {
    for (const uint32_t place : arms[arm]->places) {
      const bool missing = std::isnan(sample.baseline[place]) || std::isnan(sample.follow_up[place]) ||
                           std::any_of(sample.covariates.begin(), sample.covariates.end(),
                                       [place](const auto& covariate) { return std::isnan(covariate.values[place]); });
      if (missing) continue;
      data.outcome.push_back(sample.follow_up[place]);
      data.arm.push_back(static_cast<int>(arm));
      size_t numeric = 0;
      size_t factor = 0;
      data.numeric[numeric++].push_back(sample.baseline[place]);
      for (const auto& covariate : sample.covariates) {
        const double value = covariate.values[place];
        if (covariate.kind != v1::COVARIATE_KIND_FACTOR) {
          data.numeric[numeric++].push_back(value);
          continue;
        }
        const int next = static_cast<int>(levels[factor].size());
        data.factors[factor].push_back(levels[factor].emplace(value, next).first->second);
        ++factor;
      }
    }
  }
  return data;
}

void CompareAll(const CohortSample& sample, const std::vector<CohortSelection>& arms,
                const std::vector<DescribedArm>& described, size_t reference, double level, v1::Cohort* cohort) {
  std::vector<const CohortSelection*> compared = {&arms[reference]};
  std::vector<v1::CohortComparison*> comparisons;
  for (size_t i = 0; i < arms.size(); ++i) {
    if (i == reference) continue;
    v1::CohortComparison* comparison = cohort->add_comparisons();
    comparison->set_label(arms[i].label);
    comparison->set_reference(arms[reference].label);
    if (!described[i].comparable() || !described[reference].comparable()) {
      comparison->set_not_adjusted_reason("one of the arms has fewer than 11 completers, or is hidden");
      continue;
    }
    Compare(described[i].group.change, described[reference].group.change, level, comparison);
    compared.push_back(&arms[i]);
    comparisons.push_back(comparison);
  }
  if (comparisons.empty()) return;
  const auto adjusted = clinical::AdjustedDifferences(CompleteCases(sample, compared), level);
  for (size_t i = 0; i < comparisons.size(); ++i) {
    if (!adjusted.ok() || adjusted->size() != comparisons.size()) {
      comparisons[i]->set_not_adjusted_reason(adjusted.ok() ? "an arm has no patient with every covariate"
                                                            : std::string(adjusted.status().message()));
      continue;
    }
    const clinical::AdjustedDifference& one = (*adjusted)[i];
    ShowDifference(one.difference, one.ci, one.p, one.n, comparisons[i]->mutable_adjusted());
  }
}

// What the parts hide must not be found by taking the others from the whole.
void HideInTotal(bool drop_outs, bool responders, v1::CohortGroup* total) {
  if (drop_outs) {
    total->clear_drop_outs();
    total->clear_referred();
    total->clear_responders_of_referred();
  }
  if (responders) {
    total->clear_responders_of_completers();
    total->clear_responders_of_referred();
  }
}

v1::CohortGroup DescribeTotal(const CohortSample& sample, const CohortSelection& total, const TableOptions& options) {
  if (clinical::IsSmallCell(static_cast<int64_t>(total.places.size()))) return HiddenGroup(total.label);
  return DescribeGroup(sample, total, options).shown;
}

}  // namespace

void TabulateArms(const CohortSample& sample, const CohortSelection& total, const std::vector<CohortSelection>& arms,
                  size_t reference, const TableOptions& options, v1::Cohort* cohort) {
  std::vector<int64_t> counts;
  auto rest = static_cast<int64_t>(total.places.size());
  for (const CohortSelection& arm : arms) {
    counts.push_back(static_cast<int64_t>(arm.places.size()));
    rest -= counts.back();
  }
  const std::vector<bool> hidden = clinical::HiddenCells(counts);
  std::vector<DescribedArm> described;
  bool hides_drop_outs = false;
  bool hides_responders = false;
  for (size_t i = 0; i < arms.size(); ++i) {
    described.push_back({DescribeGroup(sample, arms[i], options), hidden[i]});
    hides_drop_outs |= described[i].group.hides_drop_outs || hidden[i];
    hides_responders |= described[i].group.hides_responders || hidden[i];
    *cohort->add_groups() = hidden[i] ? HiddenGroup(arms[i].label) : described[i].group.shown;
  }
  *cohort->mutable_total() = DescribeTotal(sample, total, options);
  HideInTotal(hides_drop_outs, hides_responders, cohort->mutable_total());
  // A few who are in no arm are what the arms leave of the whole.
  const bool exposes_rest = !arms.empty() && rest > 0 && clinical::IsSmallCell(rest);
  if (exposes_rest) *cohort->mutable_total() = HiddenGroup(total.label);
  if (arms.size() > 1) CompareAll(sample, arms, described, reference, options.level, cohort);
}

void TabulateSplit(const CohortSample& sample, const CohortSelection& total, std::vector<CohortSelection> groups,
                   const TableOptions& options, v1::Cohort* cohort) {
  std::stable_sort(groups.begin(), groups.end(), [](const CohortSelection& a, const CohortSelection& b) {
    return a.places.size() > b.places.size();
  });
  std::vector<int64_t> counts;
  for (const CohortSelection& group : groups) counts.push_back(static_cast<int64_t>(group.places.size()));
  const std::vector<bool> hidden = clinical::HiddenCells(counts);
  bool hides_drop_outs = false;
  bool hides_responders = false;
  int left_out = 0;
  for (size_t i = 0; i < groups.size(); ++i) {
    const DescribedGroup described = DescribeGroup(sample, groups[i], options);
    hides_drop_outs |= described.hides_drop_outs || hidden[i];
    hides_responders |= described.hides_responders || hidden[i];
    left_out += hidden[i] ? 1 : 0;
    if (!hidden[i]) *cohort->add_groups() = described.shown;
  }
  *cohort->mutable_total() = DescribeTotal(sample, total, options);
  HideInTotal(hides_drop_outs, hides_responders, cohort->mutable_total());
  if (left_out > 0) cohort->add_notes("Groups of fewer than 11, and what would tell of them, are left out.");
}

}  // namespace tendon::outcomes
