// Referring onward: on one's own authority, or as an approved proposal.
#include "services/referral/handlers/children.h"

#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/relatives.h"
#include "services/referral/lifecycle/family.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

absl::Status RefusePath(const std::string& why) {
  return runtime::Error(absl::StatusCode::kFailedPrecondition, runtime::Reason::ERROR_REASON_PATH_REFUSED, why);
}

// A system client refers for the clinician whom the child names.
absl::Status CheckOrderingAuthority(Step& step, const v1::Referral& asked) {
  const std::string& who =
      asked.referring_clinician().empty() ? step.call.principal.clinician : asked.referring_clinician();
  const auto key = runtime::ParseClinicianName(who);
  v1::Clinician clinician;
  if (key.has_value()) {
    const auto row = step.transaction.GetClinician(step.call.scope, key->organization_id, key->clinician_id);
    if (!row.ok() && row.status().code() != absl::StatusCode::kNotFound) return row.status();
    if (row.ok() && !clinician.ParseFromString(row->body)) return absl::DataLossError("a stored clinician");
  }
  const bool own = key.has_value() && key->organization_id == step.call.principal.organization_id;
  if (own && clinician.ordering_authority()) return absl::OkStatus();
  return runtime::Error(absl::StatusCode::kFailedPrecondition, runtime::Reason::ERROR_REASON_NO_ORDERING_AUTHORITY,
                        "only a clinician with ordering authority refers onward; propose the child instead");
}

}  // namespace

absl::Status CheckPath(Step& step, const v1::Referral& asked) {
  const auto ancestors = AncestorsOf(step.transaction, step.referral());
  if (!ancestors.ok()) return ancestors.status();
  std::vector<const v1::Referral*> path;
  for (const v1::Referral& ancestor : *ancestors) path.push_back(&ancestor);
  const std::string why = PathRefusal(path, asked.recipient());
  return why.empty() ? absl::OkStatus() : RefusePath(why);
}

absl::StatusOr<std::string> SendChild(Step& step, const v1::Referral& asked) {
  if (absl::Status status = CheckPath(step, asked); !status.ok()) return status;
  // Who approves a proposal orders it; the recipient had no authority to.
  const bool proposed = step.event == v1::REFERRAL_EVENT_APPROVE_PROPOSAL;
  v1::Referral draft =
      MakeChild(step.referral(), asked, proposed ? step.act.organization : step.referral().recipient());
  if (proposed || draft.referring_clinician().empty()) draft.set_referring_clinician(step.act.clinician);
  const auto child = CreateAndSend(step, draft);
  if (!child.ok()) return child.status();
  AddOpenChild(child->name(), &step.referral());
  return child->name();
}

absl::Status CreateChildReferral(Call& call, Transaction& transaction, const v1::CreateChildReferralRequest& request,
                                 v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (absl::Status status = CheckOrderingAuthority(step, request.child()); !status.ok()) return status;
    auto child = SendChild(step, request.child());
    if (!child.ok()) return child.status();
    step.act.subject = *std::move(child);
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_CREATE_CHILD, effect, response);
}

}  // namespace tendon::referral
