#include "services/referral/handlers/red_flags.h"

#include "services/referral/handlers/screening_steps.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

constexpr char kRedFlag[] = "red-flag";
constexpr char kFoundBelow[] = "contraindication-found";
// As many as a patient can be sent back in one referral.
constexpr int kMaxAsked = 50;

// Halts what is being treated, and asks its physician.
Effect HaltAndAsk(const RedFlags& flags, const std::string& subject) {
  return [flags, subject](Step& step) {
    step.act.subject = subject;
    AskPhysician(step.act, flags, &step.referral());
    StartHold(step.decision.role, step.act, &step.referral());
    step.alert = true;
    step.urgency = flags.urgency;
    return absl::OkStatus();
  };
}

// A red flag is about whatever is done, so the treatment that this one is part of is halted too.
absl::Status HaltParent(Call& call, Transaction& transaction, const v1::Referral& child, const RedFlags& flags) {
  if (child.parent_referral().empty()) return absl::OkStatus();
  return TakeAsSystem(call, transaction, child.parent_referral(), v1::REFERRAL_EVENT_HOLD, kFoundBelow,
                      HaltAndAsk(flags, child.name()));
}

absl::Status ReadInto(Transaction& transaction, const std::string& name, v1::Referral* referral) {
  const auto row = transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(name));
  return row.ok() ? ReadRow(*row, referral) : row.status();
}

// What the findings add to what was known.
absl::StatusOr<RedFlags> FlagsFound(const Act& act, const FindingList& findings, const v1::Referral& known) {
  v1::Referral tried = known;
  if (absl::Status status = AddFindings(act, findings, &tried); !status.ok()) return status;
  return NewRedFlags(RedFlagsNow(known, act.time), RedFlagsNow(tried, act.time));
}

}  // namespace

RedFlags NewRedFlags(const RedFlags& before, const RedFlags& after) {
  RedFlags news;
  for (const std::string& rule : after.rules) {
    if (!before.rules.contains(rule)) news.rules.insert(rule);
  }
  if (!news.rules.empty()) news.urgency = after.urgency;
  return news;
}

void AskPhysician(const Act& act, const RedFlags& flags, v1::Referral* referral) {
  if (referral->recheck_requests_size() >= kMaxAsked) return;
  v1::RecheckRequest* recheck = referral->add_recheck_requests();
  recheck->set_referral(referral->name());
  recheck->set_reason_code(kRedFlag);
  *recheck->mutable_request_time() = ToProto(act.time);
  recheck->set_refer_urgency(flags.urgency);
  for (const std::string& rule : flags.rules) recheck->add_rules(rule);
}

absl::StatusOr<bool> StopForRedFlag(Call& call, Transaction& transaction, const v1::StartSessionRequest& request,
                                    v1::Referral* response) {
  if (request.findings().empty()) return false;
  const auto found = FindRecord(call, transaction, request.name());
  if (!found.ok()) return found.status();
  const v1::Referral& known = found->record.referral;
  if (!Decide(known.state(), v1::REFERRAL_EVENT_START_SESSION, found->roles).has_value()) return false;
  Step step{call, transaction, v1::REFERRAL_EVENT_HOLD, ActOf(call)};
  step.act.reason_code = kRedFlag;
  const auto flags = FlagsFound(step.act, request.findings(), known);
  if (!flags.ok()) return flags.status();
  if (flags->rules.empty()) return false;
  const Effect stop = [&](Step& stopping) {
    absl::Status status = AddFindings(stopping.act, request.findings(), &stopping.referral());
    if (status.ok()) status = ScreenChanged(stopping);
    return status.ok() ? HaltAndAsk(*flags, "")(stopping) : status;
  };
  if (absl::Status status = Move(step, request.name(), request.etag(), stop, response); !status.ok()) return status;
  if (absl::Status status = HaltParent(call, transaction, *response, *flags); !status.ok()) return status;
  call.resource = request.name();
  return true;
}

absl::Status HaltForNewRedFlags(Call& call, Transaction& transaction, const RedFlags& before, v1::Referral* referral) {
  const RedFlags flags = NewRedFlags(before, RedFlagsNow(*referral, call.now));
  if (flags.rules.empty()) return absl::OkStatus();
  const std::string name = referral->name();
  absl::Status status = TakeAsSystem(call, transaction, name, v1::REFERRAL_EVENT_HOLD, kRedFlag, HaltAndAsk(flags, ""));
  if (status.ok()) status = HaltParent(call, transaction, *referral, flags);
  if (status.ok()) status = ReadInto(transaction, name, referral);
  call.resource = name;
  return status;
}

}  // namespace tendon::referral
