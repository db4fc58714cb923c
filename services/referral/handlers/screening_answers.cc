// What people answer to screening: the clearance of the responsible physician, an attested override.
#include "services/referral/handlers/screening_answers.h"

#include <algorithm>
#include <optional>

#include "services/referral/handlers/screening_steps.h"
#include "services/referral/screening/current.h"

namespace tendon::referral {
namespace {

// An override is looked at again after so long at the latest.
constexpr absl::Duration kLongestOverride = absl::Hours(24 * 90);
// Of each kind on one referral.
constexpr int kMaxAnswers = 100;

// What screening says of the technique that is named, planned or not; of the plan when none is.
clinical::v1::ScreeningSnapshot ScreenNamed(const Step& step, const std::string& technique) {
  v1::Referral asked = step.record.referral;
  const auto& planned = asked.planned_techniques();
  const bool is_planned =
      std::any_of(planned.begin(), planned.end(), [&](const auto& use) { return use.technique() == technique; });
  if (!technique.empty() && !is_planned) asked.add_planned_techniques()->set_technique(technique);
  return ScreenNow(asked, step.act.time);
}

// The strongest thing that this rule says of this technique; absent where it does not hit.
std::optional<clinical::v1::RuleHit> FindHit(const Step& step, const std::string& rule, const std::string& technique) {
  std::optional<clinical::v1::RuleHit> strongest;
  const clinical::v1::ScreeningSnapshot screening = ScreenNamed(step, technique);
  for (const auto& verdict : screening.techniques()) {
    if (!technique.empty() && verdict.technique() != technique) continue;
    for (const auto& hit : verdict.hits()) {
      if (hit.rule() == rule && (!strongest.has_value() || hit.verdict() > strongest->verdict())) strongest = hit;
    }
  }
  return strongest;
}

// What the answer is to; INVALID_ARGUMENT or FAILED_PRECONDITION where there is nothing to answer.
absl::StatusOr<clinical::v1::RuleHit> AnsweredHit(const Step& step, const std::string& rule,
                                                  const std::string& technique) {
  const auto knowledge = CurrentScreeningKnowledge();
  if (knowledge->engine.knowledge().FindRule(rule) == nullptr) {
    return runtime::InvalidField("rule", "must be a rule of the knowledge base; see ListRules");
  }
  if (!technique.empty() && knowledge->engine.knowledge().FindTechnique(technique) == nullptr) {
    return runtime::InvalidField("technique", "must be a technique of the knowledge base; see ListTechniques");
  }
  const auto hit = FindHit(step, rule, technique);
  if (hit.has_value()) return *hit;
  return Refuse(step, "screening", "the rule does not stand in the way of this referral");
}

absl::Status NeedsClinician(const Step& step) {
  if (!step.act.clinician.empty()) return absl::OkStatus();
  return Refuse(step, "attestation", "a clinician attests, and the caller names none");
}

absl::Status CheckExpiry(const Step& step, const google::protobuf::Timestamp& expire_time) {
  const absl::Duration left = ToTime(expire_time) - step.act.time;
  if (left > absl::ZeroDuration() && left <= kLongestOverride) return absl::OkStatus();
  return runtime::InvalidField("expire_time", "must lie in the next 90 days");
}

absl::Status AddOverride(Step& step, const v1::AttestOverrideRequest& request) {
  if (absl::Status status = NeedsClinician(step); !status.ok()) return status;
  if (absl::Status status = CheckExpiry(step, request.expire_time()); !status.ok()) return status;
  const auto hit = AnsweredHit(step, request.rule(), request.technique());
  if (!hit.ok()) return hit.status();
  if (!hit->overridable()) {
    const std::set<std::string> others;
    Objections objections;
    for (auto& objection : Unacknowledged(ScreenNamed(step, request.technique()), others)) {
      if (objection.rule() == request.rule()) objections.push_back(std::move(objection));
    }
    return Contraindicated(objections);
  }
  if (step.referral().overrides_size() >= kMaxAnswers) return Refuse(step, "override", "it has as many as it can hold");
  v1::Override* attested = step.referral().add_overrides();
  attested->set_rule(request.rule());
  attested->set_technique(request.technique());
  attested->set_reason_code(request.reason_code());
  attested->set_comment(request.comment());
  attested->set_attesting_clinician(step.act.clinician);
  *attested->mutable_attest_time() = ToProto(step.act.time);
  *attested->mutable_expire_time() = request.expire_time();
  return absl::OkStatus();
}

// A rule that asks for clearance, or a technique that could not be screened.
absl::Status CheckCleared(Step& step, const v1::AttachClearanceRequest& request) {
  if (request.rule().empty()) {
    const auto knowledge = CurrentScreeningKnowledge();
    if (request.technique().empty()) return runtime::InvalidField("rule", "is required, or technique");
    if (knowledge->engine.knowledge().FindTechnique(request.technique()) == nullptr) return absl::OkStatus();
    return runtime::InvalidField("rule", "is required for a technique of the knowledge base");
  }
  const auto hit = AnsweredHit(step, request.rule(), request.technique());
  if (!hit.ok()) return hit.status();
  if (hit->verdict() != clinical::v1::VERDICT_ABSOLUTE) return absl::OkStatus();
  return Refuse(step, "clearance", "the rule says ABSOLUTE, which a clearance does not answer");
}

absl::Status CheckDay(const Step& step, const std::string& date) {
  const std::string tomorrow = absl::FormatTime("%Y-%m-%d", step.act.time + absl::Hours(24), absl::UTCTimeZone());
  return date <= tomorrow ? absl::OkStatus() : runtime::InvalidField("clear_date", "must not lie in the future");
}

absl::Status AddClearance(Step& step, const v1::AttachClearanceRequest& request) {
  if (absl::Status status = NeedsClinician(step); !status.ok()) return status;
  if (absl::Status status = CheckDay(step, request.clear_date()); !status.ok()) return status;
  if (absl::Status status = CheckCleared(step, request); !status.ok()) return status;
  if (step.referral().clearances_size() >= kMaxAnswers)
    return Refuse(step, "clearance", "it has as many as it can hold");
  v1::Clearance* clearance = step.referral().add_clearances();
  clearance->set_rule(request.rule());
  clearance->set_technique(request.technique());
  clearance->set_clearing_clinician(request.clearing_clinician());
  clearance->set_clear_date(request.clear_date());
  clearance->set_text(request.text());
  clearance->set_attaching_clinician(step.act.clinician);
  *clearance->mutable_attach_time() = ToProto(step.act.time);
  return absl::OkStatus();
}

}  // namespace

absl::Status AttestOverride(Call& call, Transaction& transaction, const v1::AttestOverrideRequest& request,
                            v1::Referral* response) {
  return Move(
      call, transaction, request, v1::REFERRAL_EVENT_ATTEST_OVERRIDE,
      [&request](Step& step) { return AddOverride(step, request); }, response);
}

absl::Status AttachClearance(Call& call, Transaction& transaction, const v1::AttachClearanceRequest& request,
                             v1::Referral* response) {
  return Move(
      call, transaction, request, v1::REFERRAL_EVENT_ATTACH_CLEARANCE,
      [&request](Step& step) { return AddClearance(step, request); }, response);
}

}  // namespace tendon::referral
