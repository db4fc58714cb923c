// Whose a resource is, and whether two resources are of one patient.
#ifndef TENDON_CLIENTS_INTEROP_SUBJECTS_H_
#define TENDON_CLIENTS_INTEROP_SUBJECTS_H_

#include <google/protobuf/repeated_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "clients/interop/datatypes.h"

namespace tendon::interop {

using Identifiers = google::protobuf::RepeatedPtrField<clinical::v1::Identifier>;

// The subject of a resource.
struct Subject {
  const Resource* patient = nullptr;  // where it is among the documents
  Reference reference;
  bool ambiguous = false;  // several different Patients of that name are

  // "Patient/example"; empty where only an identifier or words are given.
  const std::string& label() const { return patient != nullptr ? patient->label : reference.reference; }
};

enum class Same { kSame, kOther, kNotTold };

Subject SubjectOf(Reference reference, const Resource& from, const ResourceSet& set);
// Of a resource, without a word of what is wrong with it: AllergyIntolerance.patient, Task.for, else its subject.
Subject SubjectOf(const Resource& resource, const ResourceSet& set);
// The same, read as a part of the resource.
Subject ReadSubject(Element& element, const Resource& from, const ResourceSet& set);

// Other where they have an identifier of the same system and none in common, as a duplicate of a referral is told from
// another patient's; not told where no system is the same.
Same CompareIdentifiers(const Identifiers& a, const Identifiers& b);
Same CompareSubjects(const Subject& a, const Subject& b);

// Equal for resources of one patient among the documents; empty where it is not told, or not surely.
std::string KeyOf(const Subject& subject);

// What the documents say of who the subject is: the Patient's identifiers, and the reference's own.
std::vector<SubjectClaim> ClaimsOf(const Resource& from, const Subject& subject);
// The same of a Patient.
SubjectClaim ClaimOf(const Resource& patient);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_SUBJECTS_H_
