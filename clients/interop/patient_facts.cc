#include "clients/interop/patient_facts.h"

#include <algorithm>

#include "clients/interop/conditions.h"
#include "clients/interop/medications.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

bool IsProhibition(const Resource& request) {
  Report unheard;
  Element element(request, unheard);
  return element.Bool("doNotPerform").value_or(false) && element.String("status") != "entered-in-error";
}

// Neither refuted nor entered in error.
bool IsAllergyOf(const Resource& resource) {
  Report unheard;
  Element element(resource, unheard);
  const Concept verification = ReadConcept(element.Object("verificationStatus"));
  return std::none_of(verification.codings.begin(), verification.codings.end(),
                      [](const Code& code) { return code.code == "refuted" || code.code == "entered-in-error"; });
}

// Those of one patient that are not used yet.
template <typename Map>
std::vector<Resource*> NotUsed(const Map& all, const PatientFacts::Request& request) {
  std::vector<Resource*> found;
  const std::string key = KeyOf(request.subject);
  if (key.empty()) return found;
  const auto [begin, end] = all.equal_range(key);
  for (auto it = begin; it != end; ++it) {
    if (std::find(request.used.begin(), request.used.end(), it->second) == request.used.end())
      found.push_back(it->second);
  }
  return found;
}

bool LeftForAPerson(const PatientFacts::Request& request, const Resource& resource) {
  if (!IsRestricted(resource)) return false;
  request.element.Warn("subject",
                       Cat(resource.label, " is labelled restricted (meta.security): left for a person to add"));
  return true;
}

}  // namespace

PatientFacts::PatientFacts(ResourceSet& set)
    : conditions_(OfTypes(set, {"Condition"})),
      medications_(OfTypes(set, {"MedicationStatement", "MedicationRequest"})),
      allergies_(OfTypes(set, {"AllergyIntolerance"})),
      prohibitions_(OfTypes(set, {"ServiceRequest"})) {
  std::erase_if(allergies_, [](const auto& each) { return !IsAllergyOf(*each.second); });
  std::erase_if(prohibitions_, [](const auto& each) { return !IsProhibition(*each.second); });
}

PatientFacts::ByPatient PatientFacts::OfTypes(ResourceSet& set, std::initializer_list<std::string_view> types) {
  ByPatient found;
  for (const std::string_view type : types) {
    for (Resource* resource : set.OfType(type)) {
      if (std::string key = KeyOf(SubjectOf(*resource, set)); !key.empty()) found.emplace(std::move(key), resource);
    }
  }
  return found;
}

void PatientFacts::Read(const Request& request, referral::v1::Referral* referral) const {
  for (const Resource* other : NotUsed(prohibitions_, request)) {
    request.element.Warn("subject",
                         Cat(other->label, " forbids something for the same patient: read it before sending"));
  }
  for (Resource* resource : NotUsed(conditions_, request)) {
    if (LeftForAPerson(request, *resource)) continue;
    request.used.push_back(resource);
    if (auto condition = ReadCondition(*resource, request.report)) *referral->add_conditions() = *std::move(condition);
  }
  for (Resource* resource : NotUsed(medications_, request)) {
    if (LeftForAPerson(request, *resource)) continue;
    request.used.push_back(resource);
    if (auto medication = ReadMedication(*resource, request.set, request.report, &request.used))
      *referral->add_medications() = *std::move(medication);
  }
  for (const Resource* resource : NotUsed(allergies_, request)) {
    request.element.Warn(
        "subject", Cat(resource->label,
                       " is an allergy of the same patient: it bears on screening and is not read; before sending "
                       "enter it by hand, as a condition with its ICD-10-CM code (Z91.0-, Z88.-)"));
  }
}

}  // namespace tendon::interop
