#include "clients/interop/field_limits.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "clients/interop/text.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::interop {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Found = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kDefaultBytes = 256;  // FieldRules.max_len of 0
constexpr int kDefaultItems = 100;          // FieldRules.max_items of 0

bool HasControls(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
  });
}

void CheckText(const std::string& text, const options::v1::FieldRules& rules, const std::string& path, Found* found) {
  const std::size_t most = rules.max_len() == 0 ? kDefaultBytes : rules.max_len();
  if (text.size() > most) found->emplace_back(path, Cat("longer than the ", most, " bytes that Tendon takes"));
  if (HasControls(text)) found->emplace_back(path, "control characters other than tab and newline");
}

void Check(const Message& message, const std::string& path, Found* found);

void CheckItem(const Message& message, const FieldDescriptor& field, int index, const std::string& path, Found* found) {
  const auto& reflection = *message.GetReflection();
  const options::v1::FieldRules& rules = field.options().GetExtension(options::v1::field);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    CheckText(index < 0 ? reflection.GetString(message, &field) : reflection.GetRepeatedString(message, &field, index),
              rules, path, found);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    Check(index < 0 ? reflection.GetMessage(message, &field) : reflection.GetRepeatedMessage(message, &field, index),
          path, found);
  }
}

void Check(const Message& message, const std::string& path, Found* found) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string here = Cat(path, ".", field->name());
    if (!field->is_repeated()) {
      CheckItem(message, *field, -1, here, found);
      continue;
    }
    const options::v1::FieldRules& rules = field->options().GetExtension(options::v1::field);
    const int most = rules.max_items() == 0 ? kDefaultItems : static_cast<int>(rules.max_items());
    const int size = message.GetReflection()->FieldSize(message, field);
    if (size > most) found->emplace_back(here, Cat("more than the ", most, " items that Tendon takes"));
    for (int i = 0; i < std::min(size, most); ++i) CheckItem(message, *field, i, Cat(here, "[", i, "]"), found);
  }
}

}  // namespace

Found OverLimits(const Message& message) {
  Found found;
  Check(message, message.GetDescriptor()->name(), &found);
  return found;
}

}  // namespace tendon::interop
