#include "clients/interop/readings.h"

#include "clients/interop/element.h"

namespace tendon::interop {

void ReadLinks(Element& element, Resource& resource, ResourceSet& set, Readings* into) {
  into->source = &resource;
  into->subject = ReadSubject(element, resource, set);
  into->claims = ClaimsOf(resource, into->subject);
  into->subject_reference = into->subject.label();
  into->visit = ReadReference(element.Object("encounter"));
  into->encounter = set.Resolve(resource, into->visit, "Encounter");
  for (const Element& item : element.Objects("basedOn")) {
    const std::string request = ReadRequest(item, resource, into->subject, set);
    if (into->based_on.empty()) into->based_on = request;
    if (into->based_on != request && !request.empty()) item.Warn("", "based on several requests: the first is kept");
  }
}

std::string ReadRequest(const Element& item, const Resource& from, const Subject& subject, const ResourceSet& set) {
  const Reference reference = ReadReference(item);
  const Resource* request = set.Resolve(from, reference, "ServiceRequest");
  if (request != nullptr && CompareSubjects(SubjectOf(*request, set), subject) == Same::kOther)
    item.Error("", "the request is of another patient: it is not used");
  return RequestOf(from, reference, set);
}

bool Adopt(Report& own, Resource& resource, Report& report) {
  const bool valid = own.errors() == 0;
  for (const Issue& issue : own.Take())
    report.Add(issue.severity, issue.document, issue.resource, issue.path, issue.text);
  if (!valid) resource.Settle(Fate::kInvalid, "has errors");
  return valid;
}

std::string RequestOf(const Resource& from, const Reference& based_on, const ResourceSet& set) {
  if (const Resource* request = set.Resolve(from, based_on, "ServiceRequest"))
    return request->container == nullptr ? request->label : "";
  return based_on.reference.find("ServiceRequest/") != std::string::npos ? based_on.reference : "";
}

}  // namespace tendon::interop
