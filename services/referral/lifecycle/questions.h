// Numbered questions and their answers: pure changes of the record.
#pragma once

#include <string>
#include <string_view>

#include "services/referral/lifecycle/apply.h"
#include "services/referral/lifecycle/referral_record.h"

namespace tendon::referral {

// More than any exchange of letters; a thread of messages is for the rest.
inline constexpr int kMaxQuestions = 200;

// The recipient's mandatory questions that wait for an answer.
int OpenQuestions(const v1::ReferralDetails& details);

// Whether any question of this party waits for an answer, mandatory or not.
bool AnyUnanswered(PartyRole asked_by, const v1::ReferralDetails& details);

// The question by its name if it waits for an answer; null when there is none, or it does not wait any more.
v1::Question* FindUnanswered(std::string_view name, v1::ReferralDetails* details);

// Asks; gives the question's name. The number counts from 1.
std::string Ask(const v1::Question& question, PartyRole asked_by, const Act& act, ReferralRecord* record);
void AnswerWith(const v1::Answer& answer, const Act& act, v1::Question* question);
// The recipient went on: nothing that it asked is waited for any more.
void LapseQuestions(v1::ReferralDetails* details);

}  // namespace tendon::referral
