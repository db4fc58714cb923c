// A database that was made before the rows of cohorts and digests were, or by a program that made them otherwise.
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tests/unit/storage/sqlite_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::Succeeds;

class CohortRebuildTest : public SqliteTest {
 protected:
  absl::StatusOr<std::unique_ptr<OutcomesStore>> OpenOutcomes() const { return OpenSqliteOutcomesStore(Options()); }

  static SessionRow PainOf(int number) {
    outcomes::v1::Session session;
    session.set_status(outcomes::v1::SESSION_STATUS_COMPLETED);
    auto* observation = session.add_observations();
    observation->set_measure("NPRS");
    observation->set_value(number % 11);
    SessionRow row;
    row.id = "s" + std::to_string(number);
    row.referral_id = "r" + std::to_string(number % 7);
    row.organization = "elm";
    row.episode = 1;
    row.session_number = number;
    row.start_us = number;
    row.ordinal = number;
    row.version = 1;
    row.counts = true;
    row.readers = {"elm"};
    row.body = session.SerializeAsString();
    return row;
  }

  // More sessions than one part of the work has, and a referral without sessions.
  void Fill() {
    auto store = OpenOutcomes();
    ASSERT_TRUE(store.ok()) << store.status();
    auto transaction = (*store)->Begin().value();
    for (int i = 1; i <= kSessions; ++i) ASSERT_THAT(transaction->InsertSession(PainOf(i)), Succeeds());
    outcomes::v1::ReferralView view;
    auto* assignment = view.add_assignments();
    assignment->set_number(1);
    assignment->set_recipient("organizations/elm");
    assignment->mutable_accept_time()->set_seconds(1);
    ASSERT_TRUE(transaction->PutReferralView({"untreated", 1, {"elm"}, view.SerializeAsString()}).ok());
    ASSERT_THAT(transaction->Commit(), Succeeds());
  }

  // What a cohort and a course are read from, as text.
  std::string Derived() {
    auto store = OpenOutcomes();
    EXPECT_TRUE(store.ok()) << store.status();
    auto reader = (*store)->Read().value();
    std::string all;
    EXPECT_THAT(reader->ScanCohortEpisodes(TenantScope::System(),
                                           [&](const CohortEpisode& episode) {
                                             all += std::string(episode.referral_id) + " ";
                                             return true;
                                           }),
                Succeeds());
    int readings = 0, digests = 0;
    double sum = 0;
    EXPECT_THAT(reader->ScanCohortReadings(TenantScope::System(), "NPRS",
                                           [&](const ReadingSeries&, const CohortReading& reading) {
                                             ++readings;
                                             sum += reading.value * static_cast<double>(reading.time_us);
                                             return true;
                                           }),
                Succeeds());
    EXPECT_THAT(reader->ScanSessionDigests(TenantScope::System(), "r3", 1,
                                           [&](const SessionDigest& digest) {
                                             digests += digest.body.empty() ? 0 : 1;
                                             return true;
                                           }),
                Succeeds());
    return all + std::to_string(readings) + " " + std::to_string(sum) + " " + std::to_string(digests);
  }

  static constexpr int kSessions = 4321;
};

TEST_F(CohortRebuildTest, RowsThatAreMissingAreMadeAtTheNextStart) {
  Fill();
  const std::string before = Derived();
  {
    ForeignConnection other(path_);
    other.Run(
        "DELETE FROM readings; DELETE FROM cohort_sessions; DELETE FROM cohort_episodes; DELETE FROM "
        "reading_series; DELETE FROM session_digests; UPDATE cohort_version SET version = 0");
  }
  // The order of the episodes follows their new ids.
  EXPECT_EQ(Derived().substr(Derived().find("43")), before.substr(before.find("43")));
  EXPECT_EQ(Derived().size(), before.size());
  EXPECT_NE(Derived().find("untreated"), std::string::npos);
}

TEST_F(CohortRebuildTest, RowsOfAnotherVersionAreThrownAway) {
  Fill();
  const std::string before = Derived();
  {
    ForeignConnection other(path_);
    other.Run("UPDATE readings SET value = 99; UPDATE cohort_version SET version = 0");
  }
  EXPECT_EQ(Derived(), before);
}

TEST_F(CohortRebuildTest, RowsOfThisVersionAreLeftAlone) {
  Fill();
  const std::string before = Derived();
  {
    ForeignConnection other(path_);
    other.Run("DELETE FROM readings");
  }
  EXPECT_NE(Derived(), before) << "nothing is made anew without need";
}

}  // namespace
}  // namespace tendon::storage
