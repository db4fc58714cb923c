#include "services/clinical/screening/engine.h"

#include <algorithm>

#include "services/clinical/screening/adapted.h"
#include "services/clinical/screening/evidence.h"
#include "services/clinical/screening/scope.h"
#include "services/clinical/screening/trigger.h"

namespace tendon::clinical::screening {
namespace {

// Everything that one screening works on.
struct Case {
  const KnowledgeBase& knowledge;
  const ScreeningQuestion& question;
  const PatientState& state;
  const Triggers& triggers;
};

Verdict VerdictOf(const Rule& rule, Reached reached) {
  if (reached == Reached::kNo) return Verdict::kNone;
  return reached == Reached::kUnconfirmed ? std::min(rule.severity, Verdict::kClearance) : rule.severity;
}

// Of the triggers of one rule, the strongest.
void AddHit(const Hit& hit, std::vector<Hit>* hits) {
  if (hits->empty() || hits->back().rule != hit.rule) {
    hits->push_back(hit);
    return;
  }
  Hit& last = hits->back();
  if (hit.verdict > last.verdict || (hit.verdict == last.verdict && last.finding_assumed && !hit.finding_assumed)) {
    last = hit;
  }
}

std::vector<Hit> HitsOf(const Case& c, size_t technique, const Site& target) {
  std::vector<Hit> hits;
  for (const Trigger& trigger : c.triggers.triggers) {
    const Rule& rule = c.knowledge.rules[trigger.rule];
    if (!rule.techniques.test(technique)) continue;
    const Reached reached = Reaches(trigger.reach, target);
    if (reached == Reached::kNo) continue;
    AddHit({&rule, VerdictOf(rule, reached), reached == Reached::kUnconfirmed, trigger.finding_assumed}, &hits);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.verdict > b.verdict; });
  return hits;
}

FindingSet UnknownOf(const Case& c, size_t technique, const Site& target, const std::vector<Hit>& hits) {
  FindingSet unknown;
  for (const OpenQuestion& open : c.triggers.open) {
    const Rule& rule = c.knowledge.rules[open.rule];
    if (!rule.techniques.test(technique)) continue;
    const bool here = rule.regions.everywhere || rule.regions.named.none() || target.region == kAnyRegion ||
                      rule.regions.targets.test(target.region);
    if (here && (!open.by_target || target.region == kAnyRegion)) {
      unknown.set(static_cast<size_t>(rule.predicate->code));
    }
  }
  for (const Hit& hit : hits) {
    if (hit.finding_assumed) unknown.set(static_cast<size_t>(hit.rule->predicate->code));
  }
  return unknown;
}

// The techniques that some rule lets through on this place with less than CLEARANCE, split by whether one asks for
// care.
struct SafeSets {
  TechniqueSet blocked;
  TechniqueSet precaution;
};
SafeSets SafeOn(const Case& c, const Site& target) {
  SafeSets sets;
  for (const Trigger& trigger : c.triggers.triggers) {
    const Rule& rule = c.knowledge.rules[trigger.rule];
    const Verdict verdict = VerdictOf(rule, Reaches(trigger.reach, target));
    if (verdict >= Verdict::kClearance) sets.blocked |= rule.techniques;
    if (verdict == Verdict::kPrecaution) sets.precaution |= rule.techniques;
  }
  return sets;
}

bool Fits(const Case& c, const Technique& technique, const GoalSet& goals, const Site& target) {
  return FitsState(technique, c.state, goals) && FitsPlace(technique, c.knowledge.regions, target);
}

// Those for the same goals that remain, without a precaution first.
std::vector<const Technique*> AlternativesTo(const Case& c, const Technique& technique, const Site& target) {
  const GoalSet goals = c.question.goals.any() ? c.question.goals : technique.goals;
  const SafeSets safe = SafeOn(c, target);
  std::vector<const Technique*> alternatives;
  for (const bool with_precaution : {false, true}) {
    for (size_t i = 0; i < c.knowledge.techniques.size(); ++i) {
      const Technique& other = c.knowledge.techniques[i];
      if (&other == &technique || safe.blocked.test(i) || safe.precaution.test(i) != with_precaution) continue;
      if ((other.goals & goals).none() || !Fits(c, other, goals, target)) continue;
      if (ScopeOf(c.knowledge, i, c.question.performer).answer == ScopeAnswer::kOutOfScope) continue;
      alternatives.push_back(&other);
    }
  }
  return alternatives;
}

TechniqueResult ScreenOne(const Case& c, const Technique& technique, const BodyPlace& place) {
  const auto index = static_cast<size_t>(&technique - c.knowledge.techniques.data());
  const Site target = ResolveSite(c.knowledge.regions, place);
  TechniqueResult result;
  result.technique = &technique;
  result.technique_id = technique.id;
  result.place = place;
  result.hits = HitsOf(c, index, target);
  result.unknown = UnknownOf(c, index, target, result.hits);
  const ScopeDecision scope = ScopeOf(c.knowledge, index, c.question.performer);
  result.scope = scope.answer;
  result.scope_override = scope.by;
  result.verdict = result.hits.empty() ? Verdict::kNone : result.hits.front().verdict;
  if (scope.answer == ScopeAnswer::kOutOfScope) result.verdict = std::max(result.verdict, Verdict::kOutOfScope);
  if (result.verdict >= Verdict::kClearance) result.alternatives = AlternativesTo(c, technique, target);
  return result;
}

// What is not in the catalogue cannot be screened: whoever is responsible decides.
TechniqueResult Unscreened(const std::string& technique, const BodyPlace& place) {
  TechniqueResult result;
  result.technique_id = technique;
  result.place = place;
  result.verdict = Verdict::kClearance;
  return result;
}

void Add(TechniqueResult result, Screening* screening) {
  screening->verdict = std::max(screening->verdict, result.verdict);
  for (const Hit& hit : result.hits) screening->urgency = std::max(screening->urgency, hit.rule->urgency);
  screening->techniques.push_back(std::move(result));
}

// Those that are taken, and that no rule could look at.
int UnscreenedMedications(const RuleIndex& index, const PatientState& state) {
  return static_cast<int>(
      std::count_if(state.treatments.begin(), state.treatments.end(), [&](const Treatment& treatment) {
        const auto& names = treatment.fact->ingredients;
        const bool named = std::any_of(names.begin(), names.end(), [](const auto& name) { return !name.empty(); });
        return !named && index.ForRxcui(treatment.fact->rxcui).empty();
      }));
}

std::vector<BodyPlace> PlacesOf(const TechniquePlan& plan) {
  return plan.places.empty() ? std::vector<BodyPlace>(1) : plan.places;
}

}  // namespace

Engine::Engine(std::shared_ptr<const KnowledgeBase> knowledge)
    : knowledge_(std::move(knowledge)), index_(*knowledge_) {}

Screening Engine::Screen(const ScreeningQuestion& question) const {
  const PatientState state = MakeState(*knowledge_, question.patient, question.now);
  const Triggers triggers = FindTriggers(*knowledge_, index_, state);
  const Case c{*knowledge_, question, state, triggers};
  Screening screening;
  screening.asked = triggers.asked;
  screening.unscreened_conditions = question.patient.unscreened_conditions;
  screening.unscreened_medications = UnscreenedMedications(index_, state);
  for (const TechniquePlan& plan : question.techniques) {
    const Technique* technique = knowledge_->FindTechnique(plan.technique);
    for (const BodyPlace& place : PlacesOf(plan)) {
      Add(technique == nullptr ? Unscreened(plan.technique, place) : ScreenOne(c, *technique, place), &screening);
    }
  }
  return screening;
}

std::vector<Suggestion> Engine::Suggest(const ScreeningQuestion& question) const {
  const PatientState state = MakeState(*knowledge_, question.patient, question.now);
  const Triggers triggers = FindTriggers(*knowledge_, index_, state);
  const Case c{*knowledge_, question, state, triggers};
  const BodyPlace place = question.techniques.empty() ? BodyPlace() : PlacesOf(question.techniques.front()).front();
  const Site target = ResolveSite(knowledge_->regions, place);
  std::vector<Suggestion> suggestions;
  for (const Technique& technique : knowledge_->techniques) {
    const GoalSet served = technique.goals & question.goals;
    if (served.none() || !Fits(c, technique, question.goals, target)) continue;
    TechniqueResult result = ScreenOne(c, technique, place);
    if (result.verdict < Verdict::kClearance) suggestions.push_back({std::move(result), served});
  }
  std::stable_sort(suggestions.begin(), suggestions.end(), [](const Suggestion& a, const Suggestion& b) {
    if (a.result.verdict != b.result.verdict) return a.result.verdict < b.result.verdict;
    if (a.goals.count() != b.goals.count()) return a.goals.count() > b.goals.count();
    return EvidenceRank(a.result.technique->evidence, a.goals) > EvidenceRank(b.result.technique->evidence, b.goals);
  });
  return suggestions;
}

}  // namespace tendon::clinical::screening
