// A physician refers to a physical therapist, who refers on to a massage therapist; a red flag comes back, is cleared,
// and the loop is closed, through the real servers.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Story : public ExchangeTest {
 protected:
  template <class Request>
  static Request On(const pb::Referral& referral, const std::string& part = "") {
    Request request;
    request.set_name(part.empty() ? referral.name() : part);
    request.set_etag(referral.etag());
    request.set_request_id(NewRequestId());
    return request;
  }
  pb::Referral Latest(Party& who, const std::string& name) { return Must(who.Get(name)); }

  // A session that took place, and was counted.
  void Treat(Party& therapist, const std::string& name, double before, double after) {
    Must(therapist.StartSession(Latest(therapist, name)));
    const int k = Latest(therapist, name).progress().sessions_completed();
    Must(therapist.Record(name, SmallSession(absl::Now(), before, after)));
    ASSERT_TRUE(Eventually([&] { return Latest(therapist, name).progress().sessions_completed() == k + 1; }));
  }
  std::vector<std::string> UrgentFor(Party& who) {
    std::vector<std::string> urgent;
    const auto feed = who.Events();
    for (const pb::Event& event : feed->events()) {
      if (event.type() == pb::EVENT_TYPE_URGENT) urgent.push_back(event.resource());
    }
    return urgent;
  }
};

TEST_F(Story, ThePhysicianThePhysicalTherapistAndTheMassageTherapist) {
  // Ada, a physician, refers a patient with a stiff back to Step's physical therapist, who wants to know something
  // first.
  pb::Referral order = SmallReferral(kStep);
  order.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  order.set_responsible_physician(river->caller.clinician);
  const std::string parent = Must(river->Send(Must(river->Create(order)))).name();
  auto ask = On<pb::AskQuestionsRequest>(Must(step->Receive(Latest(*step, parent))));
  ask.add_questions()->set_kind(pb::QUESTION_KIND_CLEARANCE);
  ask.mutable_questions(0)->set_text("Is anticoagulation current?");
  ask.mutable_questions(0)->set_mandatory(true);
  const pb::Referral asked = Must(step->Do(&Party::QuestionStub::AskQuestions, ask));
  EXPECT_EQ(asked.state(), pb::REFERRAL_STATE_INFO_REQUESTED);
  EXPECT_EQ(asked.turn().party(), pb::PARTY_ROLE_REFERRER);
  auto answer = On<pb::AnswerQuestionRequest>(asked, parent + "/questions/1");
  answer.mutable_answer()->set_text("No, it ended in June");
  answer.mutable_answer()->set_cleared(true);
  EXPECT_EQ(Must(river->Do(&Party::QuestionStub::AnswerQuestion, answer)).state(), pb::REFERRAL_STATE_RECEIVED);

  // The therapist accepts, books, and treats.
  auto book = On<pb::ScheduleAppointmentRequest>(Must(step->Accept(Latest(*step, parent))));
  *book.mutable_appointment()->mutable_start_time() = ToProto(absl::Now() + absl::Hours(1));
  EXPECT_EQ(Must(step->Do(&Party::AppointmentStub::ScheduleAppointment, book)).state(), pb::REFERRAL_STATE_SCHEDULED);
  Treat(*step, parent, 7, 6);

  // Massage would help; the therapist may order it, and Hand Work gets a referral of its own. It does not see the
  // parent.
  auto refer = On<pb::CreateChildReferralRequest>(Latest(*step, parent));
  refer.mutable_child()->set_recipient(OrganizationName(kHandWork));
  refer.mutable_child()->set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  refer.mutable_child()->set_reason("Guarding of the lumbar muscles");
  refer.mutable_child()->mutable_authorization()->set_sessions(4);
  const std::string child =
      Must(step->Do(&Party::ProposalStub::CreateChildReferral, refer)).last_transition().subject();
  EXPECT_EQ(Latest(*hand, child).patient().identifiers(0).value(), order.patient().identifiers(0).value());
  EXPECT_THAT(hand->Get(parent), StatusIs(grpc::StatusCode::NOT_FOUND));
  EXPECT_THAT(river->Get(child), IsOk()) << "the physician is informed";
  Must(hand->Accept(Latest(*hand, child)));
  Treat(*hand, child, 6, 5);

  // With a child open, nobody closes over it.
  EXPECT_THAT(step->Complete(Latest(*step, parent)), HasReason("TRANSITION_REFUSED"));

  // The massage therapist finds a red flag, and sends the patient back: the parent is halted, the physician is asked.
  auto back = On<pb::CrossBackRequest>(Latest(*hand, child));
  back.set_reason_code("red-flag");
  back.set_comment("Numbness of both legs since yesterday");
  *back.mutable_closing_summary() = FullSummary();
  back.set_halt_parent(true);
  back.set_recheck(true);
  EXPECT_EQ(Must(hand->Do(&Party::CourseStub::CrossBack, back)).state(), pb::REFERRAL_STATE_FAILED);
  const pb::Referral halted = Latest(*river, parent);
  EXPECT_EQ(halted.state(), pb::REFERRAL_STATE_ON_HOLD);
  EXPECT_EQ(halted.turn().party(), pb::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
  ASSERT_THAT(halted.recheck_requests(), SizeIs(1));
  EXPECT_THAT(UrgentFor(*river), ElementsAre(child, parent));
  EXPECT_THAT(UrgentFor(*step), ElementsAre(child, parent));

  // Only the physician clears it.
  EXPECT_THAT(step->Do(&Party::CourseStub::ResumeReferral, On<pb::ResumeReferralRequest>(halted)),
              HasReason("TRANSITION_REFUSED"));
  EXPECT_EQ(Must(river->Do(&Party::CourseStub::ResumeReferral, On<pb::ResumeReferralRequest>(halted))).state(),
            pb::REFERRAL_STATE_IN_PROGRESS);

  // The therapist closes the child, whose summary is in the parent, and completes; the physician has read it all.
  auto close = On<pb::CloseReferralRequest>(Latest(*step, child));
  close.set_reason_code("not-required");
  EXPECT_EQ(Must(step->Do(&Party::OrderStub::CloseReferral, close)).state(), pb::REFERRAL_STATE_CANCELLED);
  const pb::Referral completed = Must(step->Complete(Latest(*step, parent)));
  ASSERT_THAT(completed.child_outcomes(), SizeIs(1));
  EXPECT_THAT(completed.child_outcomes(0).closing_summary().text(), HasSubstr("Summary"));
  const pb::Referral closed = Must(river->Acknowledge(completed));
  EXPECT_EQ(closed.state(), pb::REFERRAL_STATE_CLOSED);
  EXPECT_THAT(closed.open_children(), IsEmpty());
  EXPECT_FALSE(closed.has_turn());

  // The whole path can be told.
  pb::ExplainReferralRequest explain;
  explain.set_name(parent);
  const auto told = river->Do(&Party::HistoryStub::ExplainReferral, explain);
  ASSERT_THAT(told, IsOk());
  std::vector<std::string> texts;
  for (const pb::ExplainedStep& step_told : told->steps()) texts.push_back(step_told.text());
  EXPECT_THAT(texts, Contains("step (pat-physio) as RECIPIENT: ACCEPT, RECEIVED to ACCEPTED, by rule 7"));
  EXPECT_THAT(texts, Contains(AllOf(HasSubstr("the exchange as SYSTEM: HOLD (referrals/"),
                                    HasSubstr("), IN_PROGRESS to ON_HOLD, because of contraindication-found, by rule "
                                              "22"))));
  EXPECT_EQ(told->mapping().task_status(), "completed");
}

}  // namespace
}  // namespace tendon::testing
