// Measures of one's own in a session that is recorded.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/outcomes/domain/known_measure.h"
#include "services/storage/measure_store.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::outcomes {

// Holds the session's readings of measures of one's own against their definitions, and gives them their unit.
// INVALID_ARGUMENT names each reading that breaks a rule, or whose measure the organisation (id) has not declared.
absl::Status CheckOwnMeasures(storage::MeasureReader& reader, const std::string& organization, v1::Session* session);

// The definitions of the measures of its own that an organisation (id) has readings of in these sessions.
absl::StatusOr<OwnMeasures> OwnMeasuresIn(storage::MeasureReader& reader, const std::string& organization,
                                          const std::vector<const v1::Session*>& sessions);

}  // namespace tendon::outcomes
