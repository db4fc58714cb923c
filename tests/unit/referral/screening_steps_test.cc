// Where screening acts, on the real handlers with the embedded knowledge. The verdicts are those of the published
// worked examples (contraindication_examples.csv) and of the rules' own rows: CI001, CI002 acute thrombosis of a leg
// (ABSOLUTE, today), CI004 an old one (CLEARANCE), CI041 an anticoagulant and light massage (PRECAUTION), CI062
// osteoporosis and thrust (ABSOLUTE, may be overridden), CI147 saddle anaesthesia (a red flag, EMERGENCY).
#include "tests/unit/referral/screening_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/referral/handlers/message_handlers.h"
#include "services/referral/handlers/rescreen.h"
#include "services/referral/screening/judgement.h"
#include "services/runtime/errors.h"

namespace tendon::referral {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

v1::ScreeningRefused RefusedBy(const absl::Status& status) {
  v1::ScreeningRefused detail;
  const auto payload = status.GetPayload("type.googleapis.com/tendon.referral.v1.ScreeningRefused");
  EXPECT_TRUE(payload.has_value()) << status;
  if (payload.has_value()) {
    EXPECT_TRUE(detail.ParseFromString(std::string(*payload)));
  }
  return detail;
}
std::vector<std::string> RulesIn(const v1::ScreeningRefused& refused) {
  std::vector<std::string> rules;
  for (const auto& objection : refused.objections()) rules.push_back(objection.rule());
  return rules;
}

TEST_F(ScreeningStepsTest, AnAbsoluteStopsItAtSendAndNamesTechniqueRegionRulesUrgencyAndWhatToDo) {
  const auto sent = Send(Draft("PETRISSAGE", "calf", "I82.412"));
  ASSERT_EQ(sent.status().code(), kFailedPrecondition);
  EXPECT_EQ(runtime::ReasonOf(sent.status()), v1::ERROR_REASON_CONTRAINDICATED);
  for (const char* part : {"PETRISSAGE", "calf", "CI001", "CI002", "URGENT_SAME_DAY", "change the plan",
                           "decision support, not a decision"}) {
    EXPECT_THAT(std::string(sent.status().message()), HasSubstr(part));
  }
  EXPECT_THAT(std::string(sent.status().message()), Not(HasSubstr("I82")));
  const v1::ScreeningRefused refused = RefusedBy(sent.status());
  EXPECT_THAT(RulesIn(refused), UnorderedElementsAre("CI001", "CI002"));
  EXPECT_EQ(refused.objections(0).verdict(), clinical::v1::VERDICT_ABSOLUTE);
  EXPECT_THAT(refused.objections(0).sources(), Not(IsEmpty()));
  EXPECT_THAT(refused.objections(0).confidence(), Not(IsEmpty()));
  EXPECT_EQ(refused.statement(), "Decision support, not a decision.");
}

TEST_F(ScreeningStepsTest, AnotherPlanIsSentWithASnapshotOfKnowledgeAndVersion) {
  const auto sent = Send(Draft("KINESIO_TAPE", "lumbar"));
  ASSERT_TRUE(sent.ok()) << sent.status();
  const auto stored = desk_.Read(sent->name()).referral.screening();
  EXPECT_EQ(stored.screen_time().seconds(), absl::ToUnixSeconds(desk_.now));
  EXPECT_THAT(stored.knowledge_version(), HasSubstr("+sha256:"));
  EXPECT_THAT(stored.techniques(), SizeIs(1));
}

TEST_F(ScreeningStepsTest, NothingOverridesARuleThatWantsThePatientSeenToday) {
  const v1::Referral draft = Draft("PETRISSAGE", "calf", "I82.412");
  const auto refused = Override(draft, "CI001");
  EXPECT_EQ(runtime::ReasonOf(refused.status()), v1::ERROR_REASON_CONTRAINDICATED);
  EXPECT_THAT(desk_.Read(draft.name()).referral.overrides(), IsEmpty());
}

TEST_F(ScreeningStepsTest, AnAttestedOverrideLetsItBeSentAndStandsInTheReferral) {
  const v1::Referral draft = Draft("MANIPULATION", "lumbar", "M81.0");
  ASSERT_EQ(Send(draft).status().code(), kFailedPrecondition);
  ASSERT_TRUE(Override(draft, "CI062").ok());
  const auto sent = Send(draft);
  ASSERT_TRUE(sent.ok()) << sent.status();
  const v1::Override attested = sent->overrides(0);
  EXPECT_EQ(attested.attesting_clinician(), Ada().clinician);
  EXPECT_EQ(attested.reason_code(), "benefit-outweighs-risk");
  EXPECT_EQ(attested.comment(), "a gentle grade, seen together");
  EXPECT_EQ(attested.expire_time().seconds(), absl::ToUnixSeconds(desk_.now + absl::Hours(24)));
  EXPECT_FALSE(attested.has_acknowledge_time());
  const auto accepted = Accept(*sent, {"CI062"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->overrides(0).acknowledging_clinician(), Hand().clinician);
}

TEST_F(ScreeningStepsTest, AnOverrideNeedsAClinicianAnExpiryWithin90DaysAndARuleThatHits) {
  const v1::Referral draft = Draft("MANIPULATION", "lumbar", "M81.0");
  EXPECT_EQ(Override(draft, "CI062", absl::Hours(24), River()).status().code(), kFailedPrecondition);
  EXPECT_EQ(Override(draft, "CI062", absl::ZeroDuration()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Override(draft, "CI062", absl::Hours(24 * 90) + absl::Seconds(1)).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Override(draft, "CI004").status().code(), kFailedPrecondition);
  EXPECT_EQ(Override(draft, "CI999").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Override(draft, "CI062", absl::Hours(24 * 90)).ok());
}

TEST_F(ScreeningStepsTest, TheTherapistDoesNotAttest) {
  const v1::Referral draft = Draft("MANIPULATION", "lumbar", "M81.0");
  ASSERT_TRUE(Override(draft, "CI062").ok());
  const v1::Referral sent = *Send(draft);
  EXPECT_EQ(Override(sent, "CI062", absl::Hours(24), Hand()).status().code(), kFailedPrecondition);
}

TEST_F(ScreeningStepsTest, AnOverrideThatHasRunOutNoLongerHoldsAtTheSession) {
  const v1::Referral draft = Draft("MANIPULATION", "lumbar", "M81.0");
  ASSERT_TRUE(Override(draft, "CI062", absl::Hours(24)).ok());
  const v1::Referral sent = *Send(draft);
  ASSERT_TRUE(Accept(sent, {"CI062"}).ok());
  desk_.now += absl::Hours(24) - absl::Seconds(1);
  EXPECT_TRUE(Start(sent).ok());
  desk_.now += absl::Seconds(1);
  EXPECT_EQ(runtime::ReasonOf(Start(sent).status()), v1::ERROR_REASON_CONTRAINDICATED);
}

TEST_F(ScreeningStepsTest, AClearanceLetsWhatAsksForOneBeSent) {
  const v1::Referral draft = Draft("DEEP_TISSUE", "lower_extremity", "Z86.718");
  const auto stopped = Send(draft);
  EXPECT_THAT(RulesIn(RefusedBy(stopped.status())), ElementsAre("CI004"));
  ASSERT_TRUE(Clear(draft, "CI004").ok());
  const auto sent = Send(draft);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->clearances(0).attaching_clinician(), Ada().clinician);
}

TEST_F(ScreeningStepsTest, AClearanceDoesNotAnswerAnAbsolute) {
  EXPECT_EQ(Clear(Draft("MANIPULATION", "lumbar", "M81.0"), "CI062").status().code(), kFailedPrecondition);
}

TEST_F(ScreeningStepsTest, WhatTheKnowledgeBaseDoesNotKnowNeedsAClearanceThatNamesIt) {
  const v1::Referral draft = Draft("ROLFING", "lumbar");
  ASSERT_EQ(Send(draft).status().code(), kFailedPrecondition);
  auto request = On<v1::AttachClearanceRequest>(draft);
  request.set_technique("ROLFING");
  request.set_clearing_clinician("Dr Ada");
  request.set_clear_date("2026-11-01");
  request.set_text("may be done");
  ASSERT_TRUE(desk_.Run(Ada(), &AttachClearance, request).ok());
  EXPECT_TRUE(Send(draft).ok());
}

TEST_F(ScreeningStepsTest, WhoeverAcceptsAcknowledgesEachRuleAndIsToldWhichIsMissing) {
  v1::Referral draft = Draft("EFFLEURAGE", "back", "Z79.01");
  const auto sent = Send(draft);
  ASSERT_TRUE(sent.ok()) << sent.status();
  const auto silent = Accept(*sent);
  EXPECT_EQ(runtime::ReasonOf(silent.status()), v1::ERROR_REASON_SCREENING_NOT_ACKNOWLEDGED);
  EXPECT_THAT(RulesIn(RefusedBy(silent.status())), ElementsAre("CI041"));
  EXPECT_EQ(Accept(*sent, {"CI004"}).status().code(), kFailedPrecondition);
  const auto accepted = Accept(*sent, {"CI041"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_THAT(accepted->screening_acknowledgement().rules(), ElementsAre("CI041"));
  EXPECT_EQ(accepted->screening_acknowledgement().clinician(), Hand().clinician);
  EXPECT_TRUE(Start(*sent).ok()) << "acknowledged once is enough while nothing changes";
}

TEST_F(ScreeningStepsTest, AtASessionWhatHasChangedIsShownAndAcknowledged) {
  const v1::Referral referral = InProgress();
  v1::ModifyReferralRequest modify;
  modify.mutable_referral()->set_name(referral.name());
  modify.mutable_referral()->set_etag(desk_.Read(referral.name()).referral.etag());
  modify.mutable_referral()->add_planned_techniques()->set_technique("EFFLEURAGE");
  modify.mutable_referral()->mutable_planned_techniques(0)->add_body_sites()->set_region("back");
  ASSERT_TRUE(desk_.Run(River(), &ModifyReferral, modify).ok());
  ASSERT_TRUE(AddCondition(referral, "Z79.01").ok());
  const auto changes = desk_.Read(referral.name()).referral.screening_changes();
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].rule(), "CI041");
  EXPECT_EQ(runtime::ReasonOf(Start(referral).status()), v1::ERROR_REASON_SCREENING_NOT_ACKNOWLEDGED);
  desk_.now += absl::Hours(24);
  const auto started = Start(referral, {"CI041"});
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_EQ(started->screening().screen_time().seconds(), absl::ToUnixSeconds(desk_.now));
}

TEST_F(ScreeningStepsTest, AFactThatMakesThePlanUnsafeIsKeptAndMakesItTheReferrersTurn) {
  const v1::Referral sent = *Send(Draft("PETRISSAGE", "calf"));
  ASSERT_TRUE(Accept(sent).ok());
  const auto told = AddCondition(sent, "I82.412");
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_TRUE(told->unsafe());
  EXPECT_EQ(told->turn().party(), v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(TimeGiven(*told), absl::Hours(12));
  ASSERT_THAT(told->screening_changes(), SizeIs(2));
  EXPECT_EQ(told->screening_changes(0).rule(), "CI001");
  EXPECT_EQ(told->screening_changes(0).before(), clinical::v1::VERDICT_UNSPECIFIED);
  EXPECT_EQ(told->screening_changes(0).after(), clinical::v1::VERDICT_ABSOLUTE);
  for (const char* organization : {"river", "hand"}) {
    const Events urgent = Urgent(organization);
    ASSERT_THAT(urgent, SizeIs(1)) << organization;
    EXPECT_EQ(urgent[0].refer_urgency(), clinical::v1::REFER_URGENCY_URGENT_SAME_DAY);
  }
  EXPECT_EQ(runtime::ReasonOf(Start(sent).status()), v1::ERROR_REASON_CONTRAINDICATED);
}

TEST_F(ScreeningStepsTest, AChangeOfThePlanThatMakesItUnsafeIsRefused) {
  const v1::Referral sent = *Send(Draft("KINESIO_TAPE", "lumbar", "M81.0"));
  v1::ModifyReferralRequest modify;
  modify.mutable_referral()->set_name(sent.name());
  modify.mutable_referral()->set_etag(sent.etag());
  modify.mutable_referral()->add_planned_techniques()->set_technique("MANIPULATION");
  modify.mutable_referral()->mutable_planned_techniques(0)->add_body_sites()->set_region("lumbar");
  const auto modified = desk_.Run(River(), &ModifyReferral, modify);
  EXPECT_THAT(RulesIn(RefusedBy(modified.status())), Contains("CI062"));
}

TEST_F(ScreeningStepsTest, ATechniqueUsedAgainstAnAbsoluteIsRecordedOnceAndToldAtOnce) {
  const v1::Referral referral = InProgress();
  ASSERT_TRUE(AddCondition(referral, "I82.412").ok());
  const v1::ReportSessionRequest request = Treated(referral, "PETRISSAGE", "calf");
  const size_t before = Urgent("river").size();
  const auto answer = Report(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->contraindicated_use());
  ASSERT_TRUE(Report(request).ok());
  const v1::Referral after = desk_.Read(referral.name()).referral;
  ASSERT_THAT(after.contraindicated_uses(), SizeIs(1));
  EXPECT_EQ(after.contraindicated_uses(0).technique(), "PETRISSAGE");
  EXPECT_THAT(after.contraindicated_uses(0).rules(), UnorderedElementsAre("CI001", "CI002"));
  EXPECT_EQ(after.contraindicated_uses(0).refer_urgency(), clinical::v1::REFER_URGENCY_URGENT_SAME_DAY);
  EXPECT_EQ(after.last_transition().rule(), "44m");
  for (const char* organization : {"river", "hand"}) EXPECT_THAT(Urgent(organization), SizeIs(before + 1));
}

TEST_F(ScreeningStepsTest, ASafeSessionMakesNoVersion) {
  const v1::Referral referral = InProgress();
  const auto answer = Report(Treated(referral, "KINESIO_TAPE", "lumbar"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_FALSE(answer->contraindicated_use());
  EXPECT_EQ(answer->screening().techniques(0).technique(), "KINESIO_TAPE");
  EXPECT_EQ(desk_.Read(referral.name()).referral.version(), referral.version());
}

TEST_F(ScreeningStepsTest, AnOverriddenUseIsNoContraindicatedUse) {
  const v1::Referral draft = Draft("MANIPULATION", "lumbar", "M81.0");
  ASSERT_TRUE(Override(draft, "CI062").ok());
  const v1::Referral sent = *Send(draft);
  ASSERT_TRUE(Accept(sent, {"CI062"}).ok());
  ASSERT_TRUE(Start(sent).ok());
  EXPECT_FALSE(Report(Treated(sent, "MANIPULATION", "lumbar"))->contraindicated_use());
  desk_.now += absl::Hours(25);
  EXPECT_TRUE(Report(Treated(sent, "MANIPULATION", "lumbar"))->contraindicated_use());
}

TEST_F(ScreeningStepsTest, AnotherRecipientAcknowledgesAnew) {
  const v1::Referral sent = *Send(Draft("EFFLEURAGE", "back", "Z79.01"));
  ASSERT_TRUE(Accept(sent, {"CI041"}).ok());
  auto decline = On<v1::DeclineReferralRequest>(sent);
  decline.set_reason_code("capacity-full");
  decline.set_comment("ill");
  ASSERT_TRUE(desk_.Run(Hand(), &DeclineReferral, decline).ok());
  auto redirect = On<v1::RedirectReferralRequest>(sent);
  redirect.set_recipient("organizations/elm");
  const auto redirected = desk_.Run(River(), &RedirectReferral, redirect);
  ASSERT_TRUE(redirected.ok()) << redirected.status();
  EXPECT_FALSE(redirected->has_screening_acknowledgement());
  const auto silent = desk_.Run(Elm(), &AcceptReferral, On<v1::AcceptReferralRequest>(sent));
  EXPECT_EQ(runtime::ReasonOf(silent.status()), v1::ERROR_REASON_SCREENING_NOT_ACKNOWLEDGED);
}

TEST_F(ScreeningStepsTest, ARedirectIsScreenedLikeASend) {
  const v1::Referral sent = *Send(Draft("PETRISSAGE", "calf"));
  auto decline = On<v1::DeclineReferralRequest>(sent);
  decline.set_reason_code("capacity-full");
  decline.set_comment("ill");
  ASSERT_TRUE(desk_.Run(Hand(), &DeclineReferral, decline).ok());
  ASSERT_TRUE(AddCondition(sent, "I82.412").ok());
  auto redirect = On<v1::RedirectReferralRequest>(sent);
  redirect.set_recipient("organizations/elm");
  const auto redirected = desk_.Run(River(), &RedirectReferral, redirect);
  EXPECT_EQ(runtime::ReasonOf(redirected.status()), v1::ERROR_REASON_CONTRAINDICATED);
}

TEST_F(ScreeningStepsTest, AChildIsScreenedWhenItIsSent) {
  v1::Referral order = Draft("KINESIO_TAPE", "lumbar", "I82.412");
  ASSERT_TRUE(Send(order).ok());
  ASSERT_TRUE(Accept(order).ok());
  auto request = On<v1::CreateChildReferralRequest>(order);
  v1::Referral* child = request.mutable_child();
  *child = Order("elm", 0);
  child->clear_patient();
  child->clear_informed_parties();
  child->add_planned_techniques()->set_technique("PETRISSAGE");
  child->mutable_planned_techniques(0)->add_body_sites()->set_region("calf");
  const auto made = desk_.Run(Hand(), &CreateChildReferral, request);
  EXPECT_EQ(runtime::ReasonOf(made.status()), v1::ERROR_REASON_CONTRAINDICATED);
}

TEST_F(ScreeningStepsTest, AnUnsafePlanComesBeforeAMessageThatWaitsForAnAnswer) {
  const v1::Referral sent = *Send(Draft("PETRISSAGE", "calf"));
  ASSERT_TRUE(Accept(sent).ok());
  v1::PostMessageRequest message;
  message.set_parent(sent.name());
  message.mutable_message()->set_text("When does the patient come?");
  message.mutable_message()->set_needs_answer(true);
  ASSERT_TRUE(desk_.Run(River(), &PostMessage, message).ok());
  const auto told = AddCondition(sent, "I82.412");
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->turn().party(), v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(told->turn().expectation(), "change the plan, or answer what screening holds against it");
}

}  // namespace
}  // namespace tendon::referral
