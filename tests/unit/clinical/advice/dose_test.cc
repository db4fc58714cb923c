// Adequate doses by TR18 to TR21, and checkpoints by TR22 to TR26; expectations from the rules' own numbers.
#include "services/clinical/advice/dose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/clinical/advice/checkpoints.h"
#include "services/clinical/advice/red_flags.h"

namespace tendon::clinical::advice {
namespace {

using trajectory::RuleBook;
namespace pb = outcomes::v1;

// Sessions every so many days, each so long.
EpisodeFacts Course(v1::Discipline discipline, const std::string& region, int sessions, int every_days, int minutes) {
  EpisodeFacts facts;
  facts.discipline = discipline;
  for (int i = 0; i < sessions; ++i) {
    Visit visit;
    visit.start_us = i * every_days * kMicrosOfDay;
    visit.number = i + 1;
    visit.minutes = minutes;
    visit.techniques = {"DEEP_TISSUE"};
    visit.regions = {region};
    facts.visits.push_back(visit);
  }
  facts.now_us = facts.visits.empty() ? 0 : facts.visits.back().start_us;
  return facts;
}

std::string Dose(const EpisodeFacts& facts) {
  const pb::Dose dose = EvaluateDose(facts, RuleBook::BuiltIn());
  return dose.rule() + (dose.adequate() ? " adequate" : " not adequate");
}

constexpr auto kMassage = v1::DISCIPLINE_MASSAGE_THERAPIST;
constexpr auto kTherapy = v1::DISCIPLINE_PHYSICAL_THERAPIST;

TEST(DoseTest, NeckMassageNeedsEightHoursInFourWeeks) {
  EXPECT_EQ(Dose(Course(kMassage, "cervical", 8, 4, 60)), "TR18 adequate") << "8 in 28 days";
  EXPECT_EQ(Dose(Course(kMassage, "cervical", 8, 4, 30)), "TR18 not adequate") << "half an hour each";
  EXPECT_EQ(Dose(Course(kMassage, "cervical", 8, 7, 60)), "TR18 not adequate") << "once a week";
  EXPECT_EQ(Dose(Course(kMassage, "upper_trapezius", 7, 4, 60)), "TR18 not adequate") << "seven";
}

TEST(DoseTest, LowBackMassageNeedsSixOfTenWeeks) {
  EXPECT_EQ(Dose(Course(kMassage, "lumbar", 6, 7, 45)), "TR19 adequate");
  EXPECT_EQ(Dose(Course(kMassage, "lumbar", 5, 7, 60)), "TR19 not adequate");
  EXPECT_EQ(Dose(Course(kMassage, "lumbar", 6, 20, 60)), "TR19 not adequate") << "six in 100 days";
}

TEST(DoseTest, PhysicalTherapyNeedsSixVisitsOverFourWeeks) {
  EXPECT_EQ(Dose(Course(kTherapy, "lumbar", 6, 6, 30)), "TR21 adequate") << "30 days";
  EXPECT_EQ(Dose(Course(kTherapy, "lumbar", 6, 5, 30)), "TR21 not adequate") << "25 days";
}

TEST(DoseTest, NeedlesAndOtherRegionsHaveRulesOfTheirOwn) {
  EpisodeFacts needles = Course(kTherapy, "lumbar", 6, 14, 30);
  for (Visit& visit : needles.visits) visit.techniques = {"DRY_NEEDLING"};
  EXPECT_EQ(Dose(needles), "TR20 adequate") << "six in 70 days";
  EXPECT_EQ(Dose(Course(kMassage, "knee", 6, 6, 30)), "TN05 adequate");
  EXPECT_TRUE(EvaluateDose(Course(kMassage, "knee", 6, 6, 30), RuleBook::BuiltIn()).working_rule());
  EXPECT_EQ(Dose(EpisodeFacts()), "TN05 not adequate");
}

pb::Checkpoint Find(const std::vector<pb::Checkpoint>& checkpoints, const std::string& rule) {
  for (const auto& checkpoint : checkpoints) {
    if (checkpoint.rule() == rule) return checkpoint;
  }
  return {};
}

pb::CheckpointState StateAt(EpisodeFacts facts, const std::string& rule, int day) {
  facts.now_us = day * kMicrosOfDay;
  return Find(CheckpointsOf(facts, RuleBook::BuiltIn()), rule).state();
}

TEST(CheckpointTest, TheReEvaluationOfMassageIsDueFromDay28To35) {
  const EpisodeFacts weekly = Course(kMassage, "lumbar", 4, 7, 60);
  EXPECT_EQ(StateAt(weekly, "TR24", 27), pb::CHECKPOINT_STATE_UPCOMING);
  EXPECT_EQ(StateAt(weekly, "TR24", 28), pb::CHECKPOINT_STATE_DUE);
  EXPECT_EQ(StateAt(weekly, "TR24", 35), pb::CHECKPOINT_STATE_DUE);
  EXPECT_EQ(StateAt(weekly, "TR24", 36), pb::CHECKPOINT_STATE_MISSED);
}

TEST(CheckpointTest, OrFromTheEighthSession) {
  const EpisodeFacts fast = Course(kMassage, "cervical", 8, 3, 60);
  EXPECT_EQ(StateAt(fast, "TR24", 21), pb::CHECKPOINT_STATE_DUE);
  EXPECT_EQ(Find(CheckpointsOf(fast, RuleBook::BuiltIn()), "TR24").due_time().seconds(), 21 * 86'400);
}

TEST(CheckpointTest, IsDoneWhenAMeasureWasReadInItsTime) {
  EpisodeFacts facts = Course(kMassage, "lumbar", 5, 7, 60);
  facts.reading_times_us = {28 * kMicrosOfDay};
  EXPECT_EQ(StateAt(facts, "TR24", 40), pb::CHECKPOINT_STATE_DONE);
  EXPECT_EQ(StateAt(facts, "TR26", 70), pb::CHECKPOINT_STATE_DUE);
  EXPECT_EQ(StateAt(facts, "TR26", 85), pb::CHECKPOINT_STATE_MISSED);
}

TEST(CheckpointTest, PhysicalTherapyReportsByEveryTenthVisit) {
  const auto state = [](int visits) {
    return Find(CheckpointsOf(Course(kTherapy, "lumbar", visits, 3, 30), RuleBook::BuiltIn()), "TR25");
  };
  EXPECT_EQ(state(8).state(), pb::CHECKPOINT_STATE_UPCOMING);
  EXPECT_EQ(state(9).state(), pb::CHECKPOINT_STATE_DUE);
  EXPECT_EQ(state(10).state(), pb::CHECKPOINT_STATE_DUE);
  EXPECT_EQ(state(11).due_session(), 20);
  EXPECT_EQ(Find(CheckpointsOf(Course(kMassage, "lumbar", 9, 3, 30), RuleBook::BuiltIn()), "TR25").rule(), "");
}

TEST(CheckpointTest, BeforeTheFirstVisitThereAreNone) {
  EXPECT_TRUE(CheckpointsOf(EpisodeFacts(), RuleBook::BuiltIn()).empty());
}

// 20 rows of contraindications.csv are red flags.
TEST(RedFlagsTest, AreThoseOfTheKnowledgeBase) {
  const RedFlags& flags = RedFlags::BuiltIn();
  ASSERT_NE(flags.Find("RF_SADDLE"), nullptr);
  EXPECT_EQ(flags.Find("RF_SADDLE")->rule, "CI147");
  EXPECT_EQ(flags.Find("RF_SADDLE")->urgency, v1::REFER_URGENCY_EMERGENCY);
  EXPECT_EQ(flags.Find("BP"), nullptr);
}

}  // namespace
}  // namespace tendon::clinical::advice
