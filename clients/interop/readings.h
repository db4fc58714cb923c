// What one resource tells of a session, before what belongs together is put together.
#ifndef TENDON_CLIENTS_INTEROP_READINGS_H_
#define TENDON_CLIENTS_INTEROP_READINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "clients/interop/subjects.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::interop {

// What one resource tells.
struct Readings {
  Resource* source = nullptr;
  Subject subject;
  std::vector<SubjectClaim> claims;  // who the subject is, as far as it is told
  std::string subject_reference;
  std::string based_on;           // of the first ServiceRequest
  Reference visit;                // QuestionnaireResponse.encounter, Observation.encounter, Procedure.encounter
  Resource* encounter = nullptr;  // the visit, where it is among the documents
  std::optional<FhirTime> time;   // authored, effective, performed
  std::string time_key;           // "authored"
  int session_number = 0;         // 0: not told
  std::string number_path;        // where it is told
  std::vector<clinical::v1::Observation> observations;
  bool treatment = false;  // something was done, `techniques` says what as far as it is told
  std::vector<clinical::v1::TechniqueUse> techniques;
  int duration_minutes = 0;  // of the treatment; 0 where it is not told
};

// Subject, visit and request.
void ReadLinks(Element& element, Resource& resource, ResourceSet& set, Readings* into);

// Adopts the issues of a resource that turned out to matter, and settles one with errors. Returns whether it may be
// used.
bool Adopt(Report& own, Resource& resource, Report& report);

// The reference as it should be followed: the label of a ServiceRequest among the documents, else the text where it
// names one.
std::string RequestOf(const Resource& from, const Reference& based_on, const ResourceSet& set);
// The same of an item of basedOn; an error there where the request is of another patient than `subject`.
std::string ReadRequest(const Element& item, const Resource& from, const Subject& subject, const ResourceSet& set);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_READINGS_H_
