#include "clients/interop/medications.h"

#include <algorithm>
#include <string>

#include "clients/interop/modifiers.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;

struct MedicationStatusRow {
  std::string_view type, status;
  pb::MedicationStatus is;
  std::string_view warning;  // empty where there is nothing to say
  bool taken = true;         // or may be
};

constexpr auto kNotSaid = pb::MEDICATION_STATUS_UNSPECIFIED;
constexpr std::string_view kStatement = "MedicationStatement";
constexpr std::string_view kOrder = "MedicationRequest";
constexpr std::string_view kMaybe = "not said whether it is taken: screened as if it were";

// Every code of medication-statement-status and medicationrequest-status of R4.
constexpr MedicationStatusRow kStatuses[] = {
    {kStatement, "active", pb::MEDICATION_STATUS_ACTIVE, ""},
    {kStatement, "completed", pb::MEDICATION_STATUS_COMPLETED, ""},
    {kStatement, "stopped", pb::MEDICATION_STATUS_STOPPED, ""},
    {kStatement, "on-hold", pb::MEDICATION_STATUS_ON_HOLD, ""},
    {kStatement, "intended", kNotSaid, kMaybe},
    {kStatement, "unknown", kNotSaid, kMaybe},
    {kStatement, "not-taken", kNotSaid, "not-taken: left out", false},
    {kStatement, "entered-in-error", kNotSaid, "entered-in-error: left out", false},
    {kOrder, "active", pb::MEDICATION_STATUS_ACTIVE, ""},
    {kOrder, "completed", pb::MEDICATION_STATUS_COMPLETED, ""},
    {kOrder, "stopped", pb::MEDICATION_STATUS_STOPPED, ""},
    {kOrder, "on-hold", pb::MEDICATION_STATUS_ON_HOLD, ""},
    {kOrder, "unknown", kNotSaid, kMaybe},
    {kOrder, "draft", kNotSaid, "draft: not ordered, left out", false},
    {kOrder, "cancelled", kNotSaid, "cancelled: called off before it was given, left out", false},
    {kOrder, "entered-in-error", kNotSaid, "entered-in-error: left out", false},
};

// False where it is not taken, or the status is none.
bool ReadTaken(Element& element, const std::string& type, pb::Medication* into) {
  const std::string status = element.String("status");
  const auto* const row =
      std::find_if(std::begin(kStatuses), std::end(kStatuses),
                   [&](const MedicationStatusRow& each) { return each.type == type && each.status == status; });
  if (row == std::end(kStatuses)) {
    element.Error("status", status.empty() ? "required" : Cat("not a code of the status of a ", type));
    return false;
  }
  if (!row->warning.empty()) element.Warn("status", row->warning);
  into->set_status(row->is);
  return row->taken;
}

// A prohibition, or a plan that nobody has ordered.
bool IsNoOrder(Element& element) {
  if (element.Bool("doNotPerform").value_or(false)) {
    element.Warn("doNotPerform", "forbids the medication: left out, read it before sending");
    return true;
  }
  const std::string intent = element.String("intent");
  if (intent != "proposal" && intent != "plan" && intent != "option") return false;
  element.Warn("intent", "not ordered yet: left out");
  return true;
}

bool IsRxcui(std::string_view code) {
  return !code.empty() && code.size() <= 8 && std::all_of(code.begin(), code.end(), IsDigit);
}

constexpr std::size_t kMaxNameBytes = 128;  // of an ingredient
constexpr std::size_t kMaxRouteBytes = 64;

void AddName(std::string name, pb::Medication* into) {
  std::size_t size = std::min(name.size(), kMaxNameBytes);
  while (size > 0 && size < name.size() && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80) --size;
  name.resize(size);
  const auto& known = into->ingredients();
  if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end())
    into->add_ingredients(std::move(name));
}

// RxNorm writes the ingredients of a product one behind the other: "acetaminophen 325 MG / oxycodone 5 MG Oral Tablet".
void AddNames(std::string_view display, pb::Medication* into) {
  constexpr std::string_view kBetween = " / ";
  for (std::size_t end = display.find(kBetween); end != std::string_view::npos; end = display.find(kBetween)) {
    AddName(Lower(Strip(display.substr(0, end))), into);
    display.remove_prefix(end + kBetween.size());
  }
  AddName(Lower(Strip(display)), into);
}

// Several codes of one medication (a product and its ingredient): one is the rxcui, all of their names are matched.
void AddConcept(const Concept& medication, bool whole, pb::Medication* into) {
  for (const Code& coding : medication.codings) {
    if (coding.system != kRxNorm) continue;
    if (whole && into->rxcui().empty() && IsRxcui(coding.code)) into->set_rxcui(coding.code);
    AddNames(coding.display, into);
  }
  if (whole && into->text().empty()) into->set_text(medication.words());
}

void AddMedication(Resource& medication, Report& report, pb::Medication* into) {
  RefuseModifiers(medication, report);
  Element element(medication, report);
  AddConcept(ReadConcept(element.Object("code")), true, into);
  for (Element& ingredient : element.Objects("ingredient")) {
    const Concept item = ReadConcept(ingredient.Object("itemCodeableConcept"));
    AddConcept(item, false, into);
    if (into->text().empty()) into->set_text(item.words());
  }
}

void ReadWhat(Element& element, const Resource& resource, const ResourceSet& set, Report& report, pb::Medication* into,
              std::vector<Resource*>* used) {
  AddConcept(ReadConcept(element.Object("medicationCodeableConcept")), true, into);
  if (!element.Has("medicationReference")) return;
  const Reference reference = ReadReference(element.Object("medicationReference"));
  if (Resource* medication = set.Resolve(resource, reference, "Medication")) {
    used->push_back(medication);
    return AddMedication(*medication, report, into);
  }
  element.Warn("medicationReference", "no Medication among the documents: only its words, if any, are kept");
  if (into->text().empty()) into->set_text(reference.display);
}

// A day on which it was taken says nothing of when it began: rules would take it for a past course.
void ReadTime(Element& element, pb::Medication* into) {
  const Period period = ReadPeriod(element.Object("effectivePeriod"));
  if (period.start) into->set_start_date(period.start->date);
  if (period.end) into->set_end_date(period.end->date);
}

// The route where it is the same of all doses: some rules depend on it, and ask where it is not told.
void ReadRoute(Element& element, std::string_view key, pb::Medication* into) {
  bool first = true;
  for (Element& dosage : element.Objects(key)) {
    const Concept route = ReadConcept(dosage.Object("route"));
    const std::string words = route.words();
    if (first) into->set_route(words);
    if (into->route() != words || words.size() > kMaxRouteBytes) into->clear_route();
    first = false;
  }
  if (!first) element.Warn(key, "the dose is not kept, the route only where all doses have the same");
}

}  // namespace

std::optional<pb::Medication> ReadMedication(const Resource& resource, const ResourceSet& set, Report& report,
                                             std::vector<Resource*>* used) {
  Element element(resource, report);
  RefuseModifiers(resource, report);
  pb::Medication result;
  const bool order = resource.type == kOrder;
  if ((order && IsNoOrder(element)) || !ReadTaken(element, resource.type, &result)) return std::nullopt;
  ReadWhat(element, resource, set, report, &result, used);
  if (!order) ReadTime(element, &result);
  ReadRoute(element, order ? "dosageInstruction" : "dosage", &result);
  if (result.rxcui().empty() && result.ingredients().empty() && result.text().empty()) {
    element.Warn("medication", "neither a code nor words: left out, ask what it is");
    return std::nullopt;
  }
  if (result.rxcui().empty() && result.ingredients().empty())
    element.Warn("medication", "no RxNorm code: the medication is carried in words and is not screened");
  element.Ignore({"subject", "identifier", "category", "dateAsserted", "informationSource", "context", "encounter",
                  "requester", "recorder", "performer", "authoredOn", "intent", "doNotPerform", "dispenseRequest",
                  "substitution", "courseOfTherapyType"});
  element.WarnUnread();
  return result;
}

}  // namespace tendon::interop
