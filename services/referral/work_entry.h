// Where a referral stands in the lists that people work by, made from the referral. Pure but for BuildWorklists.
#pragma once

#include <string>

#include "services/referral/lifecycle/referral_record.h"
#include "services/storage/referral_store.h"
#include "tendon/clinical/v1/coding.pb.h"

namespace tendon::referral {

// Grows with every change of what WorkOf makes; entries of another version are made anew.
inline constexpr int64_t kWorklistVersion = 2;

storage::WorkEntry WorkOf(const ReferralRecord& record);

// What a patient with this identifier is known by.
std::string PatientKey(const clinical::v1::Identifier& identifier);

// Makes the entries of all referrals if they are not of this version. At start, before anything else writes.
absl::Status BuildWorklists(storage::ReferralStore* store);

}  // namespace tendon::referral
