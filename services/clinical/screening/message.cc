#include "services/clinical/screening/message.h"

#include <algorithm>
#include <iterator>

#include "absl/time/civil_time.h"
#include "services/clinical/screening/dates.h"

namespace tendon::clinical::screening {
namespace {

// ICD-10-CM by its two names, and the ICD-10 of the WHO, whose categories it shares: a rule more may look at it.
constexpr absl::string_view kIcd10Systems[] = {"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90",
                                               "http://hl7.org/fhir/sid/icd-10", "urn:oid:2.16.840.1.113883.6.3"};
constexpr char kInjectionSite[] = "INJECTION_SITE";
constexpr char kRecentSurgery[] = "Z98.89";

template <class Sites>
std::vector<BodyPlace> PlacesFrom(const Sites& sites) {
  std::vector<BodyPlace> places;
  for (const v1::BodySite& site : sites) places.push_back(FromProto(site));
  return places;
}

absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

Truth StatusOf(const v1::Finding& finding) {
  if (finding.status() == v1::FACT_STATUS_PRESENT) return Truth::kTrue;
  if (finding.status() == v1::FACT_STATUS_ABSENT) return Truth::kFalse;
  return finding.status() == v1::FACT_STATUS_UNSPECIFIED && finding.values_size() > 0 ? Truth::kTrue : Truth::kUnknown;
}

bool IsIcd10(absl::string_view system) {
  return std::find(std::begin(kIcd10Systems), std::end(kIcd10Systems), system) != std::end(kIcd10Systems);
}

bool HasEnded(v1::MedicationStatus status) {
  return status == v1::MEDICATION_STATUS_COMPLETED || status == v1::MEDICATION_STATUS_STOPPED;
}

void AddIds(const FindingSet& set, google::protobuf::RepeatedPtrField<std::string>* ids) {
  for (const FindingFacts& facts : AllFindings()) {
    if (set.test(static_cast<size_t>(facts.code))) ids->Add(std::string(facts.id));
  }
}

v1::PerformerScope ToProto(ScopeAnswer answer) {
  switch (answer) {
    case ScopeAnswer::kNotAsked:
      return v1::PERFORMER_SCOPE_UNSPECIFIED;
    case ScopeAnswer::kInScope:
      return v1::PERFORMER_SCOPE_IN_SCOPE;
    case ScopeAnswer::kDependsOnState:
      return v1::PERFORMER_SCOPE_DEPENDS_ON_STATE;
    case ScopeAnswer::kOutOfScope:
      return v1::PERFORMER_SCOPE_OUT_OF_SCOPE;
  }
  return v1::PERFORMER_SCOPE_UNSPECIFIED;
}

void FillHit(const Hit& hit, v1::RuleHit* proto) {
  const Rule& rule = *hit.rule;
  proto->set_rule(rule.id);
  proto->set_verdict(ToProto(hit.verdict));
  proto->set_refer_urgency(ToProto(rule.urgency));
  proto->set_label(rule.label);
  proto->set_action(rule.action);
  proto->set_rationale(rule.rationale);
  *proto->mutable_sources() = {rule.sources.begin(), rule.sources.end()};
  proto->set_confidence(rule.confidence);
  proto->set_agreement(rule.agreement);
  proto->set_dispute_note(rule.dispute_note);
  proto->set_overridable(rule.overridable());
  proto->set_red_flag(rule.kind == RuleKind::kRedFlag);
  proto->set_site_unconfirmed(hit.site_unconfirmed);
  proto->set_finding_assumed(hit.finding_assumed);
  proto->set_source_type(rule.source_type);
}

v1::Laterality ToProto(Side side) {
  if (side == Side::kLeft) return v1::LATERALITY_LEFT;
  return side == Side::kRight ? v1::LATERALITY_RIGHT : v1::LATERALITY_UNSPECIFIED;
}

// The catalogue's own word where no state decided.
void FillScope(const TechniqueResult& result, v1::TechniqueVerdict* proto) {
  proto->set_scope(ToProto(result.scope));
  if (result.scope == ScopeAnswer::kNotAsked || result.technique == nullptr) return;
  const auto& sources = result.scope_override != nullptr ? result.scope_override->sources : result.technique->sources;
  *proto->mutable_scope_sources() = {sources.begin(), sources.end()};
  proto->set_scope_confidence(result.scope_override != nullptr ? result.scope_override->confidence
                                                               : result.technique->confidence);
  if (result.scope_override != nullptr) proto->set_scope_note(result.scope_override->note);
}

// The last of a course of injections: at the end of its last day that is known. One without a day, or with a day ahead,
// says nothing of today.
void AddInjection(const v1::CoTreatment& treatment, absl::Time now, PatientFacts* facts) {
  const std::string& date = treatment.end_date().empty() ? treatment.start_date() : treatment.end_date();
  const auto days = ParseDate(date);
  if (!days.has_value() || days->first > DayOf(now)) return;
  FindingFact fact;
  fact.code = kInjectionSite;
  fact.status = Truth::kTrue;
  fact.time = absl::FromCivil(absl::CivilDay(1970, 1, 1) + days->last + 1, absl::UTCTimeZone());
  fact.sites = PlacesFrom(treatment.body_sites());
  facts->findings.push_back(std::move(fact));
}

}  // namespace

BodyPlace FromProto(const v1::BodySite& site) {
  BodyPlace place{site.region(), Side::kEither};
  if (site.laterality() == v1::LATERALITY_LEFT) place.side = Side::kLeft;
  if (site.laterality() == v1::LATERALITY_RIGHT) place.side = Side::kRight;
  return place;
}

TechniquePlan FromProto(const v1::TechniqueUse& use) { return {use.technique(), PlacesFrom(use.body_sites())}; }

std::optional<Discipline> FromProto(v1::Discipline discipline) {
  if (discipline == v1::DISCIPLINE_PHYSICIAN) return Discipline::kPhysician;
  if (discipline == v1::DISCIPLINE_PHYSICAL_THERAPIST) return Discipline::kPhysicalTherapist;
  if (discipline == v1::DISCIPLINE_MASSAGE_THERAPIST) return Discipline::kMassageTherapist;
  return std::nullopt;
}

void AddCondition(const v1::Condition& condition, PatientFacts* facts) {
  DiagnosisFact fact;
  fact.icd10cm = condition.icd10cm();
  fact.resolved = condition.clinical_status() == v1::CONDITION_CLINICAL_STATUS_RESOLVED;
  fact.onset_date = condition.onset_date();
  fact.recorded_date = condition.recorded_date();
  fact.sites = PlacesFrom(condition.body_sites());
  bool has_code = !fact.icd10cm.empty();
  if (has_code) facts->diagnoses.push_back(fact);
  for (const v1::Coding& coding : condition.other_codings()) {
    if (!IsIcd10(coding.system()) || coding.code().empty()) continue;
    has_code = true;
    if (coding.code() == condition.icd10cm()) continue;
    fact.icd10cm = coding.code();
    facts->diagnoses.push_back(fact);
  }
  if (!has_code && !fact.resolved) ++facts->unscreened_conditions;
}

void AddMedication(const v1::Medication& medication, PatientFacts* facts) {
  MedicationFact fact;
  fact.ingredients = {medication.ingredients().begin(), medication.ingredients().end()};
  fact.rxcui = medication.rxcui();
  fact.stopped = HasEnded(medication.status());
  fact.start_date = medication.start_date();
  fact.end_date = medication.end_date();
  fact.route = medication.route();
  facts->medications.push_back(std::move(fact));
}

void AddFinding(const v1::Finding& finding, PatientFacts* facts) {
  FindingFact fact;
  fact.code = finding.code();
  fact.status = StatusOf(finding);
  for (const v1::Quantity& value : finding.values()) fact.values.push_back({value.value(), value.unit()});
  if (finding.has_effective_time()) fact.time = FromProto(finding.effective_time());
  fact.sites = PlacesFrom(finding.body_sites());
  facts->findings.push_back(std::move(fact));
}

void AddCoTreatment(const v1::CoTreatment& treatment, absl::Time now, PatientFacts* facts) {
  if (treatment.kind() == v1::CO_TREATMENT_KIND_SURGERY) {
    DiagnosisFact fact;
    fact.icd10cm = kRecentSurgery;
    fact.onset_date = treatment.start_date();
    fact.sites = PlacesFrom(treatment.body_sites());
    facts->diagnoses.push_back(std::move(fact));
  }
  if (treatment.kind() == v1::CO_TREATMENT_KIND_INJECTION) AddInjection(treatment, now, facts);
}

v1::Verdict ToProto(Verdict verdict) {
  switch (verdict) {
    case Verdict::kNone:
      return v1::VERDICT_NO_RULE_HIT;
    case Verdict::kPrecaution:
      return v1::VERDICT_PRECAUTION;
    case Verdict::kClearance:
      return v1::VERDICT_CLEARANCE;
    case Verdict::kOutOfScope:
      return v1::VERDICT_OUT_OF_SCOPE;
    case Verdict::kAbsolute:
      return v1::VERDICT_ABSOLUTE;
  }
  return v1::VERDICT_UNSPECIFIED;
}

v1::ReferUrgency ToProto(Urgency urgency) {
  switch (urgency) {
    case Urgency::kNone:
      return v1::REFER_URGENCY_UNSPECIFIED;
    case Urgency::kRoutine:
      return v1::REFER_URGENCY_ROUTINE;
    case Urgency::kUrgentSameDay:
      return v1::REFER_URGENCY_URGENT_SAME_DAY;
    case Urgency::kEmergency:
      return v1::REFER_URGENCY_EMERGENCY;
  }
  return v1::REFER_URGENCY_UNSPECIFIED;
}

v1::PerformerScope ToProto(Scope scope) {
  if (scope == Scope::kYes) return v1::PERFORMER_SCOPE_IN_SCOPE;
  return scope == Scope::kNo ? v1::PERFORMER_SCOPE_OUT_OF_SCOPE : v1::PERFORMER_SCOPE_DEPENDS_ON_STATE;
}

v1::TechniqueVerdict ToProto(const TechniqueResult& result) {
  v1::TechniqueVerdict proto;
  proto.set_technique(result.technique_id);
  if (!result.place.region.empty()) {
    proto.mutable_body_site()->set_region(result.place.region);
    proto.mutable_body_site()->set_laterality(ToProto(result.place.side));
  }
  proto.set_verdict(ToProto(result.verdict));
  for (const Hit& hit : result.hits) FillHit(hit, proto.add_hits());
  AddIds(result.unknown, proto.mutable_unknown_findings());
  FillScope(result, &proto);
  for (const Technique* other : result.alternatives) proto.add_alternatives(other->id);
  proto.set_unknown_technique(result.technique == nullptr);
  return proto;
}

v1::ScreeningSnapshot ToProto(const Screening& screening, const KnowledgeBase& knowledge, absl::Time time) {
  v1::ScreeningSnapshot proto;
  const int64_t micros = absl::ToUnixMicros(time);
  proto.mutable_screen_time()->set_seconds(micros / 1'000'000);
  proto.mutable_screen_time()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  proto.set_knowledge_version(knowledge.version);
  proto.set_verdict(ToProto(screening.verdict));
  for (const TechniqueResult& result : screening.techniques) *proto.add_techniques() = ToProto(result);
  proto.set_refer_urgency(ToProto(screening.urgency));
  AddIds(screening.asked, proto.mutable_asked_findings());
  proto.set_statement(kStatement);
  proto.set_unscreened_conditions(screening.unscreened_conditions);
  proto.set_unscreened_medications(screening.unscreened_medications);
  return proto;
}

}  // namespace tendon::clinical::screening
