// The contract of cursors and marks (services/storage/cursor_store.h), and of what is pruned from the feeds.
#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CursorTest : public ReferralStoreTest {
 protected:
  absl::Status Put(const TenantScope& scope, const CursorRow& row) {
    return Commit([&](ReferralTransaction& t) { return t.PutCursor(scope, row); });
  }
  absl::Status Drop(const TenantScope& scope, const std::string& id) {
    return Commit([&](ReferralTransaction& t) { return t.DropCursor(scope, id); });
  }
  std::vector<std::string> List(const TenantScope& scope, int limit = 100) {
    std::vector<std::string> cursors;
    const auto rows = Read()->ListCursors(scope, limit).value();
    for (const CursorRow& row : rows) cursors.push_back(row.id + ":" + std::to_string(row.sequence));
    return cursors;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, CursorTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(CursorTest, ACursorIsReadAsItWasPutLast) {
  ASSERT_THAT(Put(kRiver, {"ehr", 3, "old", 10}), Succeeds());
  ASSERT_THAT(Put(kRiver, {"ehr", 7, "epoch", 20}), Succeeds());
  engine_->Reopen();
  const auto row = Read()->GetCursor(kRiver, "ehr");
  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ(row->id, "ehr");
  EXPECT_EQ(row->sequence, 7);
  EXPECT_EQ(row->epoch, "epoch");
  EXPECT_EQ(row->acknowledged_us, 20);
}

TEST_P(CursorTest, ACursorIsItsOrganizationsOnly) {
  ASSERT_THAT(Put(kRiver, {"ehr", 1, "e", 1}), Succeeds());
  ASSERT_THAT(Put(kElm, {"ehr", 2, "e", 1}), Succeeds());
  ASSERT_THAT(Put(kRiver, {"app", 3, "e", 1}), Succeeds());
  EXPECT_THAT(List(kRiver), ElementsAre("app:3", "ehr:1"));
  EXPECT_THAT(List(kRiver, 1), ElementsAre("app:3"));
  EXPECT_THAT(List(kRiver, -1), IsEmpty());
  EXPECT_THAT(List(kElm), ElementsAre("ehr:2"));
  for (const TenantScope& scope : {kOak, kNobody, kSystem}) {
    EXPECT_THAT(List(scope), IsEmpty());
    EXPECT_THAT(Read()->GetCursor(scope, "ehr"), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(Drop(scope, "ehr"), HasCode(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(Put(kSystem, {"ehr", 1, "e", 1}), HasCode(absl::StatusCode::kInvalidArgument));
  ASSERT_THAT(Drop(kRiver, "ehr"), Succeeds());
  EXPECT_THAT(Drop(kRiver, "ehr"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(List(kElm), ElementsAre("ehr:2"));
}

TEST_P(CursorTest, MarksSayWhichRevisionTheStoreHadWhen) {
  EXPECT_EQ(Read()->RevisionMarkedBy(100).value(), 0);
  for (const auto& [time_us, revision] : {std::pair(10, 5), {20, 5}, {30, 9}}) {
    ASSERT_THAT(Commit([&](ReferralTransaction& t) { return t.MarkRevision(time_us, revision); }), Succeeds());
  }
  EXPECT_EQ(Read()->RevisionMarkedBy(9).value(), 0);
  EXPECT_EQ(Read()->RevisionMarkedBy(10).value(), 5);
  EXPECT_EQ(Read()->RevisionMarkedBy(29).value(), 5);
  EXPECT_EQ(Read()->RevisionMarkedBy(30).value(), 9);
  ASSERT_THAT(Commit([](ReferralTransaction& t) { return t.DropMarksBelow(9); }), Succeeds());
  EXPECT_EQ(Read()->RevisionMarkedBy(29).value(), 0);
  EXPECT_EQ(Read()->RevisionMarkedBy(30).value(), 9);
}

}  // namespace
}  // namespace tendon::storage
