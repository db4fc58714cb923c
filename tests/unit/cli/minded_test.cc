// What a treatment has to mind, as `episode show` and `plan show` tell it: rules, overrides, clearances.
#include <gmock/gmock.h>

#include "clients/cpp/plan.h"
#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
namespace cpb = clinical::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// 2099-12-31T00:00:00Z and 2001-01-01T00:00:00Z: after and before every run of this test.
constexpr int64_t kFarAhead = 4'102'358'400;
constexpr int64_t kLongAgo = 978'307'200;

cpb::RuleHit Hit(const std::string& rule, const std::string& label, cpb::Verdict verdict) {
  cpb::RuleHit hit;
  hit.set_rule(rule);
  hit.set_label(label);
  hit.set_verdict(verdict);
  hit.set_action("Light pressure only.");
  hit.add_sources("BATAVIA2004");
  hit.set_confidence("MODERATE");
  return hit;
}

pb::Override Attested(const std::string& rule, int64_t expires) {
  pb::Override attested;
  attested.set_rule(rule);
  attested.set_technique("DEEP_TISSUE");
  attested.set_attesting_clinician("organizations/river-clinic/clinicians/ada");
  attested.set_reason_code("benefit-outweighs-risk");
  attested.set_comment("INR stable");
  attested.mutable_expire_time()->set_seconds(expires);
  return attested;
}

// Two techniques that a rule hits, differently; an override that stands, one that has ended, a clearance.
pb::Referral Screened() {
  pb::Referral referral;
  referral.set_name("referrals/abc");
  auto* screening = referral.mutable_screening();
  screening->mutable_screen_time()->set_seconds(kLongAgo);
  screening->set_statement("Decision support, not a decision.");
  screening->set_knowledge_version("2026.11.1");
  *screening->add_techniques()->add_hits() = Hit("CI023", "Anticoagulant therapy", cpb::VERDICT_PRECAUTION);
  *screening->add_techniques()->add_hits() = Hit("CI023", "Anticoagulant therapy", cpb::VERDICT_CLEARANCE);
  *screening->add_techniques()->add_hits() = Hit("CI041", "Osteoporosis", cpb::VERDICT_PRECAUTION);
  *referral.add_overrides() = Attested("CI023", kFarAhead);
  *referral.add_overrides() = Attested("CI099", kLongAgo);
  auto* clearance = referral.add_clearances();
  clearance->set_rule("CI041");
  clearance->set_clearing_clinician("Dr Grace Physician");
  clearance->set_clear_date("2026-11-20");
  clearance->set_text("Gentle mobilisation allowed.");
  return referral;
}

class MindedTest : public CliTest {
 protected:
  MindedTest() {
    servers_.sessions.GetEpisode_ = [](grpc::ServerContext&, const auto&, outcomes::v1::Episode& episode) {
      episode.set_name("referrals/abc/episodes/1");
      return grpc::Status::OK;
    };
    servers_.referral.GetReferral_ = [this](grpc::ServerContext&, const auto& request, pb::Referral& response) {
      EXPECT_EQ(request.name(), "referrals/abc");
      response = referral_;
      return grpc::Status::OK;
    };
  }
  pb::Referral referral_ = Screened();
};

TEST_F(MindedTest, AnEpisodeAndAPlanTellEachRuleOnceWithItsSourcesAndTheStrongestFirst) {
  for (const char* what : {"episode", "plan"}) {
    const CliResult result = Run({what, "show", "abc"});
    EXPECT_EQ(result.code, 0) << result.err;
    const size_t first = result.out.find(
        "CLEARANCE FIRST: Anticoagulant therapy: Light pressure only. (CI023; sources BATAVIA2004; confidence "
        "MODERATE)");
    const size_t second =
        result.out.find("MODIFY: Osteoporosis: Light pressure only. (CI041; sources BATAVIA2004; confidence MODERATE)");
    ASSERT_NE(first, std::string::npos) << result.out;
    ASSERT_NE(second, std::string::npos) << result.out;
    EXPECT_LT(first, second);
    EXPECT_THAT(result.out, Not(HasSubstr("MODIFY: Anticoagulant")));
    EXPECT_THAT(result.out, HasSubstr("Decision support, not a decision. Knowledge 2026.11.1."));
  }
}

TEST_F(MindedTest, OverridesThatStandAndClearancesAreToldThoseThatHaveEndedAreNot) {
  for (const char* what : {"episode", "plan"}) {
    EXPECT_THAT(
        Run({what, "show", "abc"}).out,
        AllOf(HasSubstr("CI023 for DEEP_TISSUE by river-clinic/ada"), HasSubstr("INR stable; not acknowledged yet"),
              HasSubstr("CI041 for every technique by Dr Grace Physician on 2026-11-20: Gentle mobilisation"),
              Not(HasSubstr("CI099"))))
        << what;
  }
}

TEST_F(MindedTest, WhatTheRoleDoesNotSeeIsNotTold) {
  referral_.clear_screening();
  referral_.clear_overrides();
  referral_.clear_clearances();
  referral_.add_withheld_categories(options::v1::DATA_CATEGORY_CONDITION);
  const std::string out = Run({"episode", "show", "abc"}).out;
  EXPECT_THAT(out, AllOf(Not(HasSubstr("Precautions")), Not(HasSubstr("CI0"))));
}

TEST_F(MindedTest, ThatNobodyIsToTreatIsToldAlsoWithoutTheReason) {
  referral_.clear_screening();
  referral_.clear_overrides();
  referral_.clear_clearances();
  referral_.set_unsafe(true);
  EXPECT_THAT(Run({"episode", "show", "abc"}).out, HasSubstr("no session can be started"));
}

TEST_F(MindedTest, AnEpisodeIsShownThoughTheReferralCannotBeRead) {
  servers_.referral.GetReferral_ = [](grpc::ServerContext&, const auto&, pb::Referral&) {
    return grpc::Status(grpc::NOT_FOUND, "no such referral");
  };
  const CliResult result = Run({"episode", "show", "abc"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("Precautions are not known"));
}

TEST(PlanMindedTest, APlanHasTheOverridesClearancesAndStatementOfItsReferralsEachOnce) {
  pb::Referral child = Screened();
  child.set_name("referrals/child");
  child.mutable_screening()->mutable_screen_time()->set_seconds(kLongAgo + 1);
  child.mutable_screening()->set_knowledge_version("2026.11.2");
  *child.add_overrides() = Attested("CI050", kFarAhead);
  const auto plan = client::MakePlan("referrals/abc", {{Screened(), {}}, {child, {}}}, 0);
  EXPECT_EQ(plan.overrides_size(), 3);
  EXPECT_EQ(plan.clearances_size(), 1);
  EXPECT_EQ(plan.statement(), "Decision support, not a decision.");
  EXPECT_EQ(plan.knowledge_version(), "2026.11.2") << "of the latest screening";
}

}  // namespace
}  // namespace tendon::testing
