// Appointments as facts beside a referral: pure changes of the record.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/referral/lifecycle/referral_record.h"

namespace tendon::referral {

// As many as can ever stand beside the 365 sessions that can be authorised, with those moved and missed.
inline constexpr int kMaxAppointments = 1000;

// Appointments that stand: booked, whether their time has come or not.
int StandingAppointments(const v1::ReferralDetails& details);
// The earliest beginning of those that stand and have not begun; InfiniteFuture when there is none.
absl::Time NextAppointment(const v1::ReferralDetails& details, absl::Time now);

// The appointment by its name if it stands; null when there is none, or it does not stand any more.
v1::Appointment* FindStanding(std::string_view name, v1::ReferralDetails* details);

// Books it; gives its name. The number counts from 1.
std::string Book(const v1::Appointment& appointment, ReferralRecord* record);
// The session that was begun fulfils the standing appointment nearest to it, within half a day.
void FulfilNearest(absl::Time now, v1::ReferralDetails* details);
// None stands any more: the referral ended before they took place.
void CancelStanding(const std::string& reason_code, v1::ReferralDetails* details);

}  // namespace tendon::referral
