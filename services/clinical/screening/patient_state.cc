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

// A week that was told so long ago that this pregnancy has ended says nothing of another.
void ForgetOldPregnancy(Reading* reading) {
  constexpr double kLongest = 44, kHoursInWeek = 168;
  const double weeks_then = reading->parts[0].value_or(reading->status == Truth::kFalse ? 13 : 0);
  if (weeks_then + reading->hours_ago / kHoursInWeek <= kLongest) return;
  reading->parts = {};
  reading->status = Truth::kUnknown;
}

Timed MakeReading(const KnowledgeBase& knowledge, FindingCode code, const FindingFact& fact, absl::Time now) {
  Timed timed{code, fact.time, {}};
  timed.reading.status = fact.status;
  const FindingFacts& facts = FactsOf(code);
  for (size_t i = 0; i < facts.parts.size() && i < fact.values.size(); ++i) {
    timed.reading.parts[i] = Convert(fact.values[i].number, fact.values[i].unit, facts.parts[i].unit);
  }
  if (fact.time.has_value()) timed.reading.hours_ago = std::max(0.0, absl::ToDoubleHours(now - *fact.time));
  timed.reading.sites = ResolveSites(knowledge.regions, fact.sites);
  if (code == FindingCode::kGestation) ForgetOldPregnancy(&timed.reading);
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
    if (timed.time.has_value()) timed.reading.hours_ago = std::max(0.0, absl::ToDoubleHours(now - *timed.time));
    ForgetOldPregnancy(&timed.reading);
    readings.push_back(timed);
  }
  return readings;
}

// Findings that are somewhere on the body: what is found elsewhere is another one.
bool IsLocated(FindingCode code) {
  return code == FindingCode::kFlare || code == FindingCode::kSensationAbsent || code == FindingCode::kRoute ||
         code == FindingCode::kInjectionSite || code == FindingCode::kAcuteInjury;
}
// Of these, what happens anew each time.
bool IsEvent(FindingCode code) { return code == FindingCode::kInjectionSite || code == FindingCode::kAcuteInjury; }

bool Covers(const std::vector<Site>& later, const std::vector<Site>& earlier) {
  if (later.empty() || earlier.empty()) return later.empty();
  return std::all_of(earlier.begin(), earlier.end(), [&](const Site& site) {
    return std::any_of(later.begin(), later.end(), [&](const Site& other) {
      return other.region == site.region && (other.side == Side::kEither || other.side == site.side);
    });
  });
}

// Whether the later reading says all that the earlier one could: it is not "unknown", has its parts, is of its place. A
// date ahead is a slip of the pen and overtakes nothing.
bool Overtakes(const Timed& later, const Timed& earlier, absl::Time now) {
  constexpr absl::Duration kClocksDiffer = absl::Minutes(10);
  if (later.code != earlier.code || !later.time.has_value() || !earlier.time.has_value()) return false;
  if (*later.time <= *earlier.time || *later.time > now + kClocksDiffer) return false;
  const Truth status = later.reading.status;
  if (status == Truth::kUnknown) return false;
  if (IsLocated(later.code) && !Covers(later.reading.sites, earlier.reading.sites)) return false;
  if (status == Truth::kFalse) return true;
  if (IsEvent(later.code)) return false;
  for (size_t i = 0; i < later.reading.parts.size(); ++i) {
    if (earlier.reading.parts[i].has_value() && !later.reading.parts[i].has_value()) return false;
  }
  return true;
}

// A later reading takes the place of an earlier one; one without a time stands beside every other.
void KeepLatest(const std::vector<Timed>& readings, absl::Time now, PatientState* state) {
  for (const Timed& timed : readings) {
    const bool overtaken =
        std::any_of(readings.begin(), readings.end(), [&](const Timed& other) { return Overtakes(other, timed, now); });
    if (!overtaken) state->readings[static_cast<size_t>(timed.code)].push_back(timed.reading);
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
  KeepLatest(AllReadings(knowledge, facts, state, now), now, &state);
  return state;
}

}  // namespace tendon::clinical::screening
