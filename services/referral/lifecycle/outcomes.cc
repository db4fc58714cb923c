#include "services/referral/lifecycle/outcomes.h"

#include <array>

#include "services/referral/lifecycle/appointments.h"
#include "services/referral/lifecycle/proposals.h"
#include "services/referral/lifecycle/questions.h"

namespace tendon::referral {
namespace {

struct Facts {
  const TransitionRow& row;
  const ReferralRecord& record;
  PartyRole role;
  std::string_view subject;
};

ReferralState Stay(const Facts& facts) { return facts.record.referral.state(); }
ReferralState Fixed(const Facts& facts) { return facts.row.to; }
ReferralState BeforeHold(const Facts& facts) { return facts.record.referral.hold().prior_state(); }
ReferralState BeforeCancel(const Facts& facts) { return facts.record.referral.cancel_request().prior_state(); }
ReferralState OnceAnswered(const Facts& facts) {
  return OpenQuestions(facts.record.details) == 0 ? v1::REFERRAL_STATE_RECEIVED : Stay(facts);
}
ReferralState OnceUnscheduled(const Facts& facts) {
  return StandingAppointments(facts.record.details) == 0 ? v1::REFERRAL_STATE_ACCEPTED : Stay(facts);
}
ReferralState OnceBothAgree(const Facts& facts) {
  const bool other_party = facts.record.referral.wrong_patient_claim().party() != facts.role;
  return other_party ? v1::REFERRAL_STATE_ENTERED_IN_ERROR : Stay(facts);
}
ReferralState ForwardOrStay(const Facts& facts) {
  const v1::Proposal* proposal = FindProposal(facts.record.details, facts.subject);
  const bool forward = proposal != nullptr && proposal->kind() == v1::PROPOSAL_KIND_FORWARD;
  return forward ? v1::REFERRAL_STATE_SENT : Stay(facts);
}
ReferralState CompletedOrFailed(const Facts& facts) {
  const bool partial = facts.record.referral.closing_summary().partial();
  return partial ? v1::REFERRAL_STATE_FAILED : v1::REFERRAL_STATE_COMPLETED;
}

struct OutcomeRow {
  Outcome outcome;
  ReferralState (*resolve)(const Facts&);
  StateSet possible;  // beside the row's `to`
};

constexpr std::array<OutcomeRow, 9> kOutcomes = {{
    {Outcome::kFixed, Fixed, {}},
    {Outcome::kUnchanged, Stay, {}},
    {Outcome::kBeforeHold, BeforeHold, states::kBegun},
    {Outcome::kBeforeCancel, BeforeCancel, states::kUnderWay},
    {Outcome::kOnceAnswered, OnceAnswered, states::kInfoRequested | StateSet{v1::REFERRAL_STATE_RECEIVED}},
    {Outcome::kOnceUnscheduled, OnceUnscheduled, states::kScheduled | states::kJustAccepted},
    {Outcome::kOnceBothAgree, OnceBothAgree, states::kNotInError | StateSet{v1::REFERRAL_STATE_ENTERED_IN_ERROR}},
    {Outcome::kForwardOrStay, ForwardOrStay, states::kDecidable | states::kSent},
    {Outcome::kCompletedOrFailed, CompletedOrFailed, {v1::REFERRAL_STATE_COMPLETED, v1::REFERRAL_STATE_FAILED}},
}};

const OutcomeRow& RowOf(Outcome outcome) { return kOutcomes[static_cast<size_t>(outcome)]; }

}  // namespace

ReferralState ResolveOutcome(const TransitionRow& row, const ReferralRecord& record, PartyRole role,
                             std::string_view subject) {
  return RowOf(row.outcome).resolve({row, record, role, subject});
}

StateSet PossibleOutcomes(const TransitionRow& row) {
  return row.outcome == Outcome::kFixed ? StateSet{row.to} : RowOf(row.outcome).possible;
}

}  // namespace tendon::referral
