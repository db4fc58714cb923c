#include "clients/interop/readings.h"

#include "clients/interop/element.h"

namespace tendon::interop {

void ReadLinks(Element& element, Resource& resource, ResourceSet& set, Readings* into) {
  into->source = &resource;
  const Reference subject = ReadReference(element.Object("subject"));
  const Resource* patient = set.Resolve(resource, subject, "Patient");
  into->subject_reference = patient != nullptr ? patient->label : subject.reference;
  into->visit = ReadReference(element.Object("encounter"));
  into->encounter = set.Resolve(resource, into->visit, "Encounter");
  for (const Element& item : element.Objects("basedOn")) {
    const std::string request = RequestOf(resource, ReadReference(item), set);
    if (into->based_on.empty()) into->based_on = request;
    if (into->based_on != request && !request.empty()) item.Warn("", "based on several requests: the first is kept");
  }
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
