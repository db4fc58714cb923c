// Between screening and the protos: the edge of the engine.
#pragma once

#include "services/clinical/screening/engine.h"
#include "tendon/clinical/v1/patient.pb.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::clinical::screening {

// What every verdict is shown with.
inline constexpr char kStatement[] = "Decision support, not a decision.";

BodyPlace FromProto(const v1::BodySite& site);
TechniquePlan FromProto(const v1::TechniqueUse& use);
// Empty for a discipline that is not said.
std::optional<Discipline> FromProto(v1::Discipline discipline);

// The diagnosis by its ICD-10-CM code and by every further coding of that system or of the WHO's ICD-10. What has none
// is counted as not screened.
void AddCondition(const v1::Condition& condition, PatientFacts* facts);
void AddMedication(const v1::Medication& medication, PatientFacts* facts);
// A finding with a value and no status is present.
void AddFinding(const v1::Finding& finding, PatientFacts* facts);
// An operation counts as recent surgery (Z98.89) of its date and sites, an injection that was given as INJECTION_SITE.
void AddCoTreatment(const v1::CoTreatment& treatment, absl::Time now, PatientFacts* facts);

v1::Verdict ToProto(Verdict verdict);
v1::ReferUrgency ToProto(Urgency urgency);
v1::PerformerScope ToProto(Scope scope);
v1::TechniqueVerdict ToProto(const TechniqueResult& result);
v1::ScreeningSnapshot ToProto(const Screening& screening, const KnowledgeBase& knowledge, absl::Time time);

}  // namespace tendon::clinical::screening
