// The contract of attachments (services/storage/attachment_store.h).
#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AttachmentTest : public ReferralStoreTest {
 protected:
  void SetUp() override {
    ASSERT_THAT(Insert(Draft("r1", 1)), Succeeds());
    ASSERT_THAT(Update(Sent(Draft("r1", 1), "elm")), Succeeds());
    ASSERT_THAT(Insert(Draft("r2", 2)), Succeeds());
  }
  absl::Status Announce(const std::string& referral, const std::string& id, int64_t announced_us = 10,
                        const std::string& sha256 = "hash") {
    return Commit([&](ReferralTransaction& t) {
      return t.InsertAttachment({referral, id, "river", sha256, false, announced_us, "announced"});
    });
  }
  absl::Status Complete(const std::string& referral, const std::string& id) {
    return Commit([&](ReferralTransaction& t) { return t.CompleteAttachment(referral, id, "complete"); });
  }
  absl::Status Drop(const std::string& referral, const std::string& id) {
    return Commit([&](ReferralTransaction& t) { return t.DropUnfinishedAttachment(referral, id); });
  }
  static std::vector<std::string> Ids(const absl::StatusOr<std::vector<AttachmentRow>>& rows) {
    std::vector<std::string> ids;
    for (const AttachmentRow& row : rows.value()) ids.push_back(row.referral_id + "/" + row.id);
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, AttachmentTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(AttachmentTest, AnAttachmentIsReadAsItWasWritten) {
  const std::string body("b\0\xff", 3);
  ASSERT_THAT(Commit([&](ReferralTransaction& t) {
                return t.InsertAttachment({"r1", "a1", "river", "hash", false, 77, body});
              }),
              Succeeds());
  const auto row = Read()->GetAttachment(kRiver, "r1", "a1");
  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ(row->referral_id, "r1");
  EXPECT_EQ(row->id, "a1");
  EXPECT_EQ(row->organization, "river");
  EXPECT_EQ(row->sha256, "hash");
  EXPECT_FALSE(row->complete);
  EXPECT_EQ(row->announced_us, 77);
  EXPECT_EQ(row->body, body);
}

TEST_P(AttachmentTest, AnUnfinishedOneIsItsOrganizationsOnly) {
  ASSERT_THAT(Announce("r1", "a1"), Succeeds());
  EXPECT_THAT(Read()->GetAttachment(kRiver, "r1", "a1"), Succeeds());
  EXPECT_THAT(Read()->GetAttachment(kSystem, "r1", "a1"), Succeeds());
  EXPECT_THAT(Read()->GetAttachment(kElm, "r1", "a1"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Ids(Read()->ListAttachments(kRiver, "r1", "", 10)), IsEmpty());
}

TEST_P(AttachmentTest, ACompleteOneIsSeenByWhoeverSeesTheReferral) {
  ASSERT_THAT(Announce("r1", "a1"), Succeeds());
  ASSERT_THAT(Complete("r1", "a1"), Succeeds());
  for (const TenantScope& scope : {kRiver, kElm, kSystem}) {
    const auto row = Read()->GetAttachment(scope, "r1", "a1");
    ASSERT_THAT(row, Succeeds());
    EXPECT_TRUE(row->complete);
    EXPECT_EQ(row->body, "complete");
    EXPECT_THAT(Ids(Read()->ListAttachments(scope, "r1", "", 10)), ElementsAre("r1/a1"));
    EXPECT_EQ(Read()->CountAttachments(scope, "r1").value(), 1);
  }
  for (const TenantScope& scope : {kOak, kNobody}) {
    EXPECT_THAT(Read()->GetAttachment(scope, "r1", "a1"), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(Read()->ListAttachments(scope, "r1", "", 10), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(Read()->CountAttachments(scope, "r1"), HasCode(absl::StatusCode::kNotFound));
  }
}

TEST_P(AttachmentTest, ListsComeInPagesById) {
  for (const char* id : {"c", "a", "b", "d"}) ASSERT_THAT(Announce("r1", id), Succeeds());
  for (const char* id : {"c", "a", "b"}) ASSERT_THAT(Complete("r1", id), Succeeds());
  EXPECT_THAT(Ids(Read()->ListAttachments(kRiver, "r1", "", 2)), ElementsAre("r1/a", "r1/b"));
  EXPECT_THAT(Ids(Read()->ListAttachments(kRiver, "r1", "b", 2)), ElementsAre("r1/c"));
  EXPECT_THAT(Ids(Read()->ListAttachments(kRiver, "r1", "", -1)), IsEmpty());
  EXPECT_EQ(Read()->CountAttachments(kRiver, "r1").value(), 4);
  EXPECT_EQ(Read()->CountAttachments(kRiver, "r2").value(), 0);
}

TEST_P(AttachmentTest, AnIdIsTakenOnceInAReferral) {
  ASSERT_THAT(Announce("r1", "a1"), Succeeds());
  EXPECT_THAT(Announce("r1", "a1"), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Announce("r2", "a1"), Succeeds());
  EXPECT_THAT(Announce("r3", "a1"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(AttachmentTest, ItIsCompletedOnce) {
  ASSERT_THAT(Announce("r1", "a1"), Succeeds());
  ASSERT_THAT(Complete("r1", "a1"), Succeeds());
  EXPECT_THAT(Complete("r1", "a1"), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(Complete("r1", "a2"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(AttachmentTest, OnlyWhatIsUnfinishedIsDropped) {
  ASSERT_THAT(Announce("r1", "a1"), Succeeds());
  ASSERT_THAT(Announce("r1", "a2"), Succeeds());
  ASSERT_THAT(Complete("r1", "a1"), Succeeds());
  EXPECT_THAT(Drop("r1", "a1"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Drop("r1", "a2"), Succeeds());
  EXPECT_THAT(Drop("r1", "a2"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetAttachment(kRiver, "r1", "a2"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetAttachment(kRiver, "r1", "a1"), Succeeds());
}

TEST_P(AttachmentTest, UnfinishedOnesAreListedOldestFirst) {
  ASSERT_THAT(Announce("r1", "young", 30), Succeeds());
  ASSERT_THAT(Announce("r2", "middle", 20), Succeeds());
  ASSERT_THAT(Announce("r1", "old", 10), Succeeds());
  ASSERT_THAT(Announce("r1", "done", 5), Succeeds());
  ASSERT_THAT(Complete("r1", "done"), Succeeds());
  EXPECT_THAT(Ids(Read()->ListUnfinishedAttachments(30, 10)), ElementsAre("r1/old", "r2/middle"));
  EXPECT_THAT(Ids(Read()->ListUnfinishedAttachments(31, 2)), ElementsAre("r1/old", "r2/middle"));
  EXPECT_THAT(Ids(Read()->ListUnfinishedAttachments(31, -1)), IsEmpty());
  EXPECT_TRUE(Read()->IsUnfinished("middle").value());
  EXPECT_FALSE(Read()->IsUnfinished("done").value());
  EXPECT_FALSE(Read()->IsUnfinished("none").value());
}

TEST_P(AttachmentTest, ContentIsNamedByCompleteOnes) {
  ASSERT_THAT(Announce("r1", "a1", 10, "one"), Succeeds());
  EXPECT_FALSE(Read()->HasContent("one").value());
  ASSERT_THAT(Complete("r1", "a1"), Succeeds());
  EXPECT_TRUE(Read()->HasContent("one").value());
  EXPECT_FALSE(Read()->HasContent("two").value());
}

TEST_P(AttachmentTest, AttachmentsSurviveReopening) {
  ASSERT_THAT(Announce("r1", "a1"), Succeeds());
  ASSERT_THAT(Complete("r1", "a1"), Succeeds());
  engine_->Reopen();
  EXPECT_THAT(Ids(Read()->ListAttachments(kElm, "r1", "", 10)), ElementsAre("r1/a1"));
}

}  // namespace
}  // namespace tendon::storage
