// QuestionnaireResponse and Observation: the readings that one resource tells, before they are put together into
// sessions.
#ifndef TENDON_CLIENTS_INTEROP_QUESTIONNAIRES_H_
#define TENDON_CLIENTS_INTEROP_QUESTIONNAIRES_H_

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/interop/datatypes.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::interop {

// What one resource tells.
struct Readings {
  Resource* source = nullptr;
  std::string subject_reference;
  std::string based_on;           // of the first ServiceRequest
  Reference visit;                // QuestionnaireResponse.encounter, Observation.encounter
  Resource* encounter = nullptr;  // the visit, where it is among the documents
  std::optional<FhirTime> time;   // authored, effective
  std::string time_key;           // "authored"
  int session_number = 0;         // 0: not told
  std::string number_path;        // where it is told
  std::vector<clinical::v1::Observation> observations;
};

// The LOINC codes of the questions of each form among the documents, found once.
class Forms {
 public:
  explicit Forms(ResourceSet& set);

  // One form: the resource, and its (link id, LOINC code) pairs.
  struct Form {
    Resource* resource;
    std::vector<std::pair<std::string, std::string>> codes;
  };
  // By a canonical, "url" or "url|version"; null when it is not among the documents.
  const Form* Find(const std::string& canonical) const;

 private:
  std::deque<Form> forms_;
  std::map<std::string, const Form*> by_canonical_;
};

// Nothing where the resource is not one that counts (unfinished, in error) or tells neither a score nor a session
// number; it is then settled, with the reason.
std::optional<Readings> ReadResponse(Resource& resource, ResourceSet& set, const Forms& forms, Report& report);
std::optional<Readings> ReadObservation(Resource& resource, ResourceSet& set, Report& report);

// The reference as it should be followed: the label of a ServiceRequest among the documents, else the text where it
// names one.
std::string RequestOf(const Resource& from, const Reference& based_on, const ResourceSet& set);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_QUESTIONNAIRES_H_
