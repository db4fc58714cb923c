// FillMessage: a tree of protobuf JSON is checked against the message's descriptor before protobuf parses it, because
// protobuf's own errors show values.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/text.h"
#include "clients/cpp/error_detail.h"
#include "google/rpc/error_details.pb.h"

namespace tendon::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr int kMaxViolations = 20;  // as the servers tell at most

class Checker {
 public:
  // Checks a value against the message, and rewrites what protobuf reads only in one way.
  void CheckMessage(const Descriptor& descriptor, const std::string& path, Json& tree) {
    if (descriptor.full_name() == "google.protobuf.Timestamp") return CheckTime(path, tree);
    if (!tree.is_object()) return Violate(path, "expects an object with the fields of a " + descriptor.name());
    for (auto& [key, value] : tree.items()) {
      const FieldDescriptor* field = descriptor.FindFieldByName(key);
      if (field == nullptr) field = descriptor.FindFieldByCamelcaseName(key);
      const std::string field_path = absl::StrCat(path, path.empty() ? "" : ".", Printable(key));
      if (field == nullptr) {
        Violate(field_path,
                absl::StrCat("there is no such field in a ", descriptor.name(), Suggestion(descriptor, key)));
      } else if (!value.is_null()) {
        CheckField(*field, field_path, value);
      }
    }
  }

  const google::rpc::BadRequest& violations() const { return violations_; }

 private:
  void CheckField(const FieldDescriptor& field, const std::string& path, Json& value) {
    if (!field.is_repeated()) return CheckValue(field, path, value);
    if (!value.is_array()) return Violate(path, "expects a list");
    for (std::size_t i = 0; i < value.size(); ++i) CheckValue(field, absl::StrCat(path, "[", i, "]"), value[i]);
  }

  void CheckValue(const FieldDescriptor& field, const std::string& path, Json& value) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return CheckMessage(*field.message_type(), path, value);
      case FieldDescriptor::CPPTYPE_ENUM:
        return CheckEnum(*field.enum_type(), path, value);
      case FieldDescriptor::CPPTYPE_BOOL:
        return CheckBool(path, value);
      case FieldDescriptor::CPPTYPE_STRING:
        return value.is_string() ? void() : Violate(path, "expects text in quotes");
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return CheckNumber(path, value, std::numeric_limits<double>::max(), false);
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckNumber(path, value, std::numeric_limits<std::int32_t>::max(), true);
      default:
        return CheckNumber(path, value, 9007199254740992.0, true);
    }
  }

  void CheckEnum(const google::protobuf::EnumDescriptor& descriptor, const std::string& path, Json& value) {
    const int number = value.is_string() ? EnumValue(descriptor, value.get<std::string>()) : -1;
    if (number < 0) return Violate(path, "expects one of " + EnumLabels(descriptor));
    value = descriptor.FindValueByNumber(number)->name();
  }

  void CheckBool(const std::string& path, Json& value) {
    if (value == "true" || value == "false") value = value == "true";
    if (!value.is_boolean()) Violate(path, "expects true or false");
  }

  void CheckNumber(const std::string& path, const Json& value, double limit, bool whole) {
    double number = 0;
    const bool is_number =
        value.is_number() || (value.is_string() && absl::SimpleAtod(value.get<std::string>(), &number));
    if (value.is_number()) number = value.get<double>();
    const bool fits =
        is_number && std::isfinite(number) && std::abs(number) <= limit && (!whole || std::floor(number) == number);
    if (!fits) Violate(path, whole ? "expects a whole number" : "expects a number");
  }

  void CheckTime(const std::string& path, const Json& value) {
    absl::Time time;
    std::string error;
    if (!value.is_string() || !absl::ParseTime(absl::RFC3339_full, value.get<std::string>(), &time, &error))
      Violate(path, "expects a time with its zone, such as 2026-11-23T09:30:00Z");
  }

  static std::string Suggestion(const Descriptor& descriptor, const std::string& key) {
    for (int i = 0; i < descriptor.field_count(); ++i)
      if (absl::EqualsIgnoreCase(descriptor.field(i)->name(), key) ||
          absl::StartsWithIgnoreCase(descriptor.field(i)->name(), key))
        return absl::StrCat("; did you mean ", descriptor.field(i)->name(), "?");
    return "";
  }

  void Violate(const std::string& path, const std::string& rule) {
    if (violations_.field_violations_size() >= kMaxViolations) return;
    auto* violation = violations_.add_field_violations();
    violation->set_field(path);
    violation->set_description(rule);
  }

  google::rpc::BadRequest violations_;
};

absl::Status Invalid(const google::rpc::BadRequest& violations) {
  google::rpc::Status status;
  status.set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
  status.set_message("the document breaks the rules of its fields");
  status.add_details()->PackFrom(violations);
  return client::StatusFromRpc(status);
}

}  // namespace

absl::Status FillMessage(Json tree, const std::string& where, google::protobuf::Message& message) {
  Checker checker;
  checker.CheckMessage(*message.GetDescriptor(), where, tree);
  if (checker.violations().field_violations_size() > 0) return Invalid(checker.violations());
  const auto status =
      google::protobuf::util::JsonStringToMessage(tree.dump(-1, ' ', false, Json::error_handler_t::replace), &message);
  return status.ok()
             ? absl::OkStatus()
             : absl::InvalidArgumentError(absl::StrCat(where, ": does not fit a ", message.GetDescriptor()->name()));
}

}  // namespace tendon::cli
