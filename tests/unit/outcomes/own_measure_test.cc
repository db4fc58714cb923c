// Measures that an organisation has declared for itself, in the courses of its episodes. A change is judged by the
// measure's own minimal important change (house rules TN01 to TN04).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/outcomes/handlers/handlers.h"
#include "services/storage/memory/memory_store.h"
#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

// A score of 0 to 100 of which 10 points matter.
v1::MeasureDefinition Definition(v1::Direction direction) {
  v1::MeasureDefinition definition;
  definition.set_display_name("Weekly headache score");
  definition.set_unit("{score}");
  definition.set_minimum(0);
  definition.set_maximum(100);
  definition.set_direction(direction);
  definition.set_minimal_important_change(10);
  definition.set_true_zero(true);
  return definition;
}

class OwnMeasureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto transaction = *store_->Begin();
    const v1::ReferralView view = InProgress(6);
    ASSERT_TRUE(
        transaction->PutReferralView({"r1", view.version(), {"river", "hands"}, view.SerializeAsString()}).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  void Declare(const std::string& organization, const v1::MeasureDefinition& definition) {
    auto transaction = *store_->Begin();
    ASSERT_TRUE(transaction->InsertMeasure({organization, "headache", definition.SerializeAsString()}).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  // A reading a week, the first before the treatment.
  void Record(const std::vector<double>& readings) {
    for (size_t i = 0; i < readings.size(); ++i) {
      v1::Session session = PainSession(static_cast<int>(i) + 1, static_cast<int64_t>(i) * 7, readings[i]);
      session.clear_revision();
      session.mutable_observations(0)->set_measure("headache");
      auto transaction = *store_->Begin();
      recorded_.emplace_back();
      const absl::Status status = RecordSession(CallOf("hands"), *transaction, "referrals/r1", session, {},
                                                OnTakenNumber::kRefuse, &recorded_.back());
      ASSERT_TRUE(status.ok()) << status;
      ASSERT_TRUE(transaction->Commit().ok());
    }
  }
  // As the referrer sees it.
  v1::MeasureSummary Read() {
    v1::Episode episode;
    v1::GetEpisodeRequest request;
    request.set_name("referrals/r1/episodes/1");
    Call call = CallOf("river");
    EXPECT_TRUE(GetEpisode(call, **store_->Read(), request, &episode).ok());
    EXPECT_EQ(episode.measures_size(), 1);
    return episode.measures_size() == 1 ? episode.measures(0) : v1::MeasureSummary();
  }
  Call& CallOf(const std::string& organization) {
    call_.principal.organization_id = organization;
    call_.scope = storage::TenantScope::Organization(organization);
    call_.now = absl::FromUnixSeconds(90 * kDaySeconds);
    return call_;
  }

  Call call_;
  std::vector<v1::Session> recorded_;
  std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
};

TEST_F(OwnMeasureTest, IsCalledScaledAndClassifiedAsDeclared) {
  Declare("hands", Definition(v1::DIRECTION_LOWER_BETTER));
  Record({40, 35, 28});
  const v1::MeasureSummary summary = Read();
  EXPECT_EQ(summary.title(), "Weekly headache score");
  EXPECT_EQ(summary.direction(), v1::DIRECTION_LOWER_BETTER);
  EXPECT_EQ(summary.score_maximum(), 100);
  EXPECT_EQ(summary.change(), -12);
  EXPECT_EQ(summary.change_percent(), -30);
  EXPECT_EQ(summary.trajectory().classification(), v1::TRAJECTORY_CLASS_RESPONDER);
  EXPECT_EQ(summary.trajectory().rule(), "TN01");
  EXPECT_TRUE(summary.trajectory().working_rule());
  EXPECT_EQ(summary.trajectory().minimal_important_change(), 10);
}

TEST_F(OwnMeasureTest, TheClassIsKeptWithTheSession) {
  Declare("hands", Definition(v1::DIRECTION_LOWER_BETTER));
  Record({40, 28});
  ASSERT_EQ(recorded_[1].trajectories_size(), 1);
  EXPECT_EQ(recorded_[1].trajectories(0).classification(), v1::TRAJECTORY_CLASS_RESPONDER);
}

// 100 - x where more is better says what x says where less is.
TEST_F(OwnMeasureTest, TheOtherDirectionMirrorsTheClass) {
  Declare("hands", Definition(v1::DIRECTION_HIGHER_BETTER));
  Record({60, 65, 72});
  EXPECT_EQ(Read().trajectory().classification(), v1::TRAJECTORY_CLASS_RESPONDER);
}

TEST_F(OwnMeasureTest, TwiceWorseByWhatMattersIsWorsening) {
  Declare("hands", Definition(v1::DIRECTION_HIGHER_BETTER));
  Record({60, 50, 48});
  EXPECT_EQ(Read().trajectory().classification(), v1::TRAJECTORY_CLASS_WORSENING);
  EXPECT_EQ(Read().trajectory().rule(), "TN02");
}

TEST_F(OwnMeasureTest, WithoutADirectionItHasNumbersAndNoClass) {
  Declare("hands", Definition(v1::DIRECTION_UNSPECIFIED));
  Record({40, 28});
  EXPECT_EQ(Read().change(), -12);
  EXPECT_EQ(Read().trajectory().classification(), v1::TRAJECTORY_CLASS_UNSPECIFIED);
}

TEST_F(OwnMeasureTest, TheDefinitionIsThatOfWhoTreats) {
  Declare("hands", Definition(v1::DIRECTION_LOWER_BETTER));
  v1::MeasureDefinition other = Definition(v1::DIRECTION_HIGHER_BETTER);
  other.set_display_name("Something else");
  Declare("river", other);
  Record({40, 28});
  EXPECT_EQ(Read().title(), "Weekly headache score");
}

}  // namespace
}  // namespace tendon::outcomes
