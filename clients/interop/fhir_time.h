// FHIR R4 date, dateTime and instant. Pure.
#ifndef TENDON_CLIENTS_INTEROP_FHIR_TIME_H_
#define TENDON_CLIENTS_INTEROP_FHIR_TIME_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace tendon::interop {

// A dateTime as written.
struct FhirTime {
  std::string date;       // "2016", "2016-09" or "2016-09-27", in its own time zone
  bool has_time = false;  // down to the second, with an offset
  absl::Time time;        // 00:00 UTC of the day where there is no time; meaningless below a whole day

  bool whole_day() const { return date.size() == 10; }
};

// A real day, month or year of the calendar, 0001 to 9999.
bool IsFhirDate(std::string_view text);

// A date, or "2016-09-27T10:00:00(.123)(Z|+01:00)". Nothing when it is neither or not a real moment.
std::optional<FhirTime> ParseFhirTime(std::string_view text);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_FHIR_TIME_H_
