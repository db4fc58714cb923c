#include "clients/interop/parties.h"

#include "clients/interop/disciplines.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

std::string NpiOf(Element& element) {
  for (Element& identifier : element.Objects("identifier")) {
    if (identifier.String("system") == kUsNpi) return identifier.String("value");
  }
  return {};
}

std::string NameOf(Element& practitioner) {
  for (Element& name : practitioner.Objects("name")) {
    if (std::string text = name.String("text"); !text.empty()) return text;
    std::vector<std::string> parts = name.Strings("prefix");
    for (std::string& given : name.Strings("given")) parts.push_back(std::move(given));
    parts.push_back(name.String("family"));
    std::string text = Join(parts, " ");
    for (const std::string& suffix : name.Strings("suffix")) text += Cat(", ", suffix);
    return text;
  }
  return {};
}

void AddRoles(const std::vector<Concept>& roles, std::vector<clinical::v1::Discipline>* named) {
  for (const Concept& role : roles) {
    for (const Code& coding : role.codings) named->push_back(DisciplineOfRole(coding));
  }
}

void Describe(Element& element, const Resource& resource, Party* party) {
  if (party->npi.empty()) party->npi = NpiOf(element);
  if (!party->display.empty()) return;
  party->display = resource.type == "Practitioner"   ? NameOf(element)
                   : resource.type == "Organization" ? element.String("name")
                                                     : "";
}

}  // namespace

Party ReadParty(const Resource& from, const Reference& reference, const ResourceSet& set, Report& report,
                std::vector<Resource*>* used) {
  Party party{reference.reference, reference.display, {}, clinical::v1::DISCIPLINE_UNSPECIFIED};
  if (reference.identifier_system == kUsNpi) party.npi = reference.identifier_value;
  Resource* found = set.Resolve(from, reference, "");
  if (found == nullptr) return party;
  used->push_back(found);
  party.reference = found->label;
  std::vector<clinical::v1::Discipline> named;
  Element element(*found, report);
  if (found->type == "PractitionerRole") {
    AddRoles(ReadConcepts(element, "code"), &named);
    AddRoles(ReadConcepts(element, "specialty"), &named);
    Resource* person = set.Resolve(*found, ReadReference(element.Object("practitioner")), "Practitioner");
    if (person != nullptr) {
      used->push_back(person);
      Element practitioner(*person, report);
      Describe(practitioner, *person, &party);
    }
  } else if (found->type == "Practitioner") {
    for (Element& qualification : element.Objects("qualification")) {
      AddRoles({ReadConcept(qualification.Object("code"))}, &named);
    }
  }
  Describe(element, *found, &party);
  party.discipline = OnlyDiscipline(named);
  return party;
}

}  // namespace tendon::interop
