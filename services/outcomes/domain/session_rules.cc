#include "services/outcomes/domain/session_rules.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/clinical/scoring/nearest.h"
#include "services/outcomes/domain/known_measure.h"

namespace tendon::outcomes {
namespace {

// A clinic's clock may be wrong, and its day may have begun before ours.
constexpr absl::Duration kMaxAhead = absl::Hours(24);
// 1900-01-01T00:00:00Z. Nobody who was treated before can be a patient now.
constexpr absl::Time kFirstSession = absl::FromUnixSeconds(-2'208'988'800);

bool AfterEnd(const v1::Session& session, const v1::AssignmentView& assignment) {
  return assignment.has_end_time() && ToMicros(session.start_time()) > ToMicros(assignment.end_time());
}

void CheckObservation(const clinical::v1::Observation& observation, const std::string& path,
                      const clinical::scoring::ScoringOptions& scoring,
                      std::vector<runtime::FieldViolation>* violations) {
  const auto& catalogue = clinical::scoring::Catalogue::BuiltIn();
  const clinical::scoring::Measure* measure = catalogue.Find(observation.measure());
  if (measure == nullptr) {
    if (!observation.has_value() && observation.items().empty())
      violations->push_back({path, "must have a value or item answers"});
    return;
  }
  for (const auto& fault : Read(catalogue, *measure, observation, scoring).faults)
    violations->push_back({fault.field.empty() ? path : path + "." + fault.field, fault.rule});
}

// What is stored: the score of the answers, an entered score in the measure's own unit.
void ScoreObservation(const clinical::scoring::ScoringOptions& scoring, clinical::v1::Observation* observation) {
  const auto& catalogue = clinical::scoring::Catalogue::BuiltIn();
  const clinical::scoring::Measure* measure = catalogue.Find(observation->measure());
  if (measure == nullptr) return;
  const clinical::scoring::Score score = Read(catalogue, *measure, *observation, scoring).score;
  const std::optional<double>& kept = score.reading ? score.reading : score.value;
  observation->clear_value();
  if (kept) observation->set_value(*kept);
  if (!observation->unit().empty()) observation->set_unit(measure->unit);
  if (score.standard_error) observation->set_standard_error(*score.standard_error);
  if (!observation->items().empty()) observation->set_scoring_rule(score.rule);
}

// One's own were held against their definitions.
void NoteUnknown(const std::string& measure, v1::Session* session) {
  if (IsOwnMeasure(measure) || clinical::scoring::Catalogue::BuiltIn().Find(measure) != nullptr) return;
  const auto& noted = session->unknown_measures();
  const bool known = std::any_of(noted.begin(), noted.end(),
                                 [&](const v1::UnknownMeasure& other) { return other.measure() == measure; });
  if (!known) session->add_unknown_measures()->set_measure(measure);
}

}  // namespace

bool HoldsReadings(const v1::Session& session) {
  return TookPlace(session) || session.status() == v1::SESSION_STATUS_ASSESSMENT;
}

bool TookPlace(const v1::Session& session) { return session.status() == v1::SESSION_STATUS_COMPLETED; }

bool IsScreened(const v1::Session& session) {
  const auto& techniques = session.screening().techniques();
  return session.has_screening() && std::none_of(techniques.begin(), techniques.end(),
                                                 [](const auto& verdict) { return verdict.unknown_technique(); });
}

std::vector<v1::SessionFlag> FlagsOf(const v1::Session& session, const SessionContext& context) {
  std::vector<v1::SessionFlag> flags;
  const auto flag = [&flags](bool holds, v1::SessionFlag which) {
    if (holds) flags.push_back(which);
  };
  const v1::AssignmentView* assignment = context.assignment;
  const bool took_place = TookPlace(session);
  const bool known = context.view != nullptr && !context.view->missing();
  flag(took_place && context.view != nullptr && context.sessions_before >= context.view->sessions_authorized(),
       v1::SESSION_FLAG_OVER_AUTHORIZED);
  flag(took_place && assignment != nullptr && AfterEnd(session, *assignment), v1::SESSION_FLAG_AFTER_END);
  flag(took_place && !IsScreened(session), v1::SESSION_FLAG_UNSCREENED);
  flag(took_place && assignment != nullptr && !assignment->started(), v1::SESSION_FLAG_NOT_STARTED);
  flag(!known, v1::SESSION_FLAG_REFERRAL_UNRESOLVED);
  flag(known && assignment == nullptr, v1::SESSION_FLAG_NOT_RECIPIENT);
  // Known from the referral server alone: see KeepScreening.
  const bool against = std::find(session.flags().begin(), session.flags().end(),
                                 v1::SESSION_FLAG_CONTRAINDICATED_USE) != session.flags().end();
  flag(took_place && session.has_screening() && against, v1::SESSION_FLAG_CONTRAINDICATED_USE);
  flag(context.number_conflict, v1::SESSION_FLAG_NUMBER_CONFLICT);
  flag(!session.unknown_measures().empty(), v1::SESSION_FLAG_UNKNOWN_MEASURE);
  return flags;
}

bool Counts(const v1::Session& session, const SessionContext& context) {
  return TookPlace(session) && context.assignment != nullptr && !context.number_conflict;
}

bool NeedsAttention(const v1::Session& session) {
  return std::any_of(session.flags().begin(), session.flags().end(), [](int flag) {
    return flag != v1::SESSION_FLAG_UNSCREENED && flag != v1::SESSION_FLAG_UNKNOWN_MEASURE;
  });
}

std::vector<runtime::FieldViolation> CheckSession(const v1::Session& session, absl::Time now,
                                                  const clinical::scoring::ScoringOptions& scoring) {
  std::vector<runtime::FieldViolation> violations;
  const bool ahead = ToTime(session.start_time()) > now + kMaxAhead;
  if (ahead && session.status() != v1::SESSION_STATUS_PLANNED && session.status() != v1::SESSION_STATUS_CANCELLED) {
    violations.push_back({"session.start_time", "must not be more than a day ahead for a session that took place"});
  }
  if (ToTime(session.start_time()) < kFirstSession) {
    violations.push_back({"session.start_time", "must not be before the year 1900"});
  }
  for (int i = 0; i < session.observations_size(); ++i) {
    CheckObservation(session.observations(i), absl::StrCat("session.observations[", i, "]"), scoring, &violations);
  }
  return violations;
}

void ScoreSession(const clinical::scoring::ScoringOptions& scoring, v1::Session* session) {
  session->clear_unknown_measures();
  for (clinical::v1::Observation& observation : *session->mutable_observations()) {
    ScoreObservation(scoring, &observation);
    NoteUnknown(observation.measure(), session);
  }
}

void NameNearestMeasures(v1::Session* session) {
  for (v1::UnknownMeasure& unknown : *session->mutable_unknown_measures()) {
    const auto nearest = clinical::scoring::NearestMeasures(clinical::scoring::Catalogue::BuiltIn(), unknown.measure());
    *unknown.mutable_nearest() = {nearest.begin(), nearest.end()};
  }
}

bool SameFacts(const v1::Session& a, const v1::Session& b) {
  const auto facts_of = [](const v1::Session& session) {
    v1::Session facts;
    facts.set_status(session.status());
    facts.set_duration_minutes(session.duration_minutes());
    *facts.mutable_start_time() = session.start_time();
    *facts.mutable_techniques() = session.techniques();
    *facts.mutable_observations() = session.observations();
    *facts.mutable_adverse_events() = session.adverse_events();
    return facts;
  };
  return google::protobuf::util::MessageDifferencer::Equals(facts_of(a), facts_of(b));
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) { return absl::FromUnixMicros(ToMicros(timestamp)); }

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = micros >= 0 ? micros / 1'000'000 : -((999'999 - micros) / 1'000'000);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(micros - seconds * 1'000'000) * 1000);
  return timestamp;
}

int64_t ToMicros(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() * 1'000'000 + timestamp.nanos() / 1000;
}

}  // namespace tendon::outcomes
