// ServiceRequest.occurrence[x] and quantity[x]: how many sessions, how often, how long, until when.
#ifndef TENDON_CLIENTS_INTEROP_OCCURRENCE_H_
#define TENDON_CLIENTS_INTEROP_OCCURRENCE_H_

#include "clients/interop/element.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::interop {

// Fills what the request tells. n is quantity, else Timing.repeat.countMax (the largest number authorised), else count,
// else 1 for a single date. Where quantity and timing differ, the smaller one is taken and a warning says so. Nothing
// is derived from a frequency and a period: that would be a guess about holidays.
void ReadAuthorization(Element& request, referral::v1::Authorization* authorization);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_OCCURRENCE_H_
