// What a referral asks of screening.
#pragma once

#include "services/clinical/screening/facts.h"
#include "tendon/referral/v1/referral.pb.h"
#include "tendon/referral/v1/screening_service.pb.h"

namespace tendon::referral {

using clinical::screening::PatientFacts;
using clinical::screening::ScreeningQuestion;

// All that the referral knows of the patient: age, conditions and those it is for, medications, findings, operations.
void AddFacts(const v1::Referral& referral, absl::Time now, PatientFacts* facts);
void AddFacts(const v1::PatientFacts& given, PatientFacts* facts);

// Its facts, planned techniques (where the referral is for, if they do not say where), goals and discipline.
ScreeningQuestion QuestionOf(const v1::Referral& referral, absl::Time now);

// The goals as the engine numbers them.
template <class Goals>
clinical::screening::GoalSet GoalsOf(const Goals& goals) {
  clinical::screening::GoalSet set;
  for (const int goal : goals) {
    if (goal > 0 && static_cast<size_t>(goal) < set.size()) set.set(static_cast<size_t>(goal));
  }
  return set;
}

}  // namespace tendon::referral
