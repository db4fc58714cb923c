// Proposals of the recipient: pure changes of the record.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/referral/lifecycle/apply.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"

namespace tendon::referral {

// More would be a conversation, not a proposal.
inline constexpr int kMaxProposals = 50;

const v1::Proposal* FindProposal(const v1::ReferralDetails& details, std::string_view name);
// The proposal by its name while it is open; null otherwise.
v1::Proposal* FindOpenProposal(std::string_view name, v1::ReferralDetails* details);

// Proposals that wait for a decision.
int OpenProposals(const v1::ReferralDetails& details);
// When the first of them runs out; InfiniteFuture when none is open.
absl::Time FirstProposalEnd(const v1::ReferralDetails& details);

// Adds it, open until `expire_time`; gives its name. The number counts from 1.
std::string Propose(v1::Proposal proposal, absl::Time expire_time, const Act& act, ReferralRecord* record);

// Who may decide: an extension and a forward bind the referrer's authority, a child also the physician's (rows 43,
// 44f).
RoleSet MayDecide(v1::ProposalKind kind);

// An approved extension: the higher number and the later dates of the two.
void Extend(const v1::Authorization& proposed, v1::Authorization* authorization);

// What is open and `ends` before `now`, or all of it, runs out.
void ExpireProposals(absl::Time now, v1::ReferralDetails* details);
void LapseProposals(v1::ReferralDetails* details);

}  // namespace tendon::referral
