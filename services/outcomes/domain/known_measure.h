// A measure by its code: one of the knowledge base, or one that an organisation has declared for itself. The latter are
// written in small letters, so that no code is both.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/clinical/scoring/catalogue.h"
#include "services/runtime/validator.h"
#include "services/storage/measure_store.h"
#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/outcomes/v1/measure_definition.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::outcomes {

// Whether it is the code of a measure of one's own: it begins with a small letter.
bool IsOwnMeasure(std::string_view code);

struct KnownMeasure {
  std::string unit;  // UCUM
  v1::Direction direction = v1::DIRECTION_UNSPECIFIED;
};

// NOT_FOUND for a code that neither the knowledge base nor the organisation (id) has.
absl::StatusOr<KnownMeasure> FindKnownMeasure(storage::MeasureReader& reader, std::string_view organization,
                                              std::string_view code);

// Measures of one's own as the catalogue describes its own, by code.
using OwnMeasures = std::map<std::string, clinical::scoring::Measure, std::less<>>;
clinical::scoring::Measure MeasureOf(const std::string& code, const v1::MeasureDefinition& definition);

// Null for a code that neither of the two has. The catalogue and `own` outlive the measure.
const clinical::scoring::Measure* FindMeasure(const clinical::scoring::Catalogue& catalogue, const OwnMeasures& own,
                                              std::string_view code);

// Rules of a definition that its annotations cannot say.
std::vector<runtime::FieldViolation> CheckDefinition(const v1::MeasureDefinition& definition);

// Rules of a reading of a measure of one's own; `path` is the observation's.
std::vector<runtime::FieldViolation> CheckReading(const v1::MeasureDefinition& definition,
                                                  const clinical::v1::Observation& observation,
                                                  const std::string& path);

}  // namespace tendon::outcomes
