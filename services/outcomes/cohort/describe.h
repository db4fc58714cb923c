// The numbers of one group of a cohort, with what it would tell of single patients left out. Pure.
#pragma once

#include "services/clinical/statistics/summary.h"
#include "services/outcomes/cohort/tabulate.h"

namespace tendon::outcomes {

// `change` is what the comparison goes on with, whether it is shown or not.
struct DescribedGroup {
  v1::CohortGroup shown;
  clinical::Summary change;
  bool hides_drop_outs = false;
  bool hides_responders = false;
};

DescribedGroup DescribeGroup(const CohortSample& sample, const CohortSelection& group, const TableOptions& options);

// A group of which nothing but its label may be shown.
v1::CohortGroup HiddenGroup(const std::string& label);

}  // namespace tendon::outcomes
