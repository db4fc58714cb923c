#include "services/outcomes/cohort/check_query.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/outcomes/domain/known_measure.h"

namespace tendon::outcomes {
namespace {

using Violations = std::vector<runtime::FieldViolation>;

void CheckRange(const v1::NumberRange& range, const std::string& path, Violations* violations) {
  if (range.has_minimum() && range.has_maximum() && range.minimum() > range.maximum())
    violations->push_back({path + ".maximum", "must not be below minimum"});
}

void CheckFilter(const v1::CohortFilter& filter, const std::string& path, Violations* violations) {
  CheckRange(filter.sessions(), path + ".sessions", violations);
  CheckRange(filter.minutes(), path + ".minutes", violations);
  for (int i = 0; i < filter.readings_size(); ++i)
    CheckRange(filter.readings(i).range(), absl::StrCat(path, ".readings[", i, "].range"), violations);
}

void CheckArms(const v1::QueryCohortRequest& request, Violations* violations) {
  std::set<std::string> labels;
  for (int i = 0; i < request.arms_size(); ++i) {
    const std::string path = absl::StrCat("arms[", i, "]");
    if (!labels.insert(request.arms(i).label()).second) violations->push_back({path + ".label", "must be unique"});
    CheckFilter(request.arms(i).filter(), path + ".filter", violations);
  }
  if (!request.reference_arm().empty() && !labels.contains(request.reference_arm()))
    violations->push_back({"reference_arm", "must be the label of one of the arms"});
  if (request.arms_size() > 0 && request.split_by() != v1::COHORT_DIMENSION_UNSPECIFIED)
    violations->push_back({"split_by", "must not be given together with arms"});
}

}  // namespace

std::vector<runtime::FieldViolation> CheckQuery(const v1::QueryCohortRequest& request) {
  Violations violations;
  CheckFilter(request.filter(), "filter", &violations);
  CheckRange(request.baseline().days(), "baseline.days", &violations);
  CheckRange(request.follow_up().days(), "follow_up.days", &violations);
  CheckArms(request, &violations);
  if (request.threshold().has_percent() && request.threshold().has_points())
    violations.push_back({"threshold.points", "must not be given together with percent"});
  std::set<std::string> covariates;
  for (int i = 0; i < request.covariates_size(); ++i) {
    if (!covariates.insert(request.covariates(i).measure()).second)
      violations.push_back({absl::StrCat("covariates[", i, "].measure"), "must be unique"});
  }
  const bool benchmark = request.parent() == "organizations/-";
  if (benchmark && IsOwnMeasure(request.measure()))
    violations.push_back(
        {"measure", "must be a measure of the knowledge base in a benchmark: one's own means nothing to others"});
  return violations;
}

}  // namespace tendon::outcomes
