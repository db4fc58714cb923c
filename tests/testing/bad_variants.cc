#include "tests/testing/bad_variants.h"

#include <cmath>
#include <functional>
#include <limits>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "tests/testing/bad_strings.h"
#include "tests/testing/proto_types.h"

namespace tendon::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using options::v1::FieldRules;

constexpr int kDefaultLength = 256;
constexpr int kDefaultItems = 100;
constexpr int kMaxDepth = 10;

bool IsTimestamp(const FieldDescriptor* field) {
  return field->message_type() != nullptr && field->message_type()->full_name() == "google.protobuf.Timestamp";
}

bool IsLayoutAllowed(const FieldRules& rules) {
  return rules.format() == options::v1::STRING_FORMAT_UNSPECIFIED &&
         rules.category() != options::v1::DATA_CATEGORY_OPERATIONAL;
}

// Breaks one request in every way. `at` leads from the root of a copy to the message that is being broken.
class Breaker {
 public:
  using Locate = std::function<Message*(Message*)>;

  explicit Breaker(const Message& valid) : valid_(valid) {}

  void Visit(const Message& message, const std::string& path, const Locate& at, int depth) {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = message.GetDescriptor()->field(i);
      const FieldRules& rules = RulesOf(field);
      if (rules.output_only()) continue;
      const Place place{message, field, rules, path + field->name(), at, depth};
      if (rules.required()) {
        Add(place.path, "absent", at, [field](Message* m) { m->GetReflection()->ClearField(m, field); });
      }
      field->is_repeated() ? BreakList(place) : BreakValue(place, place.path);
    }
  }

  std::vector<BadVariant> Take() { return std::move(variants_); }

 private:
  struct Place {
    const Message& message;
    const FieldDescriptor* field;
    const FieldRules& rules;
    std::string path;
    const Locate& at;
    int depth;
  };
  using Change = std::function<void(Message*)>;

  void Add(const std::string& path, const std::string& what, const Locate& at, const Change& change) {
    BadVariant variant{path, what, std::unique_ptr<Message>(valid_.New())};
    variant.request->CopyFrom(valid_);
    change(at(variant.request.get()));
    variants_.push_back(std::move(variant));
  }

  void BreakList(const Place& place) {
    const FieldDescriptor* field = place.field;
    const int limit = place.rules.max_items() == 0 ? kDefaultItems : static_cast<int>(place.rules.max_items());
    Add(place.path, "too many items", place.at, [field, limit](Message* message) {
      while (message->GetReflection()->FieldSize(*message, field) <= limit) AddItem(message, field);
    });
    const int size = place.message.GetReflection()->FieldSize(place.message, field);
    const bool is_scalar_list = field->message_type() == nullptr;
    if (is_scalar_list && field->cpp_type() != FieldDescriptor::CPPTYPE_INT32) {
      Add(absl::StrCat(place.path, "[", size, "]"), "an empty item", place.at,
          [field](Message* message) { AddItem(message, field); });
    }
    if (is_scalar_list || size > 0) BreakValue(place, place.path + "[0]");
  }

  void BreakValue(const Place& place, const std::string& path) {
    switch (place.field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return BreakString(place, path);
      case FieldDescriptor::CPPTYPE_ENUM:
        for (const int number : {-1, 9999}) {
          Add(path, absl::StrCat("enum ", number), place.at,
              [field = place.field, number](Message* message) { SetNumber(message, field, number); });
        }
        return;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return IsTimestamp(place.field) ? BreakTimestamp(place, path) : Descend(place, path);
      case FieldDescriptor::CPPTYPE_BOOL:
        return;
      default:
        return BreakNumber(place, path);
    }
  }

  void BreakString(const Place& place, const std::string& path) {
    const FieldRules& rules = place.rules;
    const size_t limit = rules.max_len() == 0 ? kDefaultLength : rules.max_len();
    const bool is_text = place.field->type() == FieldDescriptor::TYPE_STRING;
    std::vector<std::string> bad = {std::string(limit + 1, 'a')};
    if (is_text) bad.insert(bad.end(), {"a\x01", std::string("a\0b", 3), "\x7f", "\xc2\x85"});
    if (is_text && !IsLayoutAllowed(rules)) bad.insert(bad.end(), {"a\tb", "a\nb", "a\n"});
    for (const std::string& text : WithoutForm(rules.format())) bad.push_back(text);
    if (!rules.resource().empty()) {
      for (const std::string& text : WithoutResourceForm(rules.resource())) bad.push_back(text);
    }
    if (rules.min_len() > 1) bad.push_back(std::string(rules.min_len() - 1, 'a'));
    for (const std::string& text : bad) {
      const std::string shown = text.size() > 80 ? absl::StrCat(text.size(), " bytes") : text;
      Add(path, absl::StrCat("string '", shown, "'"), place.at,
          [field = place.field, text](Message* message) { SetString(message, field, text); });
    }
  }

  void BreakNumber(const Place& place, const std::string& path) {
    const FieldRules& rules = place.rules;
    std::vector<double> bad;
    if (rules.has_minimum()) {
      const double below = rules.minimum() - 1;
      // 0 in a field without presence is "not said".
      bad.push_back(below == 0 && !place.field->has_presence() && !place.field->is_repeated() ? -1 : below);
    }
    if (rules.has_maximum()) bad.push_back(rules.maximum() + 1);
    if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      bad.insert(bad.end(),
                 {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()});
    }
    for (const double number : bad) {
      Add(path, absl::StrCat("number ", number), place.at,
          [field = place.field, number](Message* message) { SetNumber(message, field, number); });
    }
  }

  void BreakTimestamp(const Place& place, const std::string& path) {
    constexpr int64_t kFarAway = 99'999'999'999;
    for (const auto& [seconds, nanos] : std::vector<std::pair<int64_t, int32_t>>{
             {kFarAway, 0}, {-kFarAway, 0}, {INT64_MAX, 0}, {INT64_MIN, 0}, {1, -1}, {1, 1'000'000'000}}) {
      Add(path, absl::StrCat("time ", seconds, "s ", nanos, "ns"), place.at,
          [field = place.field, seconds = seconds, nanos = nanos](Message* message) {
            Message* time = message->GetReflection()->MutableMessage(message, field);
            time->GetReflection()->SetInt64(time, time->GetDescriptor()->field(0), seconds);
            time->GetReflection()->SetInt32(time, time->GetDescriptor()->field(1), nanos);
          });
    }
  }

  void Descend(const Place& place, const std::string& path) {
    const Reflection* reflection = place.message.GetReflection();
    const FieldDescriptor* field = place.field;
    const bool is_repeated = field->is_repeated();
    if (place.depth >= kMaxDepth || (!is_repeated && !reflection->HasField(place.message, field))) return;
    const Message& nested = is_repeated ? reflection->GetRepeatedMessage(place.message, field, 0)
                                        : reflection->GetMessage(place.message, field);
    const Locate at = [outer = place.at, field, is_repeated](Message* root) {
      Message* message = outer(root);
      return is_repeated ? message->GetReflection()->MutableRepeatedMessage(message, field, 0)
                         : message->GetReflection()->MutableMessage(message, field);
    };
    Visit(nested, path + ".", at, place.depth + 1);
  }

  // One more item: a copy of the first message, or the empty value.
  static void AddItem(Message* message, const FieldDescriptor* field) {
    const Reflection* reflection = message->GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection->AddString(message, field, "");
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection->AddEnumValue(message, field, 0);
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection->AddInt32(message, field, 1);
      default:
        Message* item = reflection->AddMessage(message, field);
        item->CopyFrom(reflection->GetRepeatedMessage(*message, field, 0));
    }
  }

  static void SetString(Message* message, const FieldDescriptor* field, const std::string& text) {
    const Reflection* reflection = message->GetReflection();
    if (!field->is_repeated()) return reflection->SetString(message, field, text);
    if (reflection->FieldSize(*message, field) == 0) reflection->AddString(message, field, "");
    reflection->SetRepeatedString(message, field, 0, text);
  }

  static void SetNumber(Message* message, const FieldDescriptor* field, double number) {
    const Reflection* reflection = message->GetReflection();
    const bool is_enum = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
    if (field->is_repeated()) {
      reflection->ClearField(message, field);
      return is_enum ? reflection->AddEnumValue(message, field, static_cast<int>(number))
                     : reflection->AddInt32(message, field, static_cast<int32_t>(number));
    }
    if (is_enum) return reflection->SetEnumValue(message, field, static_cast<int>(number));
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return reflection->SetDouble(message, field, number);
      case FieldDescriptor::CPPTYPE_INT64:
        return reflection->SetInt64(message, field, static_cast<int64_t>(number));
      default:
        return reflection->SetInt32(message, field, static_cast<int32_t>(number));
    }
  }

  const Message& valid_;
  std::vector<BadVariant> variants_;
};

void FindAbsent(const Message& message, const std::string& path, std::vector<std::string>* absent) {
  const Reflection* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->message_type() == nullptr || RulesOf(field).output_only()) continue;
    const bool present =
        field->is_repeated() ? reflection->FieldSize(message, field) > 0 : reflection->HasField(message, field);
    if (!present) {
      absent->push_back(path + field->name());
    } else if (!IsTimestamp(field)) {
      const Message& nested = field->is_repeated() ? reflection->GetRepeatedMessage(message, field, 0)
                                                   : reflection->GetMessage(message, field);
      FindAbsent(nested, path + field->name() + ".", absent);
    }
  }
}

}  // namespace

std::vector<BadVariant> BadVariants(const Message& valid) {
  Breaker breaker(valid);
  breaker.Visit(
      valid, "", [](Message* root) { return root; }, 1);
  return breaker.Take();
}

std::vector<std::string> AbsentMessages(const Message& request) {
  std::vector<std::string> absent;
  FindAbsent(request, "", &absent);
  return absent;
}

}  // namespace tendon::testing
