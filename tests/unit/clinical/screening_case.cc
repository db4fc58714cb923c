#include "tests/unit/clinical/screening_case.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/clinical/knowledge/csv.h"
#include "services/clinical/screening/load.h"

namespace tendon::clinical::screening {
namespace {

using knowledge::SplitList;

constexpr absl::CivilDay kToday(2026, 6, 15);

int ToInt(absl::string_view text) {
  int number = -1;
  if (!absl::SimpleAtoi(text, &number)) std::cerr << "not a number: " << text << "\n";
  return number;
}
double ToDouble(absl::string_view text) {
  double number = -1;
  if (!absl::SimpleAtod(text, &number)) std::cerr << "not a number: " << text << "\n";
  return number;
}

// "90", or a date as it stands behind "=".
std::string DateOf(absl::string_view text) {
  if (text[0] == '=') return std::string(text.substr(1));
  return absl::FormatCivilTime(kToday - ToInt(text));
}

BodyPlace ParsePlace(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  const Side side = parts.second == "left" ? Side::kLeft : parts.second == "right" ? Side::kRight : Side::kEither;
  return {std::string(parts.first), side};
}

// "head@days/place" in its three parts.
struct Parts {
  absl::string_view head, days, place;
};
Parts Split(absl::string_view item) {
  Parts parts;
  const size_t slash = item.rfind('/');
  const bool has_place = slash != absl::string_view::npos && item.find('=') == absl::string_view::npos;
  if (has_place) parts.place = item.substr(slash + 1);
  const std::pair<absl::string_view, absl::string_view> dated =
      absl::StrSplit(item.substr(0, has_place ? slash : item.size()), absl::MaxSplits('@', 1));
  parts.head = dated.first;
  parts.days = dated.second;
  return parts;
}

void AddValues(absl::string_view text, FindingFact* fact) {
  for (const absl::string_view value : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(value, absl::MaxSplits(':', 1));
    fact->values.push_back({ToDouble(parts.first), std::string(parts.second)});
  }
}

}  // namespace

absl::Time CaseTime() { return absl::FromCivil(absl::CivilHour(2026, 6, 15, 12), absl::UTCTimeZone()); }

const Engine& EmbeddedEngine() {
  static const Engine& engine = *[] {
    auto knowledge = LoadKnowledge("");
    if (!knowledge.ok()) {
      std::cerr << knowledge.status() << "\n";
      std::abort();
    }
    return new Engine(std::make_shared<KnowledgeBase>(*std::move(knowledge)));
  }();
  return engine;
}

ScreeningQuestion AskFor(const std::string& technique, absl::string_view place) {
  ScreeningQuestion question;
  question.now = CaseTime();
  question.techniques.push_back({technique, {}});
  if (!place.empty()) question.techniques.back().places.push_back(ParsePlace(place));
  return question;
}

void AddDiagnoses(absl::string_view text, PatientFacts* facts) {
  for (const absl::string_view item : SplitList(text)) {
    const Parts parts = Split(item);
    DiagnosisFact fact;
    fact.icd10cm = std::string(parts.head);
    if (!parts.days.empty()) fact.onset_date = DateOf(parts.days);
    if (!parts.place.empty()) fact.sites.push_back(ParsePlace(parts.place));
    facts->diagnoses.push_back(std::move(fact));
  }
}

void AddMedications(absl::string_view text, PatientFacts* facts) {
  for (const absl::string_view item : SplitList(text)) {
    const Parts parts = Split(item);
    MedicationFact fact;
    if (parts.head[0] == '#') {
      fact.rxcui = std::string(parts.head.substr(1));
    } else {
      fact.ingredients.emplace_back(parts.head);
    }
    if (!parts.days.empty()) fact.start_date = DateOf(parts.days);
    facts->medications.push_back(std::move(fact));
  }
}

void AddFindings(absl::string_view text, PatientFacts* facts) {
  for (absl::string_view item : SplitList(text)) {
    const std::pair<absl::string_view, absl::string_view> assigned = absl::StrSplit(item, absl::MaxSplits('=', 1));
    if (assigned.first == "BIRTH") {
      facts->birth_date = absl::FormatCivilTime(absl::CivilDay(2026 - ToInt(assigned.second), 6, 15));
      continue;
    }
    FindingFact fact;
    fact.status = item[0] == '!' ? Truth::kFalse : item[0] == '?' ? Truth::kUnknown : Truth::kTrue;
    const Parts parts = Split(assigned.first);
    fact.code = std::string(item[0] == '!' || item[0] == '?' ? parts.head.substr(1) : parts.head);
    if (!parts.place.empty()) fact.sites.push_back(ParsePlace(parts.place));
    if (!assigned.second.empty()) AddValues(assigned.second, &fact);
    facts->findings.push_back(std::move(fact));
  }
}

void DenyOtherFindings(PatientFacts* facts) {
  for (const FindingFacts& finding : AllFindings()) {
    const bool told = std::any_of(facts->findings.begin(), facts->findings.end(),
                                  [&](const FindingFact& fact) { return fact.code == finding.id; });
    if (!told) facts->findings.push_back({std::string(finding.id), Truth::kFalse, {}, {}, {}});
  }
}

std::string VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kNone:
      return "NONE";
    case Verdict::kPrecaution:
      return "PRECAUTION";
    case Verdict::kClearance:
      return "CLEARANCE";
    case Verdict::kOutOfScope:
      return "OUT_OF_SCOPE";
    case Verdict::kAbsolute:
      return "ABSOLUTE";
  }
  return "";
}

std::string VerdictOf(const Screening& screening, absl::string_view rule) {
  for (const Hit& hit : screening.techniques.front().hits) {
    if (hit.rule->id == rule) return VerdictName(hit.verdict);
  }
  return "NONE";
}

std::string HitsText(const TechniqueResult& result) {
  std::vector<std::string> texts;
  for (const Hit& hit : result.hits) texts.push_back(absl::StrCat(hit.rule->id, ":", VerdictName(hit.verdict)));
  std::sort(texts.begin(), texts.end());
  return absl::StrJoin(texts, ";");
}

}  // namespace tendon::clinical::screening
