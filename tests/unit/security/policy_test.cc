#include "services/security/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "google/protobuf/descriptor.pb.h"
#include "tests/testing/proto_types.h"

namespace tendon::security {
namespace {

using ::testing::HasSubstr;

std::set<std::string> PermissionsOf(Role role) {
  std::set<std::string> names;
  for (int i = 0; i <= options::v1::Permission_MAX; ++i) {
    const auto permission = static_cast<options::v1::Permission>(i);
    if (IsAllowed(role, permission))
      names.insert(options::v1::Permission_Name(permission).substr(sizeof("PERMISSION_") - 1));
  }
  return names;
}

std::set<std::string> CategoriesHiddenFrom(Role role) {
  std::set<std::string> names;
  for (int i = 1; i <= options::v1::DataCategory_MAX; ++i) {
    const auto category = static_cast<options::v1::DataCategory>(i);
    if (!IsVisible(role, category))
      names.insert(options::v1::DataCategory_Name(category).substr(sizeof("DATA_CATEGORY_") - 1));
  }
  return names;
}

using Names = std::set<std::string>;

const Names kClinicianMay = {"AUTHENTICATED", "DIRECTORY_READ", "REFERRAL_READ",  "REFERRAL_ACT", "FEED_READ",
                             "SESSION_READ",  "SESSION_RECORD", "KNOWLEDGE_READ", "COHORT_READ"};

TEST(PolicyTest, CliniciansActOnReferralsAndSessions) {
  EXPECT_EQ(PermissionsOf(Role::kPhysician), kClinicianMay);
  EXPECT_EQ(PermissionsOf(Role::kPhysicalTherapist), kClinicianMay);
  EXPECT_EQ(PermissionsOf(Role::kMassageTherapist), kClinicianMay);
}

TEST(PolicyTest, SystemClientIsAClinicianThatKeepsItsOrganization) {
  Names expected = kClinicianMay;
  expected.insert("ORGANIZATION_ADMINISTER");
  EXPECT_EQ(PermissionsOf(Role::kSystemClient), expected);
}

TEST(PolicyTest, OperatorAdmitsOrganizationsAndSeesNoReferral) {
  EXPECT_EQ(PermissionsOf(Role::kOperator), (Names{"AUTHENTICATED", "EXCHANGE_ADMINISTER", "DIRECTORY_READ"}));
}

TEST(PolicyTest, AdministratorReadsAndAudits) {
  EXPECT_EQ(PermissionsOf(Role::kAdministrator), (Names{"AUTHENTICATED", "ORGANIZATION_ADMINISTER", "DIRECTORY_READ",
                                                        "REFERRAL_READ", "FEED_READ", "SESSION_READ", "AUDIT_READ"}));
}

TEST(PolicyTest, ServiceReportsProgressAndFollowsTheFeed) {
  EXPECT_EQ(PermissionsOf(Role::kService),
            (Names{"AUTHENTICATED", "PROGRESS_REPORT", "FEED_READ", "REFERRAL_READ", "DIRECTORY_READ"}));
}

TEST(PolicyTest, CategoriesByRole) {
  EXPECT_EQ(CategoriesHiddenFrom(Role::kPhysician), Names{});
  EXPECT_EQ(CategoriesHiddenFrom(Role::kPhysicalTherapist), Names{});
  EXPECT_EQ(CategoriesHiddenFrom(Role::kSystemClient), Names{});
  EXPECT_EQ(CategoriesHiddenFrom(Role::kMassageTherapist), (Names{"HISTORY", "COVERAGE"}));
  EXPECT_EQ(CategoriesHiddenFrom(Role::kAdministrator),
            (Names{"CONDITION", "MEDICATION", "FINDING", "OUTCOME", "NARRATIVE", "DOCUMENT", "HISTORY"}));
  const Names phi = {"IDENTITY", "CONTACT",   "CONDITION", "MEDICATION", "FINDING", "TREATMENT",
                     "OUTCOME",  "NARRATIVE", "DOCUMENT",  "HISTORY",    "COVERAGE"};
  EXPECT_EQ(CategoriesHiddenFrom(Role::kOperator), phi);
  EXPECT_EQ(CategoriesHiddenFrom(Role::kService), (Names{"IDENTITY", "CONTACT", "MEDICATION", "FINDING", "OUTCOME",
                                                         "NARRATIVE", "DOCUMENT", "HISTORY", "COVERAGE"}));
}

TEST(PolicyTest, EveryPermissionIsSomebodysAndTheUnspecifiedNobodys) {
  for (int i = 1; i <= options::v1::Permission_MAX; ++i) {
    bool granted = false;
    for (const Role role : kAllRoles) granted = granted || IsAllowed(role, static_cast<options::v1::Permission>(i));
    EXPECT_TRUE(granted) << options::v1::Permission_Name(static_cast<options::v1::Permission>(i));
  }
  for (const Role role : kAllRoles) {
    EXPECT_FALSE(IsAllowed(role, options::v1::PERMISSION_UNSPECIFIED));
    EXPECT_FALSE(IsVisible(role, options::v1::DATA_CATEGORY_UNSPECIFIED));
  }
}

TEST(PolicyTest, WhatTheTablesDoNotKnowIsRefused) {
  for (const Role role : kAllRoles) {
    EXPECT_FALSE(IsAllowed(role, static_cast<options::v1::Permission>(options::v1::Permission_MAX + 1)));
    EXPECT_FALSE(IsVisible(role, static_cast<options::v1::DataCategory>(options::v1::DataCategory_MAX + 1)));
  }
}

TEST(PolicyTest, RoleNamesGoBothWays) {
  for (const Role role : kAllRoles) EXPECT_EQ(ParseRole(RoleName(role)), role);
  EXPECT_EQ(RoleName(Role::kPhysicalTherapist), "physical_therapist");
  EXPECT_EQ(ParseRole(""), std::nullopt);
  EXPECT_EQ(ParseRole("Physician"), std::nullopt);
}

TEST(MethodTableTest, FindsByPathWithItsRules) {
  const auto table = MethodTable::Make(testing::AllServices());
  ASSERT_TRUE(table.ok()) << table.status();
  const MethodRule* accept = table->Find("/tendon.referral.v1.ReferralService/AcceptReferral");
  ASSERT_NE(accept, nullptr);
  EXPECT_EQ(accept->permission, options::v1::PERMISSION_REFERRAL_ACT);
  EXPECT_EQ(accept->audit_action, options::v1::AUDIT_ACTION_UPDATE);
  EXPECT_TRUE(accept->mutation);
  const MethodRule* get = table->Find("/tendon.referral.v1.ReferralService/GetReferral");
  ASSERT_NE(get, nullptr);
  EXPECT_FALSE(get->mutation);
  EXPECT_EQ(table->Find("tendon.referral.v1.ReferralService/AcceptReferral"), nullptr);
  EXPECT_EQ(table->Find("/tendon.referral.v1.ReferralService/Nothing"), nullptr);
}

// The table of a service with one method of the given rules, whose request has no request_id.
absl::StatusOr<MethodTable> TableOf(const options::v1::MethodRules& rules) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  google::protobuf::FileDescriptorProto file;
  file.set_name("test.proto");
  file.add_dependency(referral::v1::GetReferralRequest::descriptor()->file()->name());
  auto* service = file.add_service();
  service->set_name("Test");
  auto* method = service->add_method();
  method->set_name("Do");
  method->set_input_type("tendon.referral.v1.GetReferralRequest");
  method->set_output_type("tendon.referral.v1.GetReferralRequest");
  *method->mutable_options()->MutableExtension(options::v1::method) = rules;
  return MethodTable::Make({pool.BuildFile(file)->service(0)});
}

TEST(MethodTableTest, RefusesAMethodWithoutItsClass) {
  options::v1::MethodRules rules;
  EXPECT_THAT(std::string(TableOf(rules).status().message()), HasSubstr("/Test/Do has no permission"));
  rules.set_permission(options::v1::PERMISSION_REFERRAL_READ);
  EXPECT_THAT(std::string(TableOf(rules).status().message()), HasSubstr("/Test/Do has no audit action"));
  rules.set_audit_action(options::v1::AUDIT_ACTION_UPDATE);
  EXPECT_TRUE(TableOf(rules).ok());
  rules.set_mutation(true);
  EXPECT_THAT(std::string(TableOf(rules).status().message()), HasSubstr("/Test/Do is a mutation without"));
  EXPECT_EQ(TableOf(rules).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace tendon::security
