// Counts a cohort from one snapshot: checks what was asked for, reads what it needs, tabulates.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/outcomes/cohort/filter.h"
#include "services/outcomes/cohort/members.h"
#include "services/storage/outcomes_store.h"

namespace tendon::outcomes {

// The least number of organisations that a benchmark is counted over: with two, each would know the other's.
inline constexpr int kLeastBenchmarkOrganizations = 3;

// `organization` is the caller's id. INVALID_ARGUMENT names the field; NOT_FOUND for another organisation's episodes.
absl::Status CountCohort(storage::OutcomesReader& reader, const std::string& organization,
                         const v1::QueryCohortRequest& request, v1::Cohort* cohort);

// Adds the first readings of the measures that a filter names.
absl::Status LoadReadings(storage::CohortReader& reader, const storage::TenantScope& scope,
                          const CohortMembers& members, const v1::CohortFilter& filter, Readings* readings);

}  // namespace tendon::outcomes
