// The transition table: what may happen to a referral, and who may make it happen. Its rows stand in transitions.inc
// and nowhere else; handlers, timers, GetAllowedActions, ListTransitionRules, `tendon table` and the tests read them.
// Source: the referral exchange's rules R2; `rule` is the row number there, with a letter where Tendon adds a row.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

using v1::PartyRole;
using v1::ReferralEvent;
using v1::ReferralState;

// A set of values of an enum whose numbers are below 32.
template <class Enum>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<Enum> values) {
    for (const Enum value : values) bits_ |= Bit(value);
  }
  constexpr bool contains(Enum value) const { return (bits_ & Bit(value)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr EnumSet operator|(EnumSet other) const { return EnumSet(bits_ | other.bits_); }
  constexpr EnumSet operator&(EnumSet other) const { return EnumSet(bits_ & other.bits_); }
  constexpr bool operator==(const EnumSet&) const = default;

 private:
  constexpr explicit EnumSet(uint32_t bits) : bits_(bits) {}
  static constexpr uint32_t Bit(Enum value) { return uint32_t{1} << static_cast<uint32_t>(value); }
  uint32_t bits_ = 0;
};
using StateSet = EnumSet<ReferralState>;
using RoleSet = EnumSet<PartyRole>;

// Where a row leads. All but kFixed are functions of the referral once the event's effects are in it: outcomes.h.
enum class Outcome {
  kFixed,              // the row's `to`
  kUnchanged,          // the same state
  kBeforeHold,         // where the hold found it
  kBeforeCancel,       // where the wish to stop found it
  kOnceAnswered,       // RECEIVED once no mandatory question waits
  kOnceUnscheduled,    // ACCEPTED once no appointment stands
  kOnceBothAgree,      // ENTERED_IN_ERROR once the other party has said so too
  kForwardOrStay,      // SENT where a forward was approved
  kCompletedOrFailed,  // by what the summary says
};

// What must be so beyond state and role: guards.h.
enum class Guard {
  kComplete,
  kAuthorized,
  kNoSession,
  kSomeSession,
  kTimeRanOut,
  kNoOpenChild,
  kMayResume,
  kModificationOpen,
  kUnread,
  kSummaryOwed,
  kNotRefused,
  kQuestionOpen,
  kClarificationOpen,
  kAppointmentStands,
  kProposalOpen,
};
inline constexpr Guard kLastGuard = Guard::kProposalOpen;
using GuardSet = EnumSet<Guard>;

// What a caller must give with the event.
enum class Needs { kNothing, kReason, kReasonAndComment };

// An event that is repeated at its target is recorded without effect (row 47), or is an event of its own each time.
// kOrNoOp: where a guard says no, there is nothing left to do.
enum class Repeat { kNoOp, kOrNoOp, kNever };

struct TransitionRow {
  std::string_view rule;
  StateSet from;  // empty: makes the referral
  ReferralEvent event;
  RoleSet by;
  Outcome outcome;
  ReferralState to;  // of kFixed
  Needs needs;
  GuardSet guards;
  Repeat repeat;
  std::string_view method;       // the RPC that does it; "" for the system's own
  std::string_view description;  // for people
};

namespace states {
inline constexpr StateSet kNone = {};
inline constexpr StateSet kDraft = {v1::REFERRAL_STATE_DRAFT};
inline constexpr StateSet kSent = {v1::REFERRAL_STATE_SENT};
inline constexpr StateSet kUnanswered = {v1::REFERRAL_STATE_SENT, v1::REFERRAL_STATE_RECEIVED};
inline constexpr StateSet kInfoRequested = {v1::REFERRAL_STATE_INFO_REQUESTED};
inline constexpr StateSet kPre = kUnanswered | kInfoRequested;
inline constexpr StateSet kJustAccepted = {v1::REFERRAL_STATE_ACCEPTED};
inline constexpr StateSet kWaitlisted = {v1::REFERRAL_STATE_WAITLISTED};
inline constexpr StateSet kScheduled = {v1::REFERRAL_STATE_SCHEDULED};
inline constexpr StateSet kAccepted = kJustAccepted | kWaitlisted | kScheduled;
inline constexpr StateSet kInProgress = {v1::REFERRAL_STATE_IN_PROGRESS};
inline constexpr StateSet kOnHold = {v1::REFERRAL_STATE_ON_HOLD};
inline constexpr StateSet kCancelRequested = {v1::REFERRAL_STATE_CANCEL_REQUESTED};
inline constexpr StateSet kCompleted = {v1::REFERRAL_STATE_COMPLETED};
inline constexpr StateSet kClosed = {v1::REFERRAL_STATE_CLOSED};
inline constexpr StateSet kDeclined = {v1::REFERRAL_STATE_DECLINED};
inline constexpr StateSet kToSchedule = kJustAccepted | kWaitlisted;
inline constexpr StateSet kForwardable = kPre | kJustAccepted;
inline constexpr StateSet kBeforeSession = kPre | kAccepted;
inline constexpr StateSet kUnderWay = kInProgress | kOnHold;
inline constexpr StateSet kBegun = kAccepted | kInProgress;
inline constexpr StateSet kTreated = kAccepted | kUnderWay;
inline constexpr StateSet kStoppable = kTreated;
inline constexpr StateSet kReferable = kBegun;
inline constexpr StateSet kDecidable = kTreated | kDeclined;
inline constexpr StateSet kModifiable = kPre | kTreated;
// On the way, and before it is sent to another.
inline constexpr StateSet kScreenable = kModifiable | StateSet{v1::REFERRAL_STATE_DECLINED, v1::REFERRAL_STATE_FAILED};
// The assignment is over, the referral is not.
inline constexpr StateSet kUntreated = {v1::REFERRAL_STATE_DECLINED, v1::REFERRAL_STATE_FAILED};
inline constexpr StateSet kEndedEarly = {v1::REFERRAL_STATE_CANCELLED, v1::REFERRAL_STATE_FAILED,
                                         v1::REFERRAL_STATE_EXPIRED};
inline constexpr StateSet kTerminal = {v1::REFERRAL_STATE_CLOSED, v1::REFERRAL_STATE_CANCELLED,
                                       v1::REFERRAL_STATE_EXPIRED, v1::REFERRAL_STATE_ENTERED_IN_ERROR};
// Sent, and not over.
inline constexpr StateSet kOpen = kPre | kAccepted | kInProgress | kOnHold | kCancelRequested | kCompleted | kUntreated;
inline constexpr StateSet kLearnable = {v1::REFERRAL_STATE_RECEIVED,  v1::REFERRAL_STATE_INFO_REQUESTED,
                                        v1::REFERRAL_STATE_ACCEPTED,  v1::REFERRAL_STATE_WAITLISTED,
                                        v1::REFERRAL_STATE_SCHEDULED, v1::REFERRAL_STATE_IN_PROGRESS,
                                        v1::REFERRAL_STATE_ON_HOLD,   v1::REFERRAL_STATE_CANCEL_REQUESTED,
                                        v1::REFERRAL_STATE_COMPLETED, v1::REFERRAL_STATE_DECLINED,
                                        v1::REFERRAL_STATE_FAILED};
inline constexpr StateSet kNonTerminal = kDraft | kOpen;
inline constexpr StateSet kNotInError =
    kOpen | StateSet{v1::REFERRAL_STATE_CLOSED, v1::REFERRAL_STATE_CANCELLED, v1::REFERRAL_STATE_EXPIRED};
inline constexpr StateSet kEverSent = kOpen | kTerminal;
}  // namespace states

inline constexpr RoleSet kReferrer = {v1::PARTY_ROLE_REFERRER};
inline constexpr RoleSet kRecipient = {v1::PARTY_ROLE_RECIPIENT};
inline constexpr RoleSet kPhysician = {v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN};
inline constexpr RoleSet kSystem = {v1::PARTY_ROLE_SYSTEM};
inline constexpr RoleSet kEitherParty = kReferrer | kRecipient;
inline constexpr RoleSet kAnyActor = kEitherParty | kSystem;
inline constexpr RoleSet kMayResume = kEitherParty | kPhysician;
inline constexpr RoleSet kMayDecide = kReferrer | kPhysician;

namespace guards {
inline constexpr GuardSet kNone = {};
inline constexpr GuardSet kComplete = {Guard::kComplete};
inline constexpr GuardSet kAuthorized = {Guard::kAuthorized};
inline constexpr GuardSet kNoSession = {Guard::kNoSession};
inline constexpr GuardSet kSomeSession = {Guard::kSomeSession};
inline constexpr GuardSet kTimeRanOut = {Guard::kTimeRanOut};
inline constexpr GuardSet kNoOpenChild = {Guard::kNoOpenChild};
inline constexpr GuardSet kMayResume = {Guard::kMayResume};
inline constexpr GuardSet kModificationOpen = {Guard::kModificationOpen};
inline constexpr GuardSet kUnread = {Guard::kUnread};
inline constexpr GuardSet kSummaryOwed = {Guard::kSummaryOwed};
inline constexpr GuardSet kNotRefused = {Guard::kNotRefused};
inline constexpr GuardSet kQuestionOpen = {Guard::kQuestionOpen};
inline constexpr GuardSet kClarificationOpen = {Guard::kClarificationOpen};
inline constexpr GuardSet kAppointmentStands = {Guard::kAppointmentStands};
inline constexpr GuardSet kProposalOpen = {Guard::kProposalOpen};
}  // namespace guards

// TENDON_TO: to a state. TENDON_BY: to where the outcome says.
#define TENDON_TO(rule, from, event, by, to, needs, guard, repeat, method, text) \
  TransitionRow{rule,                                                            \
                states::from,                                                    \
                v1::REFERRAL_EVENT_##event,                                      \
                by,                                                              \
                Outcome::kFixed,                                                 \
                v1::REFERRAL_STATE_##to,                                         \
                Needs::needs,                                                    \
                guards::guard,                                                   \
                Repeat::repeat,                                                  \
                method,                                                          \
                text},
#define TENDON_BY(rule, from, event, by, outcome, needs, guard, repeat, method, text) \
  TransitionRow{rule,                                                                 \
                states::from,                                                         \
                v1::REFERRAL_EVENT_##event,                                           \
                by,                                                                   \
                Outcome::outcome,                                                     \
                v1::REFERRAL_STATE_UNSPECIFIED,                                       \
                Needs::needs,                                                         \
                guards::guard,                                                        \
                Repeat::repeat,                                                       \
                method,                                                               \
                text},
inline constexpr auto kTransitions = std::to_array<TransitionRow>({
#include "services/referral/lifecycle/transitions.inc"
});
#undef TENDON_TO
#undef TENDON_BY

// The row with this number; null when there is none.
constexpr const TransitionRow* FindRow(std::string_view rule, ReferralEvent event) {
  for (const TransitionRow& row : kTransitions) {
    if (row.rule == rule && row.event == event) return &row;
  }
  return nullptr;
}

}  // namespace tendon::referral
