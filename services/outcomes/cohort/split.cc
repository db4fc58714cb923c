#include "services/outcomes/cohort/split.h"

#include <map>
#include <string>

#include "services/outcomes/cohort/filter.h"
#include "tendon/clinical/v1/coding.pb.h"

namespace tendon::outcomes {
namespace {

constexpr size_t kCategoryLength = 3;  // of ICD-10-CM: "M54"

std::string DoseOf(int sessions) {
  if (sessions == 0) return "no session";
  if (sessions <= 3) return "1-3 sessions";
  if (sessions <= 6) return "4-6 sessions";
  return sessions <= 12 ? "7-12 sessions" : "13 and more sessions";
}

std::string Plain(const std::string& enum_name, std::string_view prefix) {
  return enum_name.starts_with(prefix) ? enum_name.substr(prefix.size()) : enum_name;
}

std::vector<std::string> WordsOf(const WordSet& set, const Words& words) {
  std::vector<std::string> values;
  for (const int word : set) values.push_back(words[word]);
  return values;
}

std::vector<std::string> ValuesOf(v1::CohortDimension dimension, const CohortMember& member, const Words& words) {
  std::vector<std::string> values;
  switch (dimension) {
    case v1::COHORT_DIMENSION_TECHNIQUE:
      return WordsOf(member.techniques, words);
    case v1::COHORT_DIMENSION_REGION:
      return WordsOf(member.regions, words);
    case v1::COHORT_DIMENSION_CONDITION:
      for (const int code : member.conditions) values.push_back(PlainCode(words[code]).substr(0, kCategoryLength));
      return values;
    case v1::COHORT_DIMENSION_GOAL:
      for (const int goal : member.goals)
        values.push_back(
            Plain(clinical::v1::TreatmentGoal_Name(static_cast<clinical::v1::TreatmentGoal>(goal)), "TREATMENT_GOAL_"));
      return values;
    case v1::COHORT_DIMENSION_DISCIPLINE:
      return {Plain(clinical::v1::Discipline_Name(static_cast<clinical::v1::Discipline>(member.discipline)),
                    "DISCIPLINE_")};
    case v1::COHORT_DIMENSION_DOSE:
      return {DoseOf(member.sessions)};
    default:
      return values;
  }
}

}  // namespace

std::vector<CohortSelection> SplitBy(v1::CohortDimension dimension, const CohortMembers& members,
                                     const CohortSelection& all) {
  std::map<std::string, std::vector<uint32_t>> by_value;
  for (const uint32_t place : all.places) {
    for (const std::string& value : ValuesOf(dimension, members.all()[place], members.words())) {
      std::vector<uint32_t>& places = by_value[value];
      // Two codes of one category are one value.
      if (places.empty() || places.back() != place) places.push_back(place);
    }
  }
  std::vector<CohortSelection> groups;
  for (auto& [value, places] : by_value) groups.push_back({value, std::move(places)});
  return groups;
}

}  // namespace tendon::outcomes
