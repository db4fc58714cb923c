// The resources of one import and the references between them. Owns the JSON trees; pointers to resources stay valid
// while it lives.
#ifndef TENDON_CLIENTS_INTEROP_RESOURCE_SET_H_
#define TENDON_CLIENTS_INTEROP_RESOURCE_SET_H_

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/interop/fhir.h"
#include "clients/interop/json_text.h"
#include "clients/interop/report.h"

namespace tendon::interop {

// One resource, where it was found, and what became of it.
struct Resource {
  const Json* json = nullptr;  // an object
  std::string document;
  std::string type;      // "ServiceRequest"
  std::string id;        // empty where there is none
  std::string label;     // "ServiceRequest/x", "ServiceRequest/x#condition", or its place in the document
  std::string place;     // "Bundle.entry[3].resource"
  std::string full_url;  // of its Bundle entry
  const Resource* container = nullptr;  // of a contained one
  bool settled = false;
  Fate fate = Fate::kSkipped;
  std::string reason;

  // The first word counts: what became of a resource is decided once.
  void Settle(Fate what, std::string_view why);
};

// A FHIR Reference, read.
struct Reference {
  std::string reference;  // "Patient/example", "#p1", "urn:uuid:..."
  std::string display;
  std::string identifier_system;
  std::string identifier_value;

  bool empty() const { return reference.empty() && display.empty() && identifier_value.empty(); }
};

class ResourceSet {
 public:
  // Parses a document and adds every resource in it: Bundle entries, parameters, members of an array, contained ones.
  void Add(const Document& document, Report& report);

  // What `reference`, found in `from`, points to; null when it is not among the documents, or when several different
  // resources of that identity are (which is never guessed). `type` (may be empty) must be the type found.
  Resource* Resolve(const Resource& from, const Reference& reference, std::string_view type) const;

  std::deque<Resource>& all() { return resources_; }
  std::vector<Resource*> OfType(std::string_view type);

 private:
  struct Found {
    const Json* json;
    std::string type, place, full_url;
    const Resource* container = nullptr;
  };

  void Walk(const Json& json, const std::string& document, std::string place, std::string full_url,
            const Resource* container, Report& report);
  void WalkMembers(const Json& json, std::string_view list, std::string_view member, const Resource& wrapper,
                   Report& report);
  Resource& Insert(Found found, const std::string& document, Report& report);
  Resource* FindContained(const Resource& from, const std::string& id) const;
  Resource* FindByIdentity(const Resource& from, std::string_view reference) const;
  Resource* FindByIdentifier(const Reference& reference, std::string_view type) const;

  std::deque<Json> trees_;
  std::deque<Resource> resources_;
  std::map<std::pair<const Resource*, std::string>, Resource*> contained_;  // by container and id
  std::multimap<std::string, Resource*, std::less<>> by_identity_;          // "Patient/example" and full URLs
  std::multimap<std::string, Resource*, std::less<>> by_identifier_;        // "Patient|system|value"
  std::size_t bytes_ = 0;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_RESOURCE_SET_H_
