// What the load is made of: a referral and a session as clinics send them. Constructed; no such patient exists.
#pragma once

#include <string>

#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::bench {

// About 1 KiB once it is sent: a physician refers a patient with low back pain to a massage therapist for six sessions.
// Another patient each time.
referral::v1::Referral SampleReferral(const std::string& referring_clinician, const std::string& recipient);

// By what a patient is known that no other referral of a load names: a second open one would be a duplicate.
// Thread-safe.
clinical::v1::Identifier NewPatient();

// With two techniques, and pain before and after.
outcomes::v1::Session SampleSession(const std::string& clinician);

// A random UUID (version 4). Not for secrets. Thread-safe.
std::string NewRequestId();

}  // namespace tendon::bench
