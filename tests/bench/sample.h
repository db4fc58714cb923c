// What the load is made of: a referral and a session as clinics send them. Constructed; no such patient exists.
#pragma once

#include <string>

#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::bench {

// About 1 KiB once it is sent: a physician refers a patient with low back pain to a massage therapist for six sessions.
referral::v1::Referral SampleReferral(const std::string& referring_clinician, const std::string& recipient);

// With two techniques, and pain before and after.
outcomes::v1::Session SampleSession(const std::string& clinician);

// A random UUID (version 4). Not for secrets. Thread-safe.
std::string NewRequestId();

}  // namespace tendon::bench
