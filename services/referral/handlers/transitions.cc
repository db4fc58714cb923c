// The custom methods of the main path: send, receive, accept, decline, start, cancel, complete, acknowledge.
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/red_flags.h"
#include "services/referral/handlers/screening_steps.h"
#include "services/referral/lifecycle/appointments.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

absl::Status OpenIt(Step& step) {
  OpenAssignment(step.act, &step.referral());
  return absl::OkStatus();
}

absl::Status BeginSession(Step& step) {
  v1::Progress* progress = step.referral().mutable_progress();
  progress->set_sessions_started(progress->sessions_started() + 1);
  FulfilNearest(step.act.time, &step.details());
  return absl::OkStatus();
}

absl::Status ReadIt(Step& step) {
  StoreAcknowledgement(step.act, &step.referral());
  return absl::OkStatus();
}

}  // namespace

absl::Status SendReferral(Call& call, Transaction& transaction, const v1::SendReferralRequest& request,
                          v1::Referral* response) {
  Step step{call, transaction, v1::REFERRAL_EVENT_SEND, ActOf(call)};
  step.act.comment = request.duplicate_override_reason();
  return Move(step, request.name(), request.etag(), OpenIt, response);
}

absl::Status ReceiveReferral(Call& call, Transaction& transaction, const v1::ReceiveReferralRequest& request,
                             v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_RECEIVE, NoEffect, response);
}

absl::Status AcceptReferral(Call& call, Transaction& transaction, const v1::AcceptReferralRequest& request,
                            v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    absl::Status status = CheckClinicianOf(step.call, step.transaction, request.clinician(), "clinician");
    if (!status.ok()) return status;
    const std::string& clinician = request.clinician().empty() ? step.act.clinician : request.clinician();
    AcceptAssignment(step.act, clinician, &step.referral());
    return ScreenToTreat(step, clinician, request.acknowledged_rules());
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ACCEPT, effect, response);
}

absl::Status DeclineReferral(Call& call, Transaction& transaction, const v1::DeclineReferralRequest& request,
                             v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_DECLINE, NoEffect, response);
}

absl::Status StartSession(Call& call, Transaction& transaction, const v1::StartSessionRequest& request,
                          v1::Referral* response) {
  if (absl::Status status = CheckFindings(request.findings()); !status.ok()) return status;
  const auto stopped = StopForRedFlag(call, transaction, request, response);
  if (!stopped.ok() || *stopped) return stopped.status();
  const Effect effect = [&request](Step& step) -> absl::Status {
    absl::Status status = AddFindings(step.act, request.findings(), &step.referral());
    if (!status.ok()) return status;
    const v1::Assignment* assignment = CurrentAssignment(step.record.referral);
    const std::string& clinician = step.act.clinician.empty() ? assignment->clinician() : step.act.clinician;
    status = ScreenToTreat(step, clinician, request.acknowledged_rules());
    return status.ok() ? BeginSession(step) : status;
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_START_SESSION, effect, response);
}

absl::Status CancelReferral(Call& call, Transaction& transaction, const v1::CancelReferralRequest& request,
                            v1::Referral* response) {
  // One method, two rows: a draft is discarded, a referral under way is recalled.
  const auto row = FindReferral(call, transaction, request.name());
  if (!row.ok()) return row.status();
  const bool draft = row->state == v1::REFERRAL_STATE_DRAFT;
  return Move(call, transaction, request, draft ? v1::REFERRAL_EVENT_DISCARD : v1::REFERRAL_EVENT_CANCEL, NoEffect,
              response);
}

absl::Status CompleteReferral(Call& call, Transaction& transaction, const v1::CompleteReferralRequest& request,
                              v1::Referral* response) {
  const Effect effect = [&request](Step& step) {
    StoreSummary(step.act, request.closing_summary(), false, &step.referral());
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_COMPLETE, effect, response);
}

absl::Status AcknowledgeReferral(Call& call, Transaction& transaction, const v1::AcknowledgeReferralRequest& request,
                                 v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ACKNOWLEDGE, ReadIt, response);
}

}  // namespace tendon::referral
