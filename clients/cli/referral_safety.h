// What screening and clinicians say of a referral's safety, for people. Decision support, not a decision.
#pragma once

#include "clients/cli/context.h"
#include "clients/cli/table.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {

// The last screening with its rules, overrides, clearances, what was acknowledged, what was done against a rule.
void AddSafety(const referral::v1::Referral& referral, Fields& fields);

// After a step: what the screening says otherwise than the one before, what stands in the way, who was asked to see the
// patient. Nothing where there is nothing to tell.
void PrintSafetyNews(const referral::v1::Referral& referral, Context& context);

}  // namespace tendon::cli
