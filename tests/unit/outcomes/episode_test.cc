// The summary of an episode, with expected values worked out by hand.
#include "services/outcomes/domain/episode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

const v1::ReferralView kView = InProgress(6);

v1::Episode Summarize(const std::vector<v1::Session>& sessions) {
  return SummarizeEpisode("referrals/r1/episodes/1", &kView, 1, sessions);
}

// The published example of the Smart4Health back-pain training: pain before training 4, 6, 7, 3, 3, 4.
TEST(EpisodeTest, TheTrendRunsOverTheReadingsBeforeTreatment) {
  const v1::Episode episode = Summarize({PainSession(1, 1, 4, 2), PainSession(2, 2, 6, 5), PainSession(3, 3, 7, 4),
                                         PainSession(4, 4, 3, 1), PainSession(5, 5, 3, 2), PainSession(6, 6, 4, 0)});
  EXPECT_EQ(episode.sessions_completed(), 6);
  EXPECT_EQ(episode.sessions_authorized(), 6);
  EXPECT_EQ(episode.first_session_time().seconds(), 1 * kDaySeconds);
  EXPECT_EQ(episode.last_session_time().seconds(), 6 * kDaySeconds);
  ASSERT_EQ(episode.measures_size(), 1);
  const v1::MeasureSummary& pain = episode.measures(0);
  EXPECT_EQ(pain.measure(), "NPRS");
  EXPECT_EQ(pain.unit(), "{score}");
  EXPECT_EQ(pain.direction(), v1::DIRECTION_LOWER_BETTER);
  EXPECT_EQ(pain.baseline(), 4);
  EXPECT_EQ(pain.latest(), 4);
  EXPECT_EQ(pain.change(), 0);
  EXPECT_EQ(pain.change_percent(), 0);
  EXPECT_EQ(pain.best(), 3);
  EXPECT_EQ(pain.points_size(), 12);
}

// 8 to 5: 3 points less, 37.5 %.
TEST(EpisodeTest, ChangeIsLatestMinusBaseline) {
  const v1::Episode episode = Summarize({PainSession(1, 1, 8), PainSession(2, 2, 5)});
  EXPECT_EQ(episode.measures(0).change(), -3);
  EXPECT_EQ(episode.measures(0).change_percent(), -37.5);
}

// Only the first of them can be before the first treatment.
TEST(EpisodeTest, SessionsAtOneMomentHaveOneBaseline) {
  const v1::Episode episode = Summarize({PainSession(1, 1, 7), PainSession(2, 1, 5), PainSession(3, 1, 3)});
  EXPECT_EQ(episode.measures(0).baseline(), 7);
  EXPECT_EQ(episode.measures(0).change(), -4);
}

TEST(EpisodeTest, APercentageOfNothingIsLeftOut) {
  const v1::Episode episode = Summarize({PainSession(1, 1, 0), PainSession(2, 2, 5)});
  EXPECT_TRUE(episode.measures(0).has_change());
  EXPECT_FALSE(episode.measures(0).has_change_percent());
}

// A T-score has no true zero.
TEST(EpisodeTest, APercentageOfATScoreIsLeftOut) {
  v1::Session first = PainSession(1, 1, 60);
  v1::Session second = PainSession(2, 2, 50);
  first.mutable_observations(0)->set_measure("PROMIS_PI_4A");
  second.mutable_observations(0)->set_measure("PROMIS_PI_4A");
  const v1::Episode episode = Summarize({first, second});
  EXPECT_EQ(episode.measures(0).change(), -10);
  EXPECT_FALSE(episode.measures(0).has_change_percent());
}

TEST(EpisodeTest, OneReadingIsABaselineWithoutAChange) {
  const v1::Episode episode = Summarize({PainSession(1, 1, 7)});
  EXPECT_EQ(episode.measures(0).baseline(), 7);
  EXPECT_EQ(episode.measures(0).latest(), 7);
  EXPECT_FALSE(episode.measures(0).has_change());
}

TEST(EpisodeTest, SidesOfTheBodyAreSeriesOfTheirOwn) {
  v1::Session session = PainSession(1, 1, 7, 4);
  session.mutable_observations(0)->mutable_body_site()->set_region("knee");
  session.mutable_observations(0)->mutable_body_site()->set_laterality(clinical::v1::LATERALITY_LEFT);
  session.mutable_observations(1)->mutable_body_site()->set_region("knee");
  session.mutable_observations(1)->mutable_body_site()->set_laterality(clinical::v1::LATERALITY_RIGHT);
  EXPECT_EQ(Summarize({session}).measures_size(), 2);
}

TEST(EpisodeTest, ANoShowCountsForNothing) {
  v1::Session missed = PainSession(2, 2, 9);
  missed.set_status(v1::SESSION_STATUS_NO_SHOW);
  const v1::Episode episode = Summarize({PainSession(1, 1, 7), missed});
  EXPECT_EQ(episode.sessions_completed(), 1);
  EXPECT_EQ(episode.measures(0).latest(), 7);
}

TEST(EpisodeTest, ASessionInConflictIsShownAndFlaggedButNotCounted) {
  v1::Session twice = PainSession(1, 6, 4);
  twice.add_flags(v1::SESSION_FLAG_NUMBER_CONFLICT);
  const v1::Episode episode = Summarize({PainSession(1, 1, 7), twice});
  EXPECT_EQ(episode.sessions_completed(), 1);
  EXPECT_EQ(episode.flagged_sessions(), 1);
  EXPECT_EQ(episode.measures(0).points_size(), 2);
}

TEST(EpisodeTest, SaysWhatIsKnownOfTheReferral) {
  const v1::Episode episode = Summarize({});
  EXPECT_EQ(episode.referrer(), "organizations/river");
  EXPECT_EQ(episode.recipient(), "organizations/hands");
  EXPECT_EQ(episode.referral_state(), "IN_PROGRESS");
  EXPECT_EQ(episode.discipline(), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
}

}  // namespace
}  // namespace tendon::outcomes
