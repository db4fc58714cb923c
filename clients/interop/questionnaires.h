// QuestionnaireResponse and Observation: the readings that one resource tells.
#ifndef TENDON_CLIENTS_INTEROP_QUESTIONNAIRES_H_
#define TENDON_CLIENTS_INTEROP_QUESTIONNAIRES_H_

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/interop/datatypes.h"
#include "clients/interop/readings.h"

namespace tendon::interop {

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

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_QUESTIONNAIRES_H_
