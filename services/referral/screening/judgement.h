// What a screening means for an act of care: what stands in its way, what must be acknowledged, what has changed. Pure.
// Decision support, not a decision: a clinician may answer an objection, and the referral tells who did and why.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/referral/v1/errors.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

using Objections = std::vector<v1::ScreeningObjection>;

// What the clearances and overrides of the referral leave standing at `now`, the strongest first, each rule once for
// each technique: an ABSOLUTE yields to an override that has not expired, and only where the rule allows one; CLEARANCE
// yields to a clearance or to such an override; a technique that is not in the knowledge base to a clearance that names
// it and no rule; one that is out of the performer's scope to nothing. A PRECAUTION never stands in the way.
Objections ObjectionsTo(const clinical::v1::ScreeningSnapshot& screening, const v1::Referral& referral, absl::Time now);

// The rules that whoever treats must acknowledge: every one that hit, once.
std::set<std::string> RulesOf(const clinical::v1::ScreeningSnapshot& screening);
// The objections, and the precautions, whose rules are not among the acknowledged.
Objections Unacknowledged(const clinical::v1::ScreeningSnapshot& screening, const std::set<std::string>& acknowledged);

// The red flags that hit: the session stops.
struct RedFlags {
  std::set<std::string> rules;
  clinical::v1::ReferUrgency urgency = clinical::v1::REFER_URGENCY_UNSPECIFIED;  // the greatest of them
};
RedFlags RedFlagsOf(const clinical::v1::ScreeningSnapshot& screening);

// What `after` says otherwise than `before`, by rule and technique.
std::vector<v1::ScreeningChange> ChangesBetween(const clinical::v1::ScreeningSnapshot& before,
                                                const clinical::v1::ScreeningSnapshot& after);

// Whether `after` objects to what `before` did not: another rule or technique, or a stronger word.
bool HasNews(const Objections& before, const Objections& after);

// The greatest urgency, and whether something must not be performed.
clinical::v1::ReferUrgency UrgencyOf(const Objections& objections);
bool HasAbsolute(const Objections& objections);

// "ABSOLUTE: DEEP_TISSUE on leg, rule CI001, EMERGENCY; …" with what to do next: ids and codes only.
std::string Describe(const Objections& objections);
// "change the plan, or …".
std::string WhatToDo(const Objections& objections);

}  // namespace tendon::referral
