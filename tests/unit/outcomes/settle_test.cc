// Sessions that were recorded before their referral was known, and what they become when it is.
#include "services/outcomes/link/settle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/storage/memory/memory_store.h"
#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

using ::testing::ElementsAre;

class SettleTest : public ::testing::Test {
 protected:
  void Store(const std::string& id, int number, int64_t day, const std::string& organization = "hands") {
    v1::Session session = PainSession(number, day, 7);
    session.add_flags(v1::SESSION_FLAG_UNSCREENED);
    session.add_flags(v1::SESSION_FLAG_REFERRAL_UNRESOLVED);
    auto transaction = *store_->Begin();
    storage::SessionRow row;
    row.id = id;
    row.referral_id = "r1";
    row.organization = organization;
    row.session_number = number;
    row.start_us = day * kDaySeconds * 1'000'000;
    row.ordinal = *transaction->NextRevision();
    row.version = 1;
    row.readers = {organization};
    row.body = session.SerializeAsString();
    ASSERT_TRUE(transaction->InsertSession(row).ok());
    ASSERT_TRUE(AppendSessionChange(*transaction, row.ordinal, session.name(), absl::Now()).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }

  void Take(const v1::ReferralView& view) {
    auto transaction = *store_->Begin();
    ASSERT_TRUE(TakeView(*transaction, view, absl::Now()).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }

  void Change(const std::function<absl::Status(storage::OutcomesTransaction&)>& change) {
    auto transaction = *store_->Begin();
    ASSERT_TRUE(change(*transaction).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  static v1::ReferralView WrongPatient() {
    v1::ReferralView view = InProgress(6);
    view.set_version(5);
    view.set_state(referral::v1::REFERRAL_STATE_ENTERED_IN_ERROR);
    view.set_wrong_patient(true);
    return view;
  }
  v1::SessionStatus Status(const std::string& id) {
    v1::Session session;
    EXPECT_TRUE(session.ParseFromString(Row(id).body));
    return session.status();
  }

  storage::SessionRow Row(const std::string& id) {
    return *(*store_->Read())->GetSession(storage::TenantScope::System(), "r1", id);
  }
  static std::vector<int> Flags(const storage::SessionRow& row) {
    v1::Session session;
    EXPECT_TRUE(session.ParseFromString(row.body));
    return {session.flags().begin(), session.flags().end()};
  }
  std::vector<storage::ProgressReport> Reports() { return *(*store_->Read())->ListProgressReports(10); }

  std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
};

TEST_F(SettleTest, SessionsGetTheirEpisodeAndReadersAndAreReported) {
  Store("a", 1, 10);
  Store("b", 2, 11);
  Take(InProgress(6));
  EXPECT_EQ(Row("a").episode, 1);
  EXPECT_TRUE(Row("a").counts);
  EXPECT_THAT(Row("a").readers, ElementsAre("river", "hands"));
  EXPECT_THAT(Flags(Row("a")), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
  ASSERT_EQ(Reports().size(), 1u);
  EXPECT_EQ(Reports()[0].sessions_completed, 2);
  EXPECT_EQ(Reports()[0].last_session_us, 11 * kDaySeconds * 1'000'000);
}

TEST_F(SettleTest, TheLaterOfTwoIsTheOneOverTheAuthorisedNumber) {
  Store("late", 2, 20);
  Store("early", 1, 10);
  Take(InProgress(1));
  EXPECT_THAT(Flags(Row("early")), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
  EXPECT_THAT(Flags(Row("late")), ElementsAre(v1::SESSION_FLAG_OVER_AUTHORIZED, v1::SESSION_FLAG_UNSCREENED));
}

TEST_F(SettleTest, ASessionOfAStrangerStaysItsRecordersAlone) {
  Store("a", 1, 10, "stranger");
  Take(InProgress(6));
  EXPECT_EQ(Row("a").episode, 0);
  EXPECT_FALSE(Row("a").counts);
  EXPECT_THAT(Row("a").readers, ElementsAre("stranger"));
  EXPECT_THAT(Flags(Row("a")), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_NOT_RECIPIENT));
  EXPECT_TRUE(Reports().empty());
}

TEST_F(SettleTest, TheSameViewAgainChangesNothing) {
  Store("a", 1, 10);
  Take(InProgress(6));
  const int64_t revision = *(*store_->Read())->Revision();
  Take(InProgress(6));
  EXPECT_EQ(*(*store_->Read())->Revision(), revision);
}

TEST_F(SettleTest, OfTheWrongPatientEverySessionIsStruckOutOnceAndCountsNoMore) {
  Store("a", 1, 10);
  Store("b", 2, 11);
  Take(InProgress(6));
  for (int time = 0; time < 2; ++time) {
    auto transaction = *store_->Begin();
    ASSERT_TRUE(StrikeOutSessions(*transaction, "r1", absl::FromUnixSeconds(5000)).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  for (const char* id : {"a", "b"}) {
    const storage::SessionRow row = Row(id);
    v1::Session session;
    ASSERT_TRUE(session.ParseFromString(row.body));
    EXPECT_EQ(session.status(), v1::SESSION_STATUS_ENTERED_IN_ERROR);
    EXPECT_EQ(row.version, 2) << "the second time found nothing to do";
    EXPECT_EQ(session.version(), 2);
    EXPECT_NE(session.amendment_reason(), "");
    EXPECT_FALSE(row.counts);
    const auto versions = (*store_->Read())->ListSessionVersions(storage::TenantScope::System(), "r1", id, 2, 10);
    ASSERT_EQ(versions->size(), 1u) << "what was recorded stays readable";
    ASSERT_TRUE(session.ParseFromString((*versions)[0].body));
    EXPECT_EQ(session.status(), v1::SESSION_STATUS_COMPLETED);
  }
  ASSERT_EQ(Reports().size(), 1u);
  EXPECT_EQ(Reports()[0].sessions_completed, 0);
}

TEST_F(SettleTest, AViewOfTheWrongPatientStrikesTheSessionsOut) {
  Store("a", 1, 10);
  Take(InProgress(6));
  Take(WrongPatient());
  EXPECT_EQ(Status("a"), v1::SESSION_STATUS_ENTERED_IN_ERROR);
  EXPECT_EQ(Row("a").version, 2);
  ASSERT_EQ(Reports().size(), 1u);
  EXPECT_EQ(Reports()[0].sessions_completed, 0);
}

TEST_F(SettleTest, OfAReferralThatIsMissingTheSessionsStayAndAreUnresolved) {
  Store("a", 1, 10);
  Take(InProgress(6));
  Change([](auto& transaction) { return transaction.OutdateReferralView("r1"); });
  Change([](auto& transaction) { return NoteMissing(transaction, "r1", absl::Now()); });
  EXPECT_EQ(Row("a").episode, 1);
  EXPECT_THAT(Row("a").readers, ElementsAre("river", "hands"));
  EXPECT_THAT(Flags(Row("a")), ElementsAre(v1::SESSION_FLAG_UNSCREENED, v1::SESSION_FLAG_REFERRAL_UNRESOLVED));
  EXPECT_THAT(*(*store_->Read())->ListReferralsToLookUp("", 10), ElementsAre("r1")) << "it is asked for again";
  v1::ReferralView restored = InProgress(6);
  restored.set_version(2);
  Take(restored);
  EXPECT_THAT(Flags(Row("a")), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
  EXPECT_THAT(*(*store_->Read())->ListReferralsToLookUp("", 10), ElementsAre());
}

TEST_F(SettleTest, AReferralThatIsKnownForSureIsNotMissing) {
  Store("a", 1, 10);
  Take(InProgress(6));
  Change([](auto& transaction) { return NoteMissing(transaction, "r1", absl::Now()); });
  Change([](auto& transaction) { return NoteMissing(transaction, "never known", absl::Now()); });
  EXPECT_THAT(Flags(Row("a")), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
}

TEST_F(SettleTest, WhoWasReplacedDoesNotReadTheSessionsOfTheNextOne) {
  v1::ReferralView view = InProgress(6);
  view.mutable_assignments(0)->mutable_end_time()->set_seconds(15 * kDaySeconds);
  auto* second = view.add_assignments();
  second->set_number(2);
  second->set_recipient("organizations/next");
  second->set_started(true);
  Store("mine", 1, 10);
  Store("theirs", 1, 20, "next");
  Take(view);
  EXPECT_THAT(Row("mine").readers, ElementsAre("river", "hands", "next"));
  EXPECT_THAT(Row("theirs").readers, ElementsAre("river", "next"));
}

TEST_F(SettleTest, EveryRevisionHasItsChange) {
  Store("a", 1, 10);
  Take(InProgress(6));
  auto reader = *store_->Read();
  const auto feed = *reader->ListFeed(storage::TenantScope::System(), 0, 100);
  ASSERT_EQ(static_cast<int64_t>(feed.size()), *reader->Revision());
}

}  // namespace
}  // namespace tendon::outcomes
