// The waiting list and appointments.
#include "services/referral/lifecycle/appointments.h"

#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/parts.h"

namespace tendon::referral {
namespace {

// A clinic's clock may be wrong, and its day may have begun before ours.
constexpr absl::Duration kClockTolerance = absl::Hours(24);

absl::Status MustLieAhead(const google::protobuf::Timestamp& start, absl::Time now, const std::string& field) {
  if (ToTime(start) > now) return absl::OkStatus();
  return runtime::InvalidField(field, "must lie in the future");
}

// An effect on the appointment that the step is about.
template <class Change>
Effect OnAppointment(const std::string& name, Change change) {
  return [name, change](Step& step) -> absl::Status {
    step.act.subject = name;
    v1::Appointment* appointment = FindStanding(name, &step.details());
    if (appointment == nullptr) return Refuse(step, "appointment", "that appointment does not stand");
    return change(step, appointment);
  };
}

absl::Status CancelIt(Step& step, v1::Appointment* appointment) {
  appointment->set_status(v1::APPOINTMENT_STATUS_CANCELLED);
  appointment->set_reason_code(step.act.reason_code);
  return absl::OkStatus();
}

absl::Status MissIt(Step& step, v1::Appointment* appointment) {
  if (ToTime(appointment->start_time()) > step.act.time + kClockTolerance) {
    return Refuse(step, "appointment", "its time has not come");
  }
  appointment->set_status(v1::APPOINTMENT_STATUS_NO_SHOW);
  appointment->set_reason_code(step.act.reason_code);
  v1::Progress* progress = step.referral().mutable_progress();
  progress->set_no_shows(progress->no_shows() + 1);
  return absl::OkStatus();
}

}  // namespace

absl::Status PutOnWaitlist(Call& call, Transaction& transaction, const v1::PutOnWaitlistRequest& request,
                           v1::Referral* response) {
  const Effect effect = [&request](Step& step) {
    step.referral().set_estimated_date(request.estimated_date());
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_PUT_ON_WAITLIST, effect, response);
}

absl::Status ScheduleAppointment(Call& call, Transaction& transaction, const v1::ScheduleAppointmentRequest& request,
                                 v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    const v1::Appointment& asked = request.appointment();
    absl::Status status = MustLieAhead(asked.start_time(), step.act.time, "appointment.start_time");
    if (!status.ok()) return status;
    status = CheckClinicianOf(step.call, step.transaction, asked.clinician(), "appointment.clinician");
    if (!status.ok()) return status;
    if (step.details().appointments_size() >= kMaxAppointments) {
      return Refuse(step, "appointment", "the referral has as many appointments as it can hold");
    }
    step.act.subject = Book(asked, &step.record);
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_SCHEDULE, effect, response);
}

absl::Status RescheduleAppointment(Call& call, Transaction& transaction,
                                   const v1::RescheduleAppointmentRequest& request, v1::Referral* response) {
  const auto move_it = [&request](Step& step, v1::Appointment* appointment) -> absl::Status {
    absl::Status status = MustLieAhead(request.start_time(), step.act.time, "start_time");
    if (!status.ok()) return status;
    *appointment->mutable_start_time() = request.start_time();
    if (request.duration_minutes() != 0) appointment->set_duration_minutes(request.duration_minutes());
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_RESCHEDULE, OnAppointment(request.name(), move_it),
              response);
}

absl::Status CancelAppointment(Call& call, Transaction& transaction, const v1::CancelAppointmentRequest& request,
                               v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_CANCEL_APPOINTMENT,
              OnAppointment(request.name(), CancelIt), response);
}

absl::Status RecordNoShow(Call& call, Transaction& transaction, const v1::RecordNoShowRequest& request,
                          v1::Referral* response) {
  Step step{call, transaction, v1::REFERRAL_EVENT_NO_SHOW, ActOf(call, request)};
  if (step.act.reason_code.empty()) step.act.reason_code = "did-not-attend";
  return Move(step, ReferralNameOf(request.name()), request.etag(), OnAppointment(request.name(), MissIt), response);
}

absl::Status ListAppointments(Call& call, Reader& reader, const v1::ListAppointmentsRequest& request,
                              v1::ListAppointmentsResponse* response) {
  const auto found = FindRecord(call, reader, request.parent());
  if (!found.ok()) return found.status();
  return FillPage(reader, "ListAppointments", request.parent(), request.page_size(), request.page_token(),
                  found->record.details.appointments(), response->mutable_appointments(),
                  response->mutable_next_page_token());
}

}  // namespace tendon::referral
