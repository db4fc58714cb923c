#include "services/clinical/screening/trigger.h"

#include <algorithm>

namespace tendon::clinical::screening {
namespace {

// A diagnosis of a red flag's symptom calls for the finding if it is as recent as this (CI148, CI158).
constexpr int kRecentDays = 14;
// A red flag's diagnosis that is known to be older is no current symptom, where the rule has no window of its own: the
// half year that CI151 speaks of and that CI165 has.
constexpr int kOldSymptomDays = 180;

// Z79.52, long-term use of systemic steroids.
constexpr absl::string_view kLongTermSteroids = "Z7952";

Window LastDays(int days) {
  Window window;
  window.always = false;
  window.max_days = days;
  return window;
}

// The side that all places agree on.
Side CommonSide(const std::vector<Place>& places) {
  if (places.empty()) return Side::kEither;
  const Side side = places.front().side;
  const bool same = std::all_of(places.begin(), places.end(), [side](const Place& p) { return p.side == side; });
  return same ? side : Side::kEither;
}

class Finder {
 public:
  Finder(const KnowledgeBase& knowledge, const RuleIndex& index, const PatientState& state)
      : knowledge_(knowledge), index_(index), state_(state), person_(state.person) {
    for (const Treatment& treatment : state_.treatments) treatment_rules_.push_back(RulesFor(treatment));
    if (TakesSteroids()) person_.fragile_bones = true;
  }

  Triggers Find() {
    EvaluateFindings();
    for (const Diagnosis& diagnosis : state_.diagnoses) {
      for (const RuleNumber number : index_.ForDiagnosis(knowledge_, diagnosis.code)) ByDiagnosis(number, diagnosis);
    }
    for (size_t i = 0; i < state_.treatments.size(); ++i) {
      for (const RuleNumber number : treatment_rules_[i]) ByMedication(number, state_.treatments[i]);
    }
    for (const RuleNumber number : index_.WithFinding()) ByFinding(number);
    std::stable_sort(found_.triggers.begin(), found_.triggers.end(),
                     [](const Trigger& a, const Trigger& b) { return a.rule < b.rule; });
    return std::move(found_);
  }

 private:
  const Rule& RuleOf(RuleNumber number) const { return knowledge_.rules[number]; }

  // Whether a reading counts for a rule with a window. Those that count hours grow older by themselves.
  static bool IsInWindow(const Rule& rule, const Reading& reading) {
    const bool counts_hours = FactsOf(rule.predicate->code).parts[0].unit == "h";
    return counts_hours || rule.window.always || rule.window.of_use || reading.hours_ago <= 24.0 * rule.window.max_days;
  }

  Truth HoldsFor(const Rule& rule, const Reading& reading) const {
    if (!IsInWindow(rule, reading)) return Truth::kFalse;
    return rule.predicate->holds(reading, person_);
  }

  const std::vector<Reading>& ReadingsOf(const Rule& rule) const {
    return state_.readings[static_cast<size_t>(rule.predicate->code)];
  }

  Truth TruthOf(const Rule& rule) const {
    if (rule.predicate->holds == nullptr) return Truth::kUnknown;
    const std::vector<Reading>& readings = ReadingsOf(rule);
    if (readings.empty()) return rule.predicate->holds(Reading(), person_);
    Truth truth = Truth::kFalse;
    for (const Reading& reading : readings) truth = Or(truth, HoldsFor(rule, reading));
    return truth;
  }

  void EvaluateFindings() {
    truths_.resize(knowledge_.rules.size(), Truth::kUnknown);
    triggered_.resize(knowledge_.rules.size(), false);
    for (const RuleNumber number : index_.WithFinding()) truths_[number] = TruthOf(RuleOf(number));
  }

  bool IsActiveFor(const Rule& rule, const Diagnosis& diagnosis) const {
    // A procedure or a device stays; a condition that has resolved is none.
    const bool lasts = rule.kind == RuleKind::kProcedure || rule.kind == RuleKind::kMedication;
    if (diagnosis.resolved && rule.window.always && !lasts) return false;
    const auto recorded = rule.window.of_use ? std::nullopt : diagnosis.recorded;
    return IsActive(rule.window, diagnosis.onset, recorded, state_.today);
  }

  void ByDiagnosis(RuleNumber number, const Diagnosis& diagnosis) {
    const Rule& rule = RuleOf(number);
    if (rule.logic == Logic::kFinding) {
      AskIfRecent(rule, diagnosis);
      return;
    }
    if (rule.logic == Logic::kRxAndFinding || !IsActiveFor(rule, diagnosis)) return;
    if (IsOldSymptom(rule, diagnosis)) {
      if (truths_[number] == Truth::kUnknown) Ask(rule);
      return;
    }
    Truth finding = Truth::kTrue;
    if (rule.logic == Logic::kIcdAndFinding) {
      finding = rule.predicate->subject == Subject::kSeventhCharacter
                    ? SeventhCharacterIs(diagnosis.code, rule.predicate->characters)
                    : truths_[number];
    }
    if (finding == Truth::kFalse) return;
    if (finding == Truth::kUnknown && rule.kind == RuleKind::kRedFlag) {
      // As IsOldSymptom: the diagnosis alone is none.
      found_.open.push_back({number});
      Ask(rule);
      return;
    }
    Trigger trigger{number, finding == Truth::kUnknown, ReachOf(rule, diagnosis.places)};
    if (finding == Truth::kTrue && rule.logic == Logic::kIcdAndFinding) AddFindingSites(rule, &trigger.reach);
    Add(std::move(trigger));
  }

  void AskIfRecent(const Rule& rule, const Diagnosis& diagnosis) {
    const bool is_recent =
        !diagnosis.resolved && IsActive(LastDays(kRecentDays), diagnosis.onset, diagnosis.recorded, state_.today);
    if (is_recent && TruthOf(rule) == Truth::kUnknown) Ask(rule);
  }

  void Ask(const Rule& rule) { found_.asked.set(static_cast<size_t>(rule.predicate->code)); }

  // A red flag needs a current symptom, never an old diagnosis alone.
  bool IsOldSymptom(const Rule& rule, const Diagnosis& diagnosis) const {
    const bool by_either = rule.kind == RuleKind::kRedFlag && rule.logic == Logic::kIcdOrFinding && rule.window.always;
    return by_either && !IsActive(LastDays(kOldSymptomDays), diagnosis.onset, diagnosis.recorded, state_.today);
  }

  std::vector<RuleNumber> RulesFor(const Treatment& treatment) const {
    std::vector<RuleNumber> rules = index_.ForRxcui(treatment.fact->rxcui);
    for (const std::string& name : treatment.fact->ingredients) {
      const auto by_name = index_.ForIngredient(name);
      rules.insert(rules.end(), by_name.begin(), by_name.end());
    }
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    return rules;
  }

  // A medication that the knowledge base lists beside the diagnosis of long-term steroid use.
  bool TakesSteroids() const {
    const auto about_steroids = [&](RuleNumber number) {
      const auto& prefixes = RuleOf(number).prefixes;
      return std::find(prefixes.begin(), prefixes.end(), kLongTermSteroids) != prefixes.end();
    };
    return std::any_of(treatment_rules_.begin(), treatment_rules_.end(),
                       [&](const auto& rules) { return std::any_of(rules.begin(), rules.end(), about_steroids); });
  }

  void ByMedication(RuleNumber number, const Treatment& treatment) {
    const Rule& rule = RuleOf(number);
    if (rule.logic == Logic::kFinding) {
      if (truths_[number] == Truth::kUnknown) Ask(rule);
      return;
    }
    if (!IsActive(rule.window, treatment.start, std::nullopt, state_.today)) return;
    Truth finding = Truth::kTrue;
    if (rule.logic == Logic::kRxAndFinding) {
      finding = rule.predicate->subject == Subject::kRoute ? IsTransdermal(treatment.fact->route) : truths_[number];
      if (finding == Truth::kUnknown) finding = truths_[number];
    }
    if (finding == Truth::kFalse) return;
    Trigger trigger{number, finding == Truth::kUnknown, {}};
    trigger.reach = ReachOfFinding(rule, finding == Truth::kTrue);
    Add(std::move(trigger));
  }

  void ByFinding(RuleNumber number) {
    const Rule& rule = RuleOf(number);
    if (rule.predicate->subject == Subject::kTarget) {
      Trigger trigger{number, false, {}};
      trigger.reach.targets = knowledge_.regions.Within(rule.regions.named);
      Add(std::move(trigger));
      found_.open.push_back({number, true});
      return;
    }
    if (rule.logic != Logic::kFinding && rule.logic != Logic::kIcdOrFinding) return;
    if (truths_[number] == Truth::kTrue) {
      Add({number, false, ReachOfFinding(rule, true)});
    } else if (truths_[number] == Truth::kUnknown && !triggered_[number]) {
      found_.open.push_back({number});
    }
  }

  Reach ReachOf(const Rule& rule, const std::vector<Place>& places) const {
    const RuleRegions& regions = rule.regions;
    Reach reach;
    reach.anywhere = regions.everywhere;
    if (rule.scope == RegionScope::kLocal && regions.named.any()) {
      reach.sided.push_back({regions.targets, CommonSide(places)});
      for (const Place& place : places) {
        if (place.said) reach.sided.push_back({knowledge_.regions.Overlapping(place.regions), place.side});
      }
      return reach;
    }
    reach.targets = regions.targets;
    if (regions.own_site || regions.own_limb) {
      for (const Place& place : places) {
        const RegionSet own = regions.own_limb ? knowledge_.regions.LimbsOf(place.regions) : place.regions;
        reach.sided.push_back({knowledge_.regions.Overlapping(own), place.side});
      }
      reach.unplaced = places.empty();
    }
    if (regions.ipsilateral.any()) {
      reach.sided.push_back({knowledge_.regions.Overlapping(regions.ipsilateral), CommonSide(places)});
    }
    return reach;
  }

  // Of a finding or a medication: it is about the target itself unless it was said where it is.
  Reach ReachOfFinding(const Rule& rule, bool known) const {
    Reach reach;
    reach.anywhere = rule.regions.everywhere;
    reach.targets = rule.regions.targets;
    if (!rule.regions.own_site && !rule.regions.own_limb) return reach;
    if (!known || !AddFindingSites(rule, &reach)) reach.anywhere = true;
    return reach;
  }

  // Where the readings say that it is; false if one that holds does not say where.
  bool AddFindingSites(const Rule& rule, Reach* reach) const {
    if (rule.predicate == nullptr || rule.predicate->holds == nullptr) return false;
    bool all_said = !ReadingsOf(rule).empty();
    for (const Reading& reading : ReadingsOf(rule)) {
      if (HoldsFor(rule, reading) != Truth::kTrue) continue;
      if (reading.sites.empty()) all_said = false;
      for (const Site& site : reading.sites) {
        if (site.region == kAnyRegion) {
          all_said = false;
        } else {
          reach->sided.push_back({knowledge_.regions.Overlapping(site.region), site.side});
        }
      }
    }
    return all_said;
  }

  void Add(Trigger trigger) {
    triggered_[trigger.rule] = true;
    found_.triggers.push_back(std::move(trigger));
  }

  const KnowledgeBase& knowledge_;
  const RuleIndex& index_;
  const PatientState& state_;
  Person person_;                                         // with what the medications tell
  std::vector<std::vector<RuleNumber>> treatment_rules_;  // by treatment
  std::vector<Truth> truths_;                             // of the rules' findings
  std::vector<bool> triggered_;                           // by a diagnosis or a medication
  Triggers found_;
};

}  // namespace

Reached Reaches(const Reach& reach, const Site& target) {
  if (reach.anywhere) return Reached::kYes;
  if (target.region == kAnyRegion) {
    if (reach.targets.any() || !reach.sided.empty()) return Reached::kYes;
    return reach.unplaced ? Reached::kUnconfirmed : Reached::kNo;
  }
  if (reach.targets.test(target.region)) return Reached::kYes;
  for (const auto& [regions, side] : reach.sided) {
    if (regions.test(target.region) && MayBeSame(side, target.side)) return Reached::kYes;
  }
  return reach.unplaced ? Reached::kUnconfirmed : Reached::kNo;
}

Triggers FindTriggers(const KnowledgeBase& knowledge, const RuleIndex& index, const PatientState& state) {
  return Finder(knowledge, index, state).Find();
}

}  // namespace tendon::clinical::screening
