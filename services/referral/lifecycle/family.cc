#include "services/referral/lifecycle/family.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::referral {
namespace {

// What only the server sets goes, and the name.
void ClearServersFields(v1::Referral* referral) {
  const auto* descriptor = v1::Referral::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (!field->options().GetExtension(options::v1::field).output_only()) continue;
    referral->GetReflection()->ClearField(referral, field);
  }
  referral->clear_name();
  referral->clear_etag();
}

// What clinicians have said to screening goes with the patient; whoever treats next acknowledges it anew.
void CopyAnswers(const v1::Referral& from, v1::Referral* to) {
  *to->mutable_clearances() = from.clearances();
  *to->mutable_overrides() = from.overrides();
  for (v1::Override& attested : *to->mutable_overrides()) {
    attested.clear_acknowledge_time();
    attested.clear_acknowledging_clinician();
  }
}

void Inform(const std::string& organization, v1::Referral* referral) {
  if (organization.empty() || organization == referral->recipient() || organization == referral->referrer()) return;
  const auto& informed = referral->informed_parties();
  if (std::find(informed.begin(), informed.end(), organization) != informed.end()) return;
  referral->add_informed_parties(organization);
}

template <class Items>
void CopyIfNone(const Items& source, Items* target) {
  if (target->empty()) *target = source;
}

// Text as two people would write the same.
std::string Folded(const std::string& text) {
  std::string folded = absl::AsciiStrToLower(text);
  absl::RemoveExtraAsciiWhitespace(&folded);
  return folded;
}

std::string ReasonKey(const v1::Referral& referral) {
  std::set<std::string> conditions;
  for (const auto& condition : referral.reason_conditions()) {
    conditions.insert(condition.icd10cm().empty() ? Folded(condition.text()) : condition.icd10cm());
  }
  return conditions.empty() ? Folded(referral.reason()) : absl::StrJoin(conditions, ",");
}

template <class Items>
bool Holds(const Items& items, const typename Items::value_type& wanted) {
  const std::string bytes = wanted.SerializeAsString();
  return std::any_of(items.begin(), items.end(),
                     [&bytes](const auto& item) { return item.SerializeAsString() == bytes; });
}

template <class Items>
void AddMissing(const Items& source, const Items& known, Items* target) {
  for (const auto& item : source) {
    if (!Holds(known, item)) *target->Add() = item;
  }
}

}  // namespace

std::string PathRefusal(const std::vector<const v1::Referral*>& path, const std::string& recipient) {
  if (path.front()->depth() >= kMaxDepth) {
    return "a child of this referral would have more than " + std::to_string(kMaxDepth) + " ancestors";
  }
  for (const v1::Referral* ancestor : path) {
    if (ancestor->referrer() != recipient && ancestor->recipient() != recipient) continue;
    return "the recipient is on the path of this referral already; CrossBack sends the patient back";
  }
  return "";
}

v1::Referral MakeChild(const v1::Referral& parent, const v1::Referral& asked, const std::string& referrer) {
  v1::Referral child = asked;
  ClearServersFields(&child);
  CopyAnswers(parent, &child);
  child.set_referrer(referrer);
  child.set_parent_referral(parent.name());
  child.set_depth(parent.depth() + 1);
  *child.mutable_patient() = parent.patient();
  if (parent.has_consent()) *child.mutable_consent() = parent.consent();
  CopyIfNone(parent.reason_conditions(), child.mutable_reason_conditions());
  CopyIfNone(parent.conditions(), child.mutable_conditions());
  CopyIfNone(parent.medications(), child.mutable_medications());
  CopyIfNone(parent.findings(), child.mutable_findings());
  if (child.responsible_physician().empty()) child.set_responsible_physician(parent.responsible_physician());
  if (child.priority() == v1::PRIORITY_UNSPECIFIED) child.set_priority(parent.priority());
  Inform(parent.referrer(), &child);
  Inform(parent.recipient(), &child);
  for (const std::string& party : parent.informed_parties()) Inform(party, &child);
  return child;
}

v1::Referral MakeProlongation(const v1::Referral& referral, const v1::Authorization& authorization) {
  v1::Referral next = referral;
  ClearServersFields(&next);
  CopyAnswers(referral, &next);
  next.set_referrer(referral.referrer());
  next.set_based_on(referral.name());
  *next.mutable_authorization() = authorization;
  return next;
}

v1::ChildOutcome OutcomeOf(const v1::Referral& child) {
  v1::ChildOutcome outcome;
  outcome.set_referral(child.name());
  outcome.set_state(child.state());
  outcome.set_recipient(child.recipient());
  outcome.set_discipline(child.discipline());
  outcome.set_sessions_completed(SessionsEver(child));
  if (child.has_closing_summary()) *outcome.mutable_closing_summary() = child.closing_summary();
  *outcome.mutable_end_time() = child.update_time();
  return outcome;
}

void AddOpenChild(const std::string& child, v1::Referral* parent) { parent->add_open_children(child); }

void EndChild(const v1::ChildOutcome& outcome, v1::Referral* parent) {
  if (states::kTerminal.contains(outcome.state())) {
    auto* open = parent->mutable_open_children();
    open->erase(std::remove(open->begin(), open->end(), outcome.referral()), open->end());
  }
  for (v1::ChildOutcome& known : *parent->mutable_child_outcomes()) {
    if (known.referral() != outcome.referral()) continue;
    known = outcome;
    return;
  }
  *parent->add_child_outcomes() = outcome;
}

bool ReachesChildren(const v1::Referral& parent) {
  constexpr StateSet kEnds = {v1::REFERRAL_STATE_CANCELLED, v1::REFERRAL_STATE_EXPIRED,
                              v1::REFERRAL_STATE_ENTERED_IN_ERROR, v1::REFERRAL_STATE_FAILED,
                              v1::REFERRAL_STATE_DECLINED};
  const bool crossed_back = parent.last_transition().event() == v1::REFERRAL_EVENT_CROSS_BACK;
  return (kEnds.contains(parent.state()) || crossed_back) && !parent.open_children().empty();
}

v1::Referral FactsOf(const v1::Referral& referral) {
  v1::Referral facts;
  *facts.mutable_conditions() = referral.conditions();
  *facts.mutable_medications() = referral.medications();
  *facts.mutable_findings() = referral.findings();
  return facts;
}

std::optional<v1::Referral> FactsLearnt(const v1::Referral& before, const v1::Referral& after) {
  v1::Referral learnt;
  AddMissing(after.conditions(), before.conditions(), learnt.mutable_conditions());
  AddMissing(after.medications(), before.medications(), learnt.mutable_medications());
  AddMissing(after.findings(), before.findings(), learnt.mutable_findings());
  const bool any = learnt.conditions_size() + learnt.medications_size() + learnt.findings_size() > 0;
  return any ? std::optional(learnt) : std::nullopt;
}

void AddFacts(const v1::Referral& learnt, v1::Referral* referral) {
  const v1::Referral known = FactsOf(*referral);
  AddMissing(learnt.conditions(), known.conditions(), referral->mutable_conditions());
  AddMissing(learnt.medications(), known.medications(), referral->mutable_medications());
  AddMissing(learnt.findings(), known.findings(), referral->mutable_findings());
}

bool AreDifferentPatients(const clinical::v1::Patient& patient, const clinical::v1::Patient& other) {
  bool told_apart = false;
  for (const auto& mine : patient.identifiers()) {
    for (const auto& theirs : other.identifiers()) {
      if (mine.system() != theirs.system()) continue;
      if (mine.value() == theirs.value()) return false;
      told_apart = true;
    }
  }
  return told_apart;
}

std::vector<std::string> DuplicateKeys(const v1::Referral& referral) {
  const std::string order = absl::StrJoin({referral.recipient(), std::to_string(referral.discipline()),
                                           referral.service().system(), referral.service().code(), ReasonKey(referral)},
                                          "|");
  std::vector<std::string> keys;
  for (const auto& identifier : referral.patient().identifiers()) {
    keys.push_back(absl::StrJoin({referral.referrer(), identifier.system(), identifier.value(), order}, "|"));
  }
  return keys;
}

}  // namespace tendon::referral
