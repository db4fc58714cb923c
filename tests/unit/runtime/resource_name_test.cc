#include "services/runtime/resource_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tendon::runtime {
namespace {

using Segments = std::optional<std::vector<std::string>>;

TEST(MatchResourceNameTest, GivesTheSegments) {
  EXPECT_EQ(MatchResourceName("organizations/*/clinicians/*", "organizations/river-clinic/clinicians/ollie-ortho"),
            Segments({"river-clinic", "ollie-ortho"}));
  EXPECT_EQ(MatchResourceName("referrals/*", "referrals/6fa459ea-ee8a-3ca4-894e-db77e160355e"),
            Segments({"6fa459ea-ee8a-3ca4-894e-db77e160355e"}));
  EXPECT_EQ(MatchResourceName("referrals/*/assignments/*", "referrals/r/assignments/12"), Segments({"r", "12"}));
}

TEST(MatchResourceNameTest, TakesTheAlternativeThatMatches) {
  constexpr char kPattern[] = "organizations/*|referrals/*/sessions/*";
  EXPECT_EQ(MatchResourceName(kPattern, "organizations/a"), Segments({"a"}));
  EXPECT_EQ(MatchResourceName(kPattern, "referrals/r/sessions/s"), Segments({"r", "s"}));
  EXPECT_EQ(MatchResourceName(kPattern, "referrals/r"), std::nullopt);
}

TEST(MatchResourceNameTest, LeavesTheWildcardToTheMethod) {
  EXPECT_EQ(MatchResourceName("organizations/*", "organizations/-"), Segments({"-"}));
}

TEST(MatchResourceNameTest, RefusesEverythingElse) {
  for (const std::string name : {"", "/", "organizations", "organizations/", "/organizations/a", "organizations/a/",
                                 "organizations//a", "organizations/a/b", "Organizations/a", "organizations/A",
                                 "organizations/a b", "organizations/a_b", "organizations/a.b", "organizations/..",
                                 "organizations/*", "organizations/a\n", "organizations/é", "referrals/a"}) {
    EXPECT_EQ(MatchResourceName("organizations/*", name), std::nullopt) << name;
    EXPECT_FALSE(MatchesResourceName("organizations/*", name)) << name;
  }
  EXPECT_FALSE(MatchesResourceName("organizations/*", std::string("organizations/a\0b", 17)));
}

TEST(MatchResourceNameTest, ASegmentHasAtMost63Characters) {
  EXPECT_TRUE(MatchesResourceName("organizations/*", "organizations/" + std::string(63, 'a')));
  EXPECT_FALSE(MatchesResourceName("organizations/*", "organizations/" + std::string(64, 'a')));
}

TEST(ResourceNameTest, BuildsWhatItTakesApart) {
  EXPECT_EQ(OrganizationId(OrganizationName("river-clinic")), "river-clinic");
  EXPECT_EQ(ReferralId(ReferralName("r-1")), "r-1");
  EXPECT_EQ(ParseClinicianName(ClinicianName("o", "c")), (ClinicianKey{"o", "c"}));
  EXPECT_EQ(ParseAssignmentName(AssignmentName("r", 3)), (NumberedKey{"r", 3}));
  EXPECT_EQ(ParseEpisodeName(EpisodeName("r", 12)), (NumberedKey{"r", 12}));
  EXPECT_EQ(ParseSessionName(SessionName("r", "s")), (SessionKey{"r", "s"}));
}

TEST(ResourceNameTest, WritesTheNamesOfTheProtos) {
  EXPECT_EQ(OrganizationName("o"), "organizations/o");
  EXPECT_EQ(ClinicianName("o", "c"), "organizations/o/clinicians/c");
  EXPECT_EQ(ReferralName("r"), "referrals/r");
  EXPECT_EQ(AssignmentName("r", 1), "referrals/r/assignments/1");
  EXPECT_EQ(EpisodeName("r", 1), "referrals/r/episodes/1");
  EXPECT_EQ(SessionName("r", "s"), "referrals/r/sessions/s");
}

TEST(ResourceNameTest, OneResourceIsNeverTheWildcard) {
  EXPECT_EQ(OrganizationId("organizations/-"), std::nullopt);
  EXPECT_EQ(ReferralId("referrals/-"), std::nullopt);
  EXPECT_EQ(ParseClinicianName("organizations/o/clinicians/-"), std::nullopt);
  EXPECT_EQ(ParseClinicianName("organizations/-/clinicians/c"), std::nullopt);
  EXPECT_EQ(ParseSessionName("referrals/-/sessions/s"), std::nullopt);
  EXPECT_EQ(ParseEpisodeName("referrals/-/episodes/1"), std::nullopt);
}

TEST(ResourceNameTest, TheLatestEpisodeHasNoNumber) {
  EXPECT_EQ(ParseEpisodeName("referrals/r/episodes/-"), (NumberedKey{"r", std::nullopt}));
}

TEST(ResourceNameTest, ANumberHasOneSpelling) {
  for (const char* number : {"0", "01", "-1", "1a", "a", "2147483648", "99999999999999999999"}) {
    EXPECT_EQ(ParseEpisodeName(std::string("referrals/r/episodes/") + number), std::nullopt) << number;
  }
  EXPECT_EQ(ParseEpisodeName("referrals/r/episodes/2147483647"), (NumberedKey{"r", 2147483647}));
}

}  // namespace
}  // namespace tendon::runtime
