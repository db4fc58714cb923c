// `tendon directory`, `org update` and `clinician update`.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DirectoryCommandTest : public CliTest {
 protected:
  DirectoryCommandTest() {
    servers_.directory.GetOrganization_ = [](grpc::ServerContext&, const pb::GetOrganizationRequest& request,
                                             pb::Organization& organization) {
      organization.set_name(request.name());
      organization.set_etag("v4");
      organization.set_display_name("River Clinic");
      return grpc::Status::OK;
    };
    servers_.directory_updates.UpdateOrganization_ =
        [this](grpc::ServerContext&, const pb::UpdateOrganizationRequest& request, pb::Organization& organization) {
          updated_ = request;
          organization = request.organization();
          organization.set_etag("v5");
          return grpc::Status::OK;
        };
    servers_.directory_searches.SearchClinicians_ = [this](grpc::ServerContext&,
                                                           const pb::SearchCliniciansRequest& request,
                                                           pb::SearchCliniciansResponse& response) {
      searched_ = request;
      auto* match = response.add_matches();
      match->mutable_clinician()->set_name("organizations/harbor/clinicians/max");
      match->mutable_clinician()->set_display_name("Max\x1b[2J");
      match->set_distance_km(8.43);
      return grpc::Status::OK;
    };
  }
  pb::UpdateOrganizationRequest updated_;
  pb::SearchCliniciansRequest searched_;
};

TEST_F(DirectoryCommandTest, AnUpdateReadsTheEtagAndKeepsTheName) {
  const auto result = Run({"org", "update", "--capacity", "waiting-list", "--next-available", "2026-12-01"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(updated_.organization().name(), "organizations/river-clinic");
  EXPECT_EQ(updated_.organization().etag(), "v4");
  EXPECT_EQ(updated_.organization().display_name(), "River Clinic");
  EXPECT_EQ(updated_.organization().capacity().status(), pb::CAPACITY_STATUS_WAITING_LIST);
  EXPECT_THAT(updated_.update_mask().paths(), IsEmpty());
  EXPECT_THAT(result.out, HasSubstr("v5"));
}

TEST_F(DirectoryCommandTest, FieldsNameWhatIsReplaced) {
  EXPECT_EQ(Run({"org", "update", "-f", "-", "--field", "contacts", "--capacity", "CLOSED"}, "sites: []\n").code, 0);
  EXPECT_THAT(updated_.update_mask().paths(), ElementsAre("contacts", "capacity"));
}

TEST_F(DirectoryCommandTest, AnUpdateOfNothingIsAMistake) {
  EXPECT_EQ(Run({"org", "update"}).code, 2);
  EXPECT_EQ(Run({"org", "update", "--capacity", "perhaps"}).code, 2);
}

TEST_F(DirectoryCommandTest, ASearchAsksForWhatTheOptionsSay) {
  const auto result = Run({"directory",     "search",      "--discipline", "massage-therapist",
                           "--technique",   "DEEP_TISSUE", "--goal",       "pain-relief",
                           "--language",    "es",          "--state",      "NY",
                           "--postal-code", "100",         "--near",       "40.7,-74.0",
                           "--within-km",   "25",          "--capacity",   "accepting",
                           "--of",          "harbor"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(searched_.discipline(), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  EXPECT_EQ(searched_.technique(), "DEEP_TISSUE");
  EXPECT_EQ(searched_.goal(), clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
  EXPECT_EQ(searched_.language(), "es");
  EXPECT_EQ(searched_.state(), "NY");
  EXPECT_EQ(searched_.postal_code_prefix(), "100");
  EXPECT_EQ(searched_.near().latitude_deg(), 40.7);
  EXPECT_EQ(searched_.near().longitude_deg(), -74.0);
  EXPECT_EQ(searched_.max_distance_km(), 25);
  EXPECT_EQ(searched_.capacity(), pb::CAPACITY_STATUS_ACCEPTING);
  EXPECT_EQ(searched_.organization(), "organizations/harbor");
  EXPECT_THAT(result.out, HasSubstr("harbor/max"));
  EXPECT_THAT(result.out, HasSubstr("8.4"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
}

TEST_F(DirectoryCommandTest, ScriptsGetTheNamesThatWereFound) {
  EXPECT_EQ(Run({"directory", "search", "-o", "name"}).out, "organizations/harbor/clinicians/max\n");
}

TEST_F(DirectoryCommandTest, APlaceIsTwoNumbers) {
  for (const char* place : {"40.7", "40.7;-74", "here,there", "1,2,3"}) {
    EXPECT_EQ(Run({"directory", "search", "--near", place}).code, 2) << place;
  }
}

TEST_F(DirectoryCommandTest, ACheckThatFailsIsFive) {
  servers_.directory_searches.CheckRecipient_ = [](grpc::ServerContext&, const pb::CheckRecipientRequest& request,
                                                   pb::CheckRecipientResponse& response) {
    EXPECT_EQ(request.name(), "referrals/abc");
    EXPECT_EQ(request.recipient(), "organizations/harbor");
    EXPECT_EQ(request.clinician(), "organizations/harbor/clinicians/max");
    auto* obstacle = response.add_obstacles();
    obstacle->set_code(pb::RECIPIENT_OBSTACLE_CODE_NO_LICENSE);
    obstacle->set_blocking(true);
    obstacle->set_description("no licence");
    return grpc::Status::OK;
  };
  const auto result = Run({"directory", "check", "abc", "harbor", "--wish", "max"});
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.out, HasSubstr("NO_LICENSE"));
}

}  // namespace
}  // namespace tendon::testing
