// Properties of the validator over every request of every service: what is valid passes, each single broken rule is
// found where it is, and random messages do no harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "services/runtime/limits.h"
#include "services/runtime/validator.h"
#include "services/runtime/wire.h"
#include "tests/testing/proto_types.h"
#include "tests/unit/runtime/valid_message.h"

namespace tendon::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ::testing::ElementsAre;
using testing::FillValid;
using ::testing::IsEmpty;
using testing::NewMessage;
using testing::RulesOf;

// Requests, but for the update mask: its paths are free text to the validator.
std::vector<const Descriptor*> AllRequestTypes() {
  std::vector<const Descriptor*> types;
  for (const auto* service : testing::AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) types.push_back(service->method(i)->input_type());
  }
  return types;
}

std::vector<FieldViolation> Check(const Validator& validator, const Message& message) {
  return validator.Examine(CanonicalBytes(message)).violations;
}

TEST(ValidatorPropertyTest, EveryRequestFilledByItsRulesIsValid) {
  for (const Descriptor* type : AllRequestTypes()) {
    const auto message = NewMessage(type);
    FillValid(message.get());
    EXPECT_THAT(Check(Validator(type), *message), IsEmpty()) << type->full_name();
  }
}

// Calls `visit` with every field that a caller may set, its message and its path, where lists have one item.
void ForEachField(Message* message, const std::string& path,
                  const std::function<void(Message*, const FieldDescriptor*, const std::string&)>& visit) {
  const Reflection* reflection = message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    if (RulesOf(field).output_only()) continue;
    const std::string place = path.empty() ? field->name() : path + "." + field->name();
    visit(message, field, place);
    if (field->message_type() == nullptr) continue;
    field->is_repeated() ? ForEachField(reflection->MutableRepeatedMessage(message, field, 0), place + "[0]", visit)
                         : ForEachField(reflection->MutableMessage(message, field), place, visit);
  }
}

// Breaks one field of a valid request in one way, and expects that alone to be found.
class OneBrokenRule {
 public:
  explicit OneBrokenRule(const Descriptor* type) : validator_(type), message_(NewMessage(type)) {
    FillValid(message_.get());
  }

  void Run() {
    ForEachField(message_.get(), "", [this](Message* message, const FieldDescriptor* field, const std::string& path) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) BreakString(message, field, path);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) BreakEnum(message, field, path);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) BreakDouble(message, field, path);
      if (field->is_repeated()) BreakSize(message, field, path);
      if (RulesOf(field).required()) Clear(message, field, path);
    });
  }
  int broken() const { return broken_; }

 private:
  // Runs `edit` on the parent of a field, checks, and puts the parent back.
  void Expect(Message* message, const std::string& path, const std::function<void()>& edit) {
    const std::unique_ptr<Message> before(message->New());
    before->CopyFrom(*message);
    edit();
    const auto violations = Check(validator_, *message_);
    std::vector<std::string> fields;
    for (const FieldViolation& violation : violations) fields.push_back(violation.field);
    EXPECT_THAT(fields, ElementsAre(path));
    ++broken_;
    message->CopyFrom(*before);
  }

  void BreakString(Message* message, const FieldDescriptor* field, const std::string& path) {
    const Reflection* reflection = message->GetReflection();
    const auto set = [&](const std::string& text) {
      field->is_repeated() ? reflection->SetRepeatedString(message, field, 0, text)
                           : reflection->SetString(message, field, text);
    };
    const auto& rules = RulesOf(field);
    const std::string place = field->is_repeated() ? path + "[0]" : path;
    const size_t max_len = rules.max_len() != 0 ? rules.max_len() : kDefaultStringBytes;
    Expect(message, place, [&] { set(std::string(max_len + 1, 'a')); });
    if (field->type() != FieldDescriptor::TYPE_STRING) return;
    Expect(message, place, [&] { set("a\x1b[31m"); });
    if (rules.format() != options::v1::STRING_FORMAT_UNSPECIFIED) Expect(message, place, [&] { set(" "); });
  }

  void BreakEnum(Message* message, const FieldDescriptor* field, const std::string& path) {
    Expect(message, field->is_repeated() ? path + "[0]" : path, [&] {
      field->is_repeated() ? message->GetReflection()->SetRepeatedEnumValue(message, field, 0, 12345)
                           : message->GetReflection()->SetEnumValue(message, field, 12345);
    });
  }

  void BreakDouble(Message* message, const FieldDescriptor* field, const std::string& path) {
    Expect(message, path,
           [&] { message->GetReflection()->SetDouble(message, field, std::numeric_limits<double>::infinity()); });
  }

  void BreakSize(Message* message, const FieldDescriptor* field, const std::string& path) {
    const uint32_t max_items = RulesOf(field).max_items() != 0 ? RulesOf(field).max_items() : kDefaultItems;
    Expect(message, path, [&] {
      for (uint32_t i = 0; i < max_items; ++i) testing::SetValid(message, field);
    });
  }

  void Clear(Message* message, const FieldDescriptor* field, const std::string& path) {
    Expect(message, path, [&] { message->GetReflection()->ClearField(message, field); });
  }

  Validator validator_;
  std::unique_ptr<Message> message_;
  int broken_ = 0;
};

TEST(ValidatorPropertyTest, EverySingleBrokenRuleOfEveryRequestIsFoundWhereItIs) {
  int broken = 0;
  for (const Descriptor* type : AllRequestTypes()) {
    SCOPED_TRACE(type->full_name());
    OneBrokenRule one(type);
    one.Run();
    broken += one.broken();
  }
  EXPECT_GT(broken, 500);
}

// Random wire bytes that look like the message: random fields, random values, some of them wild.
std::string RandomText(std::mt19937* random) {
  std::string text((*random)() % 40, ' ');
  for (char& c : text) c = static_cast<char>((*random)() % 128);
  return text;
}

void FillRandom(Message* message, std::mt19937* random, int depth) {
  const Reflection* reflection = message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    const bool many = field->is_repeated();
    const int times = static_cast<int>((*random)() % (many ? 4 : 2));
    const auto number = static_cast<int32_t>((*random)());
    for (int n = 0; n < times; ++n) {
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
          many ? reflection->AddString(message, field, RandomText(random))
               : reflection->SetString(message, field, RandomText(random));
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          many ? reflection->AddEnumValue(message, field, number % 20)
               : reflection->SetEnumValue(message, field, number % 20);
          break;
        case FieldDescriptor::CPPTYPE_INT32:
          many ? reflection->AddInt32(message, field, number) : reflection->SetInt32(message, field, number);
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          many ? reflection->AddInt64(message, field, number)
               : reflection->SetInt64(message, field, int64_t{number} << 31);
          break;
        case FieldDescriptor::CPPTYPE_DOUBLE:
          many ? reflection->AddDouble(message, field, number)
               : reflection->SetDouble(message, field, number * std::numeric_limits<double>::infinity());
          break;
        case FieldDescriptor::CPPTYPE_MESSAGE:
          if (depth < 6) {
            FillRandom(many ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field),
                       random, depth + 1);
          }
          break;
        default:
          break;
      }
    }
  }
}

int ServerSetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  int count = 0;
  for (const FieldDescriptor* field : fields) {
    count += RulesOf(field).output_only() ? 1 : 0;
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      count += ServerSetFields(message.GetReflection()->GetMessage(message, field));
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      count += ServerSetFields(message.GetReflection()->GetRepeatedMessage(message, field, i));
    }
  }
  return count;
}

TEST(ValidatorPropertyTest, RandomRequestsAreCheckedAndCleanedWithoutHarm) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    for (const Descriptor* type : AllRequestTypes()) {
      SCOPED_TRACE(type->full_name() + " with seed " + std::to_string(seed));
      const Validator validator(type);
      const auto message = NewMessage(type);
      FillRandom(message.get(), &random, 0);
      const auto before = Check(validator, *message);
      EXPECT_LE(before.size(), kMaxViolations);
      if (before.empty()) {
        EXPECT_EQ(validator.Examine(CanonicalBytes(*message)).foreign, ServerSetFields(*message) > 0);
      }
      validator.Normalize(message.get());
      EXPECT_EQ(Check(validator, *message), before);  // what is dropped is not what is checked
      const std::string once = message->SerializeAsString();
      validator.Normalize(message.get());
      EXPECT_EQ(message->SerializeAsString(), once);
      EXPECT_EQ(ServerSetFields(*message), 0);
    }
  }
}

}  // namespace
}  // namespace tendon::runtime
