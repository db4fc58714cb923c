#include "clients/interop/session_import.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "clients/interop/datatypes.h"
#include "clients/interop/element.h"
#include "clients/interop/field_limits.h"
#include "clients/interop/questionnaires.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace pb = outcomes::v1;

// Readings that make up one session or assessment.
struct Group {
  std::vector<Readings> parts;
  bool assessment = false;
};

// The visit as a key: equal for equal visits, empty where none is told.
std::string VisitKey(const Readings& readings) {
  if (readings.encounter != nullptr) return Cat(readings.encounter->document, "\n", readings.encounter->label);
  if (!readings.visit.identifier_value.empty()) {
    return Cat(readings.visit.identifier_system, "|", readings.visit.identifier_value);
  }
  return readings.visit.reference;
}

bool SameReading(const clinical::v1::Observation& a, const clinical::v1::Observation& b) {
  return a.measure() == b.measure() && a.phase() == b.phase() && a.recall() == b.recall() &&
         a.body_site().region() == b.body_site().region() && a.body_site().laterality() == b.body_site().laterality();
}

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
  for (Readings& readings : all) {
    const std::string visit = VisitKey(readings);
    const bool observation = readings.source->type == "Observation";
    const bool assessment = readings.session_number == 0 && (!observation || visit.empty());
    const auto sessions = numbered.find(visit);
    if (observation && !visit.empty() && sessions != numbered.end() && sessions->second.size() == 1) {
      groups[sessions->second[0]].parts.push_back(std::move(readings));
      continue;
    }
    const std::tuple key(visit, readings.session_number, assessment);
    std::size_t* home = nullptr;
    const auto [begin, end] = by_visit.equal_range(key);
    for (auto it = begin; it != end && !visit.empty() && home == nullptr; ++it) {
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

pb::SessionStatus StatusOf(Element& encounter) {
  const std::string status = encounter.String("status");
  if (status == "planned") return pb::SESSION_STATUS_PLANNED;
  if (status == "cancelled") return pb::SESSION_STATUS_CANCELLED;
  if (status == "entered-in-error") return pb::SESSION_STATUS_ENTERED_IN_ERROR;
  if (status != "finished")
    encounter.Warn("status", "not finished: read as a session that took place, for it has readings");
  return pb::SESSION_STATUS_COMPLETED;
}

// Time, status and identifiers of the visit.
void ReadVisit(const Readings& part, Report& report, SessionImport* out) {
  pb::Session& session = out->session;
  if (part.encounter == nullptr) {
    if (!part.visit.identifier_system.empty() && session.identifiers().empty()) {
      clinical::v1::Identifier* identifier = session.add_identifiers();
      identifier->set_system(part.visit.identifier_system);
      identifier->set_value(part.visit.identifier_value);
    }
    return;
  }
  Element encounter(*part.encounter, report);
  session.set_status(StatusOf(encounter));
  if (session.identifiers().empty()) ReadIdentifiers(encounter, "identifier", session.mutable_identifiers());
  if (out->subject_reference.empty()) out->subject_reference = ReadReference(encounter.Object("subject")).reference;
  for (const Element& based_on : encounter.Objects("basedOn")) {
    if (out->based_on.empty()) out->based_on = ReadReference(based_on).reference;
  }
  const Period period = ReadPeriod(encounter.Object("period"));
  if (!period.start || !period.start->whole_day()) return;
  *session.mutable_start_time() = ToTimestamp(period.start->time);
  if (!period.start->has_time) encounter.Warn("period.start", "a day without a time: read as 00:00 UTC");
  if (part.time && part.time->date != period.start->date) {
    encounter.Warn("period.start",
                   "another day than the readings tell: the visit's day is the session's, theirs stays with them");
  }
  if (period.end && period.end->has_time && period.start->has_time) {
    const auto minutes = absl::ToInt64Minutes(period.end->time - period.start->time);
    if (minutes >= 0 && minutes <= 480) session.set_duration_minutes(static_cast<int>(minutes));
    if (minutes < 0 || minutes > 480)
      encounter.Warn("period", "not a session of 0 to 480 minutes: its length is left out");
  }
}

// The time of a reading, and of the session where the visit has none.
bool ReadTime(const Readings& part, Report& report, SessionImport* out) {
  const auto note = [&](Severity severity, std::string_view text) {
    report.Add(severity, part.source->document, part.source->label, Cat(part.source->type, ".", part.time_key), text);
  };
  pb::Session& session = out->session;
  if (!part.time || !part.time->whole_day()) {
    if (session.has_start_time()) return true;
    note(Severity::kError, "a whole date is needed where no Encounter tells when the session was");
    return false;
  }
  if (!part.time->has_time) note(Severity::kWarning, "a day without a time: read as 00:00 UTC");
  if (!session.has_start_time()) *session.mutable_start_time() = ToTimestamp(part.time->time);
  return true;
}

bool Build(const Group& group, Report& report, SessionImport* out) {
  pb::Session& session = out->session;
  session.set_status(pb::SESSION_STATUS_COMPLETED);
  out->document = group.parts[0].source->document;
  const std::size_t errors = report.errors();
  for (const Readings& part : group.parts) {
    out->sources.push_back(part.source->label);
    if (session.session_number() == 0) session.set_session_number(part.session_number);
    if (out->based_on.empty()) out->based_on = part.based_on;
    if (out->subject_reference.empty()) out->subject_reference = part.subject_reference;
    ReadVisit(part, report, out);
  }
  for (const Readings& part : group.parts) {
    if (!ReadTime(part, report, out)) return false;
    for (const clinical::v1::Observation& observation : part.observations) {
      clinical::v1::Observation* added = session.add_observations();
      *added = observation;
      if (part.time && part.time->whole_day()) *added->mutable_effective_time() = ToTimestamp(part.time->time);
    }
  }
  for (const auto& [path, rule] : OverLimits(session)) {
    report.Add(Severity::kError, out->document, group.parts[0].source->label, path, rule);
  }
  return report.errors() == errors;
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
    if (!readings) continue;
    number_paths[Cat(resource.document, "\n", resource.label)] = readings->number_path;
    all.push_back(*std::move(readings));
  }
  for (const Group& group : GroupByVisit(std::move(all))) {
    SessionImport session;
    const bool built = Build(group, report, &session);
    const bool wrong = session.session.status() == pb::SESSION_STATUS_ENTERED_IN_ERROR;
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
    if (built && !wrong) (group.assessment ? result->assessments : result->sessions).push_back(std::move(session));
  }
  std::stable_sort(result->sessions.begin(), result->sessions.end(), Earlier);
  std::stable_sort(result->assessments.begin(), result->assessments.end(), Earlier);
  WarnOfRepeatedNumbers(result->sessions, number_paths, report);
}

}  // namespace tendon::interop
