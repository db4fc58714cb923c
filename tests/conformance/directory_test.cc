// The contract of organisations and clinicians (services/storage/referral_store.h).
#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DirectoryTest : public ReferralStoreTest {
 protected:
  absl::Status InsertOrganization(const std::string& id, const std::string& body = "body") {
    return Commit([&](ReferralTransaction& transaction) { return transaction.InsertOrganization({id, 1, body}); });
  }
  absl::Status InsertClinician(const std::string& organization, const std::string& id,
                               const std::string& body = "body") {
    return Commit([&](ReferralTransaction& transaction) {
      return transaction.InsertClinician(organization, {id, 1, body});
    });
  }
  static std::vector<std::string> Ids(const absl::StatusOr<std::vector<DirectoryRow>>& rows) {
    std::vector<std::string> ids;
    for (const DirectoryRow& row : rows.value()) ids.push_back(row.id);
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DirectoryTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(DirectoryTest, AnOrganizationIsReadAsItWasWritten) {
  const std::string body("b\0dy", 4);
  ASSERT_THAT(Commit([&](ReferralTransaction& t) { return t.InsertOrganization({"river", 3, body}); }), Succeeds());
  const auto row = Read()->GetOrganization(kRiver, "river");
  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ(row->id, "river");
  EXPECT_EQ(row->version, 3);
  EXPECT_EQ(row->body, body);
}

TEST_P(DirectoryTest, TheDirectoryIsOpenToEveryScope) {
  ASSERT_THAT(InsertOrganization("river"), Succeeds());
  ASSERT_THAT(InsertClinician("river", "ada"), Succeeds());
  for (const TenantScope& scope : {kRiver, kElm, kSystem}) {
    EXPECT_THAT(Read()->GetOrganization(scope, "river"), Succeeds());
    EXPECT_THAT(Read()->GetClinician(scope, "river", "ada"), Succeeds());
    EXPECT_THAT(Ids(Read()->ListOrganizations(scope, "", 10)), ElementsAre("river"));
    EXPECT_THAT(Ids(Read()->ListClinicians(scope, "river", "", 10)), ElementsAre("ada"));
  }
}

TEST_P(DirectoryTest, WhatIsNotThereIsNotFound) {
  ASSERT_THAT(InsertOrganization("river"), Succeeds());
  EXPECT_THAT(Read()->GetOrganization(kRiver, "elm"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetClinician(kRiver, "river", "ada"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Ids(Read()->ListClinicians(kRiver, "elm", "", 10)), IsEmpty());
}

TEST_P(DirectoryTest, AnIdIsTakenOnce) {
  ASSERT_THAT(InsertOrganization("river", "first"), Succeeds());
  ASSERT_THAT(InsertClinician("river", "ada", "first"), Succeeds());
  EXPECT_THAT(InsertOrganization("river", "second"), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(InsertClinician("river", "ada", "second"), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Read()->GetOrganization(kRiver, "river")->body, "first");
  EXPECT_EQ(Read()->GetClinician(kRiver, "river", "ada")->body, "first");
}

TEST_P(DirectoryTest, AClinicianIsOfOneOrganization) {
  ASSERT_THAT(InsertOrganization("elm"), Succeeds());
  ASSERT_THAT(InsertOrganization("river"), Succeeds());
  ASSERT_THAT(InsertClinician("river", "ada", "of river"), Succeeds());
  EXPECT_THAT(Read()->GetClinician(kRiver, "elm", "ada"), HasCode(absl::StatusCode::kNotFound));
  ASSERT_THAT(InsertClinician("elm", "ada", "of elm"), Succeeds());
  EXPECT_EQ(Read()->GetClinician(kRiver, "river", "ada")->body, "of river");
  EXPECT_EQ(Read()->GetClinician(kRiver, "elm", "ada")->body, "of elm");
}

TEST_P(DirectoryTest, AClinicianNeedsAnOrganization) {
  EXPECT_THAT(InsertClinician("river", "ada"), HasCode(absl::StatusCode::kNotFound));
  ASSERT_THAT(InsertOrganization("river"), Succeeds());
  EXPECT_THAT(Read()->GetClinician(kRiver, "river", "ada"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(DirectoryTest, OrganizationsAreListedInTheOrderOfBytes) {
  for (const char* id : {"b", "a", "\xc3\xa9", "B", "a-1", "ab"}) ASSERT_THAT(InsertOrganization(id), Succeeds());
  EXPECT_THAT(Ids(Read()->ListOrganizations(kRiver, "", 10)), ElementsAre("B", "a", "a-1", "ab", "b", "\xc3\xa9"));
}

TEST_P(DirectoryTest, ListsComeInPages) {
  for (const char* id : {"a", "b", "c"}) {
    ASSERT_THAT(InsertOrganization(id), Succeeds());
    ASSERT_THAT(InsertClinician("a", id), Succeeds());
  }
  auto reader = Read();
  EXPECT_THAT(Ids(reader->ListOrganizations(kRiver, "", 2)), ElementsAre("a", "b"));
  EXPECT_THAT(Ids(reader->ListOrganizations(kRiver, "b", 2)), ElementsAre("c"));
  EXPECT_THAT(Ids(reader->ListOrganizations(kRiver, "c", 2)), IsEmpty());
  EXPECT_THAT(Ids(reader->ListOrganizations(kRiver, "", 0)), IsEmpty());
  EXPECT_THAT(Ids(reader->ListOrganizations(kRiver, "", -1)), IsEmpty());
  EXPECT_THAT(Ids(reader->ListClinicians(kRiver, "a", "", 2)), ElementsAre("a", "b"));
  EXPECT_THAT(Ids(reader->ListClinicians(kRiver, "a", "b", 2)), ElementsAre("c"));
  EXPECT_THAT(Ids(reader->ListClinicians(kRiver, "a", "", -1)), IsEmpty());
}

TEST_P(DirectoryTest, TheDirectorySurvivesReopening) {
  ASSERT_THAT(InsertOrganization("river"), Succeeds());
  ASSERT_THAT(InsertClinician("river", "ada"), Succeeds());
  engine_->Reopen();
  EXPECT_THAT(Read()->GetOrganization(kRiver, "river"), Succeeds());
  EXPECT_THAT(Read()->GetClinician(kRiver, "river", "ada"), Succeeds());
}

}  // namespace
}  // namespace tendon::storage
