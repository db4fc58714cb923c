#include "services/runtime/validation_plan.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/runtime/limits.h"

namespace tendon::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using options::v1::FieldRules;

// Plans are looked up by number in a table that must not be huge.
constexpr int kMaxFieldNumber = 1000;

FieldKind KindOf(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field->type() == FieldDescriptor::TYPE_STRING ? FieldKind::kString : FieldKind::kBytes;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field->message_type()->full_name() == "google.protobuf.Timestamp" ? FieldKind::kTimestamp
                                                                               : FieldKind::kMessage;
    default:
      return FieldKind::kNumber;
  }
}

// "a/*/b/*|c/*": no empty alternative, no empty segment.
bool IsPattern(const std::string& resource) {
  for (const absl::string_view alternative : absl::StrSplit(resource, '|')) {
    for (const absl::string_view segment : absl::StrSplit(alternative, '/')) {
      if (segment.empty()) return false;
    }
  }
  return true;
}

// What is wrong with the rules; empty when nothing is.
std::string Contradiction(const FieldDescriptor* field, const FieldRules& rules) {
  const FieldKind kind = KindOf(field);
  const bool is_text = kind == FieldKind::kString || kind == FieldKind::kBytes;
  const bool is_bool = field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
  const bool has_range = rules.has_minimum() || rules.has_maximum();
  const bool is_name = rules.format() == options::v1::STRING_FORMAT_RESOURCE_NAME;
  const uint32_t max_len = rules.max_len() != 0 ? rules.max_len() : kDefaultStringBytes;
  if (rules.output_only() && (rules.required() || rules.immutable()))
    return "output_only is neither required nor immutable";
  if (rules.required() && is_bool && !field->is_repeated()) return "a required bool could only be true";
  if ((rules.min_len() != 0 || rules.max_len() != 0) && !is_text) return "lengths are of strings and bytes";
  if (rules.min_len() > max_len) return "min_len is greater than max_len";
  if (rules.max_items() != 0 && !field->is_repeated()) return "max_items is of repeated fields";
  if (has_range && (kind != FieldKind::kNumber || is_bool)) return "minimum and maximum are of numbers";
  if (std::isnan(rules.minimum()) || std::isnan(rules.maximum())) return "minimum and maximum are numbers";
  if (rules.has_minimum() && rules.has_maximum() && rules.minimum() > rules.maximum())
    return "minimum is above maximum";
  if (rules.format() != options::v1::STRING_FORMAT_UNSPECIFIED && kind != FieldKind::kString)
    return "format is of strings";
  if (!options::v1::StringFormat_IsValid(rules.format())) return "the format is not known";
  if (is_name == rules.resource().empty()) return "resource goes with STRING_FORMAT_RESOURCE_NAME and it with resource";
  if (is_name && !IsPattern(rules.resource())) return "resource is not a pattern";
  if (field->number() > kMaxFieldNumber) return absl::StrCat("field numbers go up to ", kMaxFieldNumber);
  return "";
}

bool IsFloating(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE || field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
}

// A whole number or bool without rules has nothing to check.
bool IsChecked(const FieldPlan& plan) {
  if (plan.kind != FieldKind::kNumber || plan.field->is_repeated() || plan.required) return true;
  return plan.minimum || plan.maximum || IsFloating(plan.field);
}

NumberPlan& AddNumber(const FieldDescriptor* field, MessagePlan* plan) {
  const auto number = static_cast<size_t>(field->number());
  if (plan->numbers.size() <= number) plan->numbers.resize(number + 1);
  NumberPlan& added = plan->numbers[number];
  added.use = NumberPlan::Use::kUnchecked;
  added.type = WireTypeOf(field->type());
  added.may_be_packed = field->is_packable();
  return added;
}

FieldPlan PlanOf(const FieldDescriptor* field, const FieldRules& rules) {
  FieldPlan plan;
  plan.field = field;
  plan.type = field->type();
  plan.kind = KindOf(field);
  plan.repeated = field->is_repeated();
  plan.has_presence = field->has_presence();
  plan.required = rules.required();
  plan.allow_layout = rules.format() == options::v1::STRING_FORMAT_UNSPECIFIED &&
                      rules.category() != options::v1::DATA_CATEGORY_OPERATIONAL;
  plan.min_len = rules.min_len();
  plan.max_len = rules.max_len() != 0 ? rules.max_len() : kDefaultStringBytes;
  plan.max_items = rules.max_items() != 0 ? rules.max_items() : kDefaultItems;
  if (rules.has_minimum()) plan.minimum = rules.minimum();
  if (rules.has_maximum()) plan.maximum = rules.maximum();
  plan.format = rules.format();
  plan.resource = rules.resource();
  if (plan.kind == FieldKind::kEnum) plan.enum_type = field->enum_type();
  return plan;
}

}  // namespace

const NumberPlan& MessagePlan::Find(const WireField& field) const {
  static const NumberPlan foreign;
  const auto number = static_cast<size_t>(field.number);
  if (number >= numbers.size()) return foreign;
  const NumberPlan& plan = numbers[number];
  const bool fits = field.type == plan.type || (field.type == WireType::kBytes && plan.may_be_packed);
  return fits ? plan : foreign;
}

absl::Status ValidationPlans::Compile(const Descriptor* descriptor) {
  std::unique_ptr<MessagePlan>& slot = plans_[descriptor];
  if (slot != nullptr) return absl::OkStatus();
  slot = std::make_unique<MessagePlan>();  // known before its fields are compiled: a type may hold itself
  MessagePlan* plan = slot.get();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (absl::Status status = CompileField(descriptor->field(i), plan); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ValidationPlans::CompileField(const FieldDescriptor* field, MessagePlan* plan) {
  const FieldRules& rules = field->options().GetExtension(options::v1::field);
  if (const std::string fault = Contradiction(field, rules); !fault.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(field->full_name(), ": ", fault));
  }
  if (rules.output_only()) {
    plan->server_set.push_back(field);
    return absl::OkStatus();
  }
  NumberPlan& number = AddNumber(field, plan);
  FieldPlan field_plan = PlanOf(field, rules);
  if (field->message_type() != nullptr) {
    if (absl::Status status = Compile(field->message_type()); !status.ok()) return status;
    field_plan.nested = Find(field->message_type());
  }
  if (!IsChecked(field_plan)) return absl::OkStatus();
  number.use = NumberPlan::Use::kChecked;
  number.field = plan->fields.size();
  plan->fields.push_back(std::move(field_plan));
  return absl::OkStatus();
}

const MessagePlan* ValidationPlans::Find(const Descriptor* descriptor) const {
  const auto found = plans_.find(descriptor);
  return found == plans_.end() ? nullptr : found->second.get();
}

}  // namespace tendon::runtime
