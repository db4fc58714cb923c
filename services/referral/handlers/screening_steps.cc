#include "services/referral/handlers/screening_steps.h"

#include <algorithm>
#include <utility>

#include "services/clinical/screening/message.h"
#include "services/referral/screening/current.h"
#include "services/referral/screening/names.h"
#include "services/referral/screening/question.h"
#include "services/runtime/resource_name.h"
#include "tendon/referral/v1/directory.pb.h"

namespace tendon::referral {
namespace {

using clinical::v1::ScreeningSnapshot;
using runtime::Reason;

// The referral's own limit on findings, as its proto has it.
constexpr int kMaxFindings = 100;

ScreeningSnapshot ScreenQuestion(const ScreeningQuestion& question) {
  const auto knowledge = CurrentScreeningKnowledge();
  return clinical::screening::ToProto(knowledge->engine.Screen(question), knowledge->engine.knowledge(), question.now);
}

ScreeningSnapshot ScreenIn(const v1::Referral& referral, const std::string& state, absl::Time now) {
  ScreeningQuestion question = QuestionOf(referral, now);
  question.performer.state = state;
  return ScreenQuestion(question);
}

absl::Status RefuseWith(Reason reason, const Objections& objections, const std::string& message) {
  v1::ScreeningRefused detail;
  for (const auto& objection : objections) *detail.add_objections() = objection;
  detail.set_knowledge_version(CurrentScreeningKnowledge()->engine.knowledge().version);
  detail.set_statement(clinical::screening::kStatement);
  return runtime::WithDetail(runtime::Error(absl::StatusCode::kFailedPrecondition, reason, message), detail);
}

absl::Status NotAcknowledged(const Objections& missing) {
  return RefuseWith(Reason::ERROR_REASON_SCREENING_NOT_ACKNOWLEDGED, missing,
                    "whoever treats must acknowledge in acknowledged_rules what screening says (decision support, not "
                    "a decision); missing: " +
                        Describe(missing));
}

void StoreScreening(ScreeningSnapshot screening, v1::Referral* referral) {
  referral->clear_screening_changes();
  for (auto& change : ChangesBetween(referral->screening(), screening)) {
    *referral->add_screening_changes() = std::move(change);
  }
  *referral->mutable_screening() = std::move(screening);
}

void Acknowledge(const Act& act, const std::set<std::string>& rules, v1::Referral* referral) {
  v1::ScreeningAcknowledgement* acknowledgement = referral->mutable_screening_acknowledgement();
  acknowledgement->clear_rules();
  for (const std::string& rule : rules) acknowledgement->add_rules(rule);
  acknowledgement->set_clinician(act.clinician);
  *acknowledgement->mutable_acknowledge_time() = ToProto(act.time);
  for (v1::Override& attested : *referral->mutable_overrides()) {
    if (attested.has_acknowledge_time()) continue;
    *attested.mutable_acknowledge_time() = ToProto(act.time);
    attested.set_acknowledging_clinician(act.clinician);
  }
}

// Another recipient has acknowledged nothing.
void ForgetAcknowledgements(v1::Referral* referral) {
  referral->clear_screening_acknowledgement();
  for (v1::Override& attested : *referral->mutable_overrides()) {
    attested.clear_acknowledge_time();
    attested.clear_acknowledging_clinician();
  }
}

bool IsPlanOnly(const v1::Referral& before, const v1::Referral& after) {
  v1::Referral same = after;
  *same.mutable_planned_techniques() = before.planned_techniques();
  *same.mutable_body_sites() = before.body_sites();
  const absl::Time now = absl::UnixEpoch();
  return ChangesBetween(ScreenNow(before, now), ScreenNow(same, now)).empty();
}

}  // namespace

absl::Status Contraindicated(const Objections& objections) {
  return RefuseWith(Reason::ERROR_REASON_CONTRAINDICATED, objections,
                    "screening stands in the way (decision support, not a decision): " + Describe(objections) +
                        ". What to do: " + WhatToDo(objections));
}

absl::Status CheckFindings(const FindingList& findings) {
  const auto knowledge = CurrentScreeningKnowledge();
  NameCheck names(knowledge->engine.knowledge());
  names.Check(findings, "findings");
  return names.violations().empty() ? absl::OkStatus() : runtime::InvalidFields(names.violations());
}

absl::Status AddFindings(const Act& act, const FindingList& findings, v1::Referral* referral) {
  if (referral->findings_size() + findings.size() > kMaxFindings) {
    return runtime::InvalidField("findings", "would make more than the referral can hold");
  }
  for (const clinical::v1::Finding& finding : findings) {
    clinical::v1::Finding* added = referral->add_findings();
    *added = finding;
    if (!added->has_effective_time()) *added->mutable_effective_time() = ToProto(act.time);
    added->mutable_assertion()->set_asserter(act.clinician);
    *added->mutable_assertion()->mutable_assert_time() = ToProto(act.time);
  }
  return absl::OkStatus();
}

ScreeningSnapshot ScreenNow(const v1::Referral& referral, absl::Time now) { return ScreenIn(referral, "", now); }

RedFlags RedFlagsNow(const v1::Referral& referral, absl::Time now) {
  ScreeningQuestion question = QuestionOf(referral, now);
  if (question.techniques.empty()) {
    const auto knowledge = CurrentScreeningKnowledge();
    // Each technique, since education is free of red flags.
    for (const auto& technique : knowledge->engine.knowledge().techniques) {
      question.techniques.emplace_back().technique = technique.id;
    }
  }
  return RedFlagsOf(ScreenQuestion(question));
}

std::string LicenceState(const Step& step, const std::string& clinician_name) {
  const auto key = runtime::ParseClinicianName(clinician_name);
  if (!key.has_value()) return "";
  const auto row = step.transaction.GetClinician(step.call.scope, key->organization_id, key->clinician_id);
  v1::Clinician clinician;
  if (!row.ok() || !clinician.ParseFromString(row->body)) return "";
  std::string state;
  for (const v1::License& license : clinician.licenses()) {
    if (license.discipline() != step.record.referral.discipline()) continue;
    if (!state.empty() && state != license.state()) return "";
    state = license.state();
  }
  return state;
}

absl::Status ScreenToSend(Step& step) {
  v1::Referral& referral = step.referral();
  StoreScreening(ScreenNow(referral, step.act.time), &referral);
  ForgetAcknowledgements(&referral);
  referral.set_unsafe(false);
  const Objections objections = ObjectionsTo(referral.screening(), referral, step.act.time);
  return objections.empty() ? absl::OkStatus() : Contraindicated(objections);
}

absl::Status ScreenToForward(Step& step) {
  const v1::Assignment* current = CurrentAssignment(step.record.referral);
  const bool forwards = step.referral().state() == v1::REFERRAL_STATE_DECLINED && current != nullptr &&
                        current->state() == v1::REFERRAL_STATE_UNSPECIFIED;
  return forwards ? ScreenToSend(step) : absl::OkStatus();
}

absl::Status ScreenToTreat(Step& step, const std::string& clinician, const RuleIds& acknowledged) {
  v1::Referral& referral = step.referral();
  StoreScreening(ScreenIn(referral, LicenceState(step, clinician), step.act.time), &referral);
  const Objections objections = ObjectionsTo(referral.screening(), referral, step.act.time);
  if (!objections.empty()) return Contraindicated(objections);
  std::set<std::string> known(acknowledged.begin(), acknowledged.end());
  const auto& before = referral.screening_acknowledgement().rules();
  known.insert(before.begin(), before.end());
  const Objections missing = Unacknowledged(referral.screening(), known);
  if (!missing.empty()) return NotAcknowledged(missing);
  std::set<std::string> rules = RulesOf(referral.screening());
  rules.insert(before.begin(), before.end());
  Acknowledge(step.act, rules, &referral);
  referral.set_unsafe(false);
  return absl::OkStatus();
}

absl::Status ScreenChanged(Step& step) {
  v1::Referral& referral = step.referral();
  const Objections before = ObjectionsTo(referral.screening(), referral, step.act.time);
  StoreScreening(ScreenNow(referral, step.act.time), &referral);
  const Objections after = ObjectionsTo(referral.screening(), referral, step.act.time);
  const bool sent = referral.state() != v1::REFERRAL_STATE_DRAFT;
  step.alert = sent && HasNews(before, after);
  step.urgency = UrgencyOf(after);
  referral.set_unsafe(sent && !after.empty());
  return absl::OkStatus();
}

absl::Status ScreenModified(Step& step) {
  const auto row =
      step.transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(step.record.referral.name()));
  if (!row.ok()) return row.status();
  v1::Referral before;
  if (!before.ParseFromString(row->body)) return absl::DataLossError("a stored referral cannot be read");
  if (absl::Status status = ScreenChanged(step); !status.ok()) return status;
  if (!step.alert || !IsPlanOnly(before, step.record.referral)) return absl::OkStatus();
  return Contraindicated(ObjectionsTo(step.record.referral.screening(), step.record.referral, step.act.time));
}

absl::Status ScreenToResume(Step& step) {
  v1::Referral& referral = step.referral();
  if (!IsSafetyHold(referral.hold())) return absl::OkStatus();
  StoreScreening(ScreenNow(referral, step.act.time), &referral);
  const Objections objections = ObjectionsTo(referral.screening(), referral, step.act.time);
  if (!objections.empty()) return Contraindicated(objections);
  referral.set_unsafe(false);
  return absl::OkStatus();
}

}  // namespace tendon::referral
