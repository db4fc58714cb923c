#include "clients/interop/treatments.h"

#include <algorithm>
#include <string>

#include "clients/interop/body_sites.h"
#include "clients/interop/element.h"
#include "clients/interop/modifiers.h"
#include "clients/interop/text.h"
#include "clients/interop/visits.h"

namespace tendon::interop {
namespace {

// The billing codes of the knowledge base's techniques. Most stand for several: they say that a session was, and not
// what was done in it.
struct Billed {
  std::string_view cpt;
  std::string_view technique;  // empty where it may be several
};
constexpr Billed kBilled[] = {
    {"97124", ""},
    {"97140", ""},
    {"97110", ""},
    {"97112", ""},
    {"97010", ""},
    {"97014", ""},
    {"97032", ""},
    {"G0283", ""},
    {"20560", "DRY_NEEDLING"},
    {"20561", "DRY_NEEDLING"},
    {"20552", "TRIGGER_INJECTION"},
    {"20553", "TRIGGER_INJECTION"},
    {"97810", "ACUPUNCTURE"},
    {"97811", "ACUPUNCTURE"},
    {"97813", "ACUPUNCTURE"},
    {"97814", "ACUPUNCTURE"},
    {"97012", "TRACTION_MECH"},
    {"97113", "AQUATIC"},
    {"97530", "THER_ACT"},
    {"97116", "GAIT"},
    {"97535", "SELF_CARE"},
    {"97035", "ULTRASOUND"},
    {"97037", "LLLT"},
    {"S8948", "LLLT"},
};

const Billed* FindBilled(std::string_view code) {
  const auto* const found =
      std::find_if(std::begin(kBilled), std::end(kBilled), [&](const Billed& b) { return b.cpt == code; });
  return found == std::end(kBilled) ? nullptr : found;
}

// What the code says was done; a billing code of several techniques leaves the technique empty.
std::optional<std::string> TechniqueOf(const Concept& code) {
  std::optional<std::string> technique;
  for (const Code& coding : code.codings) {
    if (coding.system == kTechniques && !coding.code.empty()) return coding.code;
    const Billed* billed = coding.system == kCpt ? FindBilled(coding.code) : nullptr;
    if (billed != nullptr && (!technique || technique->empty())) technique = std::string(billed->technique);
  }
  return technique;
}

// Empty for what was done.
std::string WhyNot(const std::string& status, const Resource& resource) {
  if (status == "entered-in-error") return "entered-in-error";
  if (resource.container != nullptr) return "contained in another resource: has no identity of its own";
  return status == "completed" ? "" : "not done or not finished: status is not completed";
}

void ReadPerformed(Element& procedure, Readings* into) {
  into->time_key = procedure.KeyWithPrefix("performed");
  if (into->time_key == "performedDateTime") into->time = procedure.DateTime(into->time_key);
  if (into->time_key != "performedPeriod") return;
  const Period period = ReadPeriod(procedure.Object(into->time_key));
  into->time = period.start;
  into->duration_minutes = MinutesOf(period).value_or(0);
}

}  // namespace

bool IsSessionBillingCode(std::string_view cpt) { return FindBilled(cpt) != nullptr; }

std::string_view TechniqueOfCpt(std::string_view cpt) {
  const Billed* billed = FindBilled(cpt);
  return billed == nullptr ? "" : billed->technique;
}

std::optional<Readings> ReadTreatment(Resource& resource, ResourceSet& set, Report& report) {
  Report own;
  Element element(resource, own);
  const std::optional<std::string> technique = TechniqueOf(ReadConcept(element.Object("code")));
  const std::string status = element.String("status");
  Readings result;
  ReadLinks(element, resource, set, &result);
  const bool whole_course = !result.based_on.empty() && result.visit.empty();
  if (whole_course || !technique) return std::nullopt;
  if (const std::string why = WhyNot(status, resource); !why.empty()) {
    resource.Settle(Fate::kSkipped, why);
    return std::nullopt;
  }
  RefuseModifiers(resource, own);
  ReadPerformed(element, &result);
  result.treatment = true;
  if (technique->empty()) {
    element.Warn("code", "may stand for several techniques: the session is kept, what was done in it is not told");
  } else {
    clinical::v1::TechniqueUse& use = result.techniques.emplace_back();
    use.set_technique(*technique);
    use.set_duration_minutes(result.duration_minutes);
    ReadBodySites(element, "bodySite", use.mutable_body_sites());
  }
  element.Ignore({"identifier", "category", "performer", "recorder", "asserter"});
  element.WarnUnread();
  if (!Adopt(own, resource, report)) return std::nullopt;
  return result;
}

}  // namespace tendon::interop
