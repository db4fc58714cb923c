// The rules of a query that its annotations cannot say. Pure.
#pragma once

#include <vector>

#include "services/runtime/validator.h"
#include "tendon/outcomes/v1/cohort_service.pb.h"

namespace tendon::outcomes {

// Each broken rule, by field.
std::vector<runtime::FieldViolation> CheckQuery(const v1::QueryCohortRequest& request);

}  // namespace tendon::outcomes
