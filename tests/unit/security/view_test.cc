#include "services/security/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/testing/proto_types.h"

namespace tendon::security {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RulesOf;
namespace pb = referral::v1;

// Fills every field; each string and bytes holds its own path.
void Fill(Message* message, const std::string& path, int depth = 0) {
  const Reflection* reflection = message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    const std::string place = path + "/" + field->name();
    if (field->message_type() != nullptr) {
      if (depth > 8) continue;
      Fill(field->is_repeated() ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field),
           place, depth + 1);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      field->is_repeated() ? reflection->AddString(message, field, place)
                           : reflection->SetString(message, field, place);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      field->is_repeated() ? reflection->AddEnumValue(message, field, 1) : reflection->SetEnumValue(message, field, 1);
    }
  }
}

// The paths of all strings that a message holds.
void CollectStrings(const Message& message, std::set<std::string>* strings) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_string = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (!is_string && field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      is_string ? (void)strings->insert(reflection->GetString(message, field))
                : CollectStrings(reflection->GetMessage(message, field), strings);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      is_string ? (void)strings->insert(reflection->GetRepeatedString(message, field, i))
                : CollectStrings(reflection->GetRepeatedMessage(message, field, i), strings);
    }
  }
}

bool SeesEverything(Role role) {
  for (int i = 1; i <= options::v1::DataCategory_MAX; ++i) {
    if (!IsVisible(role, static_cast<options::v1::DataCategory>(i))) return false;
  }
  return true;
}

// Tendon's own servers: of conditions and treatments codes of Tendon's and ICD-10-CM's only.
bool IsKeptFromService(Role role, const options::v1::FieldRules& rules) {
  if (role != Role::kService) return false;
  const bool guarded = rules.category() == options::v1::DATA_CATEGORY_CONDITION ||
                       rules.category() == options::v1::DATA_CATEGORY_TREATMENT;
  return guarded && rules.format() != options::v1::STRING_FORMAT_CODE &&
         rules.format() != options::v1::STRING_FORMAT_ICD10CM;
}

// The strings that must stay: their own category and that of each message around them are visible. Without a category
// (only in Google's FieldMask) they are for those who see everything.
void ExpectedStrings(const google::protobuf::Descriptor* type, Role role, const std::string& path,
                     std::set<std::string>* strings, int depth = 0) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const options::v1::DataCategory category = RulesOf(field).category();
    const bool is_string = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    const bool is_plain = category == options::v1::DATA_CATEGORY_UNSPECIFIED;
    if (is_plain ? is_string && !SeesEverything(role) : !IsVisible(role, category)) continue;
    if (is_string && IsKeptFromService(role, RulesOf(field))) continue;
    const std::string place = path + "/" + field->name();
    if (is_string) strings->insert(place);
    if (field->message_type() != nullptr && depth <= 8) {
      ExpectedStrings(field->message_type(), role, place, strings, depth + 1);
    }
  }
}

std::vector<std::string> Minus(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

TEST(RoleViewTest, EveryRoleSeesExactlyItsCategoriesOfEveryMessage) {
  for (const auto* type : testing::AllMessageTypes()) {
    for (const Role role : kAllRoles) {
      const auto message = New(type);
      Fill(message.get(), "");
      RoleView(type, role).Apply(message.get());
      std::set<std::string> kept;
      CollectStrings(*message, &kept);
      std::set<std::string> expected;
      ExpectedStrings(type, role, "", &expected);
      EXPECT_THAT(Minus(kept, expected), IsEmpty()) << "shown to " << RoleName(role) << " of " << type->full_name();
      EXPECT_THAT(Minus(expected, kept), IsEmpty()) << "kept from " << RoleName(role) << " of " << type->full_name();
    }
  }
}

TEST(RoleViewTest, ServiceGetsNoPatientDataFromAnyMessage) {
  for (const auto* type : testing::AllMessageTypes()) {
    const auto message = New(type);
    Fill(message.get(), "");
    const auto withheld = RoleView(type, Role::kService).Apply(message.get());
    for (const auto category : withheld) {
      EXPECT_TRUE(!IsVisible(Role::kService, category) || SeesCodesOnly(Role::kService, category)) << type->full_name();
    }
    // Nothing is left to hide.
    EXPECT_THAT(RoleView(type, Role::kService).Apply(message.get()), IsEmpty()) << type->full_name();
  }
}

TEST(RoleViewTest, ServiceGetsTheCodesThatCohortsAreChosenByAndNothingElseOfThePatient) {
  pb::Referral referral;
  referral.set_name("referrals/r");
  referral.set_reason("Marker");
  referral.mutable_patient()->mutable_name()->set_family("Marker");
  referral.mutable_patient()->set_birth_date("1963-07-19");
  auto* condition = referral.add_reason_conditions();
  condition->set_icd10cm("M54.50");
  condition->set_text("Marker");
  condition->set_onset_date("2024-05-01");
  condition->add_other_codings()->set_code("Marker");
  referral.add_medications()->add_ingredients("Marker");
  auto* goal = referral.add_goals();
  goal->set_kind(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
  goal->set_text("Marker");
  referral.add_body_sites()->set_region("lumbar");
  RoleView(pb::Referral::descriptor(), Role::kService).Apply(&referral);
  std::set<std::string> kept;
  CollectStrings(referral, &kept);
  EXPECT_THAT(kept, ::testing::UnorderedElementsAre("referrals/r", "M54.50", "lumbar"));
  EXPECT_EQ(referral.goals(0).kind(), clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
}

pb::Referral SampleReferral() {
  pb::Referral referral;
  referral.set_name("referrals/r");
  referral.mutable_patient()->mutable_name()->set_family("Marker");
  referral.mutable_patient()->add_telecom()->set_value("Marker");
  referral.add_conditions()->set_icd10cm("M54.50");
  referral.add_co_treatments()->set_text("Marker");
  referral.mutable_coverage()->set_payer("Marker");
  referral.mutable_authorization()->set_sessions(6);
  referral.mutable_progress()->set_sessions_completed(2);
  return referral;
}

TEST(RoleViewTest, PhysicianSeesAllOnTheFastPath) {
  for (const auto* type : testing::AllMessageTypes()) {
    EXPECT_TRUE(RoleView(type, Role::kPhysician).sees_all()) << type->full_name();
  }
  const RoleView view(pb::Referral::descriptor(), Role::kPhysician);
  EXPECT_TRUE(view.sees_all());
  pb::Referral referral = SampleReferral();
  EXPECT_THAT(view.Apply(&referral), IsEmpty());
  EXPECT_EQ(referral.SerializeAsString(), SampleReferral().SerializeAsString());
}

TEST(RoleViewTest, DirectoryHidesNothingFromAnyone) {
  for (const Role role : kAllRoles)
    EXPECT_TRUE(RoleView(pb::Organization::descriptor(), role).sees_all()) << RoleName(role);
}

TEST(RoleViewTest, MassageTherapistIsToldWhatWasWithheld) {
  const RoleView view(pb::Referral::descriptor(), Role::kMassageTherapist);
  EXPECT_FALSE(view.sees_all());
  pb::Referral referral = SampleReferral();
  EXPECT_THAT(view.Apply(&referral),
              ElementsAre(options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
  EXPECT_THAT(referral.withheld_categories(),
              ElementsAre(options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
  EXPECT_EQ(referral.co_treatments_size(), 0);
  EXPECT_FALSE(referral.has_coverage());
  EXPECT_EQ(referral.patient().name().family(), "Marker");
  EXPECT_EQ(referral.authorization().sessions(), 6);
}

TEST(RoleViewTest, WhatHeldNothingIsNotNamed) {
  pb::Referral referral;
  referral.set_name("referrals/r");
  EXPECT_THAT(RoleView(pb::Referral::descriptor(), Role::kMassageTherapist).Apply(&referral), IsEmpty());
  EXPECT_THAT(referral.withheld_categories(), IsEmpty());
}

TEST(RoleViewTest, ServiceKeepsStatesCountsAndCodesAndIsToldOfEverythingElse) {
  pb::Referral referral = SampleReferral();
  EXPECT_THAT(RoleView(pb::Referral::descriptor(), Role::kService).Apply(&referral),
              ElementsAre(options::v1::DATA_CATEGORY_IDENTITY, options::v1::DATA_CATEGORY_CONTACT,
                          options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
  EXPECT_EQ(referral.name(), "referrals/r");
  EXPECT_EQ(referral.authorization().sessions(), 6);
  EXPECT_EQ(referral.progress().sessions_completed(), 2);
  EXPECT_FALSE(referral.has_patient());
}

TEST(RoleViewTest, EachResourceOfAListGetsItsOwn) {
  pb::ListReferralsResponse response;
  *response.add_referrals() = SampleReferral();
  response.add_referrals()->set_name("referrals/s");
  response.add_referrals()->mutable_coverage()->set_payer("Marker");
  EXPECT_THAT(RoleView(pb::ListReferralsResponse::descriptor(), Role::kMassageTherapist).Apply(&response),
              ElementsAre(options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
  EXPECT_THAT(response.referrals(0).withheld_categories(),
              ElementsAre(options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
  EXPECT_THAT(response.referrals(1).withheld_categories(), IsEmpty());
  EXPECT_THAT(response.referrals(2).withheld_categories(), ElementsAre(options::v1::DATA_CATEGORY_COVERAGE));
}

TEST(RoleViewTest, ASnapshotInAnEventIsSeenThroughTheSameView) {
  pb::WatchEventsResponse response;
  *response.add_events()->mutable_referral() = SampleReferral();
  RoleView(pb::WatchEventsResponse::descriptor(), Role::kMassageTherapist).Apply(&response);
  EXPECT_FALSE(response.events(0).referral().has_coverage());
  EXPECT_THAT(response.events(0).referral().withheld_categories(),
              ElementsAre(options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
}

TEST(RoleViewTest, WhatThePatientWithholdsIsLeftAlone) {
  pb::Referral referral;
  referral.mutable_consent()->add_withheld_categories(options::v1::DATA_CATEGORY_CONTACT);
  referral.add_co_treatments()->set_text("Marker");
  RoleView(pb::Referral::descriptor(), Role::kAdministrator).Apply(&referral);
  EXPECT_THAT(referral.consent().withheld_categories(), ElementsAre(options::v1::DATA_CATEGORY_CONTACT));
}

TEST(RoleViewTest, DropsFieldsThatThisServerDoesNotKnow) {
  pb::Referral referral;
  referral.GetReflection()->MutableUnknownFields(&referral)->AddLengthDelimited(1000, "Marker");
  auto* progress = referral.mutable_progress();
  progress->GetReflection()->MutableUnknownFields(progress)->AddLengthDelimited(1000, "Marker");
  RoleView(pb::Referral::descriptor(), Role::kMassageTherapist).Apply(&referral);
  EXPECT_EQ(referral.SerializeAsString().find("Marker"), std::string::npos);
}

TEST(RoleViewTest, ViewsMayBeMadeAndUsedFromManyThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (const auto* type : testing::AllMessageTypes()) {
        for (const Role role : kAllRoles) {
          const auto message = New(type);
          Fill(message.get(), "");
          RoleView(type, role).Apply(message.get());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace tendon::security
