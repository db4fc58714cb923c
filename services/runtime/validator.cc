#include "services/runtime/validator.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/runtime/limits.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/string_format.h"
#include "services/runtime/validation_plan.h"
#include "services/runtime/wire.h"

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
  const FieldPlan& plan;
  int index;  // kNotRepeated, or the item's
};

// A value as it stands on the wire.
struct Value {
  uint64_t bits = 0;
  std::string_view bytes;
};

// The values of one field: a run in Walk::values_.
struct Values {
  size_t first = 0;
  size_t count = 0;
};

std::string EnumRule(const google::protobuf::EnumDescriptor* type) {
  std::string names;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", type->value(i)->name());
  }
  return absl::StrCat("must be one of ", names);
}

// One walk over one message. Allocates next to nothing unless a rule is broken.
class Walk {
 public:
  // Where a message is: in `field` of the message of `parent`. The request itself has neither.
  struct Frame {
    const Frame* parent;
    const FieldDescriptor* field;
    int index;
    int depth;
  };

  // First all fields are found, then each is checked: the violations are in the order of the proto, and a list that is
  // too long is known before its items.
  void Visit(std::string_view bytes, const MessagePlan& plan, const Frame& frame) {
    const size_t begin = values_.size();
    FieldValues found(plan.fields.size());
    if (FindFields(bytes, plan, &found)) {
      for (size_t i = 0; i < plan.fields.size() && violations_.size() < kMaxViolations; ++i) {
        CheckField({plan.fields[i], kNotRepeated}, found[i], frame);
      }
    } else {
      AddAt(frame, "", "is not a message of this type");
    }
    values_.resize(begin);
  }

  Examination Take() { return {std::move(violations_), foreign_}; }

 private:
  using FieldValues = absl::InlinedVector<Values, 64>;

  // False when the bytes are no message, or one in another order.
  bool FindFields(std::string_view bytes, const MessagePlan& plan, FieldValues* found) {
    WireReader reader(bytes);
    while (reader.Next()) {
      const NumberPlan& number = plan.Find(reader.field());
      foreign_ = foreign_ || number.use == NumberPlan::Use::kForeign;
      if (number.use != NumberPlan::Use::kChecked) continue;
      Values& values = (*found)[number.field];
      if (values.count == 0) values.first = values_.size();
      if (values.first + values.count != values_.size() || !Append(reader.field(), number)) return false;
      values.count = values_.size() - values.first;
    }
    return !reader.malformed();
  }

  // False when the bytes are no such numbers.
  bool Append(const WireField& field, const NumberPlan& number) {
    if (field.type == number.type) {
      values_.push_back({field.bits, field.bytes});
      return true;
    }
    PackedReader packed(field.bytes, number.type);
    while (packed.Next()) values_.push_back({packed.bits(), {}});
    return !packed.malformed();
  }

  void CheckField(const Place& place, const Values& values, const Frame& frame) {
    if (values.count == 0) return AddIfRequired(place, frame);
    if (!place.plan.repeated) return CheckSingular(place, values_[values.first + values.count - 1], frame);
    if (values.count > place.plan.max_items) {
      return Add(place, frame, absl::StrCat("must have at most ", place.plan.max_items, " items"));
    }
    for (size_t i = 0; i < values.count && violations_.size() < kMaxViolations; ++i) {
      CheckValue({place.plan, static_cast<int>(i)}, values_[values.first + i], frame);
    }
  }

  void CheckSingular(const Place& place, const Value value, const Frame& frame) {
    IsNothing(place.plan, value) ? AddIfRequired(place, frame) : CheckValue(place, value, frame);
  }

  // A text, a choice or a number (-0, say) may be on the wire and yet be nothing.
  static bool IsNothing(const FieldPlan& plan, const Value& value) {
    switch (plan.kind) {
      case FieldKind::kString:
      case FieldKind::kBytes:
        return value.bytes.empty();
      case FieldKind::kEnum:
        return value.bits == 0;
      case FieldKind::kNumber:
        return !plan.has_presence && NumberOf(plan.type, value.bits) == 0;
      default:
        return false;
    }
  }

  // By value: what is nested moves values_.
  void CheckValue(const Place& place, const Value value, const Frame& frame) {
    switch (place.plan.kind) {
      case FieldKind::kString:
      case FieldKind::kBytes:
        return CheckString(place, value.bytes, frame);
      case FieldKind::kEnum:
        return CheckEnum(place, static_cast<int>(value.bits), frame);
      case FieldKind::kNumber:
        return CheckNumber(place, NumberOf(place.plan.type, value.bits), frame);
      case FieldKind::kTimestamp:
        return CheckTimestamp(place, value.bytes, frame);
      case FieldKind::kMessage:
        return CheckMessage(place, value.bytes, frame);
    }
  }

  void CheckString(const Place& place, std::string_view text, const Frame& frame) {
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

  void CheckFormat(const Place& place, std::string_view text, const Frame& frame) {
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

  void CheckMessage(const Place& place, std::string_view nested, const Frame& frame) {
    if (frame.depth >= kMaxMessageDepth) {
      return Add(place, frame, absl::StrCat("must not be nested deeper than ", kMaxMessageDepth, " messages"));
    }
    Visit(nested, *place.plan.nested, {&frame, place.plan.field, place.index, frame.depth + 1});
  }

  void CheckTimestamp(const Place& place, std::string_view timestamp, const Frame& frame) {
    int64_t seconds = 0;
    int32_t nanos = 0;
    for (WireReader reader(timestamp); reader.Next();) {
      const WireField& field = reader.field();
      const bool known = place.plan.nested->Find(field).use != NumberPlan::Use::kForeign;
      foreign_ = foreign_ || !known;
      if (known && field.number == google::protobuf::Timestamp::kSecondsFieldNumber) {
        seconds = static_cast<int64_t>(field.bits);
      }
      if (known && field.number == google::protobuf::Timestamp::kNanosFieldNumber) {
        nanos = static_cast<int32_t>(field.bits);
      }
    }
    if (seconds < kFirstSecond || seconds >= kEndSecond)
      return Add(place, frame, "must be a time of the years 1800 to 2200");
    if (nanos < 0 || nanos >= kNanosPerSecond) Add(place, frame, "must have nanos from 0 to 999999999");
  }

  void AddIfRequired(const Place& place, const Frame& frame) {
    if (place.plan.required) Add(place, frame, "is required");
  }

  void Add(const Place& place, const Frame& frame, std::string description) {
    AddAt(frame, Segment(place.plan.field, place.index), std::move(description));
  }

  void AddAt(const Frame& frame, std::string path, std::string description) {
    for (const Frame* f = &frame; f->parent != nullptr; f = f->parent)
      path = absl::StrCat(Segment(f->field, f->index), ".", path);
    violations_.push_back({std::move(path), std::move(description)});
  }

  static std::string Segment(const FieldDescriptor* field, int index) {
    return index == kNotRepeated ? field->name() : absl::StrCat(field->name(), "[", index, "]");
  }

  std::vector<FieldViolation> violations_;
  bool foreign_ = false;
  std::vector<Value> values_;  // of the messages that are being visited, the innermost last
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

Examination Validator::Examine(std::string_view bytes) const {
  Walk walk;
  walk.Visit(bytes, *plans_->root, {.parent = nullptr, .field = nullptr, .index = kNotRepeated, .depth = 1});
  return walk.Take();
}

void Validator::Normalize(Message* message) const { Clean(message, *plans_->root); }

}  // namespace tendon::runtime
