#include "services/clinical/screening/patient_state.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"

namespace tendon::clinical::screening {
namespace {

constexpr int kDaysInYear = 366;

std::vector<Site> ResolveSites(const Regions& regions, const std::vector<BodyPlace>& places) {
  std::vector<Site> sites;
  for (const BodyPlace& place : places) sites.push_back(ResolveSite(regions, place));
  return sites;
}

// Whole years between two days.
int YearsBetween(int from, int to) {
  constexpr absl::CivilDay kEpoch(1970, 1, 1);
  const absl::CivilDay birth = kEpoch + from;
  const absl::CivilDay today = kEpoch + to;
  const bool before_birthday =
      today.month() < birth.month() || (today.month() == birth.month() && today.day() < birth.day());
  return static_cast<int>(today.year() - birth.year()) - (before_birthday ? 1 : 0);
}

void SetAge(const std::string& birth_date, int today, Person* person) {
  const auto birth = ParseDate(birth_date);
  // A birth in the future, or more than 130 years ago, is a slip of the pen: the age is not known.
  if (!birth.has_value() || birth->first > today || today - birth->last > 130 * kDaysInYear) return;
  person->least_age = YearsBetween(std::min(birth->last, today), today);
  person->most_age = YearsBetween(birth->first, today);
}

bool IsFragile(const Diagnosis& diagnosis) {
  return absl::StartsWith(diagnosis.code, "M80") || absl::StartsWith(diagnosis.code, "M81") ||
         absl::StartsWith(diagnosis.code, "Z7952");
}

// A reading with the time it was made, to keep the latest.
struct Timed {
  FindingCode code;
  std::optional<absl::Time> time;
  Reading reading;
};

Timed MakeReading(const KnowledgeBase& knowledge, FindingCode code, const FindingFact& fact, absl::Time now) {
  Timed timed{code, fact.time, {}};
  timed.reading.status = fact.status;
  const FindingFacts& facts = FactsOf(code);
  for (size_t i = 0; i < facts.parts.size() && i < fact.values.size(); ++i) {
    timed.reading.parts[i] = Convert(fact.values[i].number, fact.values[i].unit, facts.parts[i].unit);
  }
  // A finding that is known to be absent has no value that could say otherwise.
  if (fact.status == Truth::kFalse) timed.reading.parts = {};
  if (fact.time.has_value()) timed.reading.hours_ago = std::max(0.0, absl::ToDoubleHours(now - *fact.time));
  timed.reading.sites = ResolveSites(knowledge.regions, fact.sites);
  return timed;
}

// Z3A.08 to Z3A.42 tell the week; Z3A.01 is before week 8, Z3A.49 after week 42.
std::optional<double> GestationWeeks(absl::string_view code) {
  int number = 0;
  if (code.size() != 5 || !absl::StartsWith(code, "Z3A") || !absl::SimpleAtoi(code.substr(3), &number)) {
    return std::nullopt;
  }
  if (number == 1) return 7;
  if (number == 49) return 43;
  if (number < 8 || number > 42) return std::nullopt;
  return number;
}

std::optional<absl::Time> TimeOfRecord(const Diagnosis& diagnosis) {
  const auto& date = diagnosis.recorded.has_value() ? diagnosis.recorded : diagnosis.onset;
  if (!date.has_value()) return std::nullopt;
  return absl::FromCivil(absl::CivilDay(1970, 1, 1) + date->first, absl::UTCTimeZone());
}

std::vector<Timed> AllReadings(const KnowledgeBase& knowledge, const PatientFacts& facts, const PatientState& state,
                               absl::Time now) {
  std::vector<Timed> readings;
  for (const FindingFact& fact : facts.findings) {
    const auto code = ParseFindingCode(fact.code);
    if (code.has_value()) readings.push_back(MakeReading(knowledge, *code, fact, now));
  }
  for (const Diagnosis& diagnosis : state.diagnoses) {
    const auto weeks = GestationWeeks(diagnosis.code);
    if (!weeks.has_value() || diagnosis.resolved) continue;
    Timed timed{FindingCode::kGestation, TimeOfRecord(diagnosis), {}};
    timed.reading.status = Truth::kTrue;
    timed.reading.parts[0] = weeks;
    readings.push_back(timed);
  }
  return readings;
}

// A later reading takes the place of an earlier one; one without a time stands beside every other. What was asked and
// is not known takes nothing's place.
void KeepLatest(const std::vector<Timed>& readings, PatientState* state) {
  std::array<std::optional<absl::Time>, kFindingCount> latest;
  for (const Timed& timed : readings) {
    auto& time = latest[static_cast<size_t>(timed.code)];
    if (timed.reading.status == Truth::kUnknown || !timed.time.has_value()) continue;
    if (!time.has_value() || *time < *timed.time) time = timed.time;
  }
  for (const Timed& timed : readings) {
    const auto& time = latest[static_cast<size_t>(timed.code)];
    if (timed.time.has_value() && time.has_value() && *timed.time < *time) continue;
    state->readings[static_cast<size_t>(timed.code)].push_back(timed.reading);
  }
}

}  // namespace

Site ResolveSite(const Regions& regions, const BodyPlace& place) {
  return {regions.Find(place.region).value_or(kAnyRegion), place.side};
}

PatientState MakeState(const KnowledgeBase& knowledge, const PatientFacts& facts, absl::Time now) {
  PatientState state;
  state.today = DayOf(now);
  SetAge(facts.birth_date, state.today, &state.person);
  for (const DiagnosisFact& fact : facts.diagnoses) {
    std::string code = NormalCode(fact.icd10cm);
    if (code.empty()) continue;
    std::vector<Place> places = PlacesOf(knowledge, code, ResolveSites(knowledge.regions, fact.sites));
    state.diagnoses.push_back(
        {std::move(code), fact.resolved, ParseDate(fact.onset_date), ParseDate(fact.recorded_date), std::move(places)});
    if (IsFragile(state.diagnoses.back())) state.person.fragile_bones = true;
  }
  for (const MedicationFact& fact : facts.medications) {
    const auto end = ParseDate(fact.end_date);
    if (fact.stopped || (end.has_value() && end->last < state.today)) continue;
    state.treatments.push_back({&fact, ParseDate(fact.start_date)});
  }
  KeepLatest(AllReadings(knowledge, facts, state, now), &state);
  return state;
}

}  // namespace tendon::clinical::screening
