// FHIR R4 data types that several resources share, read from an Element.
#ifndef TENDON_CLIENTS_INTEROP_DATATYPES_H_
#define TENDON_CLIENTS_INTEROP_DATATYPES_H_

#include <google/protobuf/repeated_field.h>
#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/interop/element.h"
#include "tendon/clinical/v1/coding.pb.h"

namespace tendon::interop {

inline constexpr std::string_view kSnomed = "http://snomed.info/sct";
inline constexpr std::string_view kLoinc = "http://loinc.org";
inline constexpr std::string_view kIcd10cm = "http://hl7.org/fhir/sid/icd-10-cm";
inline constexpr std::string_view kUcum = "http://unitsofmeasure.org";
inline constexpr std::string_view kUsNpi = "http://hl7.org/fhir/sid/us-npi";

// Coding; each part may be empty.
struct Code {
  std::string system, code, display;

  bool coded() const { return !system.empty() && !code.empty(); }
  bool is(std::string_view a_system, std::string_view a_code) const { return system == a_system && code == a_code; }
};

// CodeableConcept.
struct Concept {
  std::string path;  // where it was, for issues
  std::vector<Code> codings;
  std::string text;

  bool empty() const { return codings.empty() && text.empty(); }
  // The words: text, else the first display. Empty where there are only codes.
  std::string words() const;
  // The first coded one, those of `preferred` (a system) before others; null when none is coded.
  const Code* best(std::string_view preferred) const;
};

// Period; the parts that are there.
struct Period {
  std::optional<FhirTime> start, end;
};

Code ReadCode(Element coding);
Concept ReadConcept(Element concept_element);
std::vector<Concept> ReadConcepts(Element& parent, std::string_view key);
Reference ReadReference(Element reference);
Period ReadPeriod(Element period);
// The texts of Annotations, in paragraphs; warns that author and time are left out where they are given.
std::string ReadNotes(Element& parent, std::string_view key);
// Identifiers with system and value; warns of the others.
void ReadIdentifiers(Element& parent, std::string_view key,
                     google::protobuf::RepeatedPtrField<clinical::v1::Identifier>* into);

clinical::v1::Coding ToCoding(const Code& code);
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// Puts `text` on a line of its own behind what is there.
void AppendLine(std::string_view text, std::string* into);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_DATATYPES_H_
