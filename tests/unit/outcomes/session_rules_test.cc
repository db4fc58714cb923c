// Flags, counting and checks of one session.
#include "services/outcomes/domain/session_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FlagsTest : public ::testing::Test {
 protected:
  std::vector<v1::SessionFlag> Flags() { return FlagsOf(session_, {view_, assignment(), before_, conflict_}); }
  const v1::AssignmentView* assignment() {
    return view_ == nullptr || view_->assignments().empty() ? nullptr : &view_->assignments(0);
  }

  v1::ReferralView in_progress_ = InProgress(6);
  v1::ReferralView* view_ = &in_progress_;
  v1::Session session_ = PainSession(1, 100, 7);
  int before_ = 0;
  bool conflict_ = false;
};

// Screening comes with a later version: until then no session has one, and every completed one says so.
TEST_F(FlagsTest, AnExpectedSessionIsOnlyUnscreened) { EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED)); }

TEST_F(FlagsTest, TheSessionAfterTheLastAuthorizedOneIsOver) {
  before_ = 5;
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
  before_ = 6;
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_OVER_AUTHORIZED, v1::SESSION_FLAG_UNSCREENED));
}

TEST_F(FlagsTest, ASessionAfterTheEndIsFlaggedAndOneAtTheEndIsNot) {
  in_progress_.mutable_assignments(0)->mutable_end_time()->set_seconds(100 * kDaySeconds);
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
  session_.mutable_start_time()->set_nanos(1000);
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_AFTER_END, v1::SESSION_FLAG_UNSCREENED));
}

TEST_F(FlagsTest, ASessionThatNobodyStartedIsFlagged) {
  in_progress_.mutable_assignments(0)->set_started(false);
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_NOT_STARTED));
}

TEST_F(FlagsTest, AnUnknownReferralIsUnresolved) {
  view_ = nullptr;
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_REFERRAL_UNRESOLVED));
  EXPECT_FALSE(Counts(session_, {nullptr, nullptr, 0, false}));
}

TEST_F(FlagsTest, AReferralOfOthersCountsNowhere) {
  in_progress_.clear_assignments();
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_NOT_RECIPIENT));
  EXPECT_FALSE(Counts(session_, {view_, nullptr, 0, false}));
}

TEST_F(FlagsTest, ANumberInConflictIsFlaggedAndDoesNotCount) {
  conflict_ = true;
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_NUMBER_CONFLICT));
  EXPECT_FALSE(Counts(session_, {view_, assignment(), 0, true}));
  EXPECT_TRUE(Counts(session_, {view_, assignment(), 0, false}));
}

TEST_F(FlagsTest, ASessionThatDidNotTakePlaceNeitherCountsNorIsOver) {
  before_ = 6;
  for (const auto status : {v1::SESSION_STATUS_PLANNED, v1::SESSION_STATUS_NO_SHOW, v1::SESSION_STATUS_CANCELLED,
                            v1::SESSION_STATUS_ENTERED_IN_ERROR}) {
    session_.set_status(status);
    EXPECT_THAT(Flags(), IsEmpty()) << v1::SessionStatus_Name(status);
    EXPECT_FALSE(Counts(session_, {view_, assignment(), 0, false}));
  }
}

std::vector<std::string> Fields(const v1::Session& session, int64_t now_day) {
  std::vector<std::string> fields;
  for (const auto& violation : CheckSession(session, absl::FromUnixSeconds(now_day * kDaySeconds)))
    fields.push_back(violation.field);
  return fields;
}

TEST(CheckSessionTest, MayBeADayAheadAndNotMore) {
  v1::Session session = PainSession(1, 101, 7);
  EXPECT_THAT(Fields(session, 100), IsEmpty());
  session.mutable_start_time()->set_seconds(101 * kDaySeconds + 1);
  EXPECT_THAT(Fields(session, 100), ElementsAre("session.start_time"));
  session.set_status(v1::SESSION_STATUS_PLANNED);
  EXPECT_THAT(Fields(session, 100), IsEmpty());
}

// NPRS is scored 0 to 10.
// `date -u -d 1900-01-01 +%s` / 86400
TEST(CheckSessionTest, IsNotOfACenturyBeforeTheLast) {
  EXPECT_THAT(Fields(PainSession(1, -25'567, 7), 100), IsEmpty());
  EXPECT_THAT(Fields(PainSession(1, -25'568, 7), 100), ElementsAre("session.start_time"));
}

TEST(CheckSessionTest, AScoreOutsideItsRangeIsNamed) {
  EXPECT_THAT(Fields(PainSession(1, 100, 0, 10), 100), IsEmpty());
  EXPECT_THAT(Fields(PainSession(1, 100, 10.5), 100), ElementsAre("session.observations[0].value"));
  EXPECT_THAT(Fields(PainSession(1, 100, 7, 11), 100), ElementsAre("session.observations[1].value"));
}

TEST(CheckSessionTest, AnotherUnitIsRefused) {
  v1::Session session = PainSession(1, 100, 7);
  session.mutable_observations(0)->set_unit("mm");
  EXPECT_THAT(Fields(session, 100), ElementsAre("session.observations[0].unit"));
  session.mutable_observations(0)->set_unit("{score}");
  EXPECT_THAT(Fields(session, 100), IsEmpty());
}

TEST(CheckSessionTest, AnObservationNeedsAValueOrAnswers) {
  v1::Session session = PainSession(1, 100, 7);
  session.mutable_observations(0)->clear_value();
  EXPECT_THAT(Fields(session, 100), ElementsAre("session.observations[0]"));
  session.mutable_observations(0)->add_items()->set_item(1);
  EXPECT_THAT(Fields(session, 100), IsEmpty());
}

TEST(CheckSessionTest, AMeasureOutsideTheCatalogueIsTakenAsGiven) {
  v1::Session session = PainSession(1, 100, 7);
  session.mutable_observations(0)->set_measure("WELL_BEING");
  session.mutable_observations(0)->set_value(123);
  EXPECT_THAT(Fields(session, 100), IsEmpty());
}

TEST_F(FlagsTest, AMeasureThatNobodyKnowsIsFlaggedWithTheNearest) {
  session_.mutable_observations(0)->set_measure("NRPS");
  ScoreSession({}, &session_);
  NameNearestMeasures(&session_);
  ASSERT_EQ(session_.unknown_measures_size(), 1);
  EXPECT_EQ(session_.unknown_measures(0).measure(), "NRPS");
  EXPECT_THAT(session_.unknown_measures(0).nearest(), ElementsAre("NPRS"));
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_UNKNOWN_MEASURE));
  EXPECT_FALSE(NeedsAttention(session_)) << "it is told to whoever records";
  session_.mutable_observations(0)->set_measure("NPRS");
  ScoreSession({}, &session_);
  EXPECT_THAT(Flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
}

TEST(SameFactsTest, OnlyWhatWasDoneAndReadDecides) {
  const v1::Session session = PainSession(1, 100, 7, 4);
  v1::Session again = session;
  again.set_name("referrals/r1/sessions/other");
  again.set_revision(99);
  EXPECT_TRUE(SameFacts(session, again));
  EXPECT_FALSE(SameFacts(session, PainSession(1, 100, 7, 5)));
  EXPECT_FALSE(SameFacts(session, PainSession(1, 101, 7, 4)));
}

TEST(TimeTest, RoundTripsBeforeAndAfter1970) {
  for (const int64_t micros : {int64_t{-1}, int64_t{-1'000'001}, int64_t{0}, int64_t{1'795'000'000'123'456}}) {
    const auto timestamp = ToProto(absl::FromUnixMicros(micros));
    EXPECT_GE(timestamp.nanos(), 0);
    EXPECT_EQ(ToMicros(timestamp), micros);
  }
}

}  // namespace
}  // namespace tendon::outcomes
