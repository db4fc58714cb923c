#include "services/referral/lifecycle/questions.h"

#include <algorithm>

namespace tendon::referral {
namespace {

bool Waits(const v1::Question& question) { return !question.has_answer() && !question.lapsed(); }

}  // namespace

int OpenQuestions(const v1::ReferralDetails& details) {
  const auto& questions = details.questions();
  return static_cast<int>(std::count_if(questions.begin(), questions.end(), [](const v1::Question& question) {
    return Waits(question) && question.mandatory() && question.asked_by() == v1::PARTY_ROLE_RECIPIENT;
  }));
}

bool AnyUnanswered(PartyRole asked_by, const v1::ReferralDetails& details) {
  const auto& questions = details.questions();
  return std::any_of(questions.begin(), questions.end(), [asked_by](const v1::Question& question) {
    return Waits(question) && question.asked_by() == asked_by;
  });
}

v1::Question* FindUnanswered(std::string_view name, v1::ReferralDetails* details) {
  for (v1::Question& question : *details->mutable_questions()) {
    if (question.name() == name) return Waits(question) ? &question : nullptr;
  }
  return nullptr;
}

std::string Ask(const v1::Question& question, PartyRole asked_by, const Act& act, ReferralRecord* record) {
  const std::string number = std::to_string(record->details.questions_size() + 1);
  v1::Question* asked = record->details.add_questions();
  *asked = question;
  asked->set_name(record->referral.name() + "/questions/" + number);
  asked->set_asked_by(asked_by);
  *asked->mutable_ask_time() = ToProto(act.time);
  return asked->name();
}

void AnswerWith(const v1::Answer& answer, const Act& act, v1::Question* question) {
  *question->mutable_answer() = answer;
  question->mutable_answer()->set_clinician(act.clinician);
  *question->mutable_answer()->mutable_answer_time() = ToProto(act.time);
}

void LapseQuestions(v1::ReferralDetails* details) {
  for (v1::Question& question : *details->mutable_questions()) {
    if (Waits(question) && question.asked_by() == v1::PARTY_ROLE_RECIPIENT) question.set_lapsed(true);
  }
}

}  // namespace tendon::referral
