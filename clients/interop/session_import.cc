#include "clients/interop/session_import.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "clients/interop/datatypes.h"
#include "clients/interop/element.h"
#include "clients/interop/field_limits.h"
#include "clients/interop/questionnaires.h"
#include "clients/interop/subjects.h"
#include "clients/interop/text.h"
#include "clients/interop/treatments.h"
#include "clients/interop/visits.h"

namespace tendon::interop {
namespace {

namespace out = outcomes::v1;

// Readings that make up one session or assessment.
struct Group {
  std::vector<Readings> parts;
  bool assessment = false;
};

// The visit as a key: equal for equal visits of one subject, empty where none is told.
std::string VisitKey(const Readings& readings) {
  const Reference& visit = readings.visit;
  std::string key =
      visit.identifier_value.empty() ? visit.reference : Cat(visit.identifier_system, "|", visit.identifier_value);
  if (readings.encounter != nullptr) key = Cat(readings.encounter->document, "\n", readings.encounter->label);
  // What was done at one time, without a visit that is told, was one session.
  if (key.empty() && readings.treatment && readings.time && readings.time->whole_day())
    key = Cat("performed ", std::to_string(absl::ToUnixMicros(readings.time->time)));
  return key.empty() ? key : Cat(readings.subject_reference, "\n", key);
}

bool SameReading(const clinical::v1::Observation& a, const clinical::v1::Observation& b) {
  return a.measure() == b.measure() && a.phase() == b.phase() && a.recall() == b.recall() &&
         a.body_site().region() == b.body_site().region() && a.body_site().laterality() == b.body_site().laterality();
}

// Sessions of one visit and number beyond these are not looked through for a free place.
constexpr int kMostOfOneVisit = 16;

bool Collides(const Group& group, const Readings& readings) {
  for (const Readings& part : group.parts) {
    // Observations are single readings: two of one visit at different times are a course, not a contradiction.
    if (part.source->type == "Observation" && readings.source->type == "Observation") continue;
    for (const auto& there : part.observations) {
      for (const auto& here : readings.observations) {
        if (SameReading(there, here)) return true;
      }
    }
  }
  return false;
}

std::vector<Group> GroupByVisit(std::vector<Readings> all) {
  std::vector<Group> groups;
  std::multimap<std::tuple<std::string, int, bool>, std::size_t> by_visit;
  // Numbered ones first, so that an Observation of the same visit finds its session.
  std::stable_sort(all.begin(), all.end(),
                   [](const Readings& a, const Readings& b) { return a.session_number > 0 && b.session_number == 0; });
  std::map<std::string, std::vector<std::size_t>> numbered;  // groups by visit
  std::set<std::string> treated_visits;
  for (const Readings& readings : all)
    if (readings.treatment) treated_visits.insert(VisitKey(readings));
  for (Readings& readings : all) {
    const std::string visit = VisitKey(readings);
    const bool observation = readings.source->type == "Observation" || readings.treatment;
    const bool treated = readings.treatment || treated_visits.contains(visit);
    const bool assessment = readings.session_number == 0 && !treated && (!observation || visit.empty());
    const auto sessions = numbered.find(visit);
    if (observation && !visit.empty() && sessions != numbered.end() && sessions->second.size() == 1) {
      groups[sessions->second[0]].parts.push_back(std::move(readings));
      continue;
    }
    const std::tuple key(visit, readings.session_number, assessment);
    std::size_t* home = nullptr;
    const auto [begin, end] = by_visit.equal_range(key);
    int seen = 0;
    for (auto it = begin; it != end && !visit.empty() && home == nullptr && seen < kMostOfOneVisit; ++it, ++seen) {
      if (!Collides(groups[it->second], readings)) home = &it->second;
    }
    if (home != nullptr) {
      groups[*home].parts.push_back(std::move(readings));
      continue;
    }
    if (readings.session_number > 0) numbered[visit].push_back(groups.size());
    by_visit.emplace(key, groups.size());
    groups.push_back({{}, assessment});
    groups.back().parts.push_back(std::move(readings));
  }
  return groups;
}

// Puts what the visit tells into the session. False when it is another patient's.
bool TakeVisit(const Readings& part, const ResourceSet& set, Report& report, SessionImport* out) {
  out::Session& session = out->session;
  if (part.encounter == nullptr) {
    if (part.visit.identifier_system.empty() || !session.identifiers().empty()) return true;
    clinical::v1::Identifier* identifier = session.add_identifiers();
    identifier->set_system(part.visit.identifier_system);
    identifier->set_value(part.visit.identifier_value);
    return true;
  }
  const Visit visit = ReadVisit(*part.encounter, set, report);
  const auto note = [&](Severity severity, std::string_view key, std::string_view text) {
    report.Add(severity, part.source->document, part.source->label, Cat(part.source->type, ".", key), text);
  };
  if (CompareSubjects(visit.subject, part.subject) == Same::kOther) {
    note(Severity::kError, "encounter", "the Encounter is of another patient than the readings");
    return false;
  }
  session.set_status(visit.status);
  *session.mutable_identifiers() = visit.identifiers;
  session.set_duration_minutes(visit.duration_minutes);
  if (out->subject_reference.empty()) out->subject_reference = visit.subject.label();
  for (SubjectClaim& claim : ClaimsOf(*part.encounter, visit.subject)) out->claims.push_back(std::move(claim));
  if (out->based_on.empty()) out->based_on = visit.based_on;
  if (!visit.start) return true;
  *session.mutable_start_time() = ToTimestamp(visit.start->time);
  if (part.time && part.time->date != visit.start->date) {
    note(Severity::kWarning, part.time_key,
         "another day than the Encounter's: the session has the Encounter's, the readings keep theirs");
  }
  return true;
}

// The moment of the readings, where they tell a whole day; an error where nothing else tells when the session was.
bool CheckTime(const Readings& part, bool needed, Report& report) {
  const auto note = [&](Severity severity, std::string_view text) {
    report.Add(severity, part.source->document, part.source->label, Cat(part.source->type, ".", part.time_key), text);
  };
  if (part.time && part.time->whole_day()) {
    if (!part.time->has_time) note(Severity::kWarning, "a day without a time: read as 00:00 UTC");
    return true;
  }
  if (needed) note(Severity::kError, "a whole date is needed where no Encounter tells when the session was");
  return !needed;
}

// The readings with their times; the earliest is the session's start where the visit tells none.
bool TakeReadings(const Group& group, Report& report, out::Session* session) {
  const bool visit_tells = session->has_start_time();
  for (const Readings& part : group.parts) {
    if (!CheckTime(part, !visit_tells, report)) return false;
    const bool timed = part.time && part.time->whole_day();
    for (const clinical::v1::Observation& observation : part.observations) {
      clinical::v1::Observation* added = session->add_observations();
      *added = observation;
      if (timed) *added->mutable_effective_time() = ToTimestamp(part.time->time);
    }
    for (const clinical::v1::TechniqueUse& technique : part.techniques) *session->add_techniques() = technique;
    if (session->duration_minutes() == 0) session->set_duration_minutes(part.duration_minutes);
    if (visit_tells || !timed) continue;
    const auto start = ToTimestamp(part.time->time);
    const bool earlier = start.seconds() < session->start_time().seconds();
    if (!session->has_start_time() || earlier) *session->mutable_start_time() = start;
  }
  return true;
}

bool Build(const Group& group, const ResourceSet& set, Report& report, SessionImport* out) {
  out::Session& session = out->session;
  session.set_status(out::SESSION_STATUS_COMPLETED);
  out->document = group.parts[0].source->document;
  const std::size_t errors = report.errors();
  for (const Readings& part : group.parts) {
    out->sources.push_back(part.source->label);
    if (session.session_number() == 0) session.set_session_number(part.session_number);
    if (out->based_on.empty()) out->based_on = part.based_on;
    if (out->subject_reference.empty()) out->subject_reference = part.subject_reference;
    out->claims.insert(out->claims.end(), part.claims.begin(), part.claims.end());
    if (std::find(out->documents.begin(), out->documents.end(), part.source->document) == out->documents.end())
      out->documents.push_back(part.source->document);
    if (!TakeVisit(part, set, report, out)) return false;
  }
  if (!TakeReadings(group, report, &session)) return false;
  for (const auto& [path, rule] : OverLimits(session)) {
    report.Add(Severity::kError, out->document, group.parts[0].source->label, path, rule);
  }
  return report.errors() == errors;
}

// Patients of one document beyond these are not held against a referral's: two that differ are enough.
constexpr std::size_t kMostPatients = 16;

// Readings that tell no identifier of their patient may be of any Patient of their documents.
void ClaimByDocument(const std::map<std::string, std::vector<SubjectClaim>>& patients, SessionImport* session) {
  const auto told = [](const SubjectClaim& claim) { return !claim.identifiers.empty(); };
  if (std::any_of(session->claims.begin(), session->claims.end(), told)) return;
  for (const std::string& document : session->documents) {
    const auto found = patients.find(document);
    if (found == patients.end()) continue;
    session->claims.insert(session->claims.end(), found->second.begin(), found->second.end());
  }
}

bool Earlier(const SessionImport& a, const SessionImport& b) {
  const auto key = [](const SessionImport& s) {
    return std::tuple(s.session.start_time().seconds(), s.session.start_time().nanos(), s.session.session_number());
  };
  return key(a) < key(b);
}

void WarnOfRepeatedNumbers(const std::vector<SessionImport>& sessions,
                           const std::map<std::string, std::string>& number_paths, Report& report) {
  std::map<std::tuple<std::string, std::string, int>, const SessionImport*> first;
  for (const SessionImport& session : sessions) {
    if (session.session.session_number() == 0) continue;
    const std::tuple key(session.based_on, session.subject_reference, session.session.session_number());
    const auto [found, added] = first.emplace(key, &session);
    if (added) continue;
    const auto path = number_paths.find(Cat(session.document, "\n", session.sources[0]));
    report.Add(Severity::kWarning, session.document, session.sources[0], path == number_paths.end() ? "" : path->second,
               Cat("repeats the session number of ", found->second->sources[0],
                   ": both are given, the server reports the conflict, nothing is overwritten"));
  }
}

}  // namespace

void ImportSessions(ResourceSet& set, Report& report, ImportResult* result) {
  const Forms forms(set);
  std::vector<Readings> all;
  std::map<std::string, std::string> number_paths;
  for (Resource& resource : set.all()) {
    if (resource.settled) continue;
    std::optional<Readings> readings;
    if (resource.type == "QuestionnaireResponse") readings = ReadResponse(resource, set, forms, report);
    if (resource.type == "Observation") readings = ReadObservation(resource, set, report);
    if (resource.type == "Procedure") readings = ReadTreatment(resource, set, report);
    if (!readings) continue;
    number_paths[Cat(resource.document, "\n", resource.label)] = readings->number_path;
    all.push_back(*std::move(readings));
  }
  std::map<std::string, std::vector<SubjectClaim>> patients;
  for (const Resource* patient : set.OfType("Patient")) {
    std::vector<SubjectClaim>& claims = patients[patient->document];
    if (claims.size() < kMostPatients) claims.push_back(ClaimOf(*patient));
  }
  for (const Group& group : GroupByVisit(std::move(all))) {
    SessionImport session;
    const bool built = Build(group, set, report, &session);
    ClaimByDocument(patients, &session);
    const bool wrong = session.session.status() == out::SESSION_STATUS_ENTERED_IN_ERROR;
    for (const Readings& part : group.parts) {
      if (!built) {
        part.source->Settle(Fate::kInvalid, "has errors");
      } else if (wrong) {
        part.source->Settle(Fate::kSkipped, "its Encounter is entered-in-error");
      } else {
        part.source->Settle(group.assessment ? Fate::kAssessment : Fate::kSession,
                            group.assessment ? "assessment" : "session");
        if (part.encounter != nullptr) part.encounter->Settle(Fate::kContext, "the visit of a session");
      }
    }
    // Readings without a treatment, taken at a visit or not: they count in trends and not in k.
    if (group.assessment && session.session.status() == out::SESSION_STATUS_COMPLETED)
      session.session.set_status(out::SESSION_STATUS_ASSESSMENT);
    if (built && !wrong) (group.assessment ? result->assessments : result->sessions).push_back(std::move(session));
  }
  std::stable_sort(result->sessions.begin(), result->sessions.end(), Earlier);
  std::stable_sort(result->assessments.begin(), result->assessments.end(), Earlier);
  WarnOfRepeatedNumbers(result->sessions, number_paths, report);
}

}  // namespace tendon::interop
