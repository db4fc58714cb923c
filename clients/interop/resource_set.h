// The resources of one import and the references between them. Owns the JSON trees; pointers to resources stay valid
// while it lives.
#ifndef TENDON_CLIENTS_INTEROP_RESOURCE_SET_H_
#define TENDON_CLIENTS_INTEROP_RESOURCE_SET_H_

#include <cstddef>
#include <deque>
#include <map>
#include <set>
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
  Resource* same_as = nullptr;          // of a copy or a version that does not count: the one that does
  bool withdrawn = false;               // deleted or entered in error: never followed to
  bool settled = false;
  Fate fate = Fate::kSkipped;
  std::string reason;

  // The first word counts: what became of a resource is decided once.
  void Settle(Fate what, std::string_view why);
  // Whether it speaks for itself: no copy, no former version, not withdrawn; and its container neither.
  bool counts() const;
};

// A FHIR Reference, read.
struct Reference {
  std::string reference;  // "Patient/example", "#p1", "urn:uuid:..."
  std::string display;
  std::string identifier_system;
  std::string identifier_value;

  bool empty() const { return reference.empty() && display.empty() && identifier_value.empty(); }
};

// Without "/_history/2".
std::string WithoutVersion(std::string_view reference);
// "Patient/example" of "https://example.org/fhir/Patient/example"; empty where it is no such URL.
std::string_view TypeAndId(std::string_view name);

class ResourceSet {
 public:
  // Parses a document and adds every resource in it: Bundle entries, parameters, members of an array, contained ones.
  // Those of a document that equals an earlier one are settled at once and never found.
  void Add(const Document& document, Report& report);

  // What `reference`, found in `from`, points to; null when it is not among the documents, or when several different
  // resources of that identity are (which is never guessed). `type` (may be empty) must be the type found.
  Resource* Resolve(const Resource& from, const Reference& reference, std::string_view type) const;

  // Whether something of that name is among the documents, one or several, withdrawn or not.
  bool Knows(const Reference& reference) const;

  std::deque<Resource>& all() { return resources_; }
  // Those of a type that count.
  std::vector<Resource*> OfType(std::string_view type);
  // Whether a Bundle says that it is deleted: by its place, its full URL or its type and id.
  bool IsDeleted(const Resource& resource) const;

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

  void ReadBundle(const Resource& bundle, Report& report);
  void ReadEntry(const Json& entry, const std::string& place, const Resource& bundle, Report& report);

  std::deque<Json> trees_;
  std::multimap<std::size_t, const Json*> trees_by_hash_;
  std::set<std::string, std::less<>> deleted_;  // full URLs, "ServiceRequest/x", and places behind their document
  bool copy_ = false;                           // the document that is being added equals an earlier one
  std::deque<Resource> resources_;
  std::map<std::pair<const Resource*, std::string>, Resource*> contained_;  // by container and id
  std::multimap<std::string, Resource*, std::less<>> by_identity_;          // "Patient/example" and full URLs
  std::multimap<std::string, Resource*, std::less<>> by_identifier_;        // "Patient|system|value"
  std::size_t bytes_ = 0;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_RESOURCE_SET_H_
