// The contract of what is kept beside referrals: details of each version, counting anew, the keys of duplicates.
#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;

class ReferralDetailsTest : public ReferralStoreTest {
 protected:
  absl::Status PutKeys(const std::string& id, const std::vector<std::string>& keys) {
    return Commit([&](ReferralTransaction& transaction) { return transaction.PutDuplicateKeys(id, keys); });
  }
  std::string Holder(const std::string& key) { return Read()->FindByDuplicateKey(key).value_or("nobody"); }
};
INSTANTIATE_TEST_SUITE_P(Engines, ReferralDetailsTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(ReferralDetailsTest, DetailsAreThoseOfTheirVersion) {
  ReferralRow first = Draft("r1", 1);
  first.details = std::string("one\0detail", 10);
  ASSERT_THAT(Insert(first), Succeeds());
  ReferralRow second = Sent(first, "elm");
  second.details = "two";
  ASSERT_THAT(Update(second), Succeeds());
  EXPECT_EQ(Read()->GetReferral(kRiver, "r1")->details, "two");
  EXPECT_EQ(Read()->GetReferralVersion(kRiver, "r1", 1)->details, first.details);
  EXPECT_EQ(Read()->GetReferralVersion(kRiver, "r1", 2)->details, "two");
}

TEST_P(ReferralDetailsTest, ListsLeaveDetailsOut) {
  ReferralRow row = Draft("r1", 1);
  row.details = "detail";
  ASSERT_THAT(Insert(row), Succeeds());
  const auto page = Read()->ListReferrals(kRiver, {Box::kOutbox, 0, 0, 10});
  ASSERT_EQ(page->size(), 1U);
  EXPECT_EQ((*page)[0].details, "");
}

TEST_P(ReferralDetailsTest, AnotherAssignmentCountsFromZero) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ASSERT_THAT(Commit([](ReferralTransaction& transaction) {
                return transaction.UpdateProgress("r1", {3, 10, 7}).status();
              }),
              Succeeds());
  ASSERT_THAT(Commit([](ReferralTransaction& transaction) { return transaction.ResetProgress("r1"); }), Succeeds());
  const auto row = Read()->GetReferral(kRiver, "r1");
  EXPECT_EQ(row->progress.sessions_completed, 0);
  EXPECT_EQ(row->progress.last_session_us, 0);
  EXPECT_EQ(row->progress.progress_sequence, 0);
  EXPECT_THAT(Commit([](ReferralTransaction& transaction) { return transaction.ResetProgress("r2"); }),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_P(ReferralDetailsTest, AKeyGivesTheFirstReferralThatHoldsIt) {
  ASSERT_THAT(Insert(Draft("later", 2)), Succeeds());
  ASSERT_THAT(Insert(Draft("first", 1)), Succeeds());
  EXPECT_THAT(Read()->FindByDuplicateKey("k"), HasCode(absl::StatusCode::kNotFound));
  ASSERT_THAT(PutKeys("later", {"k", "l"}), Succeeds());
  EXPECT_EQ(Holder("k"), "later");
  ASSERT_THAT(PutKeys("first", {"k"}), Succeeds());
  EXPECT_EQ(Holder("k"), "first");
  EXPECT_EQ(Holder("l"), "later");
}

TEST_P(ReferralDetailsTest, KeysAreReplacedWhole) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  ASSERT_THAT(PutKeys("r1", {"a", "b", "b"}), Succeeds());
  ASSERT_THAT(PutKeys("r1", {"b", "c"}), Succeeds());
  EXPECT_EQ(Holder("a"), "nobody");
  EXPECT_EQ(Holder("b"), "r1");
  EXPECT_EQ(Holder("c"), "r1");
  ASSERT_THAT(PutKeys("r1", {}), Succeeds());
  EXPECT_EQ(Holder("b"), "nobody");
  EXPECT_THAT(PutKeys("r2", {"a"}), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tendon::storage
