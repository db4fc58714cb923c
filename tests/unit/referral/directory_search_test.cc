// What a search asks for, and the order of what it finds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "services/referral/directory/entries.h"
#include "services/referral/directory/search.h"
#include "services/referral/directory/technique_goals.h"
#include "tests/testing/status_matchers.h"

namespace tendon::referral {
namespace {

using ::tendon::testing::HasCode;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// The cells of a line of CSV; quotes keep commas.
std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) cells.emplace_back();
    if (c != '"' && (c != ',' || quoted)) cells.back().push_back(c);
  }
  return cells;
}

// "GOAL" -> techniques, from the catalogue itself.
std::map<std::string, std::set<std::string>> Catalogue(std::ifstream& file) {
  std::map<std::string, std::set<std::string>> serving;
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = Cells(line);
  const auto goals = static_cast<size_t>(std::find(header.begin(), header.end(), "goals") - header.begin());
  while (std::getline(file, line)) {
    const std::vector<std::string> row = Cells(line);
    std::stringstream list(row.at(goals));
    for (std::string goal; std::getline(list, goal, ';');) serving[goal].insert(row.at(0));
  }
  return serving;
}

TEST(TechniqueGoalsTest, AreTheCatalogues) {
  std::ifstream file(TENDON_SHARED_DIR "/clinical/techniques.csv");
  if (!file) GTEST_SKIP() << "the catalogue of techniques is not here";
  const auto catalogue = Catalogue(file);
  EXPECT_EQ(catalogue.size(), 8u);
  for (const auto& [name, techniques] : catalogue) {
    clinical::v1::TreatmentGoal goal = clinical::v1::TREATMENT_GOAL_UNSPECIFIED;
    ASSERT_TRUE(clinical::v1::TreatmentGoal_Parse("TREATMENT_GOAL_" + name, &goal)) << name;
    EXPECT_THAT(TechniquesServing(goal), ::testing::UnorderedElementsAreArray(techniques)) << name;
  }
}

TEST(TechniqueGoalsTest, NoGoalIsServedByNothing) {
  EXPECT_THAT(TechniquesServing(clinical::v1::TREATMENT_GOAL_UNSPECIFIED), IsEmpty());
}

TEST(QueryTest, ATechniqueAndAGoalHaveToFit) {
  v1::SearchCliniciansRequest request;
  request.set_technique("CRYOTHERAPY");
  request.set_goal(clinical::v1::TREATMENT_GOAL_INFLAMMATION_EDEMA);
  EXPECT_THAT(QueryOf(request)->techniques, ElementsAre("CRYOTHERAPY"));
  request.set_goal(clinical::v1::TREATMENT_GOAL_STRENGTH);
  EXPECT_THAT(QueryOf(request)->techniques, Not(Contains("CRYOTHERAPY")));
  EXPECT_THAT(QueryOf(request)->techniques, Not(IsEmpty())) << "nothing is asked for, so everybody would be found";
}

TEST(QueryTest, ADistanceNeedsAPlace) {
  v1::SearchCliniciansRequest request;
  request.set_max_distance_km(5);
  EXPECT_THAT(QueryOf(request), HasCode(absl::StatusCode::kInvalidArgument));
  request.mutable_near()->set_latitude_deg(40);
  EXPECT_TRUE(QueryOf(request)->box.has_value());
}

TEST(EntriesTest, TextsAreComparedInLowerCaseOnOneLine) {
  EXPECT_EQ(SearchText("Sports\nMedicine, ES-us"), "sports medicine, es-us");
}

TEST(EntriesTest, WhatIsNotSaidOfCapacityIsAccepting) {
  EXPECT_EQ(EntryOf(v1::Clinician()).capacity, v1::CAPACITY_STATUS_ACCEPTING);
  EXPECT_EQ(EntryOf(v1::Organization()).capacity, v1::CAPACITY_STATUS_ACCEPTING);
}

TEST(EntriesTest, ASiteWithOneCoordinateHasNoPlace) {
  v1::Organization organization;
  organization.add_sites()->set_latitude_deg(40);
  EXPECT_FALSE(EntryOf(organization).sites.at(0).latitude_deg.has_value());
}

class RankTest : public ::testing::Test {
 protected:
  RankTest() {
    request_.mutable_near()->set_latitude_deg(0);
    request_.mutable_near()->set_longitude_deg(0);
    request_.set_max_distance_km(120);
  }
  // A degree of longitude at the equator is 111.195 km.
  void Add(const std::string& clinician, const std::string& site, double longitude_deg) {
    matches_.push_back({{"o", clinician}, site, 0, longitude_deg});
  }
  std::vector<std::string> Order() {
    std::vector<std::string> order;
    for (const RankedMatch& match : RankByDistance(request_, matches_)) {
      order.push_back(match.clinician.clinician_id + "@" + match.site_id);
    }
    return order;
  }
  v1::SearchCliniciansRequest request_;
  std::vector<storage::DirectoryMatch> matches_;
};

TEST_F(RankTest, TheNearestComesFirst) {
  Add("a", "s", 0.9);
  Add("b", "s", -0.1);
  Add("c", "s", 0.5);
  EXPECT_THAT(Order(), ElementsAre("b@s", "c@s", "a@s"));
}

TEST_F(RankTest, EqualsComeByName) {
  Add("b", "s", 0.5);
  Add("a", "s", 0.5);
  EXPECT_THAT(Order(), ElementsAre("a@s", "b@s"));
}

TEST_F(RankTest, AClinicianComesOnceWithTheNearestSite) {
  Add("a", "far", 0.9);
  Add("a", "near", 0.2);
  EXPECT_THAT(Order(), ElementsAre("a@near"));
}

TEST_F(RankTest, WhatIsTooFarIsLeftOut) {
  Add("a", "s", 1.07);  // 118.98 km
  Add("b", "s", 1.09);  // 121.2 km
  EXPECT_THAT(Order(), ElementsAre("a@s"));
}

TEST(CursorTest, IsReadAsItWasWritten) {
  const RankedMatch match{1.0 / 3, {"river-clinic", "ada"}, "s"};
  const auto read = ParseCursor(CursorOf(match));
  ASSERT_THAT(read, ::tendon::testing::Succeeds());
  EXPECT_EQ(read->distance_km, 1.0 / 3);
  EXPECT_EQ(read->clinician, match.clinician);
  EXPECT_FALSE(ComesBefore(*read, match));
  EXPECT_TRUE(ComesBefore(*ParseCursor(""), {0, {"", ""}, ""}));
  EXPECT_THAT(ParseCursor("x"), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace tendon::referral
