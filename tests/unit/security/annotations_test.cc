// What must hold for every message and method of our protos, so that validation, views, policy and audit cover
// everything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "services/security/policy.h"
#include "tests/testing/proto_types.h"

namespace tendon::security {
namespace {

using google::protobuf::FieldDescriptor;
using testing::AllMessageTypes;
using testing::AllServices;
using ::testing::IsEmpty;
using testing::RulesOf;
using ::testing::UnorderedElementsAreArray;

template <typename Test>
std::vector<std::string> FieldsWhere(Test test) {
  std::vector<std::string> names;
  for (const auto* type : AllMessageTypes()) {
    for (int i = 0; i < type->field_count(); ++i) {
      if (test(type->field(i))) names.push_back(type->field(i)->full_name());
    }
  }
  return names;
}

TEST(AnnotationsTest, TheseTestsSeeEveryProtoFile) {
  std::vector<std::string> on_disk;
  const std::filesystem::path root = std::string(TENDON_SOURCE_DIR) + "/proto";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string path = std::filesystem::relative(entry.path(), root);
    // How a client reads a file of its own: travels to no server.
    if (path.starts_with("tendon/interop/")) continue;
    if (entry.path().extension() == ".proto") on_disk.push_back(path);
  }
  std::vector<std::string> seen;
  for (const auto* file : testing::AllFiles()) seen.push_back(file->name());
  EXPECT_THAT(seen, UnorderedElementsAreArray(on_disk));
}

TEST(AnnotationsTest, NoMessageTypeHidesInsideAnother) {
  // AllMessageTypes lists the top level only; nested types would escape these tests.
  for (const auto* type : AllMessageTypes()) EXPECT_EQ(type->nested_type_count(), 0) << type->full_name();
}

TEST(AnnotationsTest, EveryStringAndBytesFieldHasACategory) {
  EXPECT_THAT(FieldsWhere([](const FieldDescriptor* field) {
                return field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                       RulesOf(field).category() == options::v1::DATA_CATEGORY_UNSPECIFIED;
              }),
              IsEmpty());
}

TEST(AnnotationsTest, EveryMethodHasPermissionAndAuditAction) {
  const auto table = MethodTable::Make(AllServices());
  ASSERT_TRUE(table.ok()) << table.status();
  size_t methods = 0;
  for (const auto* service : AllServices()) methods += static_cast<size_t>(service->method_count());
  EXPECT_EQ(table->methods().size(), methods);
  EXPECT_GT(methods, 20U);
}

TEST(AnnotationsTest, EveryMethodCanBeUsedBySomeRole) {
  const auto table = MethodTable::Make(AllServices());
  ASSERT_TRUE(table.ok()) << table.status();
  for (const auto& [name, rule] : table->methods()) {
    bool usable = false;
    for (const Role role : kAllRoles) usable = usable || IsAllowed(role, rule.permission);
    EXPECT_TRUE(usable) << name;
  }
}

TEST(AnnotationsTest, WhatOnlyReadsIsNoMutationAndWhatWritesIsOne) {
  const auto table = MethodTable::Make(AllServices());
  ASSERT_TRUE(table.ok()) << table.status();
  for (const auto& [name, rule] : table->methods()) {
    const bool writes = rule.audit_action == options::v1::AUDIT_ACTION_CREATE ||
                        rule.audit_action == options::v1::AUDIT_ACTION_UPDATE ||
                        rule.audit_action == options::v1::AUDIT_ACTION_DELETE;
    EXPECT_EQ(rule.mutation, writes) << name;
  }
}

// Whole numbers may be counts; numbers with a fraction are measurements, and must be under a category wherever a
// response can hold them.
void CollectBareMeasurements(const google::protobuf::Descriptor* type, std::set<std::string>* bare) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (RulesOf(field).category() != options::v1::DATA_CATEGORY_UNSPECIFIED) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) bare->insert(field->full_name());
    if (field->message_type() != nullptr) CollectBareMeasurements(field->message_type(), bare);
  }
}

TEST(AnnotationsTest, NoMeasurementLeavesWithoutACategory) {
  std::set<std::string> bare;
  for (const auto* service : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) CollectBareMeasurements(service->method(i)->output_type(), &bare);
  }
  // How often to treat is a number of the order, like how many sessions: not a measurement.
  bare.erase("tendon.referral.v1.Authorization.sessions_per_week");
  EXPECT_THAT(bare, IsEmpty());
}

}  // namespace
}  // namespace tendon::security
