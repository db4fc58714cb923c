#include "services/referral/thread.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/referral/lifecycle/decide.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {

std::optional<MessageKey> ParseMessageName(const std::string& name) {
  const auto segments = runtime::MatchResourceName("referrals/*/messages/*", name);
  MessageKey key;
  if (!segments.has_value() || !absl::SimpleAtoi((*segments)[1], &key.number) || key.number < 1) return std::nullopt;
  key.referral = runtime::ReferralName((*segments)[0]);
  // A message has one name.
  return MessageName(key.referral, key.number) == name ? std::optional(key) : std::nullopt;
}

std::string MessageName(const std::string& referral, int64_t number) {
  return absl::StrCat(referral, "/messages/", number);
}

void AddReadMarks(const std::vector<storage::ReadMarkRow>& marks, int64_t number, absl::Time until,
                  v1::Message* message) {
  const std::string* covered = nullptr;
  for (const storage::ReadMarkRow& mark : marks) {
    const absl::Time time = absl::FromUnixMicros(mark.read_us);
    if (mark.read_number < number || time >= until) continue;
    if (covered != nullptr && *covered == mark.clinician) continue;
    covered = &mark.clinician;
    v1::ReadMark* added = message->add_read_marks();
    added->set_clinician(mark.clinician);
    *added->mutable_read_time() = ToProto(time);
  }
}

bool PassTurnByMessage(const Act& act, bool by_referrer, bool needs_answer, const Calendars& calendars,
                       ReferralRecord* record) {
  const PartyRole own = by_referrer ? v1::PARTY_ROLE_REFERRER : v1::PARTY_ROLE_RECIPIENT;
  const PartyRole other = by_referrer ? v1::PARTY_ROLE_RECIPIENT : v1::PARTY_ROLE_REFERRER;
  const ReferralState state = record->referral.state();
  const auto decision = Decide(state, v1::REFERRAL_EVENT_POST_MESSAGE, {own});
  if (!decision.has_value() || !states::kOpen.contains(state)) return false;
  const PartyRole awaited = record->details.message_awaits();
  if (needs_answer && awaited != other) {
    record->details.set_message_awaits(other);
  } else if (!needs_answer && awaited == own) {
    record->details.clear_message_awaits();
  } else {
    return false;
  }
  ApplyTransition(*decision, act, calendars, record);
  return true;
}

}  // namespace tendon::referral
