// The contract of the directory's index and of changes of its rows (services/storage/directory_index.h).
#include <random>

#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class DirectoryIndexTest : public ReferralStoreTest {
 protected:
  void PutOrganization(const OrganizationEntry& entry) {
    const auto put = [&](ReferralTransaction& transaction) {
      const absl::Status inserted = transaction.InsertOrganization({entry.id, 1, "body"});
      if (!inserted.ok() && !absl::IsAlreadyExists(inserted)) return inserted;
      return transaction.IndexOrganization(entry);
    };
    ASSERT_THAT(Commit(put), Succeeds());
  }
  void PutClinician(const ClinicianEntry& entry) {
    const auto put = [&](ReferralTransaction& transaction) { return transaction.IndexClinician(entry); };
    ASSERT_THAT(Commit(put), Succeeds());
  }
  // In river (main in NY, west in NJ), elm (one site without coordinates) and oak (no site).
  void Fill() {
    PutOrganization({"river", 1, {{"west", "NJ", "07030", 40.74, -74.03}, {"main", "NY", "10001", 40.75, -73.99}}});
    PutOrganization({"elm", 2, {{"only", "NY", "10002", std::nullopt, std::nullopt}}});
    PutOrganization({"oak", 1, {}});
    PutClinician({"river", "ada", 1 << 1, 1, {"main"}, {"A", "B"}, {"en"}, {"sports medicine"}});
    PutClinician({"river", "bob", 1 << 2 | 1 << 3, 1, {}, {"B"}, {"es-us", "en"}, {}});
    PutClinician({"elm", "cat", 1 << 3, 1, {"only"}, {"C"}, {"est"}, {}});
    PutClinician({"oak", "dan", 1 << 3, 3, {}, {}, {}, {}});
  }
  // "river/ada@main".
  static std::vector<std::string> Names(const absl::StatusOr<std::vector<DirectoryMatch>>& matches) {
    std::vector<std::string> names;
    for (const DirectoryMatch& match : matches.value()) {
      names.push_back(match.clinician.organization_id + "/" + match.clinician.clinician_id + "@" + match.site_id);
    }
    return names;
  }
  std::vector<std::string> List(const DirectoryQuery& query, const ClinicianPosition& after = {}, int limit = 100) {
    return Names(Read()->ListMatches(kRiver, query, after, limit));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DirectoryIndexTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(DirectoryIndexTest, WithoutConditionsEverybodyIsFoundInTheOrderOfNames) {
  Fill();
  EXPECT_THAT(List({}), ElementsAre("elm/cat@only", "oak/dan@", "river/ada@main", "river/bob@main"));
}

TEST_P(DirectoryIndexTest, EachConditionSelects) {
  Fill();
  DirectoryQuery query;
  query.disciplines = 1 << 2;
  EXPECT_THAT(List(query), ElementsAre("river/bob@main"));
  query = {};
  query.max_capacity = 1;
  EXPECT_THAT(List(query), ElementsAre("river/ada@main", "river/bob@main")) << "elm has a waiting list, dan is closed";
  query.max_capacity = 2;
  EXPECT_THAT(List(query), ElementsAre("elm/cat@only", "river/ada@main", "river/bob@main"));
  query = {};
  query.organization_id = "river";
  EXPECT_THAT(List(query), ElementsAre("river/ada@main", "river/bob@main"));
  query = {};
  query.techniques = {"C", "A"};
  EXPECT_THAT(List(query), ElementsAre("elm/cat@only", "river/ada@main"));
  query = {};
  query.language = "es";
  EXPECT_THAT(List(query), ElementsAre("river/bob@main")) << "es covers es-us, not est";
  query = {};
  query.specialty = "medicine";
  EXPECT_THAT(List(query), ElementsAre("river/ada@main"));
  query = {};
  query.state = "NJ";
  EXPECT_THAT(List(query), ElementsAre("river/bob@west")) << "ada treats at main only";
  query = {};
  query.postal_code_prefix = "100";
  EXPECT_THAT(List(query), ElementsAre("elm/cat@only", "river/ada@main", "river/bob@main"));
}

TEST_P(DirectoryIndexTest, ConditionsOfASiteAreOfOneSite) {
  Fill();
  DirectoryQuery query;
  query.state = "NJ";
  query.postal_code_prefix = "100";
  EXPECT_THAT(List(query), IsEmpty());
}

TEST_P(DirectoryIndexTest, ListsComeInPages) {
  Fill();
  EXPECT_THAT(List({}, {}, 2), ElementsAre("elm/cat@only", "oak/dan@"));
  EXPECT_THAT(List({}, {"oak", "dan"}, 2), ElementsAre("river/ada@main", "river/bob@main"));
  EXPECT_THAT(List({}, {"river", "bob"}, 2), IsEmpty());
  EXPECT_THAT(List({}, {}, 0), IsEmpty());
  EXPECT_THAT(List({}, {}, -1), IsEmpty());
  DirectoryQuery query;
  query.organization_id = "river";
  EXPECT_THAT(List(query, {"river", "ada"}, 2), ElementsAre("river/bob@main"));
  EXPECT_THAT(List(query, {"elm", "zoe"}, 1), ElementsAre("river/ada@main"));
  EXPECT_THAT(List(query, {"sun", "a"}, 1), IsEmpty());
}

TEST_P(DirectoryIndexTest, ABoxFindsPairsOfClinicianAndSite) {
  Fill();
  DirectoryQuery query;
  query.box = GeoBox{40, 41, -75, -73};
  EXPECT_THAT(Names(Read()->ListMatchesInBox(kRiver, query, 100)),
              UnorderedElementsAre("river/ada@main", "river/bob@main", "river/bob@west"));
  query.box = GeoBox{40, 41, -74.01, -73};
  EXPECT_THAT(Names(Read()->ListMatchesInBox(kRiver, query, 100)),
              UnorderedElementsAre("river/ada@main", "river/bob@main"));
  query.disciplines = 1 << 1;
  const auto found = Read()->ListMatchesInBox(kRiver, query, 100).value();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].latitude_deg, 40.75);
  EXPECT_EQ(found[0].longitude_deg, -73.99);
  query.box = GeoBox{40.74, 40.74, -74.03, -74.03};
  query.disciplines = 0;
  EXPECT_THAT(Names(Read()->ListMatchesInBox(kRiver, query, 100)), ElementsAre("river/bob@west")) << "edges are inside";
}

TEST_P(DirectoryIndexTest, ABoxHasALimitAndNoOrder) {
  Fill();
  DirectoryQuery query;
  EXPECT_THAT(Read()->ListMatchesInBox(kRiver, query, 100), HasCode(absl::StatusCode::kInvalidArgument));
  query.box = GeoBox{40, 41, -75, -73};
  EXPECT_THAT(Read()->ListMatchesInBox(kRiver, query, 3), Succeeds());
  EXPECT_THAT(Read()->ListMatchesInBox(kRiver, query, 2), HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Read()->ListMatches(kRiver, query, {}, 100), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_P(DirectoryIndexTest, AnEntryTakesThePlaceOfTheOneBefore) {
  Fill();
  PutOrganization({"river", 3, {{"new", "CT", "06001", std::nullopt, std::nullopt}}});
  PutClinician({"river", "ada", 1 << 3, 1, {"new"}, {}, {}, {}});
  EXPECT_THAT(List({}), ElementsAre("elm/cat@only", "oak/dan@", "river/ada@new", "river/bob@new"));
  DirectoryQuery query;
  query.max_capacity = 2;
  EXPECT_THAT(List(query), ElementsAre("elm/cat@only"));
}

TEST_P(DirectoryIndexTest, AnEntryNeedsItsOrganization) {
  const auto organization = [](ReferralTransaction& t) { return t.IndexOrganization({"river", 1, {}}); };
  EXPECT_THAT(Commit(organization), HasCode(absl::StatusCode::kNotFound));
  const auto clinician = [](ReferralTransaction& t) {
    return t.IndexClinician({"river", "ada", 0, 0, {}, {}, {}, {}});
  };
  EXPECT_THAT(Commit(clinician), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(DirectoryIndexTest, TheIndexHasAVersion) {
  EXPECT_EQ(Read()->DirectoryIndexVersion().value(), 0);
  ASSERT_THAT(Commit([](ReferralTransaction& t) { return t.SetDirectoryIndexVersion(7); }), Succeeds());
  engine_->Reopen();
  EXPECT_EQ(Read()->DirectoryIndexVersion().value(), 7);
}

TEST_P(DirectoryIndexTest, PagesAddUpToTheList) {
  std::mt19937 random(20261125);
  std::vector<std::string> expected;
  for (const char* organization : {"a", "a-b", "b", "c"}) {
    PutOrganization({organization, 1, {{"s", "NY", "10001", std::nullopt, std::nullopt}}});
    for (int i = 10; i < 40; ++i) {
      const bool found = random() % 2 == 0;
      const std::string id = "c" + std::to_string(i);
      PutClinician({organization, id, found ? 2u : 4u, 1, {}, {}, {}, {}});
      if (found) expected.push_back(std::string(organization) + "/" + id + "@s");
    }
  }
  DirectoryQuery query;
  query.disciplines = 2;
  for (const int page_size : {1, 7, 200}) {
    std::vector<std::string> all;
    ClinicianPosition after;
    while (true) {
      const auto page = Read()->ListMatches(kRiver, query, after, page_size).value();
      if (page.empty()) break;
      for (const std::string& name : Names(page)) all.push_back(name);
      after = page.back().clinician;
    }
    EXPECT_THAT(all, ElementsAreArray(expected)) << page_size;
  }
}

TEST_P(DirectoryIndexTest, ARowChangesFromTheVersionBefore) {
  const auto insert = [](ReferralTransaction& t) {
    const absl::Status inserted = t.InsertOrganization({"river", 1, "one"});
    return inserted.ok() ? t.InsertClinician("river", {"ada", 1, "one"}) : inserted;
  };
  ASSERT_THAT(Commit(insert), Succeeds());
  const auto organization = [](int64_t version) {
    return [version](ReferralTransaction& t) { return t.UpdateOrganization({"river", version, "two"}); };
  };
  const auto clinician = [](int64_t version) {
    return [version](ReferralTransaction& t) { return t.UpdateClinician("river", {"ada", version, "two"}); };
  };
  for (const int64_t stale : {1, 3}) {
    EXPECT_THAT(Commit(organization(stale)), HasCode(absl::StatusCode::kAborted));
    EXPECT_THAT(Commit(clinician(stale)), HasCode(absl::StatusCode::kAborted));
  }
  EXPECT_EQ(Read()->GetOrganization(kElm, "river")->body, "one");
  ASSERT_THAT(Commit(organization(2)), Succeeds());
  ASSERT_THAT(Commit(clinician(2)), Succeeds());
  EXPECT_EQ(Read()->GetOrganization(kElm, "river")->body, "two");
  EXPECT_EQ(Read()->GetClinician(kElm, "river", "ada")->version, 2);
}

TEST_P(DirectoryIndexTest, WhatIsNotThereCannotChange) {
  EXPECT_THAT(Commit([](ReferralTransaction& t) {
                return t.UpdateOrganization({"river", 2, ""});
              }),
              HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Commit([](ReferralTransaction& t) {
                return t.UpdateClinician("river", {"ada", 2, ""});
              }),
              HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tendon::storage
