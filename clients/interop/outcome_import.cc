#include "clients/interop/outcome_import.h"

#include <set>

#include "clients/interop/datatypes.h"
#include "clients/interop/element.h"
#include "clients/interop/field_limits.h"
#include "clients/interop/modifiers.h"
#include "clients/interop/parties.h"
#include "clients/interop/readings.h"
#include "clients/interop/text.h"
#include "clients/interop/visits.h"

namespace tendon::interop {
namespace {

void AppendWords(std::string_view lead, const Concept& words, std::string* into) {
  if (!words.words().empty()) AppendLine(Cat(lead, words.words()), into);
}

// Code, outcome, complications and notes, a line each; what comes next as the recommendation.
void ReadSummary(Element& procedure, referral::v1::ClosingSummary* summary) {
  std::string text, next;
  AppendWords("", ReadConcept(procedure.Object("code")), &text);
  const Concept outcome = ReadConcept(procedure.Object("outcome"));
  AppendWords("Outcome: ", outcome, &text);
  for (const Concept& complication : ReadConcepts(procedure, "complication"))
    AppendWords("Complication: ", complication, &text);
  AppendLine(ReadNotes(procedure, "note"), &text);
  for (const Concept& follow_up : ReadConcepts(procedure, "followUp")) AppendWords("", follow_up, &next);
  summary->set_text(text);
  summary->set_recommendation(next);
  if (outcome.empty()) procedure.Warn("outcome", "no outcome is told: a person must write what came of it");
  if (procedure.Has("complication")) {
    procedure.Warn("complication", "kept in words only: an adverse event with its grade is recorded with the session");
  }
  procedure.Warn("status", "says nothing of why the treatment ended: a person must choose the discharge reason");
}

void ReadPerformed(Element& procedure, outcomes::v1::Session* session) {
  session->set_status(outcomes::v1::SESSION_STATUS_COMPLETED);
  const std::string key = procedure.KeyWithPrefix("performed");
  Period period;
  if (key == "performedPeriod") period = ReadPeriod(procedure.Object(key));
  if (key == "performedDateTime") period.start = procedure.DateTime(key);
  if (!period.start || !period.start->whole_day()) {
    return procedure.Warn(key.empty() ? "performed" : key,
                          "no whole date: when the session took place must be entered");
  }
  *session->mutable_start_time() = ToTimestamp(period.start->time);
  if (!period.start->has_time) procedure.Warn(key, "a day without a time: read as 00:00 UTC");
  session->set_duration_minutes(MinutesOf(period).value_or(0));
}

void ReadPerformers(Element& procedure, const Resource& source, const ResourceSet& set, Report& report,
                    OutcomeImport* out, std::vector<Resource*>* used) {
  for (Element& performer : procedure.Objects("performer")) {
    out->performers.push_back(ReadParty(source, ReadReference(performer.Object("actor")), set, report, used));
  }
}

std::vector<std::string> RequestsOf(Element& procedure, const Subject& subject, const Resource& source,
                                    const ResourceSet& set) {
  std::vector<std::string> requests;
  for (const Element& item : procedure.Objects("basedOn")) {
    const Reference reference = ReadReference(item);
    const std::string request = ReadRequest(item, source, subject, set);
    if (request.empty()) continue;
    if (set.Resolve(source, reference, "ServiceRequest") == nullptr) {
      item.Warn("", "the request is not among the documents: the caller must say which referral it is");
    }
    requests.push_back(request);
  }
  return requests;
}

std::string NotAnOutcome(const std::string& status, const Resource& source, bool has_requests) {
  if (source.container != nullptr) return "contained in another resource: has no identity of its own";
  if (status == "entered-in-error") return "entered-in-error";
  if (!has_requests) return "based on no ServiceRequest: tells of no referral";
  return status == "completed" ? "" : "not done or not finished: status is not completed";
}

void ImportOne(Resource& source, const ResourceSet& set, Report& overall, std::set<std::string>* closed,
               ImportResult* result) {
  Report report;
  Element procedure(source, report);
  const std::string status = procedure.String("status");
  if (status.empty()) procedure.Error("status", "required");
  const Subject subject = ReadSubject(procedure, source, set);
  const std::vector<std::string> requests = RequestsOf(procedure, subject, source, set);
  const std::string not_one = NotAnOutcome(status, source, !requests.empty());
  OutcomeImport out;
  std::vector<Resource*> used;
  if (not_one.empty()) {
    RefuseModifiers(source, report);
    out.document = source.document;
    out.source = source.label;
    out.subject_reference = subject.label();
    ReadSummary(procedure, &out.summary);
    ReadPerformed(procedure, &out.session);
    ReadPerformers(procedure, source, set, report, &out, &used);
    procedure.Ignore({"identifier", "category"});
    procedure.WarnUnread();
    for (const auto& [path, rule] : OverLimits(out.summary))
      report.Add(Severity::kError, source.document, source.label, path, rule);
  }
  const bool valid = report.errors() == 0;
  if (not_one.empty() || !valid) {
    for (const Issue& issue : report.Take())
      overall.Add(issue.severity, issue.document, issue.resource, issue.path, issue.text);
  }
  if (!valid) return source.Settle(Fate::kInvalid, "has errors");
  if (!not_one.empty()) return source.Settle(Fate::kSkipped, not_one);
  source.Settle(Fate::kOutcome, "outcome");
  for (Resource* resource : used) resource->Settle(Fate::kContext, "used by an outcome");
  for (const std::string& request : requests) {
    out.based_on = request;
    if (!closed->insert(request).second) {
      overall.Add(Severity::kWarning, source.document, source.label, "Procedure.basedOn",
                  "another Procedure is based on the same request: a person must write one summary of both");
    }
    result->outcomes.push_back(out);
  }
}

}  // namespace

void ImportOutcomes(ResourceSet& set, Report& report, ImportResult* result) {
  std::set<std::string> closed;
  for (Resource* procedure : set.OfType("Procedure")) {
    if (!procedure->settled) ImportOne(*procedure, set, report, &closed, result);
  }
}

}  // namespace tendon::interop
