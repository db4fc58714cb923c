#include "services/outcomes/domain/known_measure.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/clinical/scoring/catalogue.h"

namespace tendon::outcomes {
namespace {

bool IsCategory(const v1::MeasureDefinition& definition, double value) {
  return std::any_of(definition.categories().begin(), definition.categories().end(),
                     [value](const v1::MeasureCategory& category) { return category.value() == value; });
}

bool IsInside(const v1::MeasureDefinition& definition, double value) {
  return value >= definition.minimum() && value <= definition.maximum();
}

}  // namespace

bool IsOwnMeasure(std::string_view code) { return !code.empty() && code.front() >= 'a' && code.front() <= 'z'; }

absl::StatusOr<KnownMeasure> FindKnownMeasure(storage::MeasureReader& reader, std::string_view organization,
                                              std::string_view code) {
  if (IsOwnMeasure(code)) {
    const auto row = reader.GetMeasure(organization, code);
    if (!row.ok()) return row.status();
    v1::MeasureDefinition definition;
    if (!definition.ParseFromString(row->body)) return absl::DataLossError("a stored measure cannot be read");
    return KnownMeasure{definition.unit(), definition.direction()};
  }
  const clinical::scoring::Measure* measure = clinical::scoring::Catalogue::BuiltIn().Find({code.data(), code.size()});
  if (measure == nullptr) return absl::NotFoundError("There is no such measure.");
  return KnownMeasure{measure->unit, measure->direction};
}

clinical::scoring::Measure MeasureOf(const std::string& code, const v1::MeasureDefinition& definition) {
  clinical::scoring::Measure measure;
  measure.id = code;
  measure.name = definition.display_name();
  measure.unit = definition.unit();
  measure.score_min = definition.minimum();
  measure.score_max = definition.maximum();
  measure.direction = definition.direction();
  measure.true_zero = definition.true_zero();
  measure.citation = definition.source();
  if (definition.has_minimal_important_change()) measure.mic_abs = definition.minimal_important_change();
  return measure;
}

const clinical::scoring::Measure* FindMeasure(const clinical::scoring::Catalogue& catalogue, const OwnMeasures& own,
                                              std::string_view code) {
  if (!IsOwnMeasure(code)) return catalogue.Find({code.data(), code.size()});
  const auto found = own.find(code);
  return found == own.end() ? nullptr : &found->second;
}

std::vector<runtime::FieldViolation> CheckDefinition(const v1::MeasureDefinition& definition) {
  std::vector<runtime::FieldViolation> violations;
  if (!(definition.minimum() < definition.maximum()))
    violations.push_back({"measure_definition.maximum", "must be above minimum"});
  std::set<double> values;
  std::set<std::string> labels;
  for (int i = 0; i < definition.categories_size(); ++i) {
    const v1::MeasureCategory& category = definition.categories(i);
    const std::string path = absl::StrCat("measure_definition.categories[", i, "]");
    if (!IsInside(definition, category.value()))
      violations.push_back({path + ".value", "must lie from minimum to maximum"});
    if (!values.insert(category.value()).second) violations.push_back({path + ".value", "must be unique"});
    if (!labels.insert(category.label()).second) violations.push_back({path + ".label", "must be unique"});
  }
  return violations;
}

std::vector<runtime::FieldViolation> CheckReading(const v1::MeasureDefinition& definition,
                                                  const clinical::v1::Observation& observation,
                                                  const std::string& path) {
  std::vector<runtime::FieldViolation> violations;
  if (!observation.items().empty())
    violations.push_back({path + ".items", "must be empty: a measure of one's own is not scored"});
  if (!observation.has_value()) violations.push_back({path + ".value", "must be given for a measure of one's own"});
  if (!observation.unit().empty() && observation.unit() != definition.unit())
    violations.push_back(
        {path + ".unit", absl::StrCat("must be ", definition.unit(), " for this measure, or left out")});
  if (observation.has_value() && !IsInside(definition, observation.value())) {
    violations.push_back({path + ".value", absl::StrCat("must be from ", definition.minimum(), " to ",
                                                        definition.maximum(), " for this measure")});
  } else if (!definition.categories().empty() && !IsCategory(definition, observation.value())) {
    violations.push_back({path + ".value", "must be one of the measure's categories"});
  }
  return violations;
}

}  // namespace tendon::outcomes
