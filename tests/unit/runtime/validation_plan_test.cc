// Rules that contradict each other, or do not fit their field, must not start a server.
#include "services/runtime/validation_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "services/runtime/limits.h"
#include "services/runtime/validator.h"
#include "services/runtime/wire.h"
#include "tests/testing/proto_types.h"

namespace tendon::runtime {
namespace {

using google::protobuf::FieldDescriptorProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A file with a message `Test` of one field `field`; a field of type message is a `Test` itself.
google::protobuf::FileDescriptorProto FileOf(FieldDescriptorProto::Type type, bool repeated,
                                             const options::v1::FieldRules& rules) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("test.proto");
  file.set_syntax("proto3");
  auto* message = file.add_message_type();
  message->set_name("Test");
  auto* field = message->add_field();
  field->set_name("field");
  field->set_number(1);
  field->set_type(type);
  field->set_label(repeated ? FieldDescriptorProto::LABEL_REPEATED : FieldDescriptorProto::LABEL_OPTIONAL);
  if (type == FieldDescriptorProto::TYPE_MESSAGE) field->set_type_name(".Test");
  *field->mutable_options()->MutableExtension(options::v1::field) = rules;
  return file;
}

absl::Status Compile(FieldDescriptorProto::Type type, bool repeated, const options::v1::FieldRules& rules) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  return Validator::Create(pool.BuildFile(FileOf(type, repeated, rules))->message_type(0)).status();
}

void ExpectFault(FieldDescriptorProto::Type type, bool repeated, const options::v1::FieldRules& rules,
                 const std::string& fault) {
  const absl::Status status = Compile(type, repeated, rules);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << fault;
  EXPECT_EQ(std::string(status.message()), "Test.field: " + fault);
}

constexpr auto kString = FieldDescriptorProto::TYPE_STRING;
constexpr auto kBytes = FieldDescriptorProto::TYPE_BYTES;
constexpr auto kInt32 = FieldDescriptorProto::TYPE_INT32;
constexpr auto kBool = FieldDescriptorProto::TYPE_BOOL;
constexpr auto kMessage = FieldDescriptorProto::TYPE_MESSAGE;

template <typename Edit>
options::v1::FieldRules Rules(Edit edit) {
  options::v1::FieldRules rules;
  edit(rules);
  return rules;
}

TEST(ValidationPlanTest, OurOwnProtosCompile) {
  for (const auto* type : testing::AllMessageTypes()) {
    const auto validator = Validator::Create(type);
    EXPECT_TRUE(validator.ok()) << validator.status();
  }
}

TEST(ValidationPlanTest, OutputOnlyIsNothingElse) {
  for (const bool required : {true, false}) {
    ExpectFault(kString, false, Rules([&](auto& r) {
                  r.set_output_only(true);
                  required ? r.set_required(true) : r.set_immutable(true);
                }),
                "output_only is neither required nor immutable");
  }
}

TEST(ValidationPlanTest, LimitsFitTheType) {
  ExpectFault(kInt32, false, Rules([](auto& r) { r.set_max_len(1); }), "lengths are of strings and bytes");
  ExpectFault(kString, false, Rules([](auto& r) { r.set_max_items(1); }), "max_items is of repeated fields");
  ExpectFault(kString, false, Rules([](auto& r) { r.set_minimum(1); }), "minimum and maximum are of numbers");
  ExpectFault(kBool, false, Rules([](auto& r) { r.set_maximum(1); }), "minimum and maximum are of numbers");
  ExpectFault(kBool, false, Rules([](auto& r) { r.set_required(true); }), "a required bool could only be true");
  ExpectFault(kBytes, false, Rules([](auto& r) { r.set_format(options::v1::STRING_FORMAT_UUID); }),
              "format is of strings");
  EXPECT_TRUE(Compile(kBytes, false, Rules([](auto& r) { r.set_max_len(32); })).ok());
}

TEST(ValidationPlanTest, RangesAreNotEmpty) {
  ExpectFault(kInt32, false, Rules([](auto& r) { r.set_minimum(2), r.set_maximum(1); }), "minimum is above maximum");
  ExpectFault(kInt32, false, Rules([](auto& r) { r.set_minimum(std::numeric_limits<double>::quiet_NaN()); }),
              "minimum and maximum are numbers");
  ExpectFault(kString, false, Rules([](auto& r) { r.set_min_len(257); }), "min_len is greater than max_len");
  EXPECT_TRUE(Compile(kString, false, Rules([](auto& r) { r.set_min_len(256); })).ok());
}

TEST(ValidationPlanTest, ResourceAndItsFormatGoTogether) {
  const std::string fault = "resource goes with STRING_FORMAT_RESOURCE_NAME and it with resource";
  ExpectFault(kString, false, Rules([](auto& r) { r.set_resource("a/*"); }), fault);
  ExpectFault(kString, false, Rules([](auto& r) { r.set_format(options::v1::STRING_FORMAT_RESOURCE_NAME); }), fault);
  for (const char* pattern : {"a//*", "/a", "a/", "a/*|", "|"}) {
    ExpectFault(kString, false, Rules([&](auto& r) {
                  r.set_format(options::v1::STRING_FORMAT_RESOURCE_NAME);
                  r.set_resource(pattern);
                }),
                "resource is not a pattern");
  }
}

TEST(ValidationPlanTest, FormatsAreKnown) {
  ExpectFault(kString, false, Rules([](auto& r) { r.set_format(static_cast<options::v1::StringFormat>(99)); }),
              "the format is not known");
}

// The table of a type's fields goes up to its highest number.
TEST(ValidationPlanTest, FieldNumbersAreSmall) {
  const auto compile = [](int number) {
    google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
    google::protobuf::FileDescriptorProto file = FileOf(kString, false, {});
    file.mutable_message_type(0)->mutable_field(0)->set_number(number);
    return Validator::Create(pool.BuildFile(file)->message_type(0)).status();
  };
  EXPECT_TRUE(compile(1000).ok());
  EXPECT_EQ(std::string(compile(1001).message()), "Test.field: field numbers go up to 1000");
}

TEST(ValidationPlanTest, AFaultAnywhereInsideIsFound) {
  EXPECT_EQ(std::string(Compile(kMessage, true, Rules([](auto& r) { r.set_max_len(1); })).message()),
            "Test.field: lengths are of strings and bytes");
}

// Rules that no proto of ours uses yet.
std::vector<FieldViolation> CheckOneField(
    FieldDescriptorProto::Type type, const options::v1::FieldRules& rules,
    const std::function<void(google::protobuf::Message*, const google::protobuf::FieldDescriptor*)>& set) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  google::protobuf::FileDescriptorProto file = FileOf(type, false, rules);
  file.set_syntax("proto2");  // where every field knows whether it is set
  const auto* descriptor = pool.BuildFile(file)->message_type(0);
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> message(factory.GetPrototype(descriptor)->New());
  set(message.get(), descriptor->field(0));
  return Validator(descriptor).Examine(CanonicalBytes(*message)).violations;
}

TEST(ValidationPlanTest, AMinimumBindsAZeroThatIsSet) {
  const auto rules = Rules([](auto& r) { r.set_minimum(1), r.set_required(true); });
  EXPECT_THAT(CheckOneField(kInt32, rules, [](auto* m, auto* f) { m->GetReflection()->SetInt32(m, f, 0); }),
              ElementsAre(FieldViolation{"field", "must be at least 1"}));
  EXPECT_THAT(CheckOneField(kInt32, rules, [](auto*, auto*) {}), ElementsAre(FieldViolation{"field", "is required"}));
}

TEST(ValidationPlanTest, AMinimumLengthBindsWhatIsNotEmpty) {
  const auto rules = Rules([](auto& r) { r.set_min_len(2); });
  const auto check = [&](const char* text) {
    return CheckOneField(kString, rules, [&](auto* m, auto* f) { m->GetReflection()->SetString(m, f, text); });
  };
  EXPECT_THAT(check(""), IsEmpty());
  EXPECT_THAT(check("a"), ElementsAre(FieldViolation{"field", "must be at least 2 bytes long"}));
  EXPECT_THAT(check("ab"), IsEmpty());
}

TEST(ValidationPlanTest, AMessageThatHoldsItselfIsBoundedInDepth) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const auto* type = pool.BuildFile(FileOf(kMessage, false, {}))->message_type(0);
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> root(factory.GetPrototype(type)->New());
  google::protobuf::Message* message = root.get();
  const Validator validator(type);
  for (int depth = 2; depth <= kMaxMessageDepth; ++depth)
    message = message->GetReflection()->MutableMessage(message, type->field(0));
  EXPECT_TRUE(validator.Examine(CanonicalBytes(*root)).violations.empty());
  message->GetReflection()->MutableMessage(message, type->field(0));
  const auto violations = validator.Examine(CanonicalBytes(*root)).violations;
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_THAT(violations[0].field, StartsWith("field.field.field."));
  EXPECT_EQ(violations[0].description, "must not be nested deeper than 32 messages");
}

TEST(ValidatorDeathTest, AContradictionEndsTheProgramAtStart) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const auto* type = pool.BuildFile(FileOf(kInt32, false, Rules([](auto& r) { r.set_max_len(1); })))->message_type(0);
  EXPECT_DEATH(Validator{type}, "Test.field: lengths are of strings and bytes");
}

}  // namespace
}  // namespace tendon::runtime
