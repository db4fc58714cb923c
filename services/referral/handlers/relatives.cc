#include "services/referral/handlers/relatives.h"

#include <utility>

#include "services/referral/lifecycle/family.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"

namespace tendon::referral {
namespace {

constexpr char kParentEnded[] = "parent-ended";

absl::Status EndOpenChildren(Step& step) {
  const auto children = step.referral().open_children();  // a copy: reaching a child changes its parent
  for (const std::string& child : children) {
    const auto row = step.transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(child));
    if (!row.ok()) return row.status();
    const bool begun = states::kUnderWay.contains(static_cast<ReferralState>(row->state));
    const ReferralEvent event = begun ? v1::REFERRAL_EVENT_REQUEST_CANCEL : v1::REFERRAL_EVENT_CANCEL;
    const Effect effect = [begun](Step& of_child) {
      if (begun) StartCancelRequest(of_child.act, &of_child.referral());
      return absl::OkStatus();
    };
    absl::Status status = TakeAsSystem(step.call, step.transaction, child, event, kParentEnded, effect);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status TellParent(Step& step) {
  const v1::ChildOutcome outcome = OutcomeOf(step.referral());
  return TakeAsSystem(step.call, step.transaction, step.referral().parent_referral(), v1::REFERRAL_EVENT_CHILD_ENDED,
                      "", [&outcome](Step& of_parent) {
                        of_parent.act.subject = outcome.referral();
                        EndChild(outcome, &of_parent.referral());
                        return absl::OkStatus();
                      });
}

// A child is over for its parent once it is terminal; what it says later (a late summary, a correction) travels too.
bool HasNewsForParent(const v1::Referral& referral) {
  if (referral.parent_referral().empty() || !states::kTerminal.contains(referral.state())) return false;
  const v1::Transition& last = referral.last_transition();
  return last.from_state() != referral.state() || last.event() == v1::REFERRAL_EVENT_LATE_SUMMARY;
}

// What the parent's own record says now, after its children were reached.
absl::Status ReadAgain(Step& step) {
  const auto row = step.transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(step.referral().name()));
  if (!row.ok()) return row.status();
  auto record = ReadRecord(*row);
  if (!record.ok()) return record.status();
  step.record = *std::move(record);
  return absl::OkStatus();
}

Step StepOfNew(Step& step, ReferralEvent event, ReferralRecord record, int64_t ordinal) {
  Step next{step.call, step.transaction, event, step.act};
  next.act.reason_code.clear();
  next.act.comment.clear();
  next.act.subject.clear();
  next.roles = kReferrer;
  next.record = std::move(record);
  next.ordinal = ordinal;
  return next;
}

}  // namespace

absl::Status ReachRelatives(Step& step) {
  if (ReachesChildren(step.referral())) {
    if (absl::Status status = EndOpenChildren(step); !status.ok()) return status;
    if (absl::Status status = ReadAgain(step); !status.ok()) return status;
  }
  return HasNewsForParent(step.referral()) ? TellParent(step) : absl::OkStatus();
}

absl::Status TellChildren(Step& step, const v1::Referral& before) {
  const auto learnt = FactsLearnt(before, step.referral());
  if (!learnt.has_value()) return absl::OkStatus();
  const Effect add = [&](Step& of_child) {
    of_child.act.subject = step.referral().name();
    AddFacts(*learnt, &of_child.referral());
    return absl::OkStatus();
  };
  const auto children = step.referral().open_children();
  for (const std::string& child : children) {
    absl::Status status = TakeAsSystem(step.call, step.transaction, child, v1::REFERRAL_EVENT_ADD_SAFETY_FACT, "", add);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Referral>> AncestorsOf(Transaction& transaction, const v1::Referral& referral) {
  std::vector<v1::Referral> ancestors = {referral};
  while (!ancestors.back().parent_referral().empty()) {
    const auto row =
        transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(ancestors.back().parent_referral()));
    if (!row.ok()) return row.status();
    auto ancestor = ReadRow(*row);
    if (!ancestor.ok()) return ancestor.status();
    ancestors.push_back(*std::move(ancestor));
  }
  return ancestors;
}

absl::StatusOr<v1::Referral> CreateAndSend(Step& step, const v1::Referral& draft) {
  Step create = StepOfNew(step, v1::REFERRAL_EVENT_CREATE, {draft, {}}, 0);
  create.referral().set_name(runtime::ReferralName(runtime::NewUuidV7(step.call.now)));
  *create.referral().mutable_create_time() = ToProto(step.call.now);
  create.referral().mutable_progress()->set_sessions_authorized(draft.authorization().sessions());
  if (absl::Status status = Take(create, NoEffect); !status.ok()) return status;
  const int64_t ordinal = create.referral().revision();
  Step send = StepOfNew(step, v1::REFERRAL_EVENT_SEND, std::move(create.record), ordinal);
  const Effect open = [](Step& of_new) {
    OpenAssignment(of_new.act, &of_new.referral());
    return absl::OkStatus();
  };
  if (absl::Status status = Take(send, open); !status.ok()) return status;
  return std::move(send.referral());
}

}  // namespace tendon::referral
