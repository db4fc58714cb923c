// Numbered questions, of the recipient before it goes on and of the referrer about the outcome.
#include "services/referral/lifecycle/questions.h"

#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/parts.h"

namespace tendon::referral {
namespace {

absl::Status MustHold(const Step& step, int more) {
  if (step.record.details.questions_size() + more <= kMaxQuestions) return absl::OkStatus();
  return Refuse(step, "question", "the referral has as many questions as it can hold");
}

// Who asked decides which event an answer is; a question that is not there is refused as one of the recipient's.
ReferralEvent EventOfAnswer(const v1::ReferralDetails& details, const std::string& name) {
  for (const v1::Question& question : details.questions()) {
    if (question.name() == name && question.asked_by() == v1::PARTY_ROLE_REFERRER)
      return v1::REFERRAL_EVENT_ANSWER_CLARIFICATION;
  }
  return v1::REFERRAL_EVENT_ANSWER_INFO;
}

bool SaysSomething(const v1::Answer& answer) {
  return !answer.text().empty() || answer.has_finding() || !answer.attachments().empty() || answer.has_cleared();
}

}  // namespace

absl::Status AskQuestions(Call& call, Transaction& transaction, const v1::AskQuestionsRequest& request,
                          v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (absl::Status status = MustHold(step, request.questions_size()); !status.ok()) return status;
    for (const v1::Question& question : request.questions()) {
      const std::string name = Ask(question, v1::PARTY_ROLE_RECIPIENT, step.act, &step.record);
      if (step.act.subject.empty()) step.act.subject = name;
    }
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ASK_INFO, effect, response);
}

absl::Status AnswerQuestion(Call& call, Transaction& transaction, const v1::AnswerQuestionRequest& request,
                            v1::Referral* response) {
  if (!SaysSomething(request.answer())) return runtime::InvalidField("answer", "must hold an answer");
  const auto found = FindRecord(call, transaction, ReferralNameOf(request.name()));
  if (!found.ok()) return found.status();
  const Effect effect = [&request](Step& step) -> absl::Status {
    step.act.subject = request.name();
    v1::Question* question = FindUnanswered(request.name(), &step.details());
    if (question == nullptr) return Refuse(step, "question", "that question does not wait for an answer");
    AnswerWith(request.answer(), step.act, question);
    return absl::OkStatus();
  };
  return Move(call, transaction, request, EventOfAnswer(found->record.details, request.name()), effect, response);
}

absl::Status AskClarification(Call& call, Transaction& transaction, const v1::AskClarificationRequest& request,
                              v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (absl::Status status = MustHold(step, 1); !status.ok()) return status;
    v1::Question question;
    question.set_kind(v1::QUESTION_KIND_VALUE);
    question.set_text(request.text());
    step.act.subject = Ask(question, v1::PARTY_ROLE_REFERRER, step.act, &step.record);
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ASK_CLARIFICATION, effect, response);
}

absl::Status ListQuestions(Call& call, Reader& reader, const v1::ListQuestionsRequest& request,
                           v1::ListQuestionsResponse* response) {
  const auto found = FindRecord(call, reader, request.parent());
  if (!found.ok()) return found.status();
  return FillPage(reader, "ListQuestions", request.parent(), request.page_size(), request.page_token(),
                  found->record.details.questions(), response->mutable_questions(),
                  response->mutable_next_page_token());
}

}  // namespace tendon::referral
