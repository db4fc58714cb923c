#include "services/outcomes/cohort/describe.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "services/clinical/statistics/share.h"
#include "services/clinical/statistics/suppression.h"

namespace tendon::outcomes {
namespace {

Column PresentOnly(const Column& column, const CohortSelection& group) {
  Column values;
  for (const uint32_t place : group.places)
    if (!std::isnan(column[place])) values.push_back(column[place]);
  return values;
}

// Left out when it is of fewer than 11.
void ShowSummary(const clinical::Summary& summary, v1::NumberSummary* shown) {
  shown->set_n(summary.n);
  shown->set_mean(summary.mean);
  shown->set_median(summary.median);
  if (summary.sd.has_value()) shown->set_standard_deviation(*summary.sd);
  if (!summary.mean_ci.has_value()) return;
  shown->set_mean_lower(summary.mean_ci->lower);
  shown->set_mean_upper(summary.mean_ci->upper);
}

void ShowShare(int64_t count, int64_t of, double level, v1::ShareSummary* shown) {
  const clinical::Share share = clinical::ShareOf(count, of, level);
  shown->set_count(count);
  shown->set_of(of);
  shown->set_share(share.share);
  shown->set_lower(share.ci.lower);
  shown->set_upper(share.ci.upper);
}

// The mean of a measure that takes two values is a share.
bool TellsOfFew(const Column& values) {
  std::map<double, int64_t> counts;
  for (const double value : values) {
    ++counts[value];
    if (counts.size() > 2) return false;
  }
  return std::any_of(counts.begin(), counts.end(),
                     [](const auto& entry) { return clinical::IsSmallCell(entry.second); });
}

void ShowCovariate(const CohortSample::CovariateColumn& covariate, const CohortSelection& group,
                   const TableOptions& options, v1::CovariateSummary* shown) {
  shown->set_measure(covariate.measure);
  const Column values = PresentOnly(covariate.values, group);
  if (clinical::IsSmallCell(static_cast<int64_t>(values.size()))) return;
  if (covariate.kind == v1::COVARIATE_KIND_FACTOR) {
    shown->set_levels(static_cast<int64_t>(std::set<double>(values.begin(), values.end()).size()));
    return;
  }
  if (options.records_are_foreign && TellsOfFew(values)) return;
  ShowSummary(clinical::Summarize(values, options.level), shown->mutable_summary());
}

struct Completion {
  Column changes;
  int64_t responders = 0;
};

Completion Complete(const CohortSample& sample, const CohortSelection& group, const TableOptions& options) {
  Completion completion;
  for (const uint32_t place : group.places) {
    const double baseline = sample.baseline[place];
    const double follow_up = sample.follow_up[place];
    if (std::isnan(baseline) || std::isnan(follow_up)) continue;
    completion.changes.push_back(follow_up - baseline);
    if (options.knows_direction && clinical::Responds(baseline, follow_up, options.rule)) ++completion.responders;
  }
  return completion;
}

void ShowResponders(int64_t responders, const TableOptions& options, DescribedGroup* described) {
  v1::CohortGroup& shown = described->shown;
  if (!options.knows_direction) return;
  if (!shown.has_completers() || clinical::IsHiddenShare(responders, shown.completers())) {
    described->hides_responders = true;
    return;
  }
  ShowShare(responders, shown.completers(), options.level, shown.mutable_responders_of_completers());
  if (shown.has_referred())
    ShowShare(responders, shown.referred(), options.level, shown.mutable_responders_of_referred());
}

}  // namespace

DescribedGroup DescribeGroup(const CohortSample& sample, const CohortSelection& group, const TableOptions& options) {
  DescribedGroup described;
  v1::CohortGroup& shown = described.shown;
  shown.set_label(group.label);
  const Completion completion = Complete(sample, group, options);
  described.change = clinical::Summarize(completion.changes, options.level);
  const auto referred = static_cast<int64_t>(group.places.size());
  const int64_t completers = described.change.n;
  const bool few_completers = clinical::IsSmallCell(completers);
  described.hides_drop_outs = few_completers || clinical::IsSmallCell(referred - completers);
  if (!few_completers) shown.set_completers(completers);
  if (!described.hides_drop_outs) shown.set_drop_outs(referred - completers);
  // Of referred, completers and drop-outs two tell the third.
  if (few_completers || !described.hides_drop_outs) shown.set_referred(referred);
  const Column baselines = PresentOnly(sample.baseline, group);
  const Column follow_ups = PresentOnly(sample.follow_up, group);
  const auto show = [&](const clinical::Summary& summary, v1::NumberSummary* (v1::CohortGroup::*field)()) {
    if (!clinical::IsSmallCell(summary.n)) ShowSummary(summary, (shown.*field)());
  };
  show(clinical::Summarize(baselines, options.level), &v1::CohortGroup::mutable_baseline);
  show(clinical::Summarize(follow_ups, options.level), &v1::CohortGroup::mutable_follow_up);
  show(described.change, &v1::CohortGroup::mutable_change);
  ShowResponders(completion.responders, options, &described);
  for (const auto& covariate : sample.covariates) ShowCovariate(covariate, group, options, shown.add_covariates());
  return described;
}

v1::CohortGroup HiddenGroup(const std::string& label) {
  v1::CohortGroup group;
  group.set_label(label);
  group.set_hidden(true);
  return group;
}

}  // namespace tendon::outcomes
