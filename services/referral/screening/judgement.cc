#include "services/referral/screening/judgement.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tendon::referral {
namespace {

using clinical::v1::RuleHit;
using clinical::v1::ScreeningSnapshot;
using clinical::v1::TechniqueVerdict;
using clinical::v1::Verdict;

absl::Time EndOf(const v1::Override& attested) {
  return absl::FromUnixSeconds(attested.expire_time().seconds()) + absl::Nanoseconds(attested.expire_time().nanos());
}

// Weakest first. The numbers of the proto are not in this order: OUT_OF_SCOPE came last.
int Strength(Verdict verdict) {
  if (verdict == clinical::v1::VERDICT_ABSOLUTE) return clinical::v1::VERDICT_OUT_OF_SCOPE;
  return verdict == clinical::v1::VERDICT_OUT_OF_SCOPE ? clinical::v1::VERDICT_ABSOLUTE : verdict;
}

// Of one rule and technique; an answer without a technique speaks for all.
template <class Answer>
bool IsFor(const Answer& answer, const std::string& rule, const std::string& technique) {
  return answer.rule() == rule && (answer.technique().empty() || answer.technique() == technique);
}

bool IsOverridden(const v1::Referral& referral, const RuleHit& hit, const std::string& technique, absl::Time now) {
  if (!hit.overridable()) return false;
  return std::any_of(referral.overrides().begin(), referral.overrides().end(), [&](const v1::Override& attested) {
    return IsFor(attested, hit.rule(), technique) && now < EndOf(attested);
  });
}

bool IsCleared(const v1::Referral& referral, const std::string& rule, const std::string& technique) {
  return std::any_of(referral.clearances().begin(), referral.clearances().end(), [&](const v1::Clearance& clearance) {
    return IsFor(clearance, rule, technique) && !(rule.empty() && clearance.technique().empty());
  });
}

bool Stands(const RuleHit& hit, const TechniqueVerdict& verdict, const v1::Referral& referral, absl::Time now) {
  if (hit.verdict() < clinical::v1::VERDICT_CLEARANCE) return false;
  if (IsOverridden(referral, hit, verdict.technique(), now)) return false;
  return hit.verdict() == clinical::v1::VERDICT_ABSOLUTE || !IsCleared(referral, hit.rule(), verdict.technique());
}

v1::ScreeningObjection ObjectionOf(const RuleHit& hit, const TechniqueVerdict& verdict) {
  v1::ScreeningObjection objection;
  objection.set_rule(hit.rule());
  objection.set_technique(verdict.technique());
  objection.set_verdict(hit.verdict());
  objection.set_refer_urgency(hit.refer_urgency());
  objection.set_overridable(hit.overridable());
  *objection.mutable_sources() = hit.sources();
  objection.set_confidence(hit.confidence());
  return objection;
}

// Each rule and technique once, by its strongest word, with every place.
void AddObjection(const v1::ScreeningObjection& objection, const TechniqueVerdict& on, Objections* objections) {
  auto known = std::find_if(objections->begin(), objections->end(), [&](const v1::ScreeningObjection& other) {
    return other.rule() == objection.rule() && other.technique() == objection.technique();
  });
  if (known == objections->end()) known = objections->insert(objections->end(), objection);
  if (Strength(objection.verdict()) > Strength(known->verdict())) known->set_verdict(objection.verdict());
  if (on.has_body_site()) *known->add_body_sites() = on.body_site();
}

void AddUnruled(const TechniqueVerdict& verdict, const v1::Referral& referral, Objections* objections) {
  v1::ScreeningObjection objection;
  objection.set_technique(verdict.technique());
  if (verdict.scope() == clinical::v1::PERFORMER_SCOPE_OUT_OF_SCOPE) {
    objection.set_verdict(clinical::v1::VERDICT_OUT_OF_SCOPE);
    *objection.mutable_sources() = verdict.scope_sources();
    objection.set_confidence(verdict.scope_confidence());
  } else if (verdict.unknown_technique() && !IsCleared(referral, "", verdict.technique())) {
    objection.set_verdict(clinical::v1::VERDICT_CLEARANCE);
  } else {
    return;
  }
  AddObjection(objection, verdict, objections);
}

void SortByStrength(Objections* objections) {
  std::stable_sort(objections->begin(), objections->end(), [](const auto& a, const auto& b) {
    if (a.verdict() != b.verdict()) return Strength(a.verdict()) > Strength(b.verdict());
    return a.refer_urgency() > b.refer_urgency();
  });
}

// Each rule and technique once, by the strongest word.
using Words = std::map<std::pair<std::string, std::string>, Verdict>;
Words WordsOf(const ScreeningSnapshot& screening) {
  Words words;
  for (const TechniqueVerdict& verdict : screening.techniques()) {
    for (const RuleHit& hit : verdict.hits()) {
      Verdict& word = words[{hit.rule(), verdict.technique()}];
      word = std::max(word, hit.verdict());
    }
  }
  return words;
}

Verdict WordIn(const Words& words, const Words::key_type& key) {
  const auto found = words.find(key);
  return found == words.end() ? clinical::v1::VERDICT_UNSPECIFIED : found->second;
}

// "VERDICT_ABSOLUTE" → "ABSOLUTE".
std::string After(const std::string& name, const char* prefix) { return name.substr(std::string(prefix).size()); }

std::string DescribeOne(const v1::ScreeningObjection& objection) {
  std::vector<std::string> regions;
  for (const auto& site : objection.body_sites()) {
    if (std::find(regions.begin(), regions.end(), site.region()) == regions.end()) regions.push_back(site.region());
  }
  std::string text =
      absl::StrCat(After(clinical::v1::Verdict_Name(objection.verdict()), "VERDICT_"), ": ", objection.technique());
  if (!regions.empty()) absl::StrAppend(&text, " on ", absl::StrJoin(regions, ", "));
  if (!objection.rule().empty()) {
    absl::StrAppend(&text, ", rule ", objection.rule(), " (sources ", absl::StrJoin(objection.sources(), ", "),
                    "; confidence ", objection.confidence(), ")");
  } else if (objection.verdict() == clinical::v1::VERDICT_CLEARANCE) {
    absl::StrAppend(&text, ", not in the knowledge base");
  }
  if (objection.refer_urgency() != clinical::v1::REFER_URGENCY_UNSPECIFIED) {
    absl::StrAppend(&text, ", ", After(clinical::v1::ReferUrgency_Name(objection.refer_urgency()), "REFER_URGENCY_"));
  }
  return text;
}

// As many as a person reads; the details hold all.
constexpr size_t kDescribed = 6;

}  // namespace

Objections ObjectionsTo(const ScreeningSnapshot& screening, const v1::Referral& referral, absl::Time now) {
  Objections objections;
  for (const TechniqueVerdict& verdict : screening.techniques()) {
    for (const RuleHit& hit : verdict.hits()) {
      if (Stands(hit, verdict, referral, now)) AddObjection(ObjectionOf(hit, verdict), verdict, &objections);
    }
    AddUnruled(verdict, referral, &objections);
  }
  SortByStrength(&objections);
  return objections;
}

std::set<std::string> RulesOf(const ScreeningSnapshot& screening) {
  std::set<std::string> rules;
  for (const TechniqueVerdict& verdict : screening.techniques()) {
    for (const RuleHit& hit : verdict.hits()) rules.insert(hit.rule());
  }
  return rules;
}

Objections Unacknowledged(const ScreeningSnapshot& screening, const std::set<std::string>& acknowledged) {
  Objections missing;
  for (const TechniqueVerdict& verdict : screening.techniques()) {
    for (const RuleHit& hit : verdict.hits()) {
      if (!acknowledged.contains(hit.rule())) AddObjection(ObjectionOf(hit, verdict), verdict, &missing);
    }
  }
  SortByStrength(&missing);
  return missing;
}

RedFlags RedFlagsOf(const ScreeningSnapshot& screening) {
  RedFlags flags;
  for (const TechniqueVerdict& verdict : screening.techniques()) {
    for (const RuleHit& hit : verdict.hits()) {
      if (!hit.red_flag()) continue;
      flags.rules.insert(hit.rule());
      flags.urgency = std::max(flags.urgency, hit.refer_urgency());
    }
  }
  return flags;
}

std::vector<v1::ScreeningChange> ChangesBetween(const ScreeningSnapshot& before, const ScreeningSnapshot& after) {
  const Words old_words = WordsOf(before);
  const Words new_words = WordsOf(after);
  Words all = new_words;
  all.insert(old_words.begin(), old_words.end());
  std::vector<v1::ScreeningChange> changes;
  for (const auto& [key, unused] : all) {
    const Verdict was = WordIn(old_words, key);
    const Verdict is = WordIn(new_words, key);
    if (was == is) continue;
    v1::ScreeningChange& change = changes.emplace_back();
    change.set_rule(key.first);
    change.set_technique(key.second);
    change.set_before(was);
    change.set_after(is);
  }
  return changes;
}

bool HasNews(const Objections& before, const Objections& after) {
  return std::any_of(after.begin(), after.end(), [&](const v1::ScreeningObjection& now) {
    return std::none_of(before.begin(), before.end(), [&](const v1::ScreeningObjection& then) {
      return then.rule() == now.rule() && then.technique() == now.technique() &&
             Strength(then.verdict()) >= Strength(now.verdict());
    });
  });
}

clinical::v1::ReferUrgency UrgencyOf(const Objections& objections) {
  clinical::v1::ReferUrgency urgency = clinical::v1::REFER_URGENCY_UNSPECIFIED;
  for (const auto& objection : objections) urgency = std::max(urgency, objection.refer_urgency());
  return urgency;
}

bool HasAbsolute(const Objections& objections) {
  return std::any_of(objections.begin(), objections.end(), [](const v1::ScreeningObjection& objection) {
    return objection.verdict() == clinical::v1::VERDICT_ABSOLUTE;
  });
}

std::string Describe(const Objections& objections) {
  std::string text;
  for (size_t i = 0; i < objections.size() && i < kDescribed; ++i) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", DescribeOne(objections[i]));
  }
  if (objections.size() > kDescribed) absl::StrAppend(&text, "; and ", objections.size() - kDescribed, " more");
  return text;
}

std::string WhatToDo(const Objections& objections) {
  const clinical::v1::ReferUrgency urgency = UrgencyOf(objections);
  std::vector<std::string> steps;
  if (urgency == clinical::v1::REFER_URGENCY_EMERGENCY) {
    steps.emplace_back("a physician must see the patient now");
  } else if (urgency == clinical::v1::REFER_URGENCY_URGENT_SAME_DAY) {
    steps.emplace_back("a physician must see the patient today");
  }
  bool overridable = false;
  bool clearance = false;
  for (const auto& objection : objections) {
    overridable = overridable || (objection.overridable() && !objection.rule().empty());
    clearance = clearance || objection.verdict() == clinical::v1::VERDICT_CLEARANCE;
  }
  steps.emplace_back("change the plan (UpdateReferral of a draft, else ModifyReferral)");
  if (clearance) steps.emplace_back("for CLEARANCE attach the physician's (AttachClearance)");
  if (overridable) steps.emplace_back("what may be overridden a clinician overrides (AttestOverride)");
  return absl::StrJoin(steps, "; ");
}

}  // namespace tendon::referral
