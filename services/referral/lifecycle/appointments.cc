#include "services/referral/lifecycle/appointments.h"

#include <algorithm>

namespace tendon::referral {
namespace {

constexpr absl::Duration kSameVisit = absl::Hours(12);

bool Stands(const v1::Appointment& appointment) { return appointment.status() == v1::APPOINTMENT_STATUS_BOOKED; }

}  // namespace

int StandingAppointments(const v1::ReferralDetails& details) {
  return static_cast<int>(std::count_if(details.appointments().begin(), details.appointments().end(), Stands));
}

absl::Time NextAppointment(const v1::ReferralDetails& details, absl::Time now) {
  absl::Time next = absl::InfiniteFuture();
  for (const v1::Appointment& appointment : details.appointments()) {
    const absl::Time start = ToTime(appointment.start_time());
    if (Stands(appointment) && start >= now) next = std::min(next, start);
  }
  return next;
}

v1::Appointment* FindStanding(std::string_view name, v1::ReferralDetails* details) {
  for (v1::Appointment& appointment : *details->mutable_appointments()) {
    if (appointment.name() == name) return Stands(appointment) ? &appointment : nullptr;
  }
  return nullptr;
}

std::string Book(const v1::Appointment& appointment, ReferralRecord* record) {
  const std::string number = std::to_string(record->details.appointments_size() + 1);
  v1::Appointment* booked = record->details.add_appointments();
  *booked = appointment;
  booked->set_name(record->referral.name() + "/appointments/" + number);
  booked->set_status(v1::APPOINTMENT_STATUS_BOOKED);
  booked->clear_reason_code();
  return booked->name();
}

void FulfilNearest(absl::Time now, v1::ReferralDetails* details) {
  v1::Appointment* nearest = nullptr;
  absl::Duration distance = kSameVisit;
  for (v1::Appointment& appointment : *details->mutable_appointments()) {
    const absl::Duration away = absl::AbsDuration(ToTime(appointment.start_time()) - now);
    if (!Stands(appointment) || away > distance) continue;
    nearest = &appointment;
    distance = away;
  }
  if (nearest != nullptr) nearest->set_status(v1::APPOINTMENT_STATUS_FULFILLED);
}

void CancelStanding(const std::string& reason_code, v1::ReferralDetails* details) {
  for (v1::Appointment& appointment : *details->mutable_appointments()) {
    if (!Stands(appointment)) continue;
    appointment.set_status(v1::APPOINTMENT_STATUS_CANCELLED);
    appointment.set_reason_code(reason_code);
  }
}

}  // namespace tendon::referral
