// FHIR Encounter as the visit that a session was.
#ifndef TENDON_CLIENTS_INTEROP_VISITS_H_
#define TENDON_CLIENTS_INTEROP_VISITS_H_

#include <google/protobuf/repeated_field.h>

#include <optional>
#include <string>

#include "clients/interop/subjects.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::interop {

struct Visit {
  outcomes::v1::SessionStatus status = outcomes::v1::SESSION_STATUS_COMPLETED;
  google::protobuf::RepeatedPtrField<clinical::v1::Identifier> identifiers;
  Subject subject;
  std::string based_on;           // "ServiceRequest/x"
  std::optional<FhirTime> start;  // a whole day, at least
  int duration_minutes = 0;       // 0 where it is not told
};

// Reports what is wrong with the Encounter, and a start without a time of day (which is read as 00:00 UTC).
Visit ReadVisit(const Resource& encounter, const ResourceSet& set, Report& report);

// The whole minutes from start to end where both have a time of day and it is a session's length, 0 to 480.
std::optional<int> MinutesOf(const Period& period);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_VISITS_H_
