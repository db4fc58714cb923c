// techniques.csv, technique_groups.csv, scope_overrides.csv.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/clinical/screening/load_parts.h"

namespace tendon::clinical::screening {
namespace {

using knowledge::CsvRow;

constexpr std::array<Word<Scope>, 3> kScopes = {{{"YES", Scope::kYes}, {"NO", Scope::kNo}, {"STATE", Scope::kByState}}};

// Numbered as tendon.clinical.v1.TreatmentGoal.
constexpr std::array<Word<size_t>, 8> kGoals = {{{"PAIN_RELIEF", 1},
                                                 {"CIRCULATION", 2},
                                                 {"INFLAMMATION_EDEMA", 3},
                                                 {"RANGE_OF_MOTION", 4},
                                                 {"STRESS_REDUCTION", 5},
                                                 {"FUNCTION", 6},
                                                 {"STRENGTH", 7},
                                                 {"SCAR_TISSUE_MOBILITY", 8}}};
constexpr std::array<Word<bool>, 2> kPermissions = {{{"YES", true}, {"NO", false}}};
constexpr std::array<Word<Discipline>, 3> kDisciplines = {{{"PHYSICIAN", Discipline::kPhysician},
                                                           {"PHYSICAL_THERAPIST", Discipline::kPhysicalTherapist},
                                                           {"MASSAGE_THERAPIST", Discipline::kMassageTherapist}}};

std::vector<std::string> Copy(const std::vector<absl::string_view>& views) { return {views.begin(), views.end()}; }

int ParseNumber(const CsvRow& row, absl::string_view column, int least, int most, Problems* problems) {
  int number = 0;
  if (!absl::SimpleAtoi(row[column], &number) || number < least || number > most) {
    problems->Add(row, column, absl::StrCat("must be a whole number from ", least, " to ", most));
  }
  return number;
}

GoalSet ParseGoals(const CsvRow& row, Problems* problems) {
  GoalSet goals;
  for (const absl::string_view name : row.List("goals")) {
    const auto* word = std::find_if(kGoals.begin(), kGoals.end(), [&](const auto& goal) { return name == goal.text; });
    if (word == kGoals.end()) {
      problems->Add(row, "goals", absl::StrCat("no goal '", name, "'"));
    } else {
      goals.set(word->value);
    }
  }
  if (goals.none()) problems->Add(row, "goals", "must name at least one goal");
  return goals;
}

bool HasClass(const Technique& technique, absl::string_view name) {
  return std::find(technique.classes.begin(), technique.classes.end(), name) != technique.classes.end();
}

// "every technique except EDUCATION", "any of A|B", "any class in A|B", "A|B".
TechniqueSet MembersBy(absl::string_view definition, const std::vector<Technique>& techniques) {
  const bool all_but = absl::ConsumePrefix(&definition, "every technique except ");
  if (!absl::ConsumePrefix(&definition, "any of ")) absl::ConsumePrefix(&definition, "any class in ");
  const std::vector<absl::string_view> classes = absl::StrSplit(definition, '|');
  TechniqueSet members;
  for (size_t i = 0; i < techniques.size() && i < kMaxTechniques; ++i) {
    const bool has_one =
        std::any_of(classes.begin(), classes.end(), [&](absl::string_view c) { return HasClass(techniques[i], c); });
    if (has_one != all_but) members.set(i);
  }
  return members;
}

Technique ParseTechnique(const CsvRow& row, const KnowledgeBase& knowledge, Problems* problems) {
  Technique technique;
  technique.id = std::string(row["technique_id"]);
  technique.name = std::string(row["name"]);
  technique.synonyms = Copy(row.List("synonyms"));
  technique.classes = Copy(row.List("classes"));
  technique.pressure_level = ParseNumber(row, "pressure_level", 0, 5, problems);
  technique.scope = {ParseWord(row, "physician", kScopes, problems), ParseWord(row, "pt", kScopes, problems),
                     ParseWord(row, "mt", kScopes, problems)};
  technique.goals = ParseGoals(row, problems);
  technique.evidence = std::string(row["evidence_for_goals"]);
  technique.cpt = std::string(row["cpt"]);
  technique.cpt_note = std::string(row["cpt_note"]);
  technique.dose_text = std::string(row["dose_text"]);
  technique.minutes_min = ParseNumber(row, "dose_minutes_min", 0, 480, problems);
  technique.minutes_max = ParseNumber(row, "dose_minutes_max", technique.minutes_min, 480, problems);
  technique.sources = ParseSources(row, knowledge, problems);
  ParseWord(row, "confidence", kConfidences, problems);
  technique.confidence = std::string(row["confidence"]);
  return technique;
}

}  // namespace

void LoadTechniques(const Rows& rows, KnowledgeBase* knowledge, Problems* problems) {
  for (const CsvRow& row : rows) {
    CheckNotEmpty(row, "technique_id", problems);
    CheckNotEmpty(row, "name", problems);
    CheckNotEmpty(row, "classes", problems);
    CheckNotEmpty(row, "evidence_for_goals", problems);
    if (knowledge->FindTechnique(row["technique_id"]) != nullptr) problems->Add(row, "technique_id", "is there twice");
    knowledge->techniques.push_back(ParseTechnique(row, *knowledge, problems));
  }
  if (rows.size() > kMaxTechniques) {
    problems->Add(rows.back(), "technique_id", absl::StrCat("more than ", kMaxTechniques, " techniques"));
  }
}

void LoadGroups(const Rows& rows, KnowledgeBase* knowledge, Problems* problems) {
  for (const CsvRow& row : rows) {
    TechniqueGroup group;
    group.id = std::string(row["group"]);
    group.definition = std::string(row["definition_over_classes"]);
    CheckNotEmpty(row, "group", problems);
    for (const TechniqueGroup& other : knowledge->groups) {
      if (other.id == group.id) problems->Add(row, "group", "is there twice");
    }
    for (const absl::string_view id : row.List("members")) {
      const Technique* technique = knowledge->FindTechnique(id);
      if (technique == nullptr) {
        problems->Add(row, "members", absl::StrCat("no technique '", id, "' in techniques.csv"));
      } else if (const auto index = static_cast<size_t>(technique - knowledge->techniques.data());
                 index < kMaxTechniques) {
        group.members.set(index);
      }
    }
    if (group.members != MembersBy(group.definition, knowledge->techniques)) {
      problems->Add(row, "members", "are not those that definition_over_classes gives");
    }
    knowledge->groups.push_back(std::move(group));
  }
}

void LoadScopeOverrides(const Rows& rows, KnowledgeBase* knowledge, Problems* problems) {
  for (const CsvRow& row : rows) {
    ScopeOverride entry;
    entry.state = std::string(row["state"]);
    if (entry.state.size() != 2 ||
        !std::all_of(entry.state.begin(), entry.state.end(), [](unsigned char c) { return absl::ascii_isupper(c); })) {
      problems->Add(row, "state", "must be the two capital letters of a US state or territory");
    }
    entry.discipline = ParseWord(row, "discipline", kDisciplines, problems);
    entry.allowed = ParseWord(row, "permission", kPermissions, problems);
    const Technique* technique = knowledge->FindTechnique(row["technique_id"]);
    if (technique == nullptr) {
      problems->Add(row, "technique_id", "no such technique in techniques.csv");
      continue;
    }
    entry.technique = static_cast<size_t>(technique - knowledge->techniques.data());
    entry.note = std::string(row["note"]);
    entry.sources = ParseSources(row, *knowledge, problems);
    ParseWord(row, "confidence", kConfidences, problems);
    entry.confidence = std::string(row["confidence"]);
    for (const ScopeOverride& other : knowledge->scope_overrides) {
      if (other.state == entry.state && other.discipline == entry.discipline && other.technique == entry.technique) {
        problems->Add(row, "technique_id", "is there twice for this state and discipline");
      }
    }
    knowledge->scope_overrides.push_back(std::move(entry));
  }
}

}  // namespace tendon::clinical::screening
