// Makes messages that break no rule, by the annotations: every field set, every string as its format wants it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "google/protobuf/message.h"
#include "tests/testing/proto_types.h"

namespace tendon::testing {

// A string that has the format.
inline std::string ValidString(const options::v1::FieldRules& rules) {
  switch (rules.format()) {
    case options::v1::STRING_FORMAT_UUID:
      return "6fa459ea-ee8a-3ca4-894e-db77e160355e";
    case options::v1::STRING_FORMAT_RESOURCE_NAME: {
      std::string name = rules.resource().substr(0, rules.resource().find('|'));
      for (size_t at = name.find('*'); at != std::string::npos; at = name.find('*')) name.replace(at, 1, "a-1");
      return name;
    }
    case options::v1::STRING_FORMAT_DATE:
      return "2026-11-23";
    case options::v1::STRING_FORMAT_ICD10CM:
      return "M54.50";
    case options::v1::STRING_FORMAT_RXCUI:
      return "11289";
    case options::v1::STRING_FORMAT_UCUM:
      return "mm[Hg]";
    case options::v1::STRING_FORMAT_URI:
      return "http://loinc.org";
    case options::v1::STRING_FORMAT_LANGUAGE:
      return "es-US";
    case options::v1::STRING_FORMAT_US_STATE:
      return "NY";
    case options::v1::STRING_FORMAT_NPI:
      return "1234567893";
    case options::v1::STRING_FORMAT_SHA256:
      return std::string(64, 'a');
    case options::v1::STRING_FORMAT_TIME_ZONE:
      return "America/New_York";
    default:
      return std::string(std::max<size_t>(rules.min_len(), 1), 'a');
  }
}

// A number in the range.
inline int ValidNumber(const options::v1::FieldRules& rules) {
  return rules.has_minimum() ? std::max(1, static_cast<int>(rules.minimum())) : 1;
}

inline double ValidDouble(const options::v1::FieldRules& rules) {
  const double number = ValidNumber(rules);
  return rules.has_maximum() ? std::min(number, rules.maximum()) : number;
}

inline void FillValid(google::protobuf::Message* message);

inline void SetValid(google::protobuf::Message* message, const google::protobuf::FieldDescriptor* field) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection* reflection = message->GetReflection();
  const options::v1::FieldRules& rules = RulesOf(field);
  const bool many = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      many ? reflection->AddString(message, field, ValidString(rules))
           : reflection->SetString(message, field, ValidString(rules));
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      many ? reflection->AddEnumValue(message, field, 1) : reflection->SetEnumValue(message, field, 1);
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      many ? reflection->AddInt32(message, field, ValidNumber(rules))
           : reflection->SetInt32(message, field, ValidNumber(rules));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      many ? reflection->AddInt64(message, field, ValidNumber(rules))
           : reflection->SetInt64(message, field, ValidNumber(rules));
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      many ? reflection->AddDouble(message, field, ValidDouble(rules))
           : reflection->SetDouble(message, field, ValidDouble(rules));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      many ? reflection->AddBool(message, field, true) : reflection->SetBool(message, field, true);
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      FillValid(many ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field));
      return;
    default:
      GTEST_FAIL() << "no valid value is known for " << field->full_name();
  }
}

inline void FillValid(google::protobuf::Message* message) {
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i)
    SetValid(message, message->GetDescriptor()->field(i));
}

inline std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

}  // namespace tendon::testing
