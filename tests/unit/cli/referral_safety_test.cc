// What the commands of a referral say of its safety: what is sent, and what a therapist reads.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ReferralSafetyTest : public CliTest {
 protected:
  ReferralSafetyTest() {
    servers_.referral.GetReferral_ = [this](grpc::ServerContext&, const pb::GetReferralRequest& request,
                                            pb::Referral& referral) {
      referral = shown_;
      referral.set_name(request.name());
      referral.set_etag("etag-7");
      return grpc::Status::OK;
    };
    servers_.referral.AcceptReferral_ = [this](grpc::ServerContext&, const pb::AcceptReferralRequest& request,
                                               pb::Referral& referral) {
      accepted_ = request;
      referral.set_name(request.name());
      return refusal_;
    };
    servers_.referral.StartSession_ = [this](grpc::ServerContext&, const pb::StartSessionRequest& request,
                                             pb::Referral& referral) {
      started_ = request;
      referral = shown_;
      referral.set_name(request.name());
      return grpc::Status::OK;
    };
    servers_.screening_records.AttestOverride_ = [this](grpc::ServerContext&, const pb::AttestOverrideRequest& request,
                                                        pb::Referral& referral) {
      attested_ = request;
      referral.set_name(request.name());
      return grpc::Status::OK;
    };
    servers_.screening_records.AttachClearance_ =
        [this](grpc::ServerContext&, const pb::AttachClearanceRequest& request, pb::Referral& referral) {
          attached_ = request;
          referral.set_name(request.name());
          return grpc::Status::OK;
        };
    servers_.course.ResumeReferral_ = [this](grpc::ServerContext&, const pb::ResumeReferralRequest& request,
                                             pb::Referral& referral) {
      resumed_ = request;
      referral.set_name(request.name());
      return grpc::Status::OK;
    };
  }

  pb::Referral shown_;
  grpc::Status refusal_;
  pb::AcceptReferralRequest accepted_;
  pb::StartSessionRequest started_;
  pb::AttestOverrideRequest attested_;
  pb::AttachClearanceRequest attached_;
  pb::ResumeReferralRequest resumed_;
};

TEST_F(ReferralSafetyTest, RulesAreAcknowledgedAtAccept) {
  const auto result = Run({"referral", "accept", "abc", "--acknowledge", "CI041,CI063", "--acknowledge", "CI004"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(accepted_.acknowledged_rules(), ElementsAre("CI041", "CI063", "CI004"));
}

TEST_F(ReferralSafetyTest, FindingsGoWithTheStartOfASession) {
  EXPECT_EQ(Run({"referral", "start", "abc", "--finding", "RF_SADDLE=no", "--finding", "BP=128mm[Hg],82mm[Hg]"}).code,
            0);
  ASSERT_EQ(started_.findings_size(), 2);
  EXPECT_EQ(started_.findings(0).status(), clinical::v1::FACT_STATUS_ABSENT);
  EXPECT_EQ(started_.findings(1).values(1).value(), 82);
}

TEST_F(ReferralSafetyTest, AFindingThatCannotBeReadIsAUsageError) {
  const auto result = Run({"referral", "start", "abc", "--finding", "BP=high"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--finding"));
}

TEST_F(ReferralSafetyTest, ARefusalNamesRuleTechniqueSourceConfidenceAndWhatItIs) {
  pb::ScreeningRefused refused;
  auto* objection = refused.add_objections();
  objection->set_rule("CI041");
  objection->set_technique("EFFLEURAGE");
  objection->set_verdict(clinical::v1::VERDICT_PRECAUTION);
  objection->add_sources("BATAVIA");
  objection->set_confidence("HIGH");
  refused.set_statement("Decision support, not a decision.");
  refusal_ = RpcError(grpc::FAILED_PRECONDITION, "SCREENING_NOT_ACKNOWLEDGED", "missing", refused);
  const auto result = Run({"referral", "accept", "abc"});
  EXPECT_NE(result.code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr("CI041"), HasSubstr("EFFLEURAGE"), HasSubstr("BATAVIA"), HasSubstr("HIGH"),
                                HasSubstr("Decision support, not a decision."), HasSubstr("--acknowledge CI041")));
}

TEST_F(ReferralSafetyTest, ARuleThatStandsInTheWayComesWithWhatAnswersIt) {
  pb::ScreeningRefused refused;
  auto* clearance = refused.add_objections();
  clearance->set_rule("CI040");
  clearance->set_verdict(clinical::v1::VERDICT_CLEARANCE);
  clearance->set_overridable(true);
  auto* urgent = refused.add_objections();
  urgent->set_rule("CI001");
  urgent->set_verdict(clinical::v1::VERDICT_ABSOLUTE);
  urgent->set_refer_urgency(clinical::v1::REFER_URGENCY_URGENT_SAME_DAY);
  refusal_ = RpcError(grpc::FAILED_PRECONDITION, "CONTRAINDICATED", "in the way", refused);
  const auto result = Run({"referral", "accept", "abc"});
  EXPECT_THAT(result.err, AllOf(HasSubstr("tendon referral clear abc --rule CI040 --by"),
                                HasSubstr("tendon referral override abc --rule CI040 --until")));
  EXPECT_THAT(result.err, AllOf(Not(HasSubstr("clear abc --rule CI001")), Not(HasSubstr("override abc --rule CI001"))));
}

TEST_F(ReferralSafetyTest, ASessionThatWasStoppedSaysSo) {
  shown_.set_state(pb::REFERRAL_STATE_ON_HOLD);
  shown_.mutable_last_transition()->set_event(pb::REFERRAL_EVENT_HOLD);
  auto* recheck = shown_.add_recheck_requests();
  recheck->set_reason_code("red-flag");
  recheck->set_refer_urgency(clinical::v1::REFER_URGENCY_EMERGENCY);
  recheck->add_rules("CI147");
  const auto result = Run({"referral", "start", "abc", "--finding", "RF_SADDLE"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("STOPPED"), HasSubstr("EMERGENCY"), HasSubstr("CI147")));
}

TEST_F(ReferralSafetyTest, AnOverrideIsAttested) {
  const auto result = Run({"referral", "override", "abc", "--rule", "CI062", "--reason", "benefit-outweighs-risk",
                           "--comment", "gently", "--until", "2026-12-31T00:00:00Z"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(attested_.rule(), "CI062");
  EXPECT_EQ(attested_.etag(), "etag-7");
  EXPECT_EQ(attested_.expire_time().seconds(), 1'798'675'200);
}

TEST_F(ReferralSafetyTest, AnOverrideNeedsItsEnd) {
  EXPECT_EQ(Run({"referral", "override", "abc", "--rule", "CI062", "--reason", "other", "--comment", "x"}).code, 2);
}

TEST_F(ReferralSafetyTest, AClearanceIsAttached) {
  const auto result = Run({"referral", "clear", "abc", "--rule", "CI012", "--technique", "DEEP_TISSUE", "--by",
                           "Dr. Ode, cardiology", "--date", "2026-11-20", "--text", "Letter of the day, attachment 1"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(attached_.name(), "referrals/abc");
  EXPECT_EQ(attached_.etag(), "etag-7");
  EXPECT_EQ(attached_.rule(), "CI012");
  EXPECT_EQ(attached_.technique(), "DEEP_TISSUE");
  EXPECT_EQ(attached_.clearing_clinician(), "Dr. Ode, cardiology");
  EXPECT_EQ(attached_.clear_date(), "2026-11-20");
  EXPECT_EQ(attached_.text(), "Letter of the day, attachment 1");
}

TEST_F(ReferralSafetyTest, AClearanceSaysWhoWhenAndWhat) {
  const auto result = Run({"referral", "clear", "abc", "--rule", "CI012", "--by", "Dr. Ode", "--date", "2026-11-20"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--text"));
}

TEST_F(ReferralSafetyTest, FindingsGoWithTheEndOfAHold) {
  const auto result = Run({"referral", "resume", "--finding", "RF_SADDLE=no", "--finding", "BP=128mm[Hg],82mm[Hg]",
                           "abc", "--comment", "seen today"});
  EXPECT_EQ(result.code, 0) << result.err;
  ASSERT_EQ(resumed_.findings_size(), 2);
  EXPECT_EQ(resumed_.findings(0).code(), "RF_SADDLE");
  EXPECT_EQ(resumed_.findings(0).status(), clinical::v1::FACT_STATUS_ABSENT);
  EXPECT_EQ(resumed_.findings(1).values(0).value(), 128);
  EXPECT_EQ(resumed_.comment(), "seen today");
}

TEST_F(ReferralSafetyTest, AHoldDoesNotEndOnAFindingThatCannotBeRead) {
  const auto result = Run({"referral", "resume", "abc", "--finding", "BP=high"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--finding"));
  EXPECT_EQ(resumed_.name(), "");
}

TEST_F(ReferralSafetyTest, ShowTellsScreeningOverridesAndWhatWasDoneAgainstARule) {
  shown_.mutable_screening()->mutable_screen_time()->set_seconds(1'795'000'000);
  shown_.mutable_screening()->set_statement("Decision support, not a decision.");
  auto* hit = shown_.mutable_screening()->add_techniques()->add_hits();
  hit->set_rule("CI062");
  hit->set_verdict(clinical::v1::VERDICT_ABSOLUTE);
  hit->add_sources("SPENCER");
  hit->set_confidence("HIGH");
  shown_.add_overrides()->set_rule("CI062");
  shown_.mutable_overrides(0)->set_comment("gently");
  shown_.add_contraindicated_uses()->set_technique("PETRISSAGE");
  const auto result = Run({"referral", "show", "abc"});
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("CI062"), HasSubstr("SPENCER"), HasSubstr("confidence HIGH"), HasSubstr("gently"),
                    HasSubstr("PETRISSAGE"), HasSubstr("Decision support, not a decision.")));
}

TEST_F(ReferralSafetyTest, WithoutNewsNothingIsTold) {
  EXPECT_THAT(Run({"referral", "start", "abc"}).out, Not(HasSubstr("Unsafe")));
}

}  // namespace
}  // namespace tendon::testing
