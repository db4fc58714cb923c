// Holds, cancelling by agreement, failing, and reports.
#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/screening_steps.h"

namespace tendon::referral {
namespace {

// As many as a year of weekly reports, twice.
constexpr int kMaxReports = 100;

absl::Status HaltIt(Step& step) {
  StartHold(step.decision.role, step.act, &step.referral());
  return absl::OkStatus();
}

absl::Status AskToStop(Step& step) {
  StartCancelRequest(step.act, &step.referral());
  return absl::OkStatus();
}

absl::Status DoNotStop(Step& step) {
  step.referral().mutable_cancel_request()->set_refused(true);
  return absl::OkStatus();
}

// A partial summary, where the request holds one.
template <class Request>
Effect WithSummary(const Request& request) {
  return [&request](Step& step) {
    if (request.has_closing_summary()) StoreSummary(step.act, request.closing_summary(), true, &step.referral());
    return absl::OkStatus();
  };
}

}  // namespace

absl::Status HoldReferral(Call& call, Transaction& transaction, const v1::HoldReferralRequest& request,
                          v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_HOLD, HaltIt, response);
}

absl::Status ResumeReferral(Call& call, Transaction& transaction, const v1::ResumeReferralRequest& request,
                            v1::Referral* response) {
  if (absl::Status status = CheckFindings(request.findings()); !status.ok()) return status;
  const Effect effect = [&request](Step& step) { return AddFindings(step.act, request.findings(), &step.referral()); };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_RESUME, effect, response);
}

absl::Status RequestCancellation(Call& call, Transaction& transaction, const v1::RequestCancellationRequest& request,
                                 v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_REQUEST_CANCEL, AskToStop, response);
}

absl::Status ConfirmCancellation(Call& call, Transaction& transaction, const v1::ConfirmCancellationRequest& request,
                                 v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_CONFIRM_CANCEL, WithSummary(request), response);
}

absl::Status RefuseCancellation(Call& call, Transaction& transaction, const v1::RefuseCancellationRequest& request,
                                v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_REFUSE_CANCEL, DoNotStop, response);
}

absl::Status WithdrawCancellation(Call& call, Transaction& transaction, const v1::WithdrawCancellationRequest& request,
                                  v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_WITHDRAW_CANCEL, NoEffect, response);
}

absl::Status FailReferral(Call& call, Transaction& transaction, const v1::FailReferralRequest& request,
                          v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_FAIL, WithSummary(request), response);
}

absl::Status AddInterimReport(Call& call, Transaction& transaction, const v1::AddInterimReportRequest& request,
                              v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (step.referral().interim_reports_size() >= kMaxReports) {
      return Refuse(step, "report", "the referral has as many interim reports as it can hold");
    }
    AppendInterimReport(step.act, request.text(), &step.referral());
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_INTERIM_REPORT, effect, response);
}

absl::Status AddAddendum(Call& call, Transaction& transaction, const v1::AddAddendumRequest& request,
                         v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (step.referral().closing_summary().addenda_size() >= kMaxReports) {
      return Refuse(step, "report", "the summary has as many addenda as it can hold");
    }
    AppendAddendum(step.act, request.text(), &step.referral());
    step.referral().clear_turn();  // its clock begins anew
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ADDENDUM, effect, response);
}

absl::Status SubmitLateSummary(Call& call, Transaction& transaction, const v1::SubmitLateSummaryRequest& request,
                               v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_LATE_SUMMARY, WithSummary(request), response);
}

}  // namespace tendon::referral
