// What to do next, from the sessions of an episode; each expectation is a DECIDE rule of trajectory_rules.csv.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/outcomes/domain/episode.h"
#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto kMassage = clinical::v1::DISCIPLINE_MASSAGE_THERAPIST;
constexpr auto kTherapy = clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST;

void AddReading(const std::string& measure, double value, v1::Session* session) {
  auto* observation = session->add_observations();
  observation->set_measure(measure);
  observation->set_value(value);
}

// A session on the low back every so many days, each with the pain before it; `pain` from the first on.
std::vector<v1::Session> Sessions(const std::vector<double>& pain, int every_days, int minutes = 60,
                                  const std::string& region = "lumbar") {
  std::vector<v1::Session> sessions;
  for (size_t i = 0; i < pain.size(); ++i) {
    v1::Session session = PainSession(static_cast<int>(i) + 1, 100 + static_cast<int64_t>(i) * every_days, pain[i]);
    session.set_duration_minutes(minutes);
    auto* technique = session.add_techniques();
    technique->set_technique("DEEP_TISSUE");
    technique->add_body_sites()->set_region(region);
    sessions.push_back(session);
  }
  return sessions;
}

v1::Episode Judge(const std::vector<v1::Session>& sessions, clinical::v1::Discipline discipline = kMassage,
                  int days_after_last = 0) {
  v1::ReferralView view = InProgress(12);
  view.set_discipline(discipline);
  Judgement judgement;
  judgement.now = ToTime(sessions.back().start_time()) + absl::Hours(24 * days_after_last);
  return SummarizeEpisode("referrals/r1/episodes/1", &view, 1, sessions, judgement);
}

// "CONTINUE TR31", in order.
std::vector<std::string> Advice(const v1::Episode& episode) {
  std::vector<std::string> advice;
  for (const v1::Advice& piece : episode.guidance().advice())
    advice.push_back(v1::AdviceAction_Name(piece.action()).substr(14) + " " + piece.rule());
  return advice;
}

TEST(GuidanceTest, AResponderBeforeTheCourseEndGoesOn) {
  const v1::Episode episode = Judge(Sessions({8, 7, 6, 5}, 7));
  EXPECT_THAT(Advice(episode), ElementsAre("CONTINUE TR31"));
  EXPECT_EQ(
      episode.guidance().answer(),
      "Massage is enough so far: pain from 8 to 5, 3 points better (38 %): better by what matters (TR10); it works "
      "so far: go on as planned (TR31).");
  EXPECT_THAT(episode.guidance().advice(0).inputs(),
              ElementsAre("NPRS: from 8 to 5, 3 points better (38 %); RESPONDER by TR10",
                          "dose: 4 of at least 6 sessions within 70 days, TR19"));
  EXPECT_FALSE(episode.guidance().advice(0).working_rule());
  EXPECT_THAT(episode.guidance().advice(0).citation(), HasSubstr("Farrar 2001"));
}

TEST(GuidanceTest, RecoveredAtTwoAssessmentsTapersThenEnds) {
  EXPECT_THAT(Advice(Judge(Sessions({7, 4, 1, 1}, 7))), ElementsAre("TAPER TR30", "DISCHARGE TR30"));
  EXPECT_THAT(Advice(Judge(Sessions({7, 4, 2, 1}, 7))), ElementsAre("CONTINUE TR31")) << "once";
}

TEST(GuidanceTest, AMajorResponseWithFunctionAtTwoAssessmentsTapers) {
  std::vector<v1::Session> sessions = Sessions({8, 6, 4, 4}, 7);
  AddReading("ODI", 40, &sessions[0]);
  AddReading("ODI", 24, &sessions[3]);
  EXPECT_THAT(Advice(Judge(sessions)), ElementsAre("TAPER TR30", "DISCHARGE TR30"));
}

TEST(GuidanceTest, PartialAfterAnAdequateDoseAddsExercise) {
  const v1::Episode episode = Judge(Sessions({7, 7, 6, 7, 6, 7, 6}, 7), kMassage);
  EXPECT_THAT(Advice(episode), IsSupersetOf({"RE_EVALUATE TR35", "ADD_DISCIPLINE TR35"})) << "14 %, and level";
  std::vector<v1::Session> falling = Sessions({10, 10, 10, 10, 10, 10, 8}, 7);
  const v1::Episode partial = Judge(falling);
  EXPECT_THAT(Advice(partial), ElementsAre("RE_EVALUATE TR32", "ADD_DISCIPLINE TR32"));
  EXPECT_EQ(partial.guidance().advice(1).discipline(), kTherapy);
  EXPECT_TRUE(partial.guidance().advice(1).working_rule());
  EXPECT_THAT(partial.guidance().answer(), StartsWith("Massage alone is probably not enough: pain from 10 to 8"));
  EXPECT_THAT(partial.guidance().answer(), HasSubstr("(TR32, a working rule)."));
}

TEST(GuidanceTest, TooLittleTreatmentIsMendedBeforeItIsJudged) {
  const v1::Episode episode = Judge(Sessions({7, 7, 7, 7}, 10, 30, "cervical"));
  EXPECT_THAT(Advice(episode), ElementsAre("ADJUST_DOSE TR33"));
  EXPECT_FALSE(episode.guidance().dose().adequate());
  EXPECT_THAT(episode.guidance().answer(), StartsWith("It cannot be said yet whether massage is enough"));
}

TEST(GuidanceTest, EarlyAndOnPaceGoesOn) {
  const v1::Episode episode = Judge(Sessions({7, 7}, 7));
  EXPECT_THAT(Advice(episode), ElementsAre("CONTINUE TR33"));
  EXPECT_THAT(episode.guidance().answer(), StartsWith("Too early to say whether massage is enough"));
}

TEST(GuidanceTest, NoResponseToAnAdequateDoseGoesBack) {
  const v1::Episode episode = Judge(Sessions({7, 7, 7, 7, 7, 7}, 7));
  EXPECT_THAT(Advice(episode), ElementsAre("REFER_BACK TR36"));
  EXPECT_THAT(episode.guidance().answer(), StartsWith("Massage is not enough: pain from 7 to 7, no change"));
}

TEST(GuidanceTest, WorseningGoesToThePhysician) {
  const v1::Episode episode = Judge(Sessions({5, 7, 7}, 7));
  EXPECT_THAT(Advice(episode), ElementsAre("REFER_BACK TR29"));
  EXPECT_THAT(Advice(Judge(Sessions({5, 6}, 7))), Contains("RE_EVALUATE TR17")) << "one point: look again";
}

TEST(GuidanceTest, ARedFlagStopsWhateverTheNumbersSay) {
  std::vector<v1::Session> sessions = Sessions({8, 6, 4}, 7);
  auto* finding = sessions[1].add_findings();
  finding->set_code("RF_SADDLE");
  finding->set_status(clinical::v1::FACT_STATUS_PRESENT);
  const v1::Episode episode = Judge(sessions);
  ASSERT_THAT(Advice(episode), Contains("STOP_AND_ESCALATE TR27"));
  EXPECT_EQ(episode.guidance().advice(0).urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
  EXPECT_THAT(episode.guidance().answer(), StartsWith("Massage must stop"));
  // Said to be gone at a later session.
  auto* gone = sessions[2].add_findings();
  gone->set_code("RF_SADDLE");
  gone->set_status(clinical::v1::FACT_STATUS_ABSENT);
  EXPECT_THAT(Advice(Judge(sessions)), Not(Contains("STOP_AND_ESCALATE TR27")));
}

TEST(GuidanceTest, SevereHarmOrModerateHarmTwiceStops) {
  std::vector<v1::Session> sessions = Sessions({8, 6, 4}, 7);
  sessions[0].add_adverse_events()->set_grade(clinical::v1::ADVERSE_EVENT_GRADE_MODERATE);
  EXPECT_THAT(Advice(Judge(sessions)), Not(Contains("STOP_AND_ESCALATE TR28")));
  sessions[2].add_adverse_events()->set_grade(clinical::v1::ADVERSE_EVENT_GRADE_MODERATE);
  EXPECT_THAT(Advice(Judge(sessions)), Contains("STOP_AND_ESCALATE TR28"));
  std::vector<v1::Session> severe = Sessions({8, 6}, 7);
  severe[1].add_adverse_events()->set_grade(clinical::v1::ADVERSE_EVENT_GRADE_SEVERE);
  EXPECT_THAT(Advice(Judge(severe)), Contains("STOP_AND_ESCALATE TR28"));
}

TEST(GuidanceTest, PainThatRespondsWithoutFunctionAddsExercise) {
  std::vector<v1::Session> sessions = Sessions({8, 7, 5, 5}, 7);
  AddReading("ODI", 40, &sessions[0]);
  AddReading("ODI", 39, &sessions[3]);
  EXPECT_THAT(Advice(Judge(sessions)), Contains("ADD_DISCIPLINE TR38"));
  EXPECT_THAT(Advice(Judge(sessions, kTherapy)), Not(Contains("ADD_DISCIPLINE TR38")))
      << "a therapist is there already";
}

TEST(GuidanceTest, FearAndMoodAddAPsychologicallyInformedTherapist) {
  std::vector<v1::Session> sessions = Sessions({8, 5}, 7);
  AddReading("TSK11", 28, &sessions[0]);
  EXPECT_THAT(Advice(Judge(sessions)), Not(Contains("ADD_DISCIPLINE TR37")));
  AddReading("PCS", 30, &sessions[0]);
  EXPECT_THAT(Advice(Judge(sessions)), Contains("ADD_DISCIPLINE TR37"));
}

TEST(GuidanceTest, StressUnderPhysicalTherapyAddsMassage) {
  std::vector<v1::Session> sessions = Sessions({10, 10, 10, 10, 10, 10, 8}, 7);
  EXPECT_THAT(Advice(Judge(sessions, kTherapy)), ElementsAre("RE_EVALUATE TR32"));
  AddReading("PROMIS_SLEEP_4A", 60.4, &sessions[6]);
  const v1::Episode episode = Judge(sessions, kTherapy);
  EXPECT_THAT(Advice(episode), Contains("ADD_DISCIPLINE TR32"));
  EXPECT_THAT(episode.guidance().answer(), StartsWith("Physical therapy alone is probably not enough"));
}

TEST(GuidanceTest, AfterTheCourseItIsEvaluated) {
  const v1::Episode episode = Judge(Sessions({8, 5}, 7), kMassage, 80);
  EXPECT_THAT(Advice(episode), ElementsAre("RE_EVALUATE TR26"));
  EXPECT_THAT(episode.guidance().answer(),
              StartsWith("It is time to decide whether massage is enough: pain from 8 to 5"));
}

TEST(GuidanceTest, NothingMeasuredIsSaidToBeSo) {
  std::vector<v1::Session> sessions = Sessions({5}, 7);
  sessions[0].clear_observations();
  EXPECT_EQ(Judge(sessions).guidance().answer(), "Nothing was measured yet that could say whether massage is enough.");
}

TEST(GuidanceTest, EveryPieceNamesItsRuleSourceAndConfidence) {
  for (const auto& sessions : {Sessions({8, 7, 6, 5}, 7), Sessions({5, 7, 7}, 7), Sessions({7, 7, 7, 7, 7, 7}, 7)}) {
    const v1::Episode episode = Judge(sessions);
    for (const v1::Advice& piece : episode.guidance().advice()) {
      EXPECT_FALSE(piece.rule().empty() || piece.citation().empty() || piece.confidence().empty()) << piece.rule();
      EXPECT_FALSE(piece.inputs().empty()) << piece.rule();
    }
  }
}

// The published example of the Smart4Health training: 4, 6, 7, 3, 3, 4; the sixth repeats the number 1.
TEST(EpisodeCourseTest, TheRepeatedNumberIsShownAndCountsNot) {
  std::vector<v1::Session> sessions = Sessions({4, 6, 7, 3, 3, 4}, 7);
  sessions[5].set_session_number(1);
  sessions[5].add_flags(v1::SESSION_FLAG_NUMBER_CONFLICT);
  const v1::Episode episode = Judge(sessions);
  std::vector<double> trend;
  for (const auto& point : episode.measures(0).points()) trend.push_back(point.value());
  EXPECT_THAT(trend, ElementsAre(4, 6, 7, 3, 3, 4));
  EXPECT_EQ(episode.flagged_sessions(), 1);
  EXPECT_EQ(episode.sessions_completed(), 5);
  EXPECT_EQ(episode.measures(0).trajectory().classification(), v1::TRAJECTORY_CLASS_PLATEAU);
}

TEST(EpisodeCourseTest, WhatASessionChangesIsKeptApartFromTheCourse) {
  const v1::Episode episode = Judge({PainSession(1, 1, 8, 5), PainSession(2, 8, 7, 6)});
  const v1::SessionEffect& effect = episode.measures(0).within_session();
  EXPECT_EQ(effect.sessions(), 2);
  EXPECT_EQ(effect.mean_change(), -2);
  EXPECT_EQ(effect.latest_change(), -1);
  EXPECT_EQ(episode.measures(0).change(), -1) << "before to before";
}

TEST(EpisodeCourseTest, SessionsThatDidNotTakePlaceAreCountedApart) {
  std::vector<v1::Session> sessions = {PainSession(1, 1, 8), PainSession(2, 2, 8), PainSession(3, 3, 8),
                                       PainSession(4, 9, 8)};
  sessions[1].set_status(v1::SESSION_STATUS_NO_SHOW);
  sessions[2].set_status(v1::SESSION_STATUS_CANCELLED);
  sessions[3].set_status(v1::SESSION_STATUS_PLANNED);
  v1::ReferralView view = InProgress(6);
  Judgement judgement;
  judgement.now = absl::FromUnixSeconds(4 * kDaySeconds);
  const v1::Episode episode = SummarizeEpisode("referrals/r1/episodes/1", &view, 1, sessions, judgement);
  EXPECT_EQ(episode.sessions_completed(), 1);
  EXPECT_EQ(episode.sessions_missed(), 1);
  EXPECT_EQ(episode.sessions_cancelled(), 1);
  EXPECT_EQ(episode.sessions_planned(), 1);
  EXPECT_EQ(episode.next_session_time().seconds(), 9 * kDaySeconds);
}

TEST(EpisodeCourseTest, QuestionsForAnotherTimeAreAnotherStrand) {
  std::vector<v1::Session> sessions = Sessions({8}, 7);
  AddReading("NPRS", 5, &sessions[0]);
  sessions[0].mutable_observations(0)->set_recall("now");
  sessions[0].mutable_observations(1)->set_recall("average 7d");
  EXPECT_EQ(Judge(sessions).measures_size(), 2);
}

TEST(EpisodeCourseTest, AJointHasItsNormAndTheOtherSide) {
  v1::Session session = PainSession(1, 1, 5);
  for (const auto side : {clinical::v1::LATERALITY_LEFT, clinical::v1::LATERALITY_RIGHT}) {
    AddReading("ROM_DEG", side == clinical::v1::LATERALITY_LEFT ? 108 : 130, &session);
    auto* reading = session.mutable_observations(session.observations_size() - 1);
    reading->mutable_body_site()->set_region("knee");
    reading->mutable_body_site()->set_laterality(side);
    reading->set_motion("flexion");
  }
  const v1::Episode episode = Judge({session});
  ASSERT_EQ(episode.measures_size(), 3);
  const v1::MeasureSummary& left = episode.measures(1);
  EXPECT_EQ(left.norm().degrees(), 135);
  EXPECT_EQ(left.norm().percent_of_norm(), 80);
  EXPECT_EQ(left.other_side(), 130);
}

}  // namespace
}  // namespace tendon::outcomes
