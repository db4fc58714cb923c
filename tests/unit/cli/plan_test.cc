// The plan across disciplines, from what both servers show.
#include "clients/cpp/plan.h"

#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace v1 = outcomes::v1;

referral::v1::Referral Parent() {
  referral::v1::Referral referral;
  referral.set_name("referrals/pt");
  referral.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  referral.set_state(referral::v1::REFERRAL_STATE_IN_PROGRESS);
  referral.mutable_authorization()->set_sessions(8);
  referral.mutable_progress()->set_sessions_completed(3);
  referral.add_open_children("referrals/mt");
  referral.add_goals()->set_text("Climb stairs");
  referral.add_co_treatments()->set_text("Older");
  referral.mutable_co_treatments(0)->set_start_date("2024-01-01");
  referral.add_co_treatments()->set_text("Newer");
  referral.mutable_co_treatments(1)->set_start_date("2025-06");
  referral.mutable_turn()->set_party(referral::v1::PARTY_ROLE_RECIPIENT);
  return referral;
}

referral::v1::Referral Child() {
  referral::v1::Referral referral;
  referral.set_name("referrals/mt");
  referral.set_parent_referral("referrals/pt");
  referral.set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  referral.add_goals()->set_text("Climb stairs");
  for (const auto verdict : {clinical::v1::VERDICT_PRECAUTION, clinical::v1::VERDICT_CLEARANCE}) {
    auto* hit = referral.mutable_screening()->add_techniques()->add_hits();
    hit->set_rule("CI001");
    hit->set_verdict(verdict);
  }
  referral.add_withheld_categories(options::v1::DATA_CATEGORY_HISTORY);
  return referral;
}

TEST(PlanTest, PutsTheDisciplinesSideBySide) {
  v1::Episode episode;
  episode.set_sessions_completed(4);
  const v1::Plan plan = client::MakePlan("referrals/mt", {{Parent(), {}}, {Child(), episode}}, 1);
  ASSERT_EQ(plan.parts_size(), 2);
  EXPECT_EQ(plan.parts(0).sessions_completed(), 3);
  EXPECT_EQ(plan.parts(0).sessions_authorized(), 8);
  EXPECT_THAT(plan.parts(0).open_children(), ElementsAre("referrals/mt"));
  EXPECT_EQ(plan.parts(1).sessions_completed(), 4) << "the outcomes server has counted";
  EXPECT_EQ(plan.goals_size(), 1) << "told once";
  EXPECT_EQ(plan.co_treatments(0).text(), "Newer");
  ASSERT_EQ(plan.precautions_size(), 1);
  EXPECT_EQ(plan.precautions(0).verdict(), clinical::v1::VERDICT_CLEARANCE) << "the stronger";
  EXPECT_EQ(plan.hidden_referrals(), 1);
  EXPECT_THAT(plan.withheld_categories(), ElementsAre(options::v1::DATA_CATEGORY_HISTORY));
}

class PlanCommandTest : public CliTest {
 protected:
  PlanCommandTest() {
    servers_.referral.GetReferral_ = [this](grpc::ServerContext&, const auto& request, auto& response) {
      const auto found = referrals_.find(request.name());
      if (found == referrals_.end()) return grpc::Status(grpc::NOT_FOUND, "no such referral");
      response = found->second;
      return grpc::Status::OK;
    };
  }
  std::map<std::string, referral::v1::Referral> referrals_ = {{"referrals/pt", Parent()}, {"referrals/mt", Child()}};
};

TEST_F(PlanCommandTest, BeginsAtTheTopOfTheTree) {
  const CliResult result = Run({"plan", "show", "mt"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("3 of 8"));
  EXPECT_LT(result.out.find("PHYSICAL_THERAPIST"), result.out.find("MASSAGE_THERAPIST"));
  EXPECT_THAT(result.out, HasSubstr("Climb stairs"));
}

TEST_F(PlanCommandTest, TellsWhatCameOfChildrenThatHaveEnded) {
  auto* child = referrals_["referrals/pt"].add_child_outcomes();
  child->set_referral("referrals/old");
  child->set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  child->set_state(referral::v1::REFERRAL_STATE_CLOSED);
  child->set_sessions_completed(2);
  child->mutable_closing_summary()->set_discharge_reason(referral::v1::DISCHARGE_REASON_REFERRED_BACK);
  child->mutable_closing_summary()->set_text("Stopped after two.");
  const CliResult result = Run({"plan", "show", "mt"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("REFERRED_BACK: Stopped after two."));
}

TEST_F(PlanCommandTest, AParentOfOthersIsCountedNotShown) {
  referrals_.erase("referrals/pt");
  const CliResult result = Run({"plan", "show", "mt"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 referrals of others"));
}

TEST_F(PlanCommandTest, OneThatIsNotThereIsAnError) { EXPECT_EQ(Run({"plan", "show", "none"}).code, 4); }

}  // namespace
}  // namespace tendon::testing
