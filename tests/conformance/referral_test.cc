// The contract of referrals, their versions and their progress (services/storage/referral_store.h).
#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;

class ReferralTest : public ReferralStoreTest {
 protected:
  bool Sees(const TenantScope& scope, const std::string& id) { return Read()->GetReferral(scope, id).ok(); }
  bool SeesVersion(const TenantScope& scope, const std::string& id, int64_t version) {
    return Read()->GetReferralVersion(scope, id, version).ok();
  }
  absl::StatusOr<bool> Report(const std::string& id, const ProgressColumns& progress) {
    auto transaction = Begin();
    auto updated = transaction->UpdateProgress(id, progress);
    EXPECT_THAT(transaction->Commit(), Succeeds());
    return updated;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ReferralTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(ReferralTest, AReferralIsReadAsItWasWritten) {
  ReferralRow written = Sent(Draft("r1", 11), "elm");
  written.version = 1;
  written.readers = {"river", "elm", "oak"};
  written.progress = {2, 1'700'000'000'000'000, 5};
  ASSERT_THAT(Insert(written), Succeeds());
  const auto row = Read()->GetReferral(kRiver, "r1");
  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ(row->id, "r1");
  EXPECT_EQ(row->ordinal, 11);
  EXPECT_EQ(row->version, 1);
  EXPECT_EQ(row->state, 2);
  EXPECT_EQ(row->referrer, "river");
  EXPECT_EQ(row->recipient, "elm");
  EXPECT_THAT(row->readers, ElementsAre("river", "elm", "oak"));
  EXPECT_EQ(row->progress.sessions_completed, 2);
  EXPECT_EQ(row->progress.last_session_us, 1'700'000'000'000'000);
  EXPECT_EQ(row->progress.progress_sequence, 5);
  EXPECT_EQ(row->body, written.body);
}

TEST_P(ReferralTest, OnlyItsReadersAndTheSystemSeeAReferral) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  EXPECT_TRUE(Sees(kRiver, "r1"));
  EXPECT_TRUE(Sees(kSystem, "r1"));
  EXPECT_FALSE(Sees(kElm, "r1"));
  EXPECT_FALSE(Sees(kNobody, "r1"));
  EXPECT_THAT(Read()->GetReferral(kElm, "r1"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetReferral(kRiver, "r2"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(ReferralTest, PartOfAnIdIsNotTheId) {
  ReferralRow row = Draft("r1", 1);
  row.readers = {"river-clinic", "elm"};
  ASSERT_THAT(Insert(row), Succeeds());
  for (const char* id : {"river", "clinic", "river-clinic\nelm", "\n", "lm", "elm "}) {
    EXPECT_FALSE(Sees(TenantScope::Organization(id), "r1")) << id;
  }
  EXPECT_TRUE(Sees(TenantScope::Organization("river-clinic"), "r1"));
  EXPECT_TRUE(Sees(kElm, "r1"));
}

TEST_P(ReferralTest, AReferralWithoutReadersIsTheSystemsOnly) {
  ReferralRow row = Draft("r1", 1);
  row.readers = {};
  ASSERT_THAT(Insert(row), Succeeds());
  EXPECT_TRUE(Sees(kSystem, "r1"));
  EXPECT_FALSE(Sees(kRiver, "r1"));
  EXPECT_FALSE(Sees(kNobody, "r1"));
}

TEST_P(ReferralTest, AnIdIsTakenOnce) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ReferralRow other = Draft("r1", 2);
  other.body = "other";
  auto transaction = Begin();
  EXPECT_THAT(transaction->InsertReferral(other), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_FALSE(transaction->dirty());
  EXPECT_THAT(transaction->InsertReferral(Draft("r3", 3)), Succeeds());
  ASSERT_THAT(transaction->Commit(), Succeeds());
  EXPECT_EQ(Read()->GetReferral(kRiver, "r1")->body, Draft("r1", 1).body);
  EXPECT_TRUE(Sees(kRiver, "r3"));
}

TEST_P(ReferralTest, AFirstVersionIsVersionOne) {
  ReferralRow row = Draft("r1", 1);
  row.version = 2;
  EXPECT_THAT(Insert(row), HasCode(absl::StatusCode::kInternal));
}

TEST_P(ReferralTest, RollbackLeavesNothing) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  {
    auto transaction = Begin();
    ASSERT_THAT(transaction->InsertReferral(Draft("r2", 2)), Succeeds());
    ASSERT_THAT(transaction->UpdateReferral(Sent(Draft("r1", 1), "elm")), Succeeds());
    ASSERT_THAT(transaction->UpdateProgress("r1", {1, 1, 1}), Succeeds());
    EXPECT_EQ(transaction->GetReferral(kElm, "r1")->version, 2);
  }
  EXPECT_FALSE(Sees(kSystem, "r2"));
  EXPECT_EQ(Read()->GetReferral(kSystem, "r1")->version, 1);
  EXPECT_EQ(Read()->GetReferral(kSystem, "r1")->progress.progress_sequence, 0);
  ASSERT_THAT(Update(Sent(Draft("r1", 1), "elm")), Succeeds());
}

TEST_P(ReferralTest, AnUpdateReplacesTheVersionBefore) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ASSERT_THAT(Update(Sent(Draft("r1", 1), "elm")), Succeeds());
  const auto row = Read()->GetReferral(kElm, "r1");
  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ(row->version, 2);
  EXPECT_EQ(row->state, 2);
  EXPECT_EQ(row->recipient, "elm");
  EXPECT_THAT(row->readers, ElementsAre("river", "elm"));
  EXPECT_EQ(row->body, "sent r1");
}

TEST_P(ReferralTest, AnUpdateOfAnotherVersionIsAborted) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  const ReferralRow second = Sent(Draft("r1", 1), "elm");
  ASSERT_THAT(Update(second), Succeeds());
  ReferralRow late = second, early = second;
  late.body = "late";
  early.version = 4;
  auto transaction = Begin();
  EXPECT_THAT(transaction->UpdateReferral(late), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(transaction->UpdateReferral(early), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(transaction->UpdateReferral(Sent(Draft("r2", 2), "elm")), HasCode(absl::StatusCode::kNotFound));
  EXPECT_FALSE(transaction->dirty());
  ASSERT_THAT(transaction->Commit(), Succeeds());
  transaction.reset();
  EXPECT_EQ(Read()->GetReferral(kRiver, "r1")->body, "sent r1");
  EXPECT_FALSE(SeesVersion(kSystem, "r1", 3));
}

TEST_P(ReferralTest, AnUpdateLeavesOrdinalReferrerAndProgressAlone) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ASSERT_THAT(Report("r1", {3, 30, 3}), Succeeds());
  ReferralRow second = Sent(Draft("r1", 1), "elm");
  second.ordinal = 99;
  second.referrer = "oak";
  second.progress = {0, 0, 0};
  ASSERT_THAT(Update(second), Succeeds());
  const auto row = Read()->GetReferral(kSystem, "r1");
  EXPECT_EQ(row->ordinal, 1);
  EXPECT_EQ(row->referrer, "river");
  EXPECT_EQ(row->progress.sessions_completed, 3);
}

TEST_P(ReferralTest, EveryVersionIsKeptAsItWas) {
  const ReferralRow first = Draft("r1", 1);
  const ReferralRow second = Sent(first, "elm");
  const ReferralRow third = Sent(second, "oak");
  ASSERT_THAT(Insert(first), Succeeds());
  ASSERT_THAT(Update(second), Succeeds());
  ASSERT_THAT(Update(third), Succeeds());
  for (const ReferralRow& expected : {first, second, third}) {
    const auto row = Read()->GetReferralVersion(kRiver, "r1", expected.version);
    ASSERT_THAT(row, Succeeds());
    EXPECT_EQ(row->id, "r1");
    EXPECT_EQ(row->ordinal, 1);
    EXPECT_EQ(row->version, expected.version);
    EXPECT_EQ(row->state, expected.state);
    EXPECT_EQ(row->referrer, "river");
    EXPECT_EQ(row->recipient, expected.recipient);
    EXPECT_EQ(row->readers, expected.readers);
    EXPECT_EQ(row->body, expected.body);
  }
  EXPECT_THAT(Read()->GetReferralVersion(kRiver, "r1", 0), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetReferralVersion(kRiver, "r1", 4), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetReferralVersion(kRiver, "r2", 1), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(ReferralTest, AVersionIsSeenByWhoCouldReadItThenAndMayReadTheReferralNow) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  const ReferralRow second = Sent(Draft("r1", 1), "elm");
  ASSERT_THAT(Update(second), Succeeds());
  ASSERT_THAT(Update(Sent(second, "oak")), Succeeds());
  EXPECT_FALSE(SeesVersion(kElm, "r1", 1)) << "a draft";
  EXPECT_FALSE(SeesVersion(kElm, "r1", 2)) << "no reader any more";
  EXPECT_FALSE(SeesVersion(kOak, "r1", 2)) << "not a reader yet";
  EXPECT_TRUE(SeesVersion(kOak, "r1", 3));
  EXPECT_TRUE(SeesVersion(kRiver, "r1", 1));
  EXPECT_TRUE(SeesVersion(kSystem, "r1", 1));
}

TEST_P(ReferralTest, ProgressOnlyGoesForward) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  EXPECT_TRUE(Report("r1", {1, 10, 4}).value());
  EXPECT_FALSE(Report("r1", {9, 90, 4}).value());
  EXPECT_FALSE(Report("r1", {9, 90, 3}).value());
  const auto row = Read()->GetReferral(kRiver, "r1");
  EXPECT_EQ(row->progress.sessions_completed, 1);
  EXPECT_EQ(row->progress.last_session_us, 10);
  EXPECT_EQ(row->progress.progress_sequence, 4);
  EXPECT_TRUE(Report("r1", {0, 0, 5}).value()) << "a session may have been taken back";
  EXPECT_EQ(Read()->GetReferral(kRiver, "r1")->progress.sessions_completed, 0);
}

TEST_P(ReferralTest, ProgressMakesNoVersion) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ASSERT_TRUE(Report("r1", {1, 10, 1}).value());
  EXPECT_EQ(Read()->GetReferral(kRiver, "r1")->version, 1);
  ASSERT_THAT(Update(Sent(Draft("r1", 1), "elm")), Succeeds());
  EXPECT_EQ(Read()->GetReferralVersion(kRiver, "r1", 1)->progress.sessions_completed, 1) << "the present progress";
}

TEST_P(ReferralTest, ProgressOfAnUnknownReferralIsNotFound) {
  auto transaction = Begin();
  EXPECT_THAT(transaction->UpdateProgress("r1", {1, 10, 1}), HasCode(absl::StatusCode::kNotFound));
  EXPECT_FALSE(transaction->dirty());
}

TEST_P(ReferralTest, ProgressWithoutEffectLeavesTheTransactionClean) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  auto transaction = Begin();
  ASSERT_FALSE(transaction->UpdateProgress("r1", {1, 10, 0}).value());
  EXPECT_FALSE(transaction->dirty());
  ASSERT_TRUE(transaction->UpdateProgress("r1", {1, 10, 1}).value());
  EXPECT_TRUE(transaction->dirty());
}

TEST_P(ReferralTest, ReferralsSurviveReopening) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ASSERT_THAT(Update(Sent(Draft("r1", 1), "elm")), Succeeds());
  ASSERT_TRUE(Report("r1", {1, 10, 1}).value());
  engine_->Reopen();
  EXPECT_EQ(Read()->GetReferral(kElm, "r1")->body, "sent r1");
  EXPECT_EQ(Read()->GetReferral(kElm, "r1")->progress.progress_sequence, 1);
  EXPECT_EQ(Read()->GetReferralVersion(kRiver, "r1", 1)->body, Draft("r1", 1).body);
}

TEST_P(ReferralTest, AStoreIsHealthy) { EXPECT_THAT(store().Healthy(), Succeeds()); }

}  // namespace
}  // namespace tendon::storage
