#include "clients/interop/datatypes.h"

#include "absl/time/time.h"
#include "clients/interop/text.h"

namespace tendon::interop {

std::string Concept::words() const {
  if (!text.empty()) return text;
  for (const Code& coding : codings) {
    if (!coding.display.empty()) return coding.display;
  }
  return {};
}

const Code* Concept::best(std::string_view preferred) const {
  const Code* first = nullptr;
  for (const Code& coding : codings) {
    if (!coding.coded()) continue;
    if (coding.system == preferred) return &coding;
    if (first == nullptr) first = &coding;
  }
  return first;
}

Code ReadCode(Element coding) { return {coding.String("system"), coding.String("code"), coding.String("display")}; }

Concept ReadConcept(Element concept_element) {
  Concept result;
  result.path = concept_element.path();
  for (const Element& coding : concept_element.Objects("coding")) result.codings.push_back(ReadCode(coding));
  result.text = concept_element.String("text");
  concept_element.WarnUnread();
  return result;
}

std::vector<Concept> ReadConcepts(Element& parent, std::string_view key) {
  std::vector<Concept> result;
  for (const Element& item : parent.Objects(key)) result.push_back(ReadConcept(item));
  return result;
}

Reference ReadReference(Element reference) {
  Reference result{reference.String("reference"), reference.String("display"), {}, {}};
  Element identifier = reference.Object("identifier");
  result.identifier_system = identifier.String("system");
  result.identifier_value = identifier.String("value");
  reference.Ignore({"type"});
  reference.WarnUnread();
  return result;
}

Period ReadPeriod(Element period) {
  Period result{period.DateTime("start"), period.DateTime("end")};
  if (result.start && result.end && result.start->whole_day() && result.end->whole_day() &&
      result.end->date < result.start->date) {
    period.Error("", "a period that ends before it starts");
  }
  return result;
}

std::string ReadNotes(Element& parent, std::string_view key) {
  std::string result;
  for (Element& note : parent.Objects(key)) {
    AppendLine(note.String("text"), &result);
    note.WarnUnread();
  }
  return result;
}

void ReadIdentifiers(Element& parent, std::string_view key,
                     google::protobuf::RepeatedPtrField<clinical::v1::Identifier>* into) {
  for (Element& identifier : parent.Objects(key)) {
    std::string system = identifier.String("system");
    std::string value = identifier.String("value");
    if (system.empty() || value.empty()) {
      identifier.Warn("", "an identifier without system or value identifies nothing beyond its owner: left out");
      continue;
    }
    clinical::v1::Identifier* added = into->Add();
    added->set_system(std::move(system));
    added->set_value(std::move(value));
  }
}

clinical::v1::Coding ToCoding(const Code& code) {
  clinical::v1::Coding result;
  result.set_system(code.system);
  result.set_code(code.code);
  result.set_display(code.display);
  return result;
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp result;
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  result.set_seconds(absl::ToUnixSeconds(time));
  result.set_nanos(static_cast<std::int32_t>(absl::ToInt64Nanoseconds(time - second)));
  return result;
}

void AppendLine(std::string_view text, std::string* into) {
  if (text.empty()) return;
  *into += Cat(into->empty() ? "" : "\n", text);
}

}  // namespace tendon::interop
