// The numbers of a cohort's groups, and which of them must not be shown. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/clinical/statistics/responder.h"
#include "services/outcomes/cohort/members.h"

namespace tendon::outcomes {

// The patients of a cohort, one entry each; NaN for what is not there.
struct CohortSample {
  Column baseline;
  Column follow_up;
  struct CovariateColumn {
    std::string measure;
    v1::CovariateKind kind = v1::COVARIATE_KIND_NUMERIC;
    Column values;
  };
  std::vector<CovariateColumn> covariates;
};

// A group: places in the sample.
struct CohortSelection {
  std::string label;
  std::vector<uint32_t> places;
};

struct TableOptions {
  double level = 0.95;
  bool knows_direction = false;  // without it nobody is a responder
  clinical::ResponderRule rule;
  // The reader may not open the records that are counted: what a share of two values would tell is hidden too.
  bool records_are_foreign = false;
};

// Groups that do not overlap, compared with the one at `reference`. `total` holds them all and may hold more. Fills
// total, groups and comparisons.
void TabulateArms(const CohortSample& sample, const CohortSelection& total, const std::vector<CohortSelection>& arms,
                  size_t reference, const TableOptions& options, v1::Cohort* cohort);

// Groups that may overlap, the largest first; those that must be hidden are left out, with a note.
void TabulateSplit(const CohortSample& sample, const CohortSelection& total, std::vector<CohortSelection> groups,
                   const TableOptions& options, v1::Cohort* cohort);

}  // namespace tendon::outcomes
