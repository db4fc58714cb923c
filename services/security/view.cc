#include "services/security/view.h"

#include <compare>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

namespace tendon::security {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using options::v1::DataCategory;

// What to do with a message of one type. Made once, never changed, never freed.
struct ViewPlan {
  struct Field {
    const FieldDescriptor* field;
    DataCategory category;
    bool hidden;
    const ViewPlan* nested;  // of a message
  };
  bool sees_all = true;
  const FieldDescriptor* withheld = nullptr;  // the resource's own withheld_categories
  std::vector<Field> fields;                  // those to drop, and messages: what is unknown goes at every depth
};

namespace {

constexpr uint32_t Bit(DataCategory category) { return 1U << static_cast<unsigned>(category); }
constexpr uint32_t kEverything = (Bit(options::v1::DataCategory_MAX) << 1) - 2;  // all bits but UNSPECIFIED's

// Which categories a role sees, and of which only the codes.
struct Sight {
  uint32_t visible = 0;
  uint32_t codes_only = 0;
  auto operator<=>(const Sight&) const = default;  // NOLINT(modernize-use-nullptr): not one
  bool everything() const { return visible == kEverything && codes_only == 0; }
};

Sight SightOf(Role role) {
  Sight sight;
  for (int i = 1; i <= options::v1::DataCategory_MAX; ++i) {
    const auto category = static_cast<DataCategory>(i);
    if (IsVisible(role, category)) sight.visible |= Bit(category);
    if (SeesCodesOnly(role, category)) sight.codes_only |= Bit(category);
  }
  return sight;
}

DataCategory CategoryOf(const FieldDescriptor* field) {
  return field->options().GetExtension(options::v1::field).category();
}

bool IsCode(const FieldDescriptor* field) {
  const auto format = field->options().GetExtension(options::v1::field).format();
  return format == options::v1::STRING_FORMAT_CODE || format == options::v1::STRING_FORMAT_ICD10CM;
}

// A classified field by the table; text and bytes without a class are nobody's but those who see everything.
bool IsHidden(const FieldDescriptor* field, const Sight& sight) {
  const DataCategory category = CategoryOf(field);
  const bool is_string = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (category == options::v1::DATA_CATEGORY_UNSPECIFIED) return is_string;
  if ((sight.visible & Bit(category)) == 0) return true;
  return is_string && (sight.codes_only & Bit(category)) != 0 && !IsCode(field);
}

bool HidesAnything(const Descriptor* descriptor, const Sight& sight, std::set<const Descriptor*>* seen) {
  if (!seen->insert(descriptor).second) return false;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (IsHidden(field, sight)) return true;
    if (field->message_type() != nullptr && HidesAnything(field->message_type(), sight, seen)) return true;
  }
  return false;
}

// The caller's own withheld categories (of a consent) are not output_only, and stay.
const FieldDescriptor* WithheldField(const Descriptor* descriptor) {
  const FieldDescriptor* field = descriptor->FindFieldByName("withheld_categories");
  const auto* categories = options::v1::DataCategory_descriptor();
  if (field == nullptr || !field->is_repeated() || field->enum_type() != categories) return nullptr;
  return field->options().GetExtension(options::v1::field).output_only() ? field : nullptr;
}

// All plans of the program, by type and visible categories. Thread-safe.
class Plans {
 public:
  const ViewPlan* Get(const Descriptor* descriptor, Role role) {
    const Sight sight = SightOf(role);
    std::lock_guard lock(mutex_);
    return Make(descriptor, sight);
  }

 private:
  // Under the mutex.
  const ViewPlan* Make(const Descriptor* descriptor, const Sight& sight) {
    std::unique_ptr<ViewPlan>& plan = plans_[{descriptor, sight}];
    if (plan != nullptr) return plan.get();
    plan = std::make_unique<ViewPlan>();
    ViewPlan* made = plan.get();  // known before its fields are planned: a type may hold itself
    made->withheld = WithheldField(descriptor);
    std::set<const Descriptor*> seen;
    made->sees_all = sight.everything() || !HidesAnything(descriptor, sight, &seen);
    if (sight.everything()) return made;
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      const bool hidden = IsHidden(field, sight);
      if (!hidden && field->message_type() == nullptr) continue;
      const ViewPlan* nested = field->message_type() == nullptr ? nullptr : Make(field->message_type(), sight);
      made->fields.push_back({field, CategoryOf(field), hidden, nested});
    }
    return made;
  }

  std::mutex mutex_;
  std::map<std::pair<const Descriptor*, Sight>, std::unique_ptr<ViewPlan>> plans_;
};

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0 : reflection->HasField(message, field);
}

template <typename Visit>
void ForEach(Message* message, const FieldDescriptor* field, Visit visit) {
  const Reflection* reflection = message->GetReflection();
  if (!field->is_repeated()) {
    visit(reflection->MutableMessage(message, field));
    return;
  }
  const int size = reflection->FieldSize(*message, field);
  for (int i = 0; i < size; ++i) visit(reflection->MutableRepeatedMessage(message, field, i));
}

// The hidden categories that a message, which is about to be dropped, holds.
uint32_t HiddenIn(const ViewPlan& plan, Message* message) {
  uint32_t held = 0;
  for (const ViewPlan::Field& field : plan.fields) {
    if (!IsSet(*message, field.field)) continue;
    if (field.hidden) held |= Bit(field.category);
    if (field.nested != nullptr) {
      ForEach(message, field.field, [&](Message* nested) { held |= HiddenIn(*field.nested, nested); });
    }
  }
  return held;
}

std::vector<DataCategory> CategoriesOf(uint32_t bits) {
  std::vector<DataCategory> categories;
  for (int i = 1; i <= options::v1::DataCategory_MAX; ++i) {
    if ((bits & Bit(static_cast<DataCategory>(i))) != 0) categories.push_back(static_cast<DataCategory>(i));
  }
  return categories;
}

// Returns the hidden categories that the message held, as bits.
uint32_t ApplyPlan(const ViewPlan& plan, Message* message) {
  const Reflection* reflection = message->GetReflection();
  if (!reflection->GetUnknownFields(*message).empty()) reflection->MutableUnknownFields(message)->Clear();
  uint32_t held = 0;
  for (const ViewPlan::Field& field : plan.fields) {
    if (!IsSet(*message, field.field)) continue;
    if (!field.hidden) {
      ForEach(message, field.field, [&](Message* nested) { held |= ApplyPlan(*field.nested, nested); });
      continue;
    }
    held |= Bit(field.category);
    if (field.nested != nullptr) {
      ForEach(message, field.field, [&](Message* nested) { held |= HiddenIn(*field.nested, nested); });
    }
    reflection->ClearField(message, field.field);
  }
  if (plan.withheld == nullptr) return held;
  reflection->ClearField(message, plan.withheld);
  for (const DataCategory category : CategoriesOf(held)) reflection->AddEnumValue(message, plan.withheld, category);
  return held;
}

}  // namespace

RoleView::RoleView(const Descriptor* descriptor, Role role) {
  static auto* const plans = new Plans();
  plan_ = plans->Get(descriptor, role);
}

bool RoleView::sees_all() const { return plan_->sees_all; }

std::vector<DataCategory> RoleView::Apply(Message* message) const {
  if (plan_->sees_all) return {};
  return CategoriesOf(ApplyPlan(*plan_, message));
}

}  // namespace tendon::security
