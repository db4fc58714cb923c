// What else the documents say of a request's patient that bears on safety: it is taken though no request points to it.
#ifndef TENDON_CLIENTS_INTEROP_PATIENT_FACTS_H_
#define TENDON_CLIENTS_INTEROP_PATIENT_FACTS_H_

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clients/interop/subjects.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::interop {

// Conditions, medications, allergies and prohibitions by their patient.
class PatientFacts {
 public:
  explicit PatientFacts(ResourceSet& set);

  // One request, while it is read.
  struct Request {
    const Subject& subject;
    const Element& element;
    ResourceSet& set;
    Report& report;
    std::vector<Resource*>& used;  // what is there already is not taken again
  };
  // Adds the patient's Conditions and medications to the referral. Left for a person, with a warning: what is labelled
  // restricted, allergies (a referral holds them as conditions of ICD-10-CM, which FHIR does not write them in), and
  // that a request forbids something.
  void Read(const Request& request, referral::v1::Referral* referral) const;

 private:
  using ByPatient = std::multimap<std::string, Resource*>;  // by KeyOf their subject

  static ByPatient OfTypes(ResourceSet& set, std::initializer_list<std::string_view> types);

  ByPatient conditions_, medications_, allergies_, prohibitions_;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_PATIENT_FACTS_H_
