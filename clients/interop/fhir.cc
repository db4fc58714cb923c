#include "clients/interop/fhir.h"

#include <algorithm>
#include <exception>

#include "clients/interop/element.h"
#include "clients/interop/outcome_import.h"
#include "clients/interop/referral_import.h"
#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"
#include "clients/interop/session_import.h"
#include "clients/interop/versions.h"

namespace tendon::interop {
namespace {

// The requests of earlier versions of FHIR, which R4 replaced by ServiceRequest.
bool IsOldRequest(std::string_view type) { return type == "ReferralRequest" || type == "ProcedureRequest"; }

void RefuseOldRequests(ResourceSet& set, Report& report) {
  for (Resource& resource : set.all()) {
    if (!IsOldRequest(resource.type) || resource.settled) continue;
    report.Add(Severity::kError, resource.document, resource.label, resource.type + ".resourceType",
               "FHIR STU3 " + resource.type + ", only R4 is read (there it is ServiceRequest)");
    resource.Settle(Fate::kInvalid, "FHIR STU3 " + resource.type + ", only R4 is read");
  }
}

bool IsWrapper(std::string_view type) { return type == "Bundle" || type == "Parameters"; }

bool IsUsedWhenReferredTo(std::string_view type) {
  constexpr std::string_view kTypes[] = {"Patient",           "Practitioner", "PractitionerRole", "Organization",
                                         "Condition",         "Encounter",    "Questionnaire",    "MedicationStatement",
                                         "MedicationRequest", "Medication"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

void SettleRest(ResourceSet& set) {
  for (Resource& resource : set.all()) {
    if (IsWrapper(resource.type)) {
      resource.Settle(Fate::kContext, "wraps others");
    } else if (resource.type == "AllergyIntolerance") {
      resource.Settle(Fate::kSkipped, "an allergy is not read: enter it by hand, as a condition");
    } else if (IsUsedWhenReferredTo(resource.type)) {
      resource.Settle(Fate::kSkipped, "nothing that is imported refers to it");
    } else {
      resource.Settle(Fate::kSkipped, "a type that no referral, session or outcome is read from");
    }
  }
}

void Import(std::span<const Document> documents, ResourceSet& set, Report& report, ImportResult* result) {
  for (const Document& document : documents) set.Add(document, report);
  RefuseOldRequests(set, report);
  SettleVersions(set, report);
  ImportReferrals(set, report, result);
  ImportSessions(set, report, result);
  ImportOutcomes(set, report, result);
  SettleRest(set);
}

}  // namespace

bool ReferralImport::has_ended() const {
  const bool each =
      !tasks.empty() && std::all_of(tasks.begin(), tasks.end(), [](const TaskHint& task) { return task.ended; });
  return fhir_status == "completed" || each;
}

bool ImportResult::has_errors() const {
  return std::any_of(issues.begin(), issues.end(),
                     [](const Issue& issue) { return issue.severity == Severity::kError; });
}

std::map<std::string, KindCount> ImportResult::kinds() const {
  std::map<std::string, KindCount> counts;
  for (const Disposition& disposition : dispositions) {
    KindCount& count = counts[disposition.type];
    ++count.total;
    switch (disposition.fate) {
      case Fate::kReferral:
      case Fate::kSession:
      case Fate::kAssessment:
      case Fate::kOutcome:
        ++count.mapped;
        break;
      case Fate::kContext:
        ++count.context;
        break;
      case Fate::kSkipped:
      case Fate::kInvalid:
        ++count.skipped[disposition.reason];
        break;
    }
  }
  return counts;
}

ImportResult ImportFhir(std::span<const Document> documents) {
  ImportResult result;
  Report report;
  ResourceSet set;
  try {
    Import(documents, set, report, &result);
  } catch (const std::exception&) {  // of the JSON library or of memory: no exception leaves this module, and its text
                                     // may quote input
    result = {};
    report.Add(Severity::kError, "", "", "$", "the documents could not be read (internal error): nothing is imported");
  }
  for (const Resource& resource : set.all()) {
    result.dispositions.push_back({resource.document, resource.type, resource.label, resource.fate, resource.reason});
  }
  result.issues_left_out = report.left_out();
  result.issues = report.Take();
  return result;
}

}  // namespace tendon::interop
