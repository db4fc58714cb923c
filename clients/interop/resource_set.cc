#include "clients/interop/resource_set.h"

#include <algorithm>
#include <functional>

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

bool IsTypeName(std::string_view type) {
  return !type.empty() && type.size() <= 64 && IsUpper(type.front()) &&
         std::all_of(type.begin(), type.end(), [](char c) { return IsLetter(c); });
}

// FHIR R4 `id`: 1-64 of A-Z, a-z, 0-9, '-', '.'.
bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= 64 &&
         std::all_of(id.begin(), id.end(), [](char c) { return IsAlphanumeric(c) || c == '-' || c == '.'; });
}

std::string StringOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// FHIR's JSON form of Identifier is a list in most resources and one object in some.
template <typename Visit>
void ForEachIdentifier(const Json& resource, const Visit& visit) {
  const auto found = resource.find("identifier");
  if (found == resource.end()) return;
  if (found->is_object()) visit(*found);
  if (!found->is_array()) return;
  for (const Json& identifier : *found) {
    if (identifier.is_object()) visit(identifier);
  }
}

// What counts for a copy or a former version.
Resource* Standing(Resource* resource) {
  while (resource->same_as != nullptr) resource = resource->same_as;
  return resource;
}

// The only candidate, or the only content that they share; null when they differ, or are too many to be no mistake.
Resource* Only(const std::vector<Resource*>& candidates) {
  if (candidates.empty() || candidates.size() > 16) return nullptr;
  const bool same =
      std::all_of(candidates.begin(), candidates.end(), [&](Resource* r) { return *r->json == *candidates[0]->json; });
  return same ? candidates[0] : nullptr;
}

}  // namespace

void Resource::Settle(Fate what, std::string_view why) {
  if (settled) return;
  settled = true;
  fate = what;
  reason = std::string(why);
}

bool Resource::counts() const {
  return same_as == nullptr && !withdrawn && (container == nullptr || container->counts());
}

std::string WithoutVersion(std::string_view reference) {
  return std::string(reference.substr(0, reference.find("/_history/")));
}

std::string_view TypeAndId(std::string_view name) {
  const std::size_t id = name.rfind('/');
  if (id == std::string_view::npos || id == 0) return {};
  const std::size_t type = name.rfind('/', id - 1);
  return type == std::string_view::npos ? name : name.substr(type + 1);
}

void ResourceSet::Add(const Document& document, Report& report) {
  const auto refuse = [&](std::string_view path, std::string_view text) {
    report.Add(Severity::kError, document.name, "", path, text);
  };
  if (document.text.size() > kMaxImportBytes - bytes_) {
    return refuse("$", Cat("the documents of one import are larger than ", kMaxImportBytes >> 20, " MiB together"));
  }
  bytes_ += document.text.size();
  ParsedText parsed = ParseJson(document.text);
  if (!parsed.ok()) return refuse(parsed.path, parsed.error);
  const Json& root = trees_.emplace_back(std::move(parsed.json));
  const std::size_t hash = std::hash<Json>()(root);
  const auto [begin, end] = trees_by_hash_.equal_range(hash);
  copy_ = std::any_of(begin, end, [&](const auto& earlier) { return *earlier.second == root; });
  trees_by_hash_.emplace(hash, &root);
  if (copy_ && root.is_structured()) {
    report.Add(Severity::kWarning, document.name, "", "$",
               "the same content as an earlier file of this import: taken once");
  }
  if (root.is_object()) return Walk(root, document.name, "", "", nullptr, report);
  if (!root.is_array()) return refuse("$", "not FHIR: an object with a resourceType is expected");
  if (root.empty()) return refuse("$", "not FHIR: an empty array");
  for (std::size_t i = 0; i < root.size(); ++i) Walk(root[i], document.name, Cat("$[", i, "]"), "", nullptr, report);
}

void ResourceSet::Walk(const Json& json, const std::string& document, std::string place, std::string full_url,
                       const Resource* container, Report& report) {
  const auto refuse = [&](std::string_view path, std::string_view text) {
    report.Add(Severity::kError, document, place, Cat(place.empty() ? "$" : place, path), text);
  };
  if (!json.is_object()) return refuse("", "not FHIR: an object with a resourceType is expected");
  const auto type = json.find("resourceType");
  if (type == json.end()) return refuse("", "not FHIR: resourceType is missing");
  if (!type->is_string()) return refuse(".resourceType", "expected a string");
  if (!IsTypeName(type->get_ref<const std::string&>()))
    return refuse(".resourceType", "not the name of a FHIR resource");
  if (resources_.size() >= kMaxResources)
    return refuse("", Cat("more than ", kMaxResources, " resources in one import"));
  const Resource& added =
      Insert({&json, type->get<std::string>(), std::move(place), std::move(full_url), container}, document, report);
  if (added.type == "Bundle" && !copy_) ReadBundle(added, report);
  if (added.type == "Bundle") WalkMembers(json, "entry", "resource", added, report);
  if (added.type == "Parameters") WalkMembers(json, "parameter", "resource", added, report);
  WalkMembers(json, "contained", "", added, report);
}

void ResourceSet::WalkMembers(const Json& json, std::string_view list, std::string_view member, const Resource& wrapper,
                              Report& report) {
  const auto found = json.find(std::string(list));
  if (found == json.end()) return;
  const std::string path = Cat(wrapper.place.empty() ? wrapper.type : wrapper.place, ".", list);
  if (!found->is_array()) {
    return report.Add(Severity::kError, wrapper.document, wrapper.label, path, "expected an array");
  }
  for (std::size_t i = 0; i < found->size(); ++i) {
    const Json& item = (*found)[i];
    std::string place = Cat(path, "[", i, "]");
    if (member.empty()) {
      Walk(item, wrapper.document, std::move(place), "", &wrapper, report);
      continue;
    }
    if (!item.is_object()) {
      report.Add(Severity::kError, wrapper.document, wrapper.label, place, "expected an object");
      continue;
    }
    if (const auto resource = item.find(std::string(member)); resource != item.end()) {
      Walk(*resource, wrapper.document, Cat(place, ".", member), StringOf(item, "fullUrl"), nullptr, report);
    }
    if (item.contains("part")) {  // of Parameters: a parameter again
      Resource part = wrapper;
      part.place = std::move(place);
      WalkMembers(item, "part", member, part, report);
    }
  }
}

Resource& ResourceSet::Insert(Found found, const std::string& document, Report& report) {
  Resource& added = resources_.emplace_back();
  added.json = found.json;
  added.document = document;
  added.type = std::move(found.type);
  added.place = std::move(found.place);
  added.full_url = std::move(found.full_url);
  added.container = found.container;
  if (copy_) {
    added.withdrawn = true;
    added.Settle(Fate::kSkipped, "given twice with the same content");
  }
  const std::string id = StringOf(*added.json, "id");
  if (IsId(id)) added.id = id;
  if (added.id.empty()) {
    added.label = added.place.empty() ? added.type : added.place;
  } else if (added.container == nullptr) {
    added.label = Cat(added.type, "/", added.id);
  } else {
    added.label = Cat(added.container->label, "#", added.id);
    contained_.emplace(std::pair(added.container, added.id), &added);
  }
  if (copy_) return added;
  if (added.id.empty() && added.json->contains("id")) {
    report.Add(Severity::kWarning, document, added.label, added.type + ".id",
               "not a FHIR id (1-64 of A-Z a-z 0-9 - .): ignored");
  }
  if (added.container == nullptr) {
    if (!added.id.empty()) by_identity_.emplace(Cat(added.type, "/", added.id), &added);
    if (!added.full_url.empty()) by_identity_.emplace(added.full_url, &added);
    ForEachIdentifier(*added.json, [&](const Json& identifier) {
      const std::string value = StringOf(identifier, "value");
      if (value.empty()) return;
      by_identifier_.emplace(Cat(added.type, "|", StringOf(identifier, "system"), "|", value), &added);
    });
  }
  return added;
}

Resource* ResourceSet::Resolve(const Resource& from, const Reference& reference, std::string_view type) const {
  Resource* found = nullptr;
  if (reference.reference.starts_with("#")) {
    found = FindContained(from, reference.reference.substr(1));
  } else if (!reference.reference.empty()) {
    found = FindByIdentity(from, WithoutVersion(reference.reference));
  } else if (!reference.identifier_value.empty()) {
    found = FindByIdentifier(reference, type);
  }
  if (found != nullptr && found->withdrawn) return nullptr;
  return found != nullptr && (type.empty() || found->type == type) ? found : nullptr;
}

Resource* ResourceSet::FindContained(const Resource& from, const std::string& id) const {
  const auto found = contained_.find({from.container != nullptr ? from.container : &from, id});
  return found == contained_.end() ? nullptr : found->second;
}

Resource* ResourceSet::FindByIdentity(const Resource& from, std::string_view reference) const {
  std::vector<Resource*> here, anywhere;
  const auto [begin, end] = by_identity_.equal_range(reference);
  for (auto it = begin; it != end; ++it) {
    Resource* standing = Standing(it->second);
    anywhere.push_back(standing);
    if (it->second->document == from.document) here.push_back(standing);
  }
  return Only(here.empty() ? anywhere : here);
}

Resource* ResourceSet::FindByIdentifier(const Reference& reference, std::string_view type) const {
  std::vector<Resource*> found;
  const std::string key = Cat(type, "|", reference.identifier_system, "|", reference.identifier_value);
  const auto [begin, end] = by_identifier_.equal_range(key);
  for (auto it = begin; it != end; ++it) found.push_back(Standing(it->second));
  return Only(found);
}

bool ResourceSet::Knows(const Reference& reference) const {
  return by_identity_.contains(WithoutVersion(reference.reference));
}

// The entries that their Bundle deletes, and the Bundles that are no statement of the present.
void ResourceSet::ReadBundle(const Resource& bundle, Report& report) {
  const std::string type = StringOf(*bundle.json, "type");
  if (type == "history" || type == "transaction-response" || type == "batch-response") {
    report.Add(Severity::kWarning, bundle.document, bundle.label, "Bundle.type",
               Cat(type,
                   ": tells what a server has held or answered, not what is in force now: see that each draft is "
                   "still wanted"));
  }
  const auto entries = bundle.json->find("entry");
  if (entries == bundle.json->end() || !entries->is_array()) return;
  const std::string path = Cat(bundle.place.empty() ? bundle.type : bundle.place, ".entry");
  for (std::size_t i = 0; i < entries->size(); ++i) {
    if ((*entries)[i].is_object()) ReadEntry((*entries)[i], Cat(path, "[", i, "]"), bundle, report);
  }
}

void ResourceSet::ReadEntry(const Json& entry, const std::string& place, const Resource& bundle, Report& report) {
  const auto request = entry.find("request");
  if (request == entry.end() || !request->is_object() || StringOf(*request, "method") != "DELETE") return;
  const std::string url = WithoutVersion(StringOf(*request, "url"));
  const bool by_search = url.find('?') != std::string::npos;
  report.Add(Severity::kWarning, bundle.document, bundle.label, Cat(place, ".request.method"),
             by_search ? "DELETE by a search, which is not followed: see whether it deletes what is read here"
                       : "DELETE: what it names is not read");
  for (const std::string& name : {WithoutVersion(StringOf(entry, "fullUrl")), url}) {
    if (!name.empty()) deleted_.insert(name);
    if (!TypeAndId(name).empty()) deleted_.insert(std::string(TypeAndId(name)));
  }
  deleted_.insert(Cat(bundle.document, "\n", place, ".resource"));
}

bool ResourceSet::IsDeleted(const Resource& resource) const {
  if (deleted_.empty() || resource.container != nullptr) return false;
  return deleted_.contains(Cat(resource.document, "\n", resource.place)) || deleted_.contains(resource.label) ||
         deleted_.contains(resource.full_url) || deleted_.contains(TypeAndId(resource.full_url));
}

std::vector<Resource*> ResourceSet::OfType(std::string_view type) {
  std::vector<Resource*> found;
  for (Resource& resource : resources_) {
    if (resource.type == type && resource.counts()) found.push_back(&resource);
  }
  return found;
}

}  // namespace tendon::interop
