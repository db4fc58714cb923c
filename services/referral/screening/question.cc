#include "services/referral/screening/question.h"

#include "services/clinical/screening/message.h"

namespace tendon::referral {
namespace {

using clinical::screening::AddCondition;
using clinical::screening::AddCoTreatment;
using clinical::screening::AddFinding;
using clinical::screening::AddMedication;
using clinical::screening::TechniquePlan;

TechniquePlan PlanOf(const clinical::v1::TechniqueUse& use, const v1::Referral& referral) {
  TechniquePlan plan = clinical::screening::FromProto(use);
  if (!plan.places.empty()) return plan;
  for (const auto& site : referral.body_sites()) plan.places.push_back(clinical::screening::FromProto(site));
  return plan;
}

}  // namespace

void AddFacts(const v1::Referral& referral, absl::Time now, PatientFacts* facts) {
  facts->birth_date = referral.patient().birth_date();
  for (const auto& condition : referral.reason_conditions()) AddCondition(condition, facts);
  for (const auto& condition : referral.conditions()) AddCondition(condition, facts);
  for (const auto& medication : referral.medications()) AddMedication(medication, facts);
  for (const auto& finding : referral.findings()) AddFinding(finding, facts);
  for (const auto& treatment : referral.co_treatments()) AddCoTreatment(treatment, now, facts);
}

void AddFacts(const v1::PatientFacts& given, PatientFacts* facts) {
  if (!given.birth_date().empty()) facts->birth_date = given.birth_date();
  for (const auto& condition : given.conditions()) AddCondition(condition, facts);
  for (const auto& medication : given.medications()) AddMedication(medication, facts);
  for (const auto& finding : given.findings()) AddFinding(finding, facts);
}

ScreeningQuestion QuestionOf(const v1::Referral& referral, absl::Time now) {
  ScreeningQuestion question;
  question.now = now;
  AddFacts(referral, now, &question.patient);
  for (const auto& use : referral.planned_techniques()) question.techniques.push_back(PlanOf(use, referral));
  for (const auto& goal : referral.goals()) question.goals |= GoalsOf(std::vector<int>{goal.kind()});
  question.performer.discipline = clinical::screening::FromProto(referral.discipline());
  return question;
}

}  // namespace tendon::referral
