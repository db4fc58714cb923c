#include "clients/interop/referral_import.h"

#include <algorithm>
#include <optional>

#include "clients/interop/body_sites.h"
#include "clients/interop/conditions.h"
#include "clients/interop/datatypes.h"
#include "clients/interop/disciplines.h"
#include "clients/interop/element.h"
#include "clients/interop/field_limits.h"
#include "clients/interop/modifiers.h"
#include "clients/interop/occurrence.h"
#include "clients/interop/parties.h"
#include "clients/interop/patient_facts.h"
#include "clients/interop/patients.h"
#include "clients/interop/subjects.h"
#include "clients/interop/task_hints.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace ref = referral::v1;

// What all requests of the import share, found once.
struct Shared {
  TaskHints tasks;
  PatientFacts facts;
};

// One request's own report, which is heard only where it matters.
struct Context {
  const Shared& shared;
  ResourceSet& set;
  Report& report;
};

// One request on its way.
struct Draft {
  Resource& source;
  Element request;
  ReferralImport out;
  Subject subject;
  std::vector<Resource*> used;
  std::vector<Concept> services;                // code and category
  std::vector<clinical::v1::Discipline> roles;  // of performerType and of resolved performers
  Reference requester;
  std::vector<Reference> performers;
};

// Why a ServiceRequest is no referral; empty where nothing speaks against it. Errors are reported, not returned.
std::string NotAReferral(Element& request, const Resource& source) {
  if (source.container != nullptr) return "contained in another resource: has no identity of its own";
  const std::string status = request.String("status"), intent = request.String("intent");
  constexpr std::string_view kStatuses[] = {"draft",   "active",  "on-hold",         "completed",
                                            "unknown", "revoked", "entered-in-error"};
  constexpr std::string_view kIntents[] = {"proposal",     "plan",         "directive",      "order", "original-order",
                                           "reflex-order", "filler-order", "instance-order", "option"};
  const bool known_status = std::find(std::begin(kStatuses), std::end(kStatuses), status) != std::end(kStatuses);
  const bool known_intent = std::find(std::begin(kIntents), std::end(kIntents), intent) != std::end(kIntents);
  if (!known_status) request.Error("status", status.empty() ? "required" : "not a code of request-status");
  if (!known_intent) request.Error("intent", intent.empty() ? "required" : "not a code of request-intent");
  if (status == "entered-in-error") return "entered-in-error";
  if (request.Bool("doNotPerform").value_or(false)) return "doNotPerform: a prohibition is no referral";
  if (status == "revoked") return "revoked: the authorisation was withdrawn";
  return {};
}

void ReadStatus(Draft& draft) {
  Element& request = draft.request;
  draft.out.fhir_status = request.String("status");
  draft.out.fhir_intent = request.String("intent");
  if (draft.out.fhir_status != "active" && draft.out.fhir_status != "draft") {
    request.Warn("status", "imported as a draft: Tendon takes no state from FHIR, see whether it is still wanted");
  }
  if (!draft.out.fhir_intent.ends_with("order")) {
    request.Warn("intent", "no order: imported as a draft, which authorises nothing until a person sends it");
  } else if (draft.out.fhir_intent == "filler-order") {
    request.Warn("intent", "the performer's own record of an order: see whether the order itself is here too");
  }
}

void ReadPriority(Draft& draft) {
  const std::string priority = draft.request.String("priority");
  ref::Referral& referral = draft.out.referral;
  if (priority == "routine") {
    referral.set_priority(ref::PRIORITY_ROUTINE);
  } else if (priority == "urgent") {
    referral.set_priority(ref::PRIORITY_URGENT);
  } else if (priority == "asap") {
    referral.set_priority(ref::PRIORITY_ASAP);
  } else if (priority == "stat") {
    referral.set_priority(ref::PRIORITY_STAT);
  } else if (!priority.empty()) {
    draft.request.Error("priority", "not a code of request-priority: routine, urgent, asap, stat");
  }
}

void ReadService(Draft& draft) {
  Element& request = draft.request;
  const Concept code = ReadConcept(request.Object("code"));
  draft.services = ReadConcepts(request, "category");
  draft.services.push_back(code);
  std::string* note = draft.out.referral.mutable_note();
  if (const Code* best = code.best(kSnomed)) {
    *draft.out.referral.mutable_service() = ToCoding(*best);
    if (best->display.empty()) draft.out.referral.mutable_service()->set_display(code.text);
    if (code.codings.size() > 1) request.Warn("code.coding", "several codings: one is kept (SNOMED CT before others)");
  }
  if (draft.out.referral.service().display().find(code.text) == std::string::npos) AppendLine(code.text, note);
  for (const Concept& detail : ReadConcepts(request, "orderDetail")) AppendLine(detail.words(), note);
  AppendLine(ReadNotes(request, "note"), note);
  if (request.Has("category")) request.Warn("category", "used to tell what kind of request it is: not kept");
  if (note->empty()) draft.out.referral.clear_note();
}

void ReadReasons(Draft& draft, Context& context) {
  ref::Referral& referral = draft.out.referral;
  for (const Concept& reason : ReadConcepts(draft.request, "reasonCode")) {
    if (reason.best(kIcd10cm) != nullptr) {
      *referral.add_reason_conditions() = ConditionOfConcept(reason);
    } else {
      AppendLine(reason.words(), referral.mutable_reason());
    }
  }
  for (const Element& item : draft.request.Objects("reasonReference")) {
    const Reference reference = ReadReference(item);
    Resource* resource = context.set.Resolve(draft.source, reference, "Condition");
    if (resource == nullptr) {
      item.Warn("", "no Condition among the documents: only its words, if any, are kept");
      AppendLine(reference.display, referral.mutable_reason());
      continue;
    }
    const Same same = CompareSubjects(SubjectOf(*resource, context.set), draft.subject);
    if (same == Same::kOther) {
      item.Error("", "a Condition of another patient than the request's subject: it is not used, and no draft is made");
      continue;
    }
    if (same == Same::kNotTold)
      item.Warn("", "whether the Condition is of the request's patient could not be checked: see its subject");
    draft.used.push_back(resource);
    if (auto condition = ReadCondition(*resource, context.report))
      *referral.add_reason_conditions() = *std::move(condition);
  }
  if (referral.reason().empty()) referral.clear_reason();
  if (referral.reason().empty() && referral.reason_conditions().empty()) {
    draft.request.Warn("reasonCode", "no reason is told: a person must enter one before sending");
  }
}

void ReadPatientOf(Draft& draft, Context& context) {
  Element& request = draft.request;
  ref::Referral& referral = draft.out.referral;
  draft.subject = ReadSubject(request, draft.source, context.set);
  const Reference& subject = draft.subject.reference;
  if (subject.empty()) return request.Error("subject", "required");
  Resource* patient = context.set.Resolve(draft.source, subject, "Patient");
  draft.out.subject_reference = draft.subject.label();
  if (patient == nullptr) {
    *referral.mutable_patient() = PatientOfReference(subject);
    request.Warn("subject", "no Patient among the documents: only what the reference itself tells is kept");
  } else {
    draft.used.push_back(patient);
    *referral.mutable_patient() = ReadPatient(*patient, context.report);
  }
  if (referral.patient().identifiers().empty()) {
    request.Warn("subject", "no identifier of the patient: one is needed before sending");
  }
}

void ReadPartyReferences(Draft& draft) {
  Element& request = draft.request;
  for (const Code& coding : ReadConcept(request.Object("performerType")).codings)
    draft.roles.push_back(DisciplineOfRole(coding));
  draft.requester = ReadReference(request.Object("requester"));
  for (const Element& performer : request.Objects("performer")) draft.performers.push_back(ReadReference(performer));
}

// An error in a Practitioner or Task is told, but refuses no referral: they are hints.
void ReadHints(Draft& draft, Context& context) {
  const auto party = [&](const Reference& reference) {
    return ReadParty(draft.source, reference, context.set, context.report, &draft.used);
  };
  if (!draft.requester.empty()) draft.out.requester = party(draft.requester);
  for (const Reference& performer : draft.performers) {
    draft.out.performers.push_back(party(performer));
    draft.roles.push_back(draft.out.performers.back().discipline);
  }
  draft.out.tasks = context.shared.tasks.Of(draft.source, context.set, context.report, &draft.used);
}

// The strongest source that names exactly one: roles, then the service, then credentials behind a performer's name.
void ChooseDiscipline(Draft& draft) {
  std::vector<clinical::v1::Discipline> services, credentials;
  for (const Concept& service : draft.services) {
    for (const Code& coding : service.codings) services.push_back(DisciplineOfService(coding));
  }
  for (const Party& performer : draft.out.performers) credentials.push_back(DisciplineOfCredentials(performer.display));
  const auto named = [](clinical::v1::Discipline d) { return d != clinical::v1::DISCIPLINE_UNSPECIFIED; };
  for (const auto* source : {&draft.roles, &services, &credentials}) {
    if (std::none_of(source->begin(), source->end(), named)) continue;
    const clinical::v1::Discipline only = OnlyDiscipline(*source);
    draft.out.referral.set_discipline(only);
    if (!named(only))
      return draft.request.Warn("performerType", "several disciplines are named: a person must choose before sending");
    if (source == &credentials) {
      draft.request.Warn("performer",
                         "the discipline is read from the credentials behind the performer's name: check it");
    }
    return;
  }
  draft.request.Warn("performerType", "no discipline is told: a person must choose before sending");
}

// Orders for tests are no referrals, unless a therapist or physician is asked for by role.
bool OrdersATest(const Draft& draft) {
  if (draft.out.referral.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED) return false;
  if (draft.request.Has("specimen")) return true;
  int loinc = 0, others = 0;
  for (const Concept& service : draft.services) {
    for (const Code& coding : service.codings) {
      if (IsTestCategory(coding)) return true;
      (coding.system == kLoinc ? loinc : others) += 1;
    }
  }
  return loinc > 0 && others == 0;
}

std::string KindOfRequest(const Draft& draft) {
  for (const Concept& service : draft.services) {
    for (const Code& coding : service.codings) {
      if (IsAdviceRequest(coding)) return "a request for advice: the patient is not referred";
    }
  }
  return OrdersATest(draft) ? "an order for a test: the patient is not referred for treatment" : "";
}

void ReadAll(Draft& draft, Context& context) {
  ReadStatus(draft);
  ReadPriority(draft);
  ReadService(draft);
  ReadPatientOf(draft, context);
  ReadReasons(draft, context);
  context.shared.facts.Read({draft.subject, draft.request, context.set, context.report, draft.used},
                            &draft.out.referral);
  ReadPartyReferences(draft);
  ReadIdentifiers(draft.request, "identifier", draft.out.referral.mutable_identifiers());
  ReadBodySites(draft.request, "bodySite", draft.out.referral.mutable_body_sites());
  ReadAuthorization(draft.request, draft.out.referral.mutable_authorization());
  draft.out.referral.set_patient_instruction(draft.request.String("patientInstruction"));
  if (draft.request.Has("insurance")) draft.request.Warn("insurance", "coverage is not read: enter it before sending");
  draft.request.Ignore({"doNotPerform", "insurance"});
  for (const auto& [path, rule] : OverLimits(draft.out.referral)) {
    context.report.Add(Severity::kError, draft.source.document, draft.source.label, path, rule);
  }
}

// Maps one request. What it reads is reported only where it becomes a referral or is refused for an error; a request
// that is skipped for what it is says nothing but that.
void ImportOne(Resource& source, const Shared& shared, ResourceSet& set, Report& overall, ImportResult* result) {
  Report report;
  Context context{shared, set, report};
  Draft draft{source, Element(source, report), {}, {}, {}, {}, {}, {}, {}};
  std::string not_one = NotAReferral(draft.request, source);
  RefuseModifiers(source, report);
  if (not_one.empty() && report.errors() == 0) ReadAll(draft, context);
  const bool valid = report.errors() == 0;
  if (valid && not_one.empty()) {
    ReadHints(draft, context);
    ChooseDiscipline(draft);
    not_one = KindOfRequest(draft);
    if (not_one.empty()) draft.request.WarnUnread();
  }
  if (not_one.empty() || !valid) {
    for (const Issue& issue : report.Take())
      overall.Add(issue.severity, issue.document, issue.resource, issue.path, issue.text);
  }
  if (!valid) return source.Settle(Fate::kInvalid, "has errors");
  if (!not_one.empty()) return source.Settle(Fate::kSkipped, not_one);
  source.Settle(Fate::kReferral, "referral");
  for (Resource* used : draft.used) used->Settle(Fate::kContext, "used by a referral");
  draft.out.document = source.document;
  draft.out.fhir_reference = source.label;
  result->referrals.push_back(std::move(draft.out));
}

}  // namespace

void ImportReferrals(ResourceSet& set, Report& report, ImportResult* result) {
  const Shared shared{TaskHints(set, report), PatientFacts(set)};
  const std::vector<Resource*> requests = set.OfType("ServiceRequest");
  for (Resource* request : requests) {
    if (!request->settled) ImportOne(*request, shared, set, report, result);
  }
  shared.tasks.SettleRest(set);
}

}  // namespace tendon::interop
