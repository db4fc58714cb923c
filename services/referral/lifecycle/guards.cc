#include "services/referral/lifecycle/guards.h"

#include <array>

#include "services/referral/lifecycle/appointments.h"
#include "services/referral/lifecycle/dates.h"
#include "services/referral/lifecycle/proposals.h"
#include "services/referral/lifecycle/questions.h"

namespace tendon::referral {
namespace {

GuardRefusal No(std::string message) { return {v1::ERROR_REASON_TRANSITION_REFUSED, std::move(message), {}}; }

using Check = std::optional<GuardRefusal> (*)(const Situation&);

std::optional<GuardRefusal> Complete(const Situation& situation) {
  auto missing = MissingToSend(situation.record.referral);
  if (missing.empty()) return std::nullopt;
  std::string message;
  for (const auto& violation : missing) {
    message += (message.empty() ? "" : "; ") + violation.field + " " + violation.description;
  }
  return GuardRefusal{v1::ERROR_REASON_INCOMPLETE, std::move(message), std::move(missing)};
}

std::optional<GuardRefusal> Authorized(const Situation& situation) {
  std::string used_up = AuthorizationUsedUp(situation.record.referral, situation.now);
  if (used_up.empty()) return std::nullopt;
  return GuardRefusal{v1::ERROR_REASON_AUTHORIZATION_USED_UP, std::move(used_up), {}};
}

std::optional<GuardRefusal> NoSession(const Situation& situation) {
  if (SessionsEver(situation.record.referral) == 0) return std::nullopt;
  return No("sessions have taken place; cancel it, or report the wrong patient");
}

std::optional<GuardRefusal> SomeSession(const Situation& situation) {
  if (SessionsEver(situation.record.referral) > 0) return std::nullopt;
  return No("no session has taken place; the referrer marks it as entered in error");
}

std::optional<GuardRefusal> TimeRanOut(const Situation& situation) {
  const v1::Turn& turn = situation.record.referral.turn();
  const bool ran_out = turn.reminders() > 0 || turn.has_escalate_time() || ToTime(turn.due_time()) <= situation.now;
  // Not where the referrer lets a question wait.
  if (turn.party() == v1::PARTY_ROLE_RECIPIENT && ran_out) return std::nullopt;
  return No("the recipient's time has not run out; cancel it, or wait");
}

std::optional<GuardRefusal> NoOpenChild(const Situation& situation) {
  if (situation.record.referral.open_children().empty()) return std::nullopt;
  return No("a child referral is open and must end first");
}

bool IsOverridden(const v1::Referral& referral, absl::Time now) {
  for (const v1::Override& attested : referral.overrides()) {
    const bool after = ToTime(attested.attest_time()) >= ToTime(referral.hold().hold_time());
    if (after && ToTime(attested.expire_time()) > now) return true;
  }
  return false;
}

std::optional<GuardRefusal> MayResume(const Situation& situation) {
  const v1::Referral& referral = situation.record.referral;
  if (IsSafetyHold(referral.hold())) {
    if (situation.roles.contains(v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN) || IsOverridden(referral, situation.now)) {
      return std::nullopt;
    }
    return No("it was halted for safety; the responsible physician clears it, or attests an override");
  }
  if (situation.roles.contains(referral.hold().party())) return std::nullopt;
  return No("only the party that halted it resumes it");
}

std::optional<GuardRefusal> ModificationOpen(const Situation& situation) {
  if (situation.record.referral.unacknowledged_modification_version() != 0) return std::nullopt;
  return No("there is no change to acknowledge");
}

std::optional<GuardRefusal> Unread(const Situation& situation) {
  if (situation.record.referral.acknowledgement().unread()) return std::nullopt;
  return No("the outcome has been read");
}

std::optional<GuardRefusal> SummaryOwed(const Situation& situation) {
  if (situation.record.referral.summary_owed()) return std::nullopt;
  return No("no summary is owed");
}

std::optional<GuardRefusal> NotRefused(const Situation& situation) {
  if (!situation.record.referral.cancel_request().refused()) return std::nullopt;
  return No("the wish to stop was refused already; it is the referrer's turn");
}

std::optional<GuardRefusal> QuestionOpen(const Situation& situation) {
  if (AnyUnanswered(v1::PARTY_ROLE_RECIPIENT, situation.record.details)) return std::nullopt;
  return No("no question of the recipient waits for an answer");
}

std::optional<GuardRefusal> ClarificationOpen(const Situation& situation) {
  if (AnyUnanswered(v1::PARTY_ROLE_REFERRER, situation.record.details)) return std::nullopt;
  return No("no question of the referrer waits for an answer");
}

std::optional<GuardRefusal> AppointmentStands(const Situation& situation) {
  if (StandingAppointments(situation.record.details) > 0) return std::nullopt;
  return No("no appointment stands");
}

std::optional<GuardRefusal> ProposalOpen(const Situation& situation) {
  if (OpenProposals(situation.record.details) > 0) return std::nullopt;
  return No("no proposal is open");
}

struct GuardRow {
  Guard guard;
  Check check;
  std::string_view description;
};

constexpr std::array<GuardRow, 15> kGuards = {{
    {Guard::kComplete, Complete, "the referral is complete"},
    {Guard::kAuthorized, Authorized, "the authorised number and validity cover a further session"},
    {Guard::kNoSession, NoSession, "no session has taken place"},
    {Guard::kSomeSession, SomeSession, "a session has taken place"},
    {Guard::kTimeRanOut, TimeRanOut, "the recipient's time has run out"},
    {Guard::kNoOpenChild, NoOpenChild, "no child referral is open"},
    {Guard::kMayResume, MayResume, "it is the party that halted it; for a safety hold the responsible physician"},
    {Guard::kModificationOpen, ModificationOpen, "a change waits to be acknowledged"},
    {Guard::kUnread, Unread, "the outcome was closed unread"},
    {Guard::kSummaryOwed, SummaryOwed, "a summary is owed"},
    {Guard::kNotRefused, NotRefused, "the wish to stop was not refused yet"},
    {Guard::kQuestionOpen, QuestionOpen, "a question of the recipient waits for an answer"},
    {Guard::kClarificationOpen, ClarificationOpen, "a question of the referrer waits for an answer"},
    {Guard::kAppointmentStands, AppointmentStands, "an appointment stands"},
    {Guard::kProposalOpen, ProposalOpen, "a proposal is open"},
}};

}  // namespace

std::optional<GuardRefusal> CheckGuards(GuardSet guards, const Situation& situation) {
  for (const GuardRow& row : kGuards) {
    if (!guards.contains(row.guard)) continue;
    if (auto refusal = row.check(situation); refusal.has_value()) return refusal;
  }
  return std::nullopt;
}

std::string_view GuardDescription(Guard guard) {
  for (const GuardRow& row : kGuards) {
    if (row.guard == guard) return row.description;
  }
  return "";
}

std::vector<runtime::FieldViolation> MissingToSend(const v1::Referral& referral) {
  std::vector<runtime::FieldViolation> missing;
  const auto require = [&missing](bool present, const char* field, const char* rule) {
    if (!present) missing.push_back({field, rule});
  };
  require(!referral.recipient().empty(), "recipient", "must name the organisation that is to treat");
  require(referral.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED, "discipline",
          "must say which discipline is asked for");
  require(referral.patient().identifiers_size() > 0, "patient.identifiers", "must hold at least one identifier");
  require(!referral.reason().empty() || referral.reason_conditions_size() > 0, "reason_conditions",
          "must hold a condition, or reason must say why");
  require(referral.authorization().sessions() > 0, "authorization.sessions",
          "must say how many sessions are authorised");
  require(!referral.has_consent() || referral.consent().granted(), "consent.granted",
          "is false: the patient has not agreed");
  for (int i = 0; i < referral.planned_techniques_size(); ++i) {
    if (referral.planned_techniques(i).body_sites_size() > 0 || referral.body_sites_size() > 0) continue;
    missing.push_back({"planned_techniques[" + std::to_string(i) + "].body_sites", "must say where on the body"});
  }
  return missing;
}

std::string AuthorizationUsedUp(const v1::Referral& referral, absl::Time now) {
  const v1::Authorization& authorization = referral.authorization();
  const int completed = referral.progress().sessions_completed();
  if (completed >= authorization.sessions()) {
    return "all " + std::to_string(authorization.sessions()) +
           " authorised sessions have taken place; ask the referrer for more";
  }
  const std::string today = Today(now);
  if (!authorization.end_date().empty() && today > LastDayOf(authorization.end_date())) {
    return "the authorisation's end_date is over; ask the referrer for an extension";
  }
  if (!authorization.start_date().empty() && today < FirstDayOf(authorization.start_date())) {
    return "the authorisation's start_date has not come";
  }
  const std::string& latest_start = authorization.latest_start_date();
  if (completed == 0 && !latest_start.empty() && today > LastDayOf(latest_start)) {
    return "the authorisation's latest_start_date is over";
  }
  return "";
}

}  // namespace tendon::referral
