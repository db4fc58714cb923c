// The verbs of `tendon referral` that answer screening: override and clear.
#include "clients/cli/referral_commands.h"
#include "clients/cli/referral_verbs.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;
using client::LifecycleClient;

constexpr char kTechniqueHelp[] = "For this technique alone: DEEP_TISSUE";

}  // namespace

void AddReferralScreening(CLI::App& group, Context& context) {
  AddVerb<pb::AttestOverrideRequest>(
      group, context,
      {"override",
       "Attest, as a clinician of the referrer or its physician, that it goes on against a rule of screening; see "
       "`tendon screen` for the rules. Never for one that wants the patient seen today or now. Decision support, not a "
       "decision: the therapist acknowledges what you attest, and the history keeps it",
       "",
       {{"--rule", "rule", "The rule: CI040", true},
        {"--technique", "technique", kTechniqueHelp},
        {"--reason", "reason_code", "benefit-outweighs-risk, site-not-affected, …: see `tendon referral reasons`",
         true},
        {"--comment", "comment", "The reason in words", true},
        {"--until", "expire_time", "When it ends, within 90 days: 2026-12-31T00:00:00Z", true}}},
      &LifecycleClient::AttestOverride);
  AddVerb<pb::AttachClearanceRequest>(
      group, context,
      {"clear",
       "Attach the responsible physician's written clearance for a rule of screening that asks for one",
       "",
       {{"--rule", "rule", "The rule: CI012; left out for a technique that the knowledge base does not know"},
        {"--technique", "technique", kTechniqueHelp},
        {"--by", "clearing_clinician", "The physician who clears, in words or by name", true},
        {"--date", "clear_date", "The day of the clearance: 2026-11-20", true},
        {"--text", "text", "What it says, or where the document is", true}}},
      &LifecycleClient::AttachClearance);
}

}  // namespace tendon::cli
