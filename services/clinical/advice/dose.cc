#include "services/clinical/advice/dose.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tendon::clinical::advice {
namespace {

constexpr DoseRule kNeckMassage = {"TR18", 8, 60, 28, 0};
constexpr DoseRule kLowBackMassage = {"TR19", 6, 0, 70, 0};
constexpr DoseRule kNeedles = {"TR20", 6, 0, 91, 0};
constexpr DoseRule kPhysicalTherapy = {"TR21", 6, 0, 0, 28};
constexpr DoseRule kOtherTreatment = {trajectory::kGenericDose, 6, 0, 0, 28};

constexpr std::array<absl::string_view, 7> kNeck = {"neck",
                                                    "anterior_neck",
                                                    "lateral_neck",
                                                    "cervical",
                                                    "cervicothoracic",
                                                    "upper_trapezius",
                                                    "occipito_atlanto_axial"};
constexpr std::array<absl::string_view, 4> kLowBack = {"lumbar", "lumbosacral", "sacral", "thoracolumbar"};
constexpr std::array<absl::string_view, 2> kNeedleTechniques = {"ACUPUNCTURE", "DRY_NEEDLING"};

template <size_t N>
bool AnyOf(const std::vector<std::string>& names, const std::array<absl::string_view, N>& of) {
  return std::any_of(names.begin(), names.end(),
                     [&of](const std::string& name) { return std::find(of.begin(), of.end(), name) != of.end(); });
}

// More than half of the visits.
template <size_t N>
bool Mostly(const EpisodeFacts& facts, std::vector<std::string> Visit::*names,
            const std::array<absl::string_view, N>& of) {
  const auto count =
      std::count_if(facts.visits.begin(), facts.visits.end(), [&](const Visit& v) { return AnyOf(v.*names, of); });
  return 2 * static_cast<size_t>(count) > facts.visits.size();
}

// Where nobody said where: what was measured tells the neck from the low back.
bool Measures(const EpisodeFacts& facts, std::initializer_list<absl::string_view> ids) {
  return std::any_of(facts.courses.begin(), facts.courses.end(), [&](const MeasureCourse& course) {
    return std::find(ids.begin(), ids.end(), course.course->measure().id) != ids.end();
  });
}

std::vector<int64_t> Counting(const EpisodeFacts& facts, const DoseRule& rule) {
  std::vector<int64_t> times_us;
  for (const Visit& visit : facts.visits) {
    if (visit.minutes >= rule.least_minutes) times_us.push_back(visit.start_us);
  }
  return times_us;
}

// The most visits that lie within so many days of one another.
int MostWithin(const std::vector<int64_t>& times_us, int days) {
  if (days == 0) return static_cast<int>(times_us.size());
  size_t most = 0, first = 0;
  for (size_t last = 0; last < times_us.size(); ++last) {
    while (times_us[last] - times_us[first] > days * kMicrosOfDay) ++first;
    most = std::max(most, last - first + 1);
  }
  return static_cast<int>(most);
}

std::string DoseText(const DoseRule& rule, int sessions) {
  return absl::StrCat(sessions, " of at least ", rule.sessions, " sessions",
                      rule.least_minutes > 0 ? absl::StrCat(" of ", rule.least_minutes, " minutes") : "",
                      rule.within_days > 0 ? absl::StrCat(" within ", rule.within_days, " days") : "",
                      rule.over_days > 0 ? absl::StrCat(" over at least ", rule.over_days, " days") : "");
}

}  // namespace

const DoseRule& DoseRuleFor(const EpisodeFacts& facts) {
  if (Mostly(facts, &Visit::techniques, kNeedleTechniques)) return kNeedles;
  if (facts.discipline == v1::DISCIPLINE_PHYSICAL_THERAPIST) return kPhysicalTherapy;
  if (facts.discipline != v1::DISCIPLINE_MASSAGE_THERAPIST) return kOtherTreatment;
  if (Mostly(facts, &Visit::regions, kNeck)) return kNeckMassage;
  if (Mostly(facts, &Visit::regions, kLowBack)) return kLowBackMassage;
  const bool unsaid =
      std::all_of(facts.visits.begin(), facts.visits.end(), [](const Visit& visit) { return visit.regions.empty(); });
  if (unsaid && Measures(facts, {"NDI"})) return kNeckMassage;
  if (unsaid && Measures(facts, {"ODI", "RMDQ"})) return kLowBackMassage;
  return kOtherTreatment;
}

outcomes::v1::Dose EvaluateDose(const EpisodeFacts& facts, const trajectory::RuleBook& rules) {
  const DoseRule& needed = DoseRuleFor(facts);
  const std::vector<int64_t> times_us = Counting(facts, needed);
  const int sessions = MostWithin(times_us, needed.within_days);
  const bool long_enough = needed.over_days == 0 ||
                           (!times_us.empty() && times_us.back() - times_us.front() >= needed.over_days * kMicrosOfDay);
  const trajectory::Rule& rule = rules.Find(needed.id);
  outcomes::v1::Dose dose;
  dose.set_adequate(sessions >= needed.sessions && long_enough);
  dose.set_rule(needed.id);
  dose.set_text(DoseText(needed, sessions));
  dose.set_citation(rule.citation);
  dose.set_confidence(rule.confidence);
  dose.set_working_rule(rule.working);
  dose.set_sessions(sessions);
  dose.set_sessions_needed(needed.sessions);
  return dose;
}

bool IsOnPace(const EpisodeFacts& facts, const DoseRule& rule) {
  const std::vector<int64_t> times_us = Counting(facts, rule);
  if (times_us.empty()) return false;
  // The first session opens a week of its own.
  const double weeks = static_cast<double>(times_us.back() - times_us.front()) / (7.0 * kMicrosOfDay) + 1;
  const double of_days = rule.within_days > 0 ? rule.within_days : 42;
  return static_cast<double>(times_us.size()) / weeks * (of_days / 7) >= rule.sessions;
}

}  // namespace tendon::clinical::advice
