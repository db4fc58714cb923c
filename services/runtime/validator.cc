#include "services/runtime/validator.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/limits.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/string_format.h"
#include "services/runtime/validation_plan.h"

namespace tendon::runtime {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// 1800-01-01T00:00:00Z and 2201-01-01T00:00:00Z. Anything outside is a wrong unit or a typing error.
constexpr int64_t kFirstSecond = -5'364'662'400;
constexpr int64_t kEndSecond = 7'289'654'400;
constexpr int32_t kNanosPerSecond = 1'000'000'000;

constexpr int kNotRepeated = -1;

// One value in a message: a singular field, or an item of a repeated one.
struct Place {
  const Message& message;
  const Reflection* reflection;
  const FieldPlan& plan;
  int index;  // kNotRepeated, or the item's
};

double NumberAt(const Place& place) {
  const auto& [message, reflection, plan, index] = place;
  const FieldDescriptor* field = plan.field;
  const bool repeated = index != kNotRepeated;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return repeated ? reflection->GetRepeatedInt32(message, field, index) : reflection->GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return repeated ? reflection->GetRepeatedUInt32(message, field, index) : reflection->GetUInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(repeated ? reflection->GetRepeatedInt64(message, field, index)
                                          : reflection->GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(repeated ? reflection->GetRepeatedUInt64(message, field, index)
                                          : reflection->GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return repeated ? reflection->GetRepeatedDouble(message, field, index) : reflection->GetDouble(message, field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return static_cast<double>(repeated ? reflection->GetRepeatedFloat(message, field, index)
                                          : reflection->GetFloat(message, field));
    default:
      return 0;  // a bool has nothing to check
  }
}

std::string EnumRule(const google::protobuf::EnumDescriptor* type) {
  std::string names;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", type->value(i)->name());
  }
  return absl::StrCat("must be one of ", names);
}

// One walk over one message. Allocates nothing unless a rule is broken.
class Walk {
 public:
  // Where a message is: in `field` of the message of `parent`. The request itself has neither.
  struct Frame {
    const Frame* parent;
    const FieldDescriptor* field;
    int index;
    int depth;
  };

  void Visit(const Message& message, const MessagePlan& plan, const Frame& frame) {
    const Reflection* reflection = message.GetReflection();
    for (const FieldPlan& field : plan.fields) {
      if (violations_.size() >= kMaxViolations) return;
      const Place place{message, reflection, field, kNotRepeated};
      field.repeated ? VisitRepeated(place, frame) : VisitSingular(place, frame);
    }
  }

  std::vector<FieldViolation> Take() { return std::move(violations_); }

 private:
  void VisitRepeated(const Place& place, const Frame& frame) {
    const auto& [message, reflection, plan, index] = place;
    const int size = reflection->FieldSize(message, plan.field);
    if (size == 0) return AddIfRequired(place, frame);
    if (static_cast<uint32_t>(size) > plan.max_items) {
      return Add(place, frame, absl::StrCat("must have at most ", plan.max_items, " items"));
    }
    for (int i = 0; i < size && violations_.size() < kMaxViolations; ++i) {
      const Place item{message, reflection, plan, i};
      switch (plan.kind) {
        case FieldKind::kString:
        case FieldKind::kBytes:
          CheckString(item, reflection->GetRepeatedStringReference(message, plan.field, i, &scratch_), frame);
          break;
        case FieldKind::kEnum:
          CheckEnum(item, reflection->GetRepeatedEnumValue(message, plan.field, i), frame);
          break;
        case FieldKind::kNumber:
          CheckNumber(item, NumberAt(item), frame);
          break;
        default:
          CheckMessage(item, reflection->GetRepeatedMessage(message, plan.field, i), frame);
      }
    }
  }

  // Reads the value first: asking for presence costs as much again.
  void VisitSingular(const Place& place, const Frame& frame) {
    const auto& [message, reflection, plan, index] = place;
    switch (plan.kind) {
      case FieldKind::kString:
      case FieldKind::kBytes: {
        const std::string& text = reflection->GetStringReference(message, plan.field, &scratch_);
        return text.empty() ? AddIfRequired(place, frame) : CheckString(place, text, frame);
      }
      case FieldKind::kEnum: {
        const int value = reflection->GetEnumValue(message, plan.field);
        return value == 0 ? AddIfRequired(place, frame) : CheckEnum(place, value, frame);
      }
      case FieldKind::kNumber: {
        const double value = NumberAt(place);
        const bool is_set = plan.has_presence ? reflection->HasField(message, plan.field) : value != 0;
        return is_set ? CheckNumber(place, value, frame) : AddIfRequired(place, frame);
      }
      default:
        if (!reflection->HasField(message, plan.field)) return AddIfRequired(place, frame);
        return CheckMessage(place, reflection->GetMessage(message, plan.field), frame);
    }
  }

  void CheckString(const Place& place, const std::string& text, const Frame& frame) {
    const FieldPlan& plan = place.plan;
    if (text.empty()) return Add(place, frame, "must not be empty");  // an item
    if (text.size() < plan.min_len) {
      return Add(place, frame, absl::StrCat("must be at least ", plan.min_len, " bytes long"));
    }
    if (text.size() > plan.max_len) {
      return Add(place, frame, absl::StrCat("must be at most ", plan.max_len, " bytes long"));
    }
    if (plan.kind == FieldKind::kBytes) return;
    if (HasControlCharacters(text, plan.allow_layout)) {
      return Add(place, frame,
                 plan.allow_layout ? "must not hold control characters other than tab and line ends"
                                   : "must not hold control characters");
    }
    CheckFormat(place, text, frame);
  }

  void CheckFormat(const Place& place, const std::string& text, const Frame& frame) {
    const FieldPlan& plan = place.plan;
    if (plan.format == options::v1::STRING_FORMAT_UNSPECIFIED) return;
    if (plan.format == options::v1::STRING_FORMAT_RESOURCE_NAME) {
      if (MatchesResourceName(plan.resource, text)) return;
      return Add(place, frame,
                 absl::StrCat("must be a resource name of the form ", plan.resource,
                              " with 1-63 of a-z, 0-9 and '-' for each *"));
    }
    if (!HasFormat(text, plan.format)) Add(place, frame, std::string(FormatRule(plan.format)));
  }

  void CheckEnum(const Place& place, int value, const Frame& frame) {
    const auto* type = place.plan.enum_type;
    if (value == 0 || type->FindValueByNumber(value) == nullptr) Add(place, frame, EnumRule(type));
  }

  void CheckNumber(const Place& place, double value, const Frame& frame) {
    const FieldPlan& plan = place.plan;
    if (!std::isfinite(value)) return Add(place, frame, "must be a finite number");
    if (plan.minimum && value < *plan.minimum)
      return Add(place, frame, absl::StrCat("must be at least ", *plan.minimum));
    if (plan.maximum && value > *plan.maximum)
      return Add(place, frame, absl::StrCat("must be at most ", *plan.maximum));
  }

  void CheckMessage(const Place& place, const Message& nested, const Frame& frame) {
    if (place.plan.kind == FieldKind::kTimestamp) return CheckTimestamp(place, nested, frame);
    if (frame.depth >= kMaxMessageDepth) {
      return Add(place, frame, absl::StrCat("must not be nested deeper than ", kMaxMessageDepth, " messages"));
    }
    Visit(nested, *place.plan.nested, {&frame, place.plan.field, place.index, frame.depth + 1});
  }

  void CheckTimestamp(const Place& place, const Message& timestamp, const Frame& frame) {
    const Reflection* reflection = timestamp.GetReflection();
    const int64_t seconds = reflection->GetInt64(timestamp, timestamp.GetDescriptor()->field(0));
    const int32_t nanos = reflection->GetInt32(timestamp, timestamp.GetDescriptor()->field(1));
    if (seconds < kFirstSecond || seconds >= kEndSecond)
      return Add(place, frame, "must be a time of the years 1800 to 2200");
    if (nanos < 0 || nanos >= kNanosPerSecond) Add(place, frame, "must have nanos from 0 to 999999999");
  }

  void AddIfRequired(const Place& place, const Frame& frame) {
    if (place.plan.required) Add(place, frame, "is required");
  }

  void Add(const Place& place, const Frame& frame, std::string description) {
    std::string path = Segment(place.plan.field, place.index);
    for (const Frame* f = &frame; f->parent != nullptr; f = f->parent)
      path = absl::StrCat(Segment(f->field, f->index), ".", path);
    violations_.push_back({std::move(path), std::move(description)});
  }

  static std::string Segment(const FieldDescriptor* field, int index) {
    return index == kNotRepeated ? field->name() : absl::StrCat(field->name(), "[", index, "]");
  }

  std::vector<FieldViolation> violations_;
  std::string scratch_;
};

void Clean(Message* message, const MessagePlan& plan) {
  const Reflection* reflection = message->GetReflection();
  for (const FieldDescriptor* field : plan.server_set) reflection->ClearField(message, field);
  if (!reflection->GetUnknownFields(*message).empty()) reflection->MutableUnknownFields(message)->Clear();
  for (const FieldPlan& field_plan : plan.fields) {
    const FieldDescriptor* field = field_plan.field;
    if (field_plan.nested == nullptr) continue;
    if (field_plan.repeated) {
      const int size = reflection->FieldSize(*message, field);
      for (int i = 0; i < size; ++i) Clean(reflection->MutableRepeatedMessage(message, field, i), *field_plan.nested);
    } else if (reflection->HasField(*message, field)) {
      Clean(reflection->MutableMessage(message, field), *field_plan.nested);
    }
  }
}

}  // namespace

struct Validator::Plans {
  ValidationPlans plans;
  const MessagePlan* root = nullptr;
};

absl::StatusOr<Validator> Validator::Create(const google::protobuf::Descriptor* descriptor) {
  auto plans = std::make_unique<Plans>();
  if (absl::Status status = plans->plans.Compile(descriptor); !status.ok()) return status;
  plans->root = plans->plans.Find(descriptor);
  return Validator(std::move(plans));
}

Validator::Validator(const google::protobuf::Descriptor* descriptor) {
  absl::StatusOr<Validator> validator = Create(descriptor);
  if (!validator.ok()) {
    std::fprintf(stderr, "%s\n", std::string(validator.status().message()).c_str());
    std::abort();
  }
  plans_ = std::move(validator->plans_);
}

Validator::Validator(std::unique_ptr<const Plans> plans) : plans_(std::move(plans)) {}
Validator::~Validator() = default;
Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;

std::vector<FieldViolation> Validator::Validate(const Message& message) const {
  Walk walk;
  walk.Visit(message, *plans_->root, {.parent = nullptr, .field = nullptr, .index = kNotRepeated, .depth = 1});
  return walk.Take();
}

void Validator::Normalize(Message* message) const { Clean(message, *plans_->root); }

}  // namespace tendon::runtime
