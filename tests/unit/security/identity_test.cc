#include "services/security/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tendon::security {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOrganization[] = "organizations/river-clinic";
constexpr char kClinician[] = "organizations/river-clinic/clinicians/ollie-ortho";

void ExpectRefused(const absl::StatusOr<Principal>& principal, const std::string& text) {
  ASSERT_FALSE(principal.ok());
  EXPECT_EQ(principal.status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(principal.status().message()), HasSubstr(text));
}

TEST(DevelopmentIdentityTest, MakesAClinicianOfItsOrganization) {
  const auto principal = DevelopmentIdentity(kOrganization, kClinician, "physician");
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->role, Role::kPhysician);
  EXPECT_EQ(principal->organization_id, "river-clinic");
  EXPECT_EQ(principal->clinician, kClinician);
  EXPECT_EQ(principal->key(), "physician|river-clinic|organizations/river-clinic/clinicians/ollie-ortho");
}

TEST(DevelopmentIdentityTest, ClinicianMayBeAbsent) {
  const auto principal = DevelopmentIdentity(kOrganization, "", "system_client");
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->key(), "system_client|river-clinic|");
}

TEST(DevelopmentIdentityTest, OnlyOperatorAndServiceNeedNoOrganization) {
  for (const Role role : kAllRoles) {
    const auto principal = DevelopmentIdentity("", "", RoleName(role));
    if (role == Role::kOperator || role == Role::kService) {
      EXPECT_TRUE(principal.ok()) << principal.status();
    } else {
      ExpectRefused(principal, "tendon-organization is required");
    }
  }
}

TEST(DevelopmentIdentityTest, OperatorAndServiceAreNoClinicians) {
  ExpectRefused(DevelopmentIdentity(kOrganization, kClinician, "operator"), "tendon-clinician must be absent");
  ExpectRefused(DevelopmentIdentity("", kClinician, "service"), "tendon-clinician must be absent");
}

TEST(DevelopmentIdentityTest, RefusesUnknownRoles) {
  for (const char* role : {"", "nurse", "PHYSICIAN", "physician ", "kPhysician"}) {
    ExpectRefused(DevelopmentIdentity(kOrganization, "", role),
                  "tendon-role must be one of operator, administrator, physician,");
  }
}

TEST(DevelopmentIdentityTest, RefusesMalformedNames) {
  for (const std::string organization :
       {"river-clinic", "organizations/", "organizations/-", "organizations/River", "organizations/a/b",
        "organizations/a b", "organizations/..", " organizations/a",
        "organizations/0123456789012345678901234567890123456789012345678901234567890123"}) {
    ExpectRefused(DevelopmentIdentity(organization, "", "physician"), "tendon-organization must be");
  }
  for (const char* clinician : {"ollie-ortho", "organizations/river-clinic", "organizations/river-clinic/clinicians/",
                                "organizations/river-clinic/clinicians/-", "organizations/-/clinicians/a",
                                "organizations/river-clinic/clinicians/a/clinicians/b", "clinicians/a"}) {
    ExpectRefused(DevelopmentIdentity(kOrganization, clinician, "physician"), "tendon-clinician must be");
  }
}

TEST(DevelopmentIdentityTest, RefusesAClinicianOfAnotherOrganization) {
  ExpectRefused(DevelopmentIdentity("organizations/river-clinics", kClinician, "physician"),
                "must be of tendon-organization");
}

TEST(DevelopmentIdentityTest, NeverRepeatsWhatWasSent) {
  for (const auto& principal :
       {DevelopmentIdentity("organizations/Jane Doe", "", "physician"),
        DevelopmentIdentity(kOrganization, "Jane Doe", "physician"), DevelopmentIdentity("", "", "Jane Doe")}) {
    EXPECT_THAT(std::string(principal.status().message()), Not(HasSubstr("Jane")));
  }
}

TEST(PrincipalTest, KeysTellCallersApart) {
  const auto key = [](const char* organization, const char* clinician, const char* role) {
    return DevelopmentIdentity(organization, clinician, role)->key();
  };
  EXPECT_NE(key(kOrganization, kClinician, "physician"), key(kOrganization, "", "physician"));
  EXPECT_NE(key(kOrganization, "", "physician"), key(kOrganization, "", "system_client"));
  EXPECT_NE(key(kOrganization, "", "physician"), key("organizations/other", "", "physician"));
}

}  // namespace
}  // namespace tendon::security
