#include "services/referral/lifecycle/proposals.h"

#include <algorithm>
#include <utility>

#include "services/referral/lifecycle/dates.h"

namespace tendon::referral {
namespace {

bool IsOpen(const v1::Proposal& proposal) { return proposal.state() == v1::PROPOSAL_STATE_OPEN; }

}  // namespace

const v1::Proposal* FindProposal(const v1::ReferralDetails& details, std::string_view name) {
  for (const v1::Proposal& proposal : details.proposals()) {
    if (proposal.name() == name) return &proposal;
  }
  return nullptr;
}

v1::Proposal* FindOpenProposal(std::string_view name, v1::ReferralDetails* details) {
  for (v1::Proposal& proposal : *details->mutable_proposals()) {
    if (proposal.name() == name) return IsOpen(proposal) ? &proposal : nullptr;
  }
  return nullptr;
}

int OpenProposals(const v1::ReferralDetails& details) {
  return static_cast<int>(std::count_if(details.proposals().begin(), details.proposals().end(), IsOpen));
}

absl::Time FirstProposalEnd(const v1::ReferralDetails& details) {
  absl::Time first = absl::InfiniteFuture();
  for (const v1::Proposal& proposal : details.proposals()) {
    if (IsOpen(proposal)) first = std::min(first, ToTime(proposal.expire_time()));
  }
  return first;
}

std::string Propose(v1::Proposal proposal, absl::Time expire_time, const Act& act, ReferralRecord* record) {
  const std::string number = std::to_string(record->details.proposals_size() + 1);
  proposal.set_name(record->referral.name() + "/proposals/" + number);
  proposal.set_state(v1::PROPOSAL_STATE_OPEN);
  proposal.set_reason_code(act.reason_code);
  proposal.set_comment(act.comment);
  *proposal.mutable_create_time() = ToProto(act.time);
  *proposal.mutable_expire_time() = ToProto(expire_time);
  v1::Proposal* added = record->details.add_proposals();
  *added = std::move(proposal);
  return added->name();
}

RoleSet MayDecide(v1::ProposalKind kind) { return kind == v1::PROPOSAL_KIND_CHILD ? kMayDecide : kReferrer; }

void Extend(const v1::Authorization& proposed, v1::Authorization* authorization) {
  authorization->set_sessions(std::max(authorization->sessions(), proposed.sessions()));
  if (!proposed.end_date().empty() && EndOf(proposed.end_date()) > EndOf(authorization->end_date())) {
    authorization->set_end_date(proposed.end_date());
  }
  if (proposed.sessions_per_week() > 0) authorization->set_sessions_per_week(proposed.sessions_per_week());
  if (proposed.session_minutes() > 0) authorization->set_session_minutes(proposed.session_minutes());
}

void ExpireProposals(absl::Time now, v1::ReferralDetails* details) {
  for (v1::Proposal& proposal : *details->mutable_proposals()) {
    if (IsOpen(proposal) && ToTime(proposal.expire_time()) <= now) proposal.set_state(v1::PROPOSAL_STATE_EXPIRED);
  }
}

void LapseProposals(v1::ReferralDetails* details) { ExpireProposals(absl::InfiniteFuture(), details); }

}  // namespace tendon::referral
