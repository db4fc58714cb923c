// What screening and clinicians say of a referral's safety, for people. Decision support, not a decision.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/context.h"
#include "clients/cli/table.h"
#include "tendon/outcomes/v1/plan.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {

// The last screening with its rules, overrides, clearances, what was acknowledged, what was done against a rule.
void AddSafety(const referral::v1::Referral& referral, Fields& fields);

// After a step: what the screening says otherwise than the one before, what stands in the way, who was asked to see the
// patient. Nothing where there is nothing to tell.
void PrintSafetyNews(const referral::v1::Referral& referral, Context& context);

// An override or a clearance in words: rule, technique, who, until when or of which day, why.
std::string OverrideLine(const referral::v1::Override& attested);
std::string ClearanceLine(const referral::v1::Clearance& clearance);
// Whether an override still stands.
bool Stands(const referral::v1::Override& attested, absl::Time now);

// What a treatment has to mind: every rule that hit, what it asks for, its sources and confidence; the overrides and
// clearances that stand; and that all of this supports a decision and does not make one.
struct Minded {
  std::vector<clinical::v1::RuleHit> hits;  // each rule once, the strongest first
  std::vector<referral::v1::Override> overrides;
  std::vector<referral::v1::Clearance> clearances;
  std::string statement, knowledge_version;
  bool unsafe = false;
};
Minded MindedIn(const referral::v1::Referral& referral);
Minded MindedIn(const outcomes::v1::Plan& plan);
void PrintMinded(const Minded& minded, absl::Time now, Context& context);

}  // namespace tendon::cli
