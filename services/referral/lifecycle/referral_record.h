// A referral with what is kept beside it: what every decision is made on.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "tendon/referral/v1/exchange.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

struct ReferralRecord {
  v1::Referral referral;
  v1::ReferralDetails details;  // questions, appointments, proposals
};

// Microseconds are what the store keeps.
google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
google::protobuf::Duration ToProto(absl::Duration duration);
absl::Duration ToDuration(const google::protobuf::Duration& duration);

// The current assignment; null while there is none.
v1::Assignment* CurrentAssignment(v1::Referral* referral);
const v1::Assignment* CurrentAssignment(const v1::Referral& referral);

// Sessions that took place under any assignment.
int SessionsEver(const v1::Referral& referral);

// Whether the reason of a hold is one of safety: only a physician, or an attested override, ends it (row 23).
bool IsSafetyHold(const v1::Hold& hold);

}  // namespace tendon::referral
