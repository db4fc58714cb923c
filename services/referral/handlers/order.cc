// What the referrer does with its order after it was sent, and what the recipient says to a change.
#include <algorithm>
#include <array>
#include <string_view>

#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/relatives.h"
#include "services/referral/lifecycle/dates.h"
#include "services/referral/lifecycle/family.h"
#include "services/runtime/field_mask.h"

namespace tendon::referral {
namespace {

// What makes it this order and no other (row 44): to change these is to write another referral.
constexpr std::array<std::string_view, 8> kEssential = {
    "recipient", "discipline", "patient", "service", "reason", "reason_conditions", "referral_intent", "identifiers"};

bool IsEssential(std::string_view path) {
  const std::string_view top = path.substr(0, path.find('.'));
  return std::find(kEssential.begin(), kEssential.end(), top) != kEssential.end();
}

void CheckMask(const google::protobuf::FieldMask& mask, std::vector<runtime::FieldViolation>* violations) {
  for (int i = 0; i < mask.paths_size(); ++i) {
    if (!IsEssential(mask.paths(i)) && mask.paths(i) != "*") continue;
    violations->push_back({"update_mask.paths[" + std::to_string(i) + "]",
                           "names what is essential; cancel the referral and write another"});
  }
}

void CheckBody(const v1::Referral& body, std::vector<runtime::FieldViolation>* violations) {
  for (const std::string_view name : kEssential) {
    const auto* field = v1::Referral::descriptor()->FindFieldByName(std::string(name));
    const bool set = field->is_repeated() ? body.GetReflection()->FieldSize(body, field) > 0
                                          : body.GetReflection()->HasField(body, field);
    if (set)
      violations->push_back({"referral." + std::string(name), "is essential; cancel the referral and write another"});
  }
}

std::vector<runtime::FieldViolation> ViolationsOf(const v1::ModifyReferralRequest& request) {
  auto violations = runtime::ValidateFieldMask(v1::Referral::descriptor(), request.update_mask(), "update_mask");
  if (request.referral().name().empty()) violations.push_back({"referral.name", "is required"});
  if (request.referral().etag().empty()) violations.push_back({"referral.etag", "is required"});
  CheckMask(request.update_mask(), &violations);
  if (request.update_mask().paths().empty()) CheckBody(request.referral(), &violations);
  return violations;
}

}  // namespace

absl::Status RedirectReferral(Call& call, Transaction& transaction, const v1::RedirectReferralRequest& request,
                              v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (request.recipient() == step.referral().recipient()) {
      return runtime::InvalidField("recipient", "must be another organisation");
    }
    RedirectAssignment(step.act, request.recipient(), request.recipient_clinician(), &step.referral());
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_REDIRECT, effect, response);
}

absl::Status CloseReferral(Call& call, Transaction& transaction, const v1::CloseReferralRequest& request,
                           v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_CLOSE_WITHOUT, NoEffect, response);
}

absl::Status RequestMoreSessions(Call& call, Transaction& transaction, const v1::RequestMoreSessionsRequest& request,
                                 v1::Referral* response) {
  if (request.authorization().sessions() == 0) {
    return runtime::InvalidField("authorization.sessions", "must say how many sessions are authorised");
  }
  const std::string& end_date = request.authorization().end_date();
  if (!end_date.empty() && EndOf(end_date) <= call.now) {
    return runtime::InvalidField("authorization.end_date", "must not lie in the past");
  }
  const Effect effect = [&request](Step& step) -> absl::Status {
    const auto next = CreateAndSend(step, MakeProlongation(step.referral(), request.authorization()));
    if (!next.ok()) return next.status();
    step.act.subject = next->name();
    StoreAcknowledgement(step.act, &step.referral());
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_MORE_SESSIONS, effect, response);
}

absl::Status ModifyReferral(Call& call, Transaction& transaction, const v1::ModifyReferralRequest& request,
                            v1::Referral* response) {
  const auto violations = ViolationsOf(request);
  if (!violations.empty()) return runtime::InvalidFields(violations);
  Step step{call, transaction, v1::REFERRAL_EVENT_MODIFY, ActOf(call)};
  const Effect effect = [&request](Step& modifying) {
    v1::Referral& referral = modifying.referral();
    runtime::ApplyFieldMask(request.update_mask(), request.referral(), &referral);
    referral.mutable_progress()->set_sessions_authorized(referral.authorization().sessions());
    referral.set_authorization_over(false);
    referral.set_unacknowledged_modification_version(referral.version() + 1);
    return absl::OkStatus();
  };
  return Move(step, request.referral().name(), request.referral().etag(), effect, response);
}

absl::Status AcknowledgeModification(Call& call, Transaction& transaction,
                                     const v1::AcknowledgeModificationRequest& request, v1::Referral* response) {
  const Effect effect = [](Step& step) {
    step.referral().set_unacknowledged_modification_version(0);
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ACK_MODIFICATION, effect, response);
}

}  // namespace tendon::referral
