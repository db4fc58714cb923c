// The custom methods that move a referral through the transition table. All go through Move: find → fresh → decide →
// guard → effect → write.
#include <functional>

#include "absl/strings/str_cat.h"
#include "services/referral/handlers/common.h"
#include "services/referral/lifecycle/decide.h"
#include "services/referral/lifecycle/guards.h"
#include "services/referral/lifecycle/reasons.h"
#include "services/referral/record.h"
#include "services/referral/refusal.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

using runtime::Reason;

// The guard and the effects of one event, beyond what the table does; refuses before it changes anything.
using Effect = std::function<absl::Status(const Act&, v1::Referral*)>;

absl::Status NoEffect(const Act&, v1::Referral*) { return absl::OkStatus(); }

absl::Status Move(Call& call, Transaction& transaction, const std::string& name, const std::string& etag,
                  ReferralEvent event, const Act& act, const Effect& effect, v1::Referral* response) {
  const auto row = FindReferral(call, transaction, name);
  if (!row.ok()) return row.status();
  call.resource = name;
  if (absl::Status status = ReadRow(*row, response); !status.ok()) return status;
  if (response->etag() != etag) return runtime::StaleEtag();
  const RoleSet roles = RolesOf(*response, call.principal.organization_id);
  const auto decision = Decide(response->state(), event, roles);
  if (!decision.has_value()) return Refusal(*response, event, roles);
  if (!decision->no_op) {
    if (absl::Status status = effect(act, response); !status.ok()) return status;
  }
  ApplyTransition(*decision, act, response);
  return WriteReferral(call, transaction, row->ordinal, response);
}

template <class Request>
Act ActWithReason(const Call& call, const Request& request) {
  Act act = ActOf(call);
  act.reason_code = request.reason_code();
  act.comment = request.comment();
  return act;
}

absl::Status CheckReason(ReferralEvent event, const Act& act) {
  const std::string refusal = ReasonRefusal(event, act.reason_code, act.comment);
  if (refusal.empty()) return absl::OkStatus();
  return runtime::Error(absl::StatusCode::kFailedPrecondition, Reason::ERROR_REASON_REASON_CODE_REFUSED, refusal);
}

Effect NeedsReason(ReferralEvent event) {
  return [event](const Act& act, v1::Referral*) { return CheckReason(event, act); };
}

}  // namespace

absl::Status SendReferral(Call& call, Transaction& transaction, const v1::SendReferralRequest& request,
                          v1::Referral* response) {
  const Effect effect = [&](const Act& act, v1::Referral* referral) {
    const auto missing = MissingToSend(*referral);
    if (!missing.empty()) return runtime::Incomplete(missing);
    if (absl::Status status = CheckReferences(call, transaction, *referral); !status.ok()) return status;
    OpenAssignment(act, referral);
    return absl::OkStatus();
  };
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_SEND, ActOf(call), effect,
              response);
}

absl::Status ReceiveReferral(Call& call, Transaction& transaction, const v1::ReceiveReferralRequest& request,
                             v1::Referral* response) {
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_RECEIVE, ActOf(call), NoEffect,
              response);
}

absl::Status AcceptReferral(Call& call, Transaction& transaction, const v1::AcceptReferralRequest& request,
                            v1::Referral* response) {
  const Effect effect = [&](const Act& act, v1::Referral* referral) -> absl::Status {
    const std::string clinician = request.clinician().empty() ? act.clinician : request.clinician();
    if (const auto key = runtime::ParseClinicianName(request.clinician()); key.has_value()) {
      if (key->organization_id != call.principal.organization_id) {
        return runtime::InvalidField("clinician", "must be a clinician of your own organisation");
      }
      const auto found = transaction.GetClinician(call.scope, key->organization_id, key->clinician_id);
      if (!found.ok()) return runtime::InvalidField("clinician", "names no clinician of the directory");
    }
    AcceptAssignment(act, clinician, referral);
    return absl::OkStatus();
  };
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_ACCEPT, ActOf(call), effect,
              response);
}

absl::Status DeclineReferral(Call& call, Transaction& transaction, const v1::DeclineReferralRequest& request,
                             v1::Referral* response) {
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_DECLINE,
              ActWithReason(call, request), NeedsReason(v1::REFERRAL_EVENT_DECLINE), response);
}

absl::Status StartSession(Call& call, Transaction& transaction, const v1::StartSessionRequest& request,
                          v1::Referral* response) {
  const Effect effect = [](const Act& act, v1::Referral* referral) -> absl::Status {
    const std::string used_up = AuthorizationUsedUp(*referral, act.time);
    if (!used_up.empty()) {
      return runtime::Error(absl::StatusCode::kFailedPrecondition, Reason::ERROR_REASON_AUTHORIZATION_USED_UP, used_up);
    }
    v1::Progress* progress = referral->mutable_progress();
    progress->set_sessions_started(progress->sessions_started() + 1);
    return absl::OkStatus();
  };
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_START_SESSION, ActOf(call), effect,
              response);
}

absl::Status CancelReferral(Call& call, Transaction& transaction, const v1::CancelReferralRequest& request,
                            v1::Referral* response) {
  // One method, two rows: a draft is discarded, a referral under way is recalled.
  const auto row = FindReferral(call, transaction, request.name());
  if (!row.ok()) return row.status();
  const bool draft = row->state == v1::REFERRAL_STATE_DRAFT;
  const ReferralEvent event = draft ? v1::REFERRAL_EVENT_DISCARD : v1::REFERRAL_EVENT_CANCEL;
  return Move(call, transaction, request.name(), request.etag(), event, ActWithReason(call, request),
              NeedsReason(event), response);
}

absl::Status CompleteReferral(Call& call, Transaction& transaction, const v1::CompleteReferralRequest& request,
                              v1::Referral* response) {
  const Effect effect = [&](const Act& act, v1::Referral* referral) {
    StoreSummary(act, request.closing_summary(), referral);
    return absl::OkStatus();
  };
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_COMPLETE, ActOf(call), effect,
              response);
}

absl::Status AcknowledgeReferral(Call& call, Transaction& transaction, const v1::AcknowledgeReferralRequest& request,
                                 v1::Referral* response) {
  const Effect effect = [](const Act& act, v1::Referral* referral) {
    StoreAcknowledgement(act, referral);
    return absl::OkStatus();
  };
  return Move(call, transaction, request.name(), request.etag(), v1::REFERRAL_EVENT_ACKNOWLEDGE, ActOf(call), effect,
              response);
}

}  // namespace tendon::referral
