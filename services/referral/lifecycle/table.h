// The transition table: what may happen to a referral, and who may make it happen. This is the only place where it is
// written; handlers, GetAllowedActions, ListTransitionRules, the command line's `tendon table` and the tests read it.
// Source: the referral exchange's rules R2; `rule` is the row number there.
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

// The state does not change.
inline constexpr ReferralState kUnchanged = v1::REFERRAL_STATE_UNSPECIFIED;

// Whether an event that is repeated at its target is recorded without effect (row 47) or is an event of its own each
// time.
enum class Repeat { kNoOp, kNever };

struct TransitionRow {
  std::string_view rule;
  StateSet from;  // empty: makes the referral
  ReferralEvent event;
  RoleSet by;
  ReferralState to;
  bool reason_required;
  bool comment_required;
  Repeat repeat;
  std::string_view method;       // the RPC that does it
  std::string_view description;  // for people
};

namespace states {
inline constexpr StateSet kDraft = {v1::REFERRAL_STATE_DRAFT};
inline constexpr StateSet kPre = {v1::REFERRAL_STATE_SENT, v1::REFERRAL_STATE_RECEIVED,
                                  v1::REFERRAL_STATE_INFO_REQUESTED};
inline constexpr StateSet kAccepted = {v1::REFERRAL_STATE_ACCEPTED, v1::REFERRAL_STATE_WAITLISTED,
                                       v1::REFERRAL_STATE_SCHEDULED};
inline constexpr StateSet kTerminal = {v1::REFERRAL_STATE_CLOSED, v1::REFERRAL_STATE_CANCELLED,
                                       v1::REFERRAL_STATE_EXPIRED, v1::REFERRAL_STATE_ENTERED_IN_ERROR};
}  // namespace states

inline constexpr RoleSet kReferrer = {v1::PARTY_ROLE_REFERRER};
inline constexpr RoleSet kRecipient = {v1::PARTY_ROLE_RECIPIENT};
inline constexpr RoleSet kSystem = {v1::PARTY_ROLE_SYSTEM};

inline constexpr std::array<TransitionRow, 14> kTransitions = {{
    {"1",
     {},
     v1::REFERRAL_EVENT_CREATE,
     kReferrer,
     v1::REFERRAL_STATE_DRAFT,
     false,
     false,
     Repeat::kNever,
     "CreateReferral",
     "Write a draft."},
    {"2", states::kDraft, v1::REFERRAL_EVENT_EDIT, kReferrer, kUnchanged, false, false, Repeat::kNever,
     "UpdateReferral", "Change the draft."},
    {"3", states::kDraft, v1::REFERRAL_EVENT_DISCARD, kReferrer, v1::REFERRAL_STATE_CANCELLED, true, false,
     Repeat::kNever, "CancelReferral", "Throw the draft away."},
    {"5", states::kDraft, v1::REFERRAL_EVENT_SEND, kReferrer, v1::REFERRAL_STATE_SENT, false, false, Repeat::kNoOp,
     "SendReferral", "Send it to the recipient; it must be complete."},
    {"6",
     {v1::REFERRAL_STATE_SENT},
     v1::REFERRAL_EVENT_RECEIVE,
     kRecipient,
     v1::REFERRAL_STATE_RECEIVED,
     false,
     false,
     Repeat::kNoOp,
     "ReceiveReferral",
     "Record that it has been looked at."},
    {"7", states::kPre, v1::REFERRAL_EVENT_ACCEPT, kRecipient, v1::REFERRAL_STATE_ACCEPTED, false, false, Repeat::kNoOp,
     "AcceptReferral", "Agree to treat; opens the episode."},
    {"8", states::kPre, v1::REFERRAL_EVENT_DECLINE, kRecipient, v1::REFERRAL_STATE_DECLINED, true, true, Repeat::kNoOp,
     "DeclineReferral", "Refuse to treat; the referrer redirects or closes."},
    {"17", states::kAccepted, v1::REFERRAL_EVENT_START_SESSION, kRecipient, v1::REFERRAL_STATE_IN_PROGRESS, false,
     false, Repeat::kNever, "StartSession", "Begin the first session."},
    {"17b",
     {v1::REFERRAL_STATE_IN_PROGRESS},
     v1::REFERRAL_EVENT_START_SESSION,
     kRecipient,
     kUnchanged,
     false,
     false,
     Repeat::kNever,
     "StartSession",
     "Begin a further session, within the authorised number and validity."},
    {"18", states::kAccepted, v1::REFERRAL_EVENT_DECLINE, kRecipient, v1::REFERRAL_STATE_DECLINED, true, true,
     Repeat::kNoOp, "DeclineReferral", "Refuse late, before the first session."},
    {"19", states::kPre | states::kAccepted, v1::REFERRAL_EVENT_CANCEL, kReferrer, v1::REFERRAL_STATE_CANCELLED, true,
     false, Repeat::kNoOp, "CancelReferral", "Recall it before the first session; the recipient is told."},
    {"20",
     {v1::REFERRAL_STATE_IN_PROGRESS},
     v1::REFERRAL_EVENT_RECORD_SESSION,
     kSystem,
     kUnchanged,
     false,
     false,
     Repeat::kNever,
     "ReportProgress",
     "Count a session that was recorded with the outcomes server."},
    {"29",
     {v1::REFERRAL_STATE_IN_PROGRESS, v1::REFERRAL_STATE_ON_HOLD},
     v1::REFERRAL_EVENT_COMPLETE,
     kRecipient,
     v1::REFERRAL_STATE_COMPLETED,
     false,
     false,
     Repeat::kNoOp,
     "CompleteReferral",
     "End the treatment with a summary."},
    {"33",
     {v1::REFERRAL_STATE_COMPLETED},
     v1::REFERRAL_EVENT_ACKNOWLEDGE,
     kReferrer,
     v1::REFERRAL_STATE_CLOSED,
     false,
     false,
     Repeat::kNoOp,
     "AcknowledgeReferral",
     "Record that the outcome was read; closes the loop."},
}};

}  // namespace tendon::referral
