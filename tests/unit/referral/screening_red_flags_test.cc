// Red flags where they act, on the real handlers with the embedded knowledge: CI147, saddle anaesthesia (EMERGENCY).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/referral/handlers/rescreen.h"
#include "services/runtime/errors.h"
#include "tests/unit/referral/screening_steps.h"

namespace tendon::referral {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class RedFlagStepsTest : public ScreeningStepsTest {};

TEST_F(RedFlagStepsTest, ARedFlagStopsTheSessionAsksThePhysicianAndHaltsUntilCleared) {
  const v1::Referral referral = InProgress();
  const auto stopped = Start(referral, {}, kRedFlag);
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  EXPECT_EQ(stopped->state(), v1::REFERRAL_STATE_ON_HOLD);
  EXPECT_EQ(stopped->hold().reason_code(), "red-flag");
  EXPECT_EQ(stopped->turn().party(), v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
  EXPECT_EQ(TimeGiven(*stopped), absl::Hours(1));
  EXPECT_EQ(stopped->progress().sessions_started(), 1);
  ASSERT_THAT(stopped->recheck_requests(), SizeIs(1));
  EXPECT_EQ(stopped->recheck_requests(0).refer_urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
  EXPECT_THAT(stopped->recheck_requests(0).rules(), ElementsAre("CI147"));
  for (const char* organization : {"river", "hand", "step"}) {
    ASSERT_THAT(Urgent(organization), SizeIs(1)) << organization;
    EXPECT_EQ(Urgent(organization)[0].refer_urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
  }
}

TEST_F(RedFlagStepsTest, AHoldForARedFlagEndsOnceThePhysicianFindsItGone) {
  const v1::Referral referral = InProgress();
  ASSERT_TRUE(Start(referral, {}, kRedFlag).ok());
  EXPECT_EQ(desk_.Run(Hand(), &ResumeReferral, On<v1::ResumeReferralRequest>(referral)).status().code(),
            kFailedPrecondition);
  desk_.now += absl::Hours(2);
  const auto standing = desk_.Run(Ada(), &ResumeReferral, On<v1::ResumeReferralRequest>(referral));
  EXPECT_EQ(runtime::ReasonOf(standing.status()), v1::ERROR_REASON_CONTRAINDICATED);
  auto gone = On<v1::ResumeReferralRequest>(referral);
  gone.add_findings()->set_code(kRedFlag);
  gone.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_ABSENT);
  const auto resumed = desk_.Run(Ada(), &ResumeReferral, gone);
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_EQ(resumed->state(), v1::REFERRAL_STATE_IN_PROGRESS);
  EXPECT_TRUE(Start(referral).ok());
}

TEST_F(RedFlagStepsTest, ARedFlagThatIsOverHurriesNothingLater) {
  const v1::Referral referral = *Send(Draft("PETRISSAGE", "calf"));
  ASSERT_TRUE(Accept(referral).ok());
  ASSERT_TRUE(Start(referral).ok());
  ASSERT_TRUE(Start(referral, {}, kRedFlag).ok());
  desk_.now += absl::Hours(2);
  auto gone = On<v1::ResumeReferralRequest>(referral);
  gone.add_findings()->set_code(kRedFlag);
  gone.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_ABSENT);
  ASSERT_TRUE(desk_.Run(Ada(), &ResumeReferral, gone).ok());
  const auto told = AddCondition(referral, "I82.412");
  ASSERT_TRUE(told.ok()) << told.status();
  ASSERT_TRUE(told->unsafe());
  EXPECT_EQ(TimeGiven(*told), absl::Hours(12)) << "URGENT_SAME_DAY, not the EMERGENCY before";
}

TEST_F(RedFlagStepsTest, ARedFlagAmongAddedFactsHaltsWhatIsTreated) {
  const v1::Referral referral = InProgress();
  auto request = On<v1::AddSafetyFactsRequest>(referral);
  request.add_findings()->set_code(kRedFlag);
  request.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_PRESENT);
  const auto halted = desk_.Run(Hand(), &AddSafetyFacts, request);
  ASSERT_TRUE(halted.ok()) << halted.status();
  EXPECT_EQ(halted->state(), v1::REFERRAL_STATE_ON_HOLD);
  EXPECT_THAT(halted->recheck_requests(), SizeIs(1));
}

TEST_F(RedFlagStepsTest, AStopForAStrangerOrAStaleEtagHasNoEffect) {
  const v1::Referral referral = InProgress();
  auto request = On<v1::StartSessionRequest>(referral);
  request.add_findings()->set_code(kRedFlag);
  request.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_PRESENT);
  EXPECT_EQ(desk_.Run(Far(), &StartSession, request).status().code(), absl::StatusCode::kNotFound);
  request.set_etag("v0");
  EXPECT_EQ(desk_.Run(Hand(), &StartSession, request).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(desk_.Read(referral.name()).referral.state(), v1::REFERRAL_STATE_IN_PROGRESS);
}

TEST_F(RedFlagStepsTest, ARedFlagFoundInARecordedSessionHaltsWhatIsTreated) {
  const v1::Referral referral = InProgress();
  v1::ReportSessionRequest request = Treated(referral, "KINESIO_TAPE", "lumbar");
  request.add_findings()->set_code(kRedFlag);
  request.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_PRESENT);
  ASSERT_TRUE(Report(request).ok());
  ASSERT_TRUE(Report(request).ok());
  const v1::Referral halted = desk_.Read(referral.name()).referral;
  EXPECT_EQ(halted.state(), v1::REFERRAL_STATE_ON_HOLD);
  EXPECT_EQ(TimeGiven(halted), absl::Hours(1));
  EXPECT_THAT(halted.recheck_requests(), SizeIs(1));
  EXPECT_THAT(halted.findings(), SizeIs(1));
  EXPECT_THAT(Urgent("river"), SizeIs(1));
}

TEST_F(RedFlagStepsTest, ARedFlagOfAChildHaltsItsParent) {
  const v1::Referral parent = InProgress();
  auto request = On<v1::CreateChildReferralRequest>(parent);
  *request.mutable_child() = Order("elm", 0);
  request.mutable_child()->clear_patient();
  request.mutable_child()->clear_informed_parties();
  const auto made = desk_.Run(Hand(), &CreateChildReferral, request);
  ASSERT_TRUE(made.ok()) << made.status();
  const v1::Referral child = desk_.Read(made->last_transition().subject()).referral;
  ASSERT_TRUE(desk_.Run(Elm(), &AcceptReferral, On<v1::AcceptReferralRequest>(child)).ok());
  auto start = On<v1::StartSessionRequest>(child);
  start.add_findings()->set_code(kRedFlag);
  start.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_PRESENT);
  ASSERT_TRUE(desk_.Run(Elm(), &StartSession, start).ok());
  const v1::Referral halted = desk_.Read(parent.name()).referral;
  EXPECT_EQ(halted.state(), v1::REFERRAL_STATE_ON_HOLD);
  EXPECT_EQ(halted.recheck_requests(0).refer_urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
  EXPECT_EQ(TimeGiven(halted), absl::Hours(1));
}

}  // namespace
}  // namespace tendon::referral
