#include "services/referral/screening/knowledge.h"

#include "services/clinical/knowledge/csv.h"
#include "services/clinical/screening/message.h"

namespace tendon::referral {

using clinical::screening::KnowledgeBase;
namespace cs = clinical::screening;

namespace {

constexpr clinical::v1::Discipline kDisciplines[] = {clinical::v1::DISCIPLINE_PHYSICIAN,
                                                     clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST,
                                                     clinical::v1::DISCIPLINE_MASSAGE_THERAPIST};

template <class Strings>
void Copy(const std::vector<std::string>& from, Strings* to) {
  *to = {from.begin(), from.end()};
}

void FillSources(const std::vector<std::string>& ids, const KnowledgeBase& knowledge, v1::ScreeningRule* proto) {
  for (const std::string& id : ids) {
    v1::KnowledgeSource* source = proto->add_sources();
    source->set_id(id);
    if (const cs::Source* found = knowledge.FindSource(id); found != nullptr) {
      source->set_citation(found->citation);
      source->set_address(found->address);
      source->set_status(found->status);
    }
  }
}

void FillTrigger(const cs::Rule& rule, v1::ScreeningRule* proto) {
  Copy(rule.prefixes, proto->mutable_icd10cm_prefixes());
  Copy(rule.excludes, proto->mutable_icd10cm_excludes());
  for (const cs::Ingredient& ingredient : rule.ingredients) proto->add_ingredients(ingredient.name);
  proto->set_trigger_logic(rule.logic_text);
  proto->set_active_within(rule.window_text);
  if (rule.predicate == nullptr) return;
  proto->set_finding_code(std::string(cs::FactsOf(rule.predicate->code).id));
  proto->set_finding_expression(std::string(rule.predicate->expression));
}

}  // namespace

v1::ScreeningRule ToProto(const cs::Rule& rule, const KnowledgeBase& knowledge) {
  v1::ScreeningRule proto;
  proto.set_id(rule.id);
  proto.set_kind(rule.kind_text);
  proto.set_label(rule.label);
  FillTrigger(rule, &proto);
  Copy(rule.selector, proto.mutable_technique_selector());
  proto.set_region_scope(rule.scope_text);
  Copy(rule.region_words, proto.mutable_body_regions());
  proto.set_verdict(cs::ToProto(rule.severity));
  proto.set_refer_urgency(cs::ToProto(rule.urgency));
  proto.set_overridable(rule.overridable());
  proto.set_action(rule.action);
  proto.set_rationale(rule.rationale);
  FillSources(rule.sources, knowledge, &proto);
  proto.set_source_type(rule.source_type);
  proto.set_agreement(rule.agreement);
  proto.set_dispute_note(rule.dispute_note);
  proto.set_confidence(rule.confidence);
  return proto;
}

v1::Technique ToProto(const cs::Technique& technique) {
  v1::Technique proto;
  proto.set_id(technique.id);
  proto.set_display_name(technique.name);
  Copy(technique.synonyms, proto.mutable_synonyms());
  Copy(technique.classes, proto.mutable_classes());
  proto.set_pressure_level(technique.pressure_level);
  for (size_t goal = 1; goal < technique.goals.size(); ++goal) {
    if (technique.goals.test(goal)) proto.add_goals(static_cast<clinical::v1::TreatmentGoal>(goal));
  }
  proto.set_evidence(technique.evidence);
  proto.set_dose(technique.dose_text);
  proto.set_minutes_min(technique.minutes_min);
  proto.set_minutes_max(technique.minutes_max);
  for (const auto code : clinical::knowledge::SplitList(technique.cpt)) proto.add_cpt_codes(std::string(code));
  for (const clinical::v1::Discipline discipline : kDisciplines) {
    v1::DisciplineScope* scope = proto.add_scopes();
    scope->set_discipline(discipline);
    scope->set_scope(cs::ToProto(technique.scope[static_cast<size_t>(*cs::FromProto(discipline))]));
  }
  Copy(technique.sources, proto.mutable_sources());
  proto.set_confidence(technique.confidence);
  return proto;
}

v1::Knowledge DescribeKnowledge(const KnowledgeBase& knowledge, bool embedded) {
  v1::Knowledge proto;
  proto.set_version(knowledge.version);
  proto.set_embedded(embedded);
  proto.set_rule_count(static_cast<int>(knowledge.rules.size()));
  proto.set_technique_count(static_cast<int>(knowledge.techniques.size()));
  proto.set_region_count(static_cast<int>(knowledge.regions.entries().size()));
  proto.set_source_count(static_cast<int>(knowledge.sources.size()));
  proto.set_scope_override_count(static_cast<int>(knowledge.scope_overrides.size()));
  proto.set_statement(std::string(cs::kStatement) + " No clinician has signed these facts off.");
  return proto;
}

}  // namespace tendon::referral
