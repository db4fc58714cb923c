#include "services/referral/lifecycle/guards.h"

#include "absl/time/civil_time.h"

namespace tendon::referral {
namespace {

// A FHIR date may name a month or a year; its last day is as long as it holds. ISO dates compare as strings once they
// are whole.
std::string LastDayOf(const std::string& date) {
  if (date.size() == 4) return date + "-12-31";
  return date.size() == 7 ? date + "-31" : date;
}

std::string FirstDayOf(const std::string& date) {
  if (date.size() == 4) return date + "-01-01";
  return date.size() == 7 ? date + "-01" : date;
}

}  // namespace

std::vector<runtime::FieldViolation> MissingToSend(const v1::Referral& referral) {
  std::vector<runtime::FieldViolation> missing;
  const auto require = [&missing](bool present, const char* field, const char* rule) {
    if (!present) missing.push_back({field, rule});
  };
  require(!referral.recipient().empty(), "recipient", "must name the organisation that is to treat");
  require(referral.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED, "discipline",
          "must say which discipline is asked for");
  require(referral.patient().identifiers_size() > 0, "patient.identifiers", "must hold at least one identifier");
  require(!referral.reason().empty() || referral.reason_conditions_size() > 0, "reason_conditions",
          "must hold a condition, or reason must say why");
  require(referral.authorization().sessions() > 0, "authorization.sessions",
          "must say how many sessions are authorised");
  require(!referral.has_consent() || referral.consent().granted(), "consent.granted",
          "is false: the patient has not agreed");
  for (int i = 0; i < referral.planned_techniques_size(); ++i) {
    if (referral.planned_techniques(i).body_sites_size() > 0 || referral.body_sites_size() > 0) continue;
    missing.push_back({"planned_techniques[" + std::to_string(i) + "].body_sites", "must say where on the body"});
  }
  return missing;
}

std::string AuthorizationUsedUp(const v1::Referral& referral, absl::Time now) {
  const v1::Authorization& authorization = referral.authorization();
  const int completed = referral.progress().sessions_completed();
  if (completed >= authorization.sessions()) {
    return "all " + std::to_string(authorization.sessions()) +
           " authorised sessions have taken place; ask the referrer for more";
  }
  const std::string today = absl::FormatCivilTime(absl::ToCivilDay(now, absl::UTCTimeZone()));
  if (!authorization.end_date().empty() && today > LastDayOf(authorization.end_date())) {
    return "the authorisation's end_date is over; ask the referrer for an extension";
  }
  if (!authorization.start_date().empty() && today < FirstDayOf(authorization.start_date())) {
    return "the authorisation's start_date has not come";
  }
  const std::string& latest_start = authorization.latest_start_date();
  if (completed == 0 && !latest_start.empty() && today > LastDayOf(latest_start)) {
    return "the authorisation's latest_start_date is over";
  }
  return "";
}

}  // namespace tendon::referral
