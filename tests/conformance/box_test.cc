// The contract of inbox and outbox (services/storage/referral_store.h).
#include <algorithm>
#include <random>

#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class BoxTest : public ReferralStoreTest {
 protected:
  std::vector<std::string> List(const TenantScope& scope, const BoxQuery& query) {
    std::vector<std::string> ids;
    const auto rows = Read()->ListReferrals(scope, query).value();
    for (const ReferralRow& row : rows) ids.push_back(row.id);
    return ids;
  }
  std::vector<std::string> Inbox(const TenantScope& scope, int32_t state = 0) {
    return List(scope, {Box::kInbox, state, 0, 100});
  }
  std::vector<std::string> Outbox(const TenantScope& scope, int32_t state = 0) {
    return List(scope, {Box::kOutbox, state, 0, 100});
  }
  // A draft, and the same sent.
  void Send(const std::string& id, int64_t ordinal, const std::string& recipient) {
    ASSERT_THAT(Insert(Draft(id, ordinal)), Succeeds());
    ASSERT_THAT(Update(Sent(Draft(id, ordinal), recipient)), Succeeds());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, BoxTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(BoxTest, ADraftIsInItsReferrersOutboxOnly) {
  ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
  EXPECT_THAT(Outbox(kRiver), ElementsAre("r1"));
  for (const TenantScope& scope : {kRiver, kElm, kNobody}) EXPECT_THAT(Inbox(scope), IsEmpty());
  for (const TenantScope& scope : {kElm, kNobody}) EXPECT_THAT(Outbox(scope), IsEmpty());
}

TEST_P(BoxTest, ASentReferralIsInBothBoxes) {
  Send("r1", 1, "elm");
  EXPECT_THAT(Outbox(kRiver), ElementsAre("r1"));
  EXPECT_THAT(Inbox(kElm), ElementsAre("r1"));
  EXPECT_THAT(Inbox(kRiver), IsEmpty());
  EXPECT_THAT(Outbox(kElm), IsEmpty());
}

TEST_P(BoxTest, AReferralMovesToItsNewRecipientsInbox) {
  Send("r1", 1, "elm");
  ASSERT_THAT(Update(Sent(Sent(Draft("r1", 1), "elm"), "oak")), Succeeds());
  EXPECT_THAT(Inbox(kElm), IsEmpty());
  EXPECT_THAT(Inbox(kOak), ElementsAre("r1"));
}

TEST_P(BoxTest, ABoxHoldsOnlyWhatItsOwnerMayRead) {
  ReferralRow row = Sent(Draft("r1", 1), "elm");
  row.version = 1;
  row.readers = {"oak"};
  ASSERT_THAT(Insert(row), Succeeds());
  EXPECT_THAT(Inbox(kElm), IsEmpty());
  EXPECT_THAT(Outbox(kRiver), IsEmpty());
  EXPECT_THAT(Inbox(kOak), IsEmpty());
}

TEST_P(BoxTest, NewestComesFirst) {
  for (const int64_t ordinal : {2, 5, 1, 4}) Send("r" + std::to_string(ordinal), ordinal, "elm");
  EXPECT_THAT(Inbox(kElm), ElementsAre("r5", "r4", "r2", "r1"));
  EXPECT_THAT(Outbox(kRiver), ElementsAre("r5", "r4", "r2", "r1"));
}

TEST_P(BoxTest, AStateSelects) {
  Send("r1", 1, "elm");
  Send("r2", 2, "elm");
  ASSERT_THAT(Insert(Draft("r3", 3)), Succeeds());
  ReferralRow accepted = Sent(Sent(Draft("r2", 2), "elm"), "elm");
  accepted.state = 5;
  ASSERT_THAT(Update(accepted), Succeeds());
  EXPECT_THAT(Inbox(kElm, 2), ElementsAre("r1"));
  EXPECT_THAT(Inbox(kElm, 5), ElementsAre("r2"));
  EXPECT_THAT(Inbox(kElm, 6), IsEmpty());
  EXPECT_THAT(Outbox(kRiver, 1), ElementsAre("r3"));
  EXPECT_THAT(Outbox(kRiver, 2), ElementsAre("r1"));
  EXPECT_THAT(Outbox(kRiver, 5), ElementsAre("r2"));
}

TEST_P(BoxTest, APageBeginsBeforeAnOrdinal) {
  for (int64_t ordinal = 1; ordinal <= 4; ++ordinal) Send("r" + std::to_string(ordinal), ordinal, "elm");
  for (const int32_t state : {0, 2}) {
    EXPECT_THAT(List(kElm, {Box::kInbox, state, 0, 2}), ElementsAre("r4", "r3"));
    EXPECT_THAT(List(kElm, {Box::kInbox, state, 3, 2}), ElementsAre("r2", "r1"));
    EXPECT_THAT(List(kElm, {Box::kInbox, state, 1, 2}), IsEmpty());
    EXPECT_THAT(List(kRiver, {Box::kOutbox, state, 4, 1}), ElementsAre("r3"));
    EXPECT_THAT(List(kRiver, {Box::kOutbox, state, 0, 0}), IsEmpty());
    EXPECT_THAT(List(kRiver, {Box::kOutbox, state, 0, -1}), IsEmpty());
  }
}

TEST_P(BoxTest, ARowOfAListIsTheWholeReferral) {
  Send("r1", 7, "elm");
  const auto rows = Read()->ListReferrals(kElm, {Box::kInbox, 0, 0, 1});
  ASSERT_THAT(rows, Succeeds());
  ASSERT_EQ(rows->size(), 1u);
  const ReferralRow expected = Sent(Draft("r1", 7), "elm");
  EXPECT_EQ(rows->front().ordinal, 7);
  EXPECT_EQ(rows->front().version, 2);
  EXPECT_EQ(rows->front().readers, expected.readers);
  EXPECT_EQ(rows->front().body, expected.body);
}

TEST_P(BoxTest, TheSystemHasNoBox) {
  EXPECT_THAT(Read()->ListReferrals(kSystem, {Box::kInbox, 0, 0, 1}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Read()->ListReferrals(kSystem, {Box::kOutbox, 0, 0, 1}), HasCode(absl::StatusCode::kInvalidArgument));
}

// Pages put together are the box: nothing twice, nothing left out, whatever the page size.
TEST_P(BoxTest, PagesAddUpToTheBox) {
  std::mt19937 random(20240229);
  std::vector<std::string> expected;
  for (int64_t ordinal = 1; ordinal <= 60; ++ordinal) {
    const bool to_elm = random() % 2 == 0;
    Send("r" + std::to_string(ordinal), ordinal, to_elm ? "elm" : "oak");
    if (to_elm) expected.insert(expected.begin(), "r" + std::to_string(ordinal));
  }
  for (const int page_size : {1, 2, 7, 60}) {
    std::vector<std::string> all;
    BoxQuery query = {Box::kInbox, 0, 0, page_size};
    for (auto page = Read()->ListReferrals(kElm, query).value(); !page.empty();
         page = Read()->ListReferrals(kElm, query).value()) {
      for (const ReferralRow& row : page) all.push_back(row.id);
      query.before_ordinal = page.back().ordinal;
    }
    EXPECT_THAT(all, ElementsAreArray(expected)) << page_size;
  }
}

}  // namespace
}  // namespace tendon::storage
