// The contract of what ties the outcomes server to the referral server: views, the feed cursor and the outbox of
// progress reports (services/storage/outcomes_store.h).
#include "tests/conformance/outcomes_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReferralLinkTest : public OutcomesStoreTest {
 protected:
  bool PutView(const ReferralViewRow& row) {
    auto transaction = Begin();
    const bool put = transaction->PutReferralView(row).value();
    EXPECT_EQ(transaction->dirty(), put);
    EXPECT_THAT(transaction->Commit(), Succeeds());
    return put;
  }
  absl::Status PutReport(const ProgressReport& report) {
    return Commit([&](OutcomesTransaction& transaction) { return transaction.PutProgressReport(report); });
  }
  absl::Status RemoveReport(const std::string& referral, int32_t episode, int64_t sequence) {
    return Commit([&](OutcomesTransaction& t) { return t.RemoveProgressReport(referral, episode, sequence); });
  }
  // "referral/episode:sequence" of each.
  std::vector<std::string> Reports(int limit = 100) {
    std::vector<std::string> reports;
    const auto rows = Read()->ListProgressReports(limit).value();
    for (const ProgressReport& report : rows) {
      reports.push_back(report.referral_id + "/" + std::to_string(report.episode) + ":" +
                        std::to_string(report.progress_sequence));
    }
    return reports;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ReferralLinkTest, ::testing::ValuesIn(OutcomesEngines()), EngineName);

TEST_P(ReferralLinkTest, AViewIsReadAsItWasPut) {
  const std::string body("v\0iew", 5);
  ASSERT_TRUE(PutView({"r1", 4, {"river", "elm"}, body}));
  const auto view = Read()->GetReferralView(kElm, "r1");
  ASSERT_THAT(view, Succeeds());
  EXPECT_EQ(view->referral_id, "r1");
  EXPECT_EQ(view->version, 4);
  EXPECT_THAT(view->readers, ElementsAre("river", "elm"));
  EXPECT_EQ(view->body, body);
}

TEST_P(ReferralLinkTest, OnlyItsReadersAndTheSystemSeeAView) {
  ASSERT_TRUE(PutView({"r1", 1, {"river"}, "v"}));
  EXPECT_THAT(Read()->GetReferralView(kRiver, "r1"), Succeeds());
  EXPECT_THAT(Read()->GetReferralView(kSystem, "r1"), Succeeds());
  EXPECT_THAT(Read()->GetReferralView(kElm, "r1"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetReferralView(kNobody, "r1"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetReferralView(kSystem, "r2"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(ReferralLinkTest, AnOlderViewHasNoEffect) {
  ASSERT_TRUE(PutView({"r1", 4, {"river"}, "fourth"}));
  EXPECT_FALSE(PutView({"r1", 3, {"elm"}, "third"}));
  EXPECT_EQ(Read()->GetReferralView(kRiver, "r1")->body, "fourth");
  EXPECT_TRUE(PutView({"r1", 4, {"river"}, "fourth again"}));
  EXPECT_EQ(Read()->GetReferralView(kRiver, "r1")->body, "fourth again");
  EXPECT_TRUE(PutView({"r1", 6, {"elm"}, "sixth"}));
  EXPECT_EQ(Read()->GetReferralView(kElm, "r1")->body, "sixth");
  EXPECT_THAT(Read()->GetReferralView(kRiver, "r1"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(ReferralLinkTest, AnOutdatedViewIsReplacedAlsoByAnOlderOne) {
  ASSERT_TRUE(PutView({"r1", 4, {"river"}, "fourth"}));
  ASSERT_TRUE(PutView({"r2", 4, {"river"}, "other"}));
  ASSERT_THAT(Commit([](OutcomesTransaction& t) { return t.OutdateReferralView("r1"); }), Succeeds());
  ASSERT_THAT(Commit([](OutcomesTransaction& t) { return t.OutdateReferralView("unknown"); }), Succeeds());
  EXPECT_EQ(Read()->GetReferralView(kRiver, "r1")->version, 0);
  EXPECT_EQ(Read()->GetReferralView(kRiver, "r1")->body, "fourth") << "what was known last stays until then";
  EXPECT_TRUE(PutView({"r1", 2, {"river"}, "second"}));
  EXPECT_EQ(Read()->GetReferralView(kRiver, "r1")->body, "second");
  EXPECT_FALSE(PutView({"r1", 1, {"river"}, "first"})) << "from then on versions count again";
  EXPECT_FALSE(PutView({"r2", 3, {"river"}, "older"}));
}

TEST_P(ReferralLinkTest, ViewsAreOutdatedInPages) {
  for (const char* id : {"r1", "r2", "r3"}) ASSERT_TRUE(PutView({id, 4, {"river"}, "v"}));
  const auto outdate = [this](const std::string& after) {
    std::string last;
    EXPECT_THAT(Commit([&](OutcomesTransaction& transaction) {
                  last = transaction.OutdateReferralViewsAfter(after, 2).value();
                  return absl::OkStatus();
                }),
                Succeeds());
    return last;
  };
  EXPECT_EQ(outdate(""), "r2");
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 10), ElementsAre("r1", "r2"));
  EXPECT_EQ(outdate("r2"), "r3");
  EXPECT_EQ(outdate("r3"), "");
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 10), ElementsAre("r1", "r2", "r3"));
}

TEST_P(ReferralLinkTest, ToBeLookedUpIsWhatSessionsWaitForAndWhatIsOutdated) {
  int64_t ordinal = 0;
  const auto insert = [&](const std::string& referral, const std::string& id, int episode, int number) {
    SessionRow row = Session(id, number, ++ordinal);
    row.referral_id = referral;
    row.episode = episode;
    return Insert(row);
  };
  ASSERT_TRUE(PutView({"r1", 4, {"river"}, "v"}));
  ASSERT_TRUE(PutView({"r2", 4, {"river"}, "v"}));
  ASSERT_THAT(insert("r1", "placed", 1, 1), Succeeds());
  ASSERT_THAT(insert("r1", "of a stranger", 0, 1), Succeeds());
  ASSERT_THAT(insert("r4", "waits", 0, 1), Succeeds());
  ASSERT_THAT(insert("r4", "waits too", 0, 2), Succeeds());
  ASSERT_THAT(insert("r3", "waits", 0, 1), Succeeds());
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 10), ElementsAre("r3", "r4"));
  ASSERT_THAT(Commit([](OutcomesTransaction& t) { return t.OutdateReferralView("r2"); }), Succeeds());
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 10), ElementsAre("r2", "r3", "r4"));
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 2), ElementsAre("r2", "r3"));
  EXPECT_THAT(*Read()->ListReferralsToLookUp("r2", 10), ElementsAre("r3", "r4"));
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 0), IsEmpty());
  ASSERT_TRUE(PutView({"r3", 1, {"river"}, "v"}));
  ASSERT_TRUE(PutView({"r2", 4, {"river"}, "v"}));
  EXPECT_THAT(*Read()->ListReferralsToLookUp("", 10), ElementsAre("r4"));
}

TEST_P(ReferralLinkTest, TheCursorBeginsAtZeroAndKeepsWhatItIsGiven) {
  EXPECT_EQ(Read()->GetFeedCursor()->epoch, "");
  EXPECT_EQ(Read()->GetFeedCursor()->sequence, 0);
  auto transaction = Begin();
  ASSERT_THAT(transaction->PutFeedCursor({"epoch-1", 42}), Succeeds());
  EXPECT_TRUE(transaction->dirty());
  ASSERT_THAT(transaction->Commit(), Succeeds());
  transaction.reset();
  EXPECT_EQ(Read()->GetFeedCursor()->epoch, "epoch-1");
  EXPECT_EQ(Read()->GetFeedCursor()->sequence, 42);
  ASSERT_THAT(Begin()->PutFeedCursor({"lost", 1}), Succeeds());
  EXPECT_EQ(Read()->GetFeedCursor()->sequence, 42);
}

TEST_P(ReferralLinkTest, AReportIsListedAsItWasPut) {
  ASSERT_THAT(PutReport({"r1", 2, 3, 4, 5'000'000, "request"}), Succeeds());
  const auto reports = Read()->ListProgressReports(10);
  ASSERT_THAT(reports, Succeeds());
  ASSERT_EQ(reports->size(), 1u);
  EXPECT_EQ(reports->front().referral_id, "r1");
  EXPECT_EQ(reports->front().episode, 2);
  EXPECT_EQ(reports->front().progress_sequence, 3);
  EXPECT_EQ(reports->front().sessions_completed, 4);
  EXPECT_EQ(reports->front().last_session_us, 5'000'000);
  EXPECT_EQ(reports->front().request_id, "request");
}

TEST_P(ReferralLinkTest, AnEpisodeHasOneReportTheLatest) {
  ASSERT_THAT(PutReport({"r1", 1, 1, 1, 10, "first"}), Succeeds());
  ASSERT_THAT(PutReport({"r1", 2, 1, 1, 10, "other episode"}), Succeeds());
  ASSERT_THAT(PutReport({"r2", 1, 1, 1, 10, "other referral"}), Succeeds());
  ASSERT_THAT(PutReport({"r1", 1, 2, 7, 70, "second"}), Succeeds());
  EXPECT_THAT(Reports(), ElementsAre("r1/1:2", "r1/2:1", "r2/1:1")) << "a replaced report keeps its place";
  EXPECT_EQ(Read()->ListProgressReports(1)->front().request_id, "second");
  EXPECT_EQ(Read()->ListProgressReports(1)->front().sessions_completed, 7);
  EXPECT_EQ(Read()->ListProgressReports(1)->front().last_session_us, 70);
}

TEST_P(ReferralLinkTest, OldestReportsComeFirst) {
  for (const char* referral : {"r3", "r1", "r2"}) ASSERT_THAT(PutReport({referral, 1, 1, 1, 1, "x"}), Succeeds());
  EXPECT_THAT(Reports(), ElementsAre("r3/1:1", "r1/1:1", "r2/1:1"));
  EXPECT_THAT(Reports(2), ElementsAre("r3/1:1", "r1/1:1"));
  EXPECT_THAT(Reports(0), IsEmpty());
  EXPECT_THAT(Reports(-1), IsEmpty());
}

TEST_P(ReferralLinkTest, ReportsOfImportsComeLastUntilSomebodyRecords) {
  for (const char* referral : {"r1", "r2", "r3"}) {
    ASSERT_THAT(PutReport({referral, 1, 1, 1, 1, "x", /*bulk=*/true}), Succeeds());
  }
  ASSERT_THAT(PutReport({"r4", 1, 2, 1, 1, "x"}), Succeeds());
  EXPECT_THAT(Reports(), ElementsAre("r4/1:2", "r1/1:1", "r2/1:1", "r3/1:1"));
  ASSERT_THAT(PutReport({"r3", 1, 3, 2, 1, "x"}), Succeeds());
  ASSERT_THAT(PutReport({"r3", 1, 4, 3, 1, "x", /*bulk=*/true}), Succeeds());
  EXPECT_THAT(Reports(), ElementsAre("r3/1:4", "r4/1:2", "r1/1:1", "r2/1:1")) << "what waits urgently goes on so";
}

TEST_P(ReferralLinkTest, AReportIsRemovedUnlessThereIsANewerOne) {
  ASSERT_THAT(PutReport({"r1", 1, 2, 1, 1, "x"}), Succeeds());
  ASSERT_THAT(RemoveReport("r1", 1, 1), Succeeds());
  ASSERT_THAT(RemoveReport("r1", 2, 2), Succeeds());
  ASSERT_THAT(RemoveReport("r2", 1, 2), Succeeds());
  EXPECT_THAT(Reports(), ElementsAre("r1/1:2"));
  ASSERT_THAT(RemoveReport("r1", 1, 2), Succeeds());
  EXPECT_THAT(Reports(), IsEmpty());
}

TEST_P(ReferralLinkTest, TheLinkSurvivesReopening) {
  ASSERT_TRUE(PutView({"r1", 1, {"river"}, "v"}));
  ASSERT_THAT(PutReport({"r1", 1, 1, 1, 1, "x"}), Succeeds());
  ASSERT_THAT(Commit([](OutcomesTransaction& t) { return t.PutFeedCursor({"epoch-1", 42}); }), Succeeds());
  engine_->Reopen();
  EXPECT_THAT(Read()->GetReferralView(kRiver, "r1"), Succeeds());
  EXPECT_THAT(Reports(), ElementsAre("r1/1:1"));
  EXPECT_EQ(Read()->GetFeedCursor()->sequence, 42);
}

}  // namespace
}  // namespace tendon::storage
