#include "clients/interop/subjects.h"

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

constexpr int kMostIdentifiers = 100;  // of one Patient; a referral's has ten

Identifiers IdentifiersOf(const Resource& patient) {
  Report unheard;  // what is wrong with them is told where the Patient is read
  Element element(patient, unheard);
  Identifiers identifiers;
  ReadIdentifiers(element, "identifier", &identifiers);
  while (identifiers.size() > kMostIdentifiers) identifiers.RemoveLast();
  return identifiers;
}

Identifiers IdentifiersOf(const Reference& reference) {
  Identifiers identifiers;
  if (reference.identifier_system.empty() || reference.identifier_value.empty()) return identifiers;
  clinical::v1::Identifier* only = identifiers.Add();
  only->set_system(reference.identifier_system);
  only->set_value(reference.identifier_value);
  return identifiers;
}

Identifiers IdentifiersOf(const Subject& subject) {
  Identifiers identifiers = subject.patient != nullptr ? IdentifiersOf(*subject.patient) : Identifiers();
  identifiers.MergeFrom(IdentifiersOf(subject.reference));
  return identifiers;
}

// Everything that a subject goes by.
std::vector<std::string> NamesOf(const Subject& subject) {
  std::vector<std::string> names;
  if (subject.patient != nullptr) {
    if (!subject.patient->id.empty()) names.push_back(subject.patient->label);
    if (!subject.patient->full_url.empty()) names.push_back(subject.patient->full_url);
  } else if (!subject.reference.reference.empty() && !subject.reference.reference.starts_with('#')) {
    names.push_back(WithoutVersion(subject.reference.reference));
  }
  return names;
}

// Same where one name is the same. Not told where they may be: the same type and id at different servers, or names of
// different kinds.
Same CompareNames(const Subject& a, const Subject& b) {
  bool comparable = false;
  bool alike = false;
  for (const std::string& mine : NamesOf(a)) {
    for (const std::string& theirs : NamesOf(b)) {
      if (mine == theirs) return Same::kSame;
      if (TypeAndId(mine).starts_with("Group/") || TypeAndId(theirs).starts_with("Group/")) continue;
      if (TypeAndId(mine).empty() != TypeAndId(theirs).empty()) continue;
      comparable = true;
      alike |= !TypeAndId(mine).empty() && TypeAndId(mine) == TypeAndId(theirs);
    }
  }
  return comparable && !alike ? Same::kOther : Same::kNotTold;
}

}  // namespace

Subject SubjectOf(const Resource& resource, const ResourceSet& set) {
  Report unheard;
  Element element(resource, unheard);
  return ReadSubject(element, resource, set);
}

Subject ReadSubject(Element& element, const Resource& from, const ResourceSet& set) {
  const std::string_view key = from.type == "AllergyIntolerance" ? "patient" : from.type == "Task" ? "for" : "subject";
  return SubjectOf(ReadReference(element.Object(key)), from, set);
}

Subject SubjectOf(Reference reference, const Resource& from, const ResourceSet& set) {
  Subject subject;
  subject.reference = std::move(reference);
  subject.patient = set.Resolve(from, subject.reference, "Patient");
  subject.ambiguous = subject.patient == nullptr && set.Knows(subject.reference);
  return subject;
}

Same CompareIdentifiers(const Identifiers& a, const Identifiers& b) {
  bool told_apart = false;
  for (const auto& mine : a) {
    for (const auto& theirs : b) {
      if (mine.system() != theirs.system()) continue;
      if (mine.value() == theirs.value()) return Same::kSame;
      told_apart = true;
    }
  }
  return told_apart ? Same::kOther : Same::kNotTold;
}

Same CompareSubjects(const Subject& a, const Subject& b) {
  if (a.patient != nullptr && a.patient == b.patient) return Same::kSame;
  if (const Same same = CompareIdentifiers(IdentifiersOf(a), IdentifiersOf(b)); same != Same::kNotTold) return same;
  const Same same = CompareNames(a, b);
  const bool two_of_one_name = a.ambiguous || b.ambiguous || (a.patient != nullptr && b.patient != nullptr);
  return same == Same::kSame && two_of_one_name ? Same::kNotTold : same;
}

std::string KeyOf(const Subject& subject) {
  if (subject.ambiguous) return {};
  if (subject.patient != nullptr) return Cat(subject.patient->document, "\n", subject.patient->label);
  if (const std::string& reference = subject.reference.reference; !reference.empty())
    return reference.starts_with('#') ? "" : Cat("\n", WithoutVersion(reference));
  const Reference& logical = subject.reference;
  if (logical.identifier_system.empty() || logical.identifier_value.empty()) return {};
  return Cat("\n\n", logical.identifier_system, "|", logical.identifier_value);
}

std::vector<SubjectClaim> ClaimsOf(const Resource& from, const Subject& subject) {
  std::vector<SubjectClaim> claims;
  if (subject.patient != nullptr) claims.push_back(ClaimOf(*subject.patient));
  if (Identifiers own = IdentifiersOf(subject.reference); !own.empty())
    claims.push_back({from.document, from.label, from.type + ".subject.identifier", std::move(own)});
  return claims;
}

SubjectClaim ClaimOf(const Resource& patient) {
  return {patient.document, patient.label, "Patient.identifier", IdentifiersOf(patient)};
}

}  // namespace tendon::interop
