// The contract of threads and their marks (services/storage/message_store.h).
#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MessageTest : public ReferralStoreTest {
 protected:
  void SetUp() override {
    ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
    ASSERT_THAT(Update(Sent(Draft("r1", 1), "elm")), Succeeds());
    ASSERT_THAT(Insert(Draft("r2", 2)), Succeeds());
  }
  absl::Status Post(const std::string& referral, int64_t number, const std::string& body = "text") {
    return Commit([&](ReferralTransaction& t) { return t.InsertMessage(referral, {number, body}); });
  }
  bool Mark(const std::string& clinician, int64_t number, int64_t when_us) {
    bool put = false;
    EXPECT_THAT(Commit([&](ReferralTransaction& t) {
                  const auto marked = t.PutReadMark("r1", {clinician, number, when_us});
                  put = marked.ok() && *marked;
                  return marked.status();
                }),
                Succeeds());
    return put;
  }
  std::vector<std::string> List(const std::string& referral, int64_t after = 0, int limit = 100) {
    std::vector<std::string> messages;
    const auto rows = Read()->ListMessages(kRiver, referral, after, limit).value();
    for (const MessageRow& row : rows) messages.push_back(std::to_string(row.number) + ":" + row.body);
    return messages;
  }
  std::vector<std::string> Marks() {
    std::vector<std::string> marks;
    const auto rows = Read()->ListReadMarks(kRiver, "r1").value();
    for (const ReadMarkRow& row : rows) {
      marks.push_back(row.clinician + ":" + std::to_string(row.read_number) + "@" + std::to_string(row.read_us));
    }
    return marks;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, MessageTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(MessageTest, AThreadIsReadInItsOrder) {
  EXPECT_THAT(List("r1"), IsEmpty());
  EXPECT_EQ(Read()->LastMessageNumber(kRiver, "r1").value(), 0);
  for (int64_t number = 1; number <= 3; ++number) ASSERT_THAT(Post("r1", number), Succeeds());
  ASSERT_THAT(Post("r2", 1, "other"), Succeeds());
  EXPECT_THAT(List("r1"), ElementsAre("1:text", "2:text", "3:text"));
  EXPECT_THAT(List("r2"), ElementsAre("1:other"));
  EXPECT_EQ(Read()->LastMessageNumber(kRiver, "r1").value(), 3);
}

TEST_P(MessageTest, ThreadsComeInPages) {
  for (int64_t number = 1; number <= 3; ++number) ASSERT_THAT(Post("r1", number), Succeeds());
  EXPECT_THAT(List("r1", 0, 2), ElementsAre("1:text", "2:text"));
  EXPECT_THAT(List("r1", 2, 2), ElementsAre("3:text"));
  EXPECT_THAT(List("r1", 3, 2), IsEmpty());
  EXPECT_THAT(List("r1", 0, 0), IsEmpty());
  EXPECT_THAT(List("r1", 0, -1), IsEmpty());
}

TEST_P(MessageTest, NumbersAreDense) {
  EXPECT_THAT(Post("r1", 2), HasCode(absl::StatusCode::kAborted));
  ASSERT_THAT(Post("r1", 1), Succeeds());
  for (const int64_t number : {0, 1, 3}) EXPECT_THAT(Post("r1", number), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(List("r1"), ElementsAre("1:text"));
}

TEST_P(MessageTest, AMessageIsBytes) {
  const std::string body("a\0\xff", 3);
  ASSERT_THAT(Post("r1", 1, body), Succeeds());
  EXPECT_EQ(Read()->GetMessage(kRiver, "r1", 1)->body, body);
}

TEST_P(MessageTest, AThreadIsSeenByWhoeverSeesTheReferral) {
  ASSERT_THAT(Post("r1", 1), Succeeds());
  ASSERT_THAT(Mark("ada", 1, 5), true);
  for (const TenantScope& scope : {kRiver, kElm, kSystem}) {
    EXPECT_THAT(Read()->GetMessage(scope, "r1", 1), Succeeds());
    EXPECT_THAT(Read()->ListMessages(scope, "r1", 0, 1), Succeeds());
    EXPECT_THAT(Read()->ListReadMarks(scope, "r1"), Succeeds());
  }
  for (const TenantScope& scope : {kOak, kNobody}) {
    EXPECT_THAT(Read()->GetMessage(scope, "r1", 1), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(Read()->ListMessages(scope, "r1", 0, 1), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(Read()->LastMessageNumber(scope, "r1"), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(Read()->ListReadMarks(scope, "r1"), HasCode(absl::StatusCode::kNotFound));
  }
}

TEST_P(MessageTest, WhatIsNotThereIsNotFound) {
  ASSERT_THAT(Post("r1", 1), Succeeds());
  for (const int64_t number : {0, 2, -1}) {
    EXPECT_THAT(Read()->GetMessage(kRiver, "r1", number), HasCode(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(Read()->GetMessage(kRiver, "r3", 1), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Post("r3", 1), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(MessageTest, AMarkOnlyGoesForward) {
  for (int64_t number = 1; number <= 3; ++number) ASSERT_THAT(Post("r1", number), Succeeds());
  EXPECT_TRUE(Mark("ada", 2, 10));
  EXPECT_FALSE(Mark("ada", 2, 20));
  EXPECT_FALSE(Mark("ada", 1, 20));
  EXPECT_TRUE(Mark("bob", 1, 30));
  EXPECT_TRUE(Mark("ada", 3, 40));
  EXPECT_THAT(Marks(), ElementsAre("ada:2@10", "ada:3@40", "bob:1@30"));
}

TEST_P(MessageTest, ARollbackLeavesNothing) {
  {
    auto transaction = Begin();
    ASSERT_THAT(transaction->InsertMessage("r1", {1, "lost"}), Succeeds());
    ASSERT_THAT(transaction->PutReadMark("r1", {"ada", 1, 1}), Succeeds());
    EXPECT_TRUE(transaction->dirty());
  }
  EXPECT_THAT(List("r1"), IsEmpty());
  EXPECT_THAT(Marks(), IsEmpty());
}

TEST_P(MessageTest, AThreadSurvivesReopening) {
  ASSERT_THAT(Post("r1", 1), Succeeds());
  Mark("ada", 1, 5);
  engine_->Reopen();
  EXPECT_THAT(List("r1"), ElementsAre("1:text"));
  EXPECT_THAT(Marks(), ElementsAre("ada:1@5"));
}

}  // namespace
}  // namespace tendon::storage
