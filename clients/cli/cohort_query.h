// A cohort's query from what people type. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tendon/outcomes/v1/cohort_service.pb.h"

namespace tendon::cli {

struct CohortQueryOptions {
  std::string measure, region, motion, baseline_days, follow_up_days, split_by, reference;
  std::vector<std::string> where, arms, covariates, factors;
  double percent = 0, points = 0, level = 0;
};

// "technique:DEEP_TISSUE", "sessions:4..12", "age:18..65", "arm:1": adds the condition to the filter. A usage error
// names the form.
absl::Status AddCondition(const std::string& text, outcomes::v1::CohortFilter* filter);

// "4..12", "4..", "..12" or "4".
absl::StatusOr<outcomes::v1::NumberRange> ParseRange(const std::string& text);

// Puts what is given over what the request has.
absl::Status FillQuery(const CohortQueryOptions& options, outcomes::v1::QueryCohortRequest* request);

}  // namespace tendon::cli
