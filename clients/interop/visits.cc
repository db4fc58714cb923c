#include "clients/interop/visits.h"

#include "clients/interop/modifiers.h"
#include "clients/interop/readings.h"

namespace tendon::interop {
namespace {

namespace out = outcomes::v1;

out::SessionStatus StatusOf(Element& encounter) {
  const std::string status = encounter.String("status");
  if (status == "planned") return out::SESSION_STATUS_PLANNED;
  if (status == "cancelled") return out::SESSION_STATUS_CANCELLED;
  if (status == "entered-in-error") return out::SESSION_STATUS_ENTERED_IN_ERROR;
  if (status != "finished")
    encounter.Warn("status", "not finished: read as a session that took place, for it has readings");
  return out::SESSION_STATUS_COMPLETED;
}

}  // namespace

std::optional<int> MinutesOf(const Period& period) {
  if (!period.start || !period.end || !period.start->has_time || !period.end->has_time) return std::nullopt;
  const auto minutes = absl::ToInt64Minutes(period.end->time - period.start->time);
  return minutes >= 0 && minutes <= 480 ? std::optional(static_cast<int>(minutes)) : std::nullopt;
}

Visit ReadVisit(const Resource& resource, const ResourceSet& set, Report& report) {
  RefuseModifiers(resource, report);
  Element encounter(resource, report);
  Visit visit;
  visit.status = StatusOf(encounter);
  ReadIdentifiers(encounter, "identifier", &visit.identifiers);
  visit.subject = ReadSubject(encounter, resource, set);
  for (const Element& based_on : encounter.Objects("basedOn")) {
    if (visit.based_on.empty()) visit.based_on = RequestOf(resource, ReadReference(based_on), set);
  }
  const Period period = ReadPeriod(encounter.Object("period"));
  if (!period.start || !period.start->whole_day()) return visit;
  visit.start = period.start;
  if (!period.start->has_time) encounter.Warn("period.start", "a day without a time: read as 00:00 UTC");
  visit.duration_minutes = MinutesOf(period).value_or(0);
  if (period.start->has_time && period.end && period.end->has_time && !MinutesOf(period)) {
    encounter.Warn("period", "not a session of 0 to 480 minutes: its length is left out");
  }
  return visit;
}

}  // namespace tendon::interop
