// What the recipient proposes, and what is decided.
#include "services/referral/lifecycle/proposals.h"

#include "services/referral/handlers/children.h"
#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/parts.h"
#include "services/referral/lifecycle/dates.h"
#include "services/referral/lifecycle/family.h"
#include "services/referral/lifecycle/guards.h"
#include "services/referral/lifecycle/timers.h"

namespace tendon::referral {
namespace {

absl::Status AddProposal(Step& step, v1::Proposal proposal) {
  if (step.details().proposals_size() >= kMaxProposals) {
    return Refuse(step, "proposal", "the referral has as many proposals as it can hold");
  }
  const auto calendars = CalendarsOf(step.call, step.transaction, step.referral());
  if (!calendars.ok()) return calendars.status();
  const absl::Time end = DueTime(*FindTimer("proposal"), step.referral().priority(), step.act.time, calendars->referrer,
                                 calendars->timers);
  step.act.subject = Propose(std::move(proposal), end, step.act, &step.record);
  return absl::OkStatus();
}

// That it asks for something, so that there is something to decide.
absl::Status CheckExtends(const Step& step, const v1::Authorization& asked) {
  const v1::Authorization& present = step.record.referral.authorization();
  if (!asked.end_date().empty() && EndOf(asked.end_date()) <= step.act.time) {
    return runtime::InvalidField("authorization.end_date", "must not lie in the past");
  }
  v1::Authorization extended = present;
  Extend(asked, &extended);
  if (extended.sessions() > present.sessions() || extended.end_date() != present.end_date()) return absl::OkStatus();
  return runtime::InvalidField("authorization",
                               "must ask for more: sessions above " + std::to_string(present.sessions()) +
                                   ", the number authorised now, or an end_date later than the present one");
}

// The proposer can mend what is missing; who approves cannot.
absl::Status CheckProposedChild(Step& step, const v1::Referral& asked) {
  if (absl::Status status = CheckPath(step, asked); !status.ok()) return status;
  const v1::Referral draft = MakeChild(step.referral(), asked, step.referral().referrer());
  const auto missing = MissingToSend(draft);
  if (!missing.empty()) return runtime::Incomplete(missing);
  return CheckOrganizationNamed(step.call, step.transaction, asked.recipient(), "child.recipient");
}

absl::Status ApproveExtension(Step& step, const v1::Proposal& proposal) {
  Extend(proposal.authorization(), step.referral().mutable_authorization());
  step.referral().mutable_progress()->set_sessions_authorized(step.referral().authorization().sessions());
  step.referral().set_authorization_over(false);
  return absl::OkStatus();
}

absl::Status ApproveForward(Step& step, const v1::Proposal& proposal) {
  if (step.referral().state() != v1::REFERRAL_STATE_DECLINED) {
    return Refuse(step, "proposal", "the forward belongs to a referral that was declined");
  }
  RedirectAssignment(step.act, proposal.recipient(), "", &step.referral());
  return absl::OkStatus();
}

absl::Status Approve(Step& step, v1::Proposal* proposal) {
  absl::Status status;
  if (proposal->kind() == v1::PROPOSAL_KIND_EXTENSION) status = ApproveExtension(step, *proposal);
  if (proposal->kind() == v1::PROPOSAL_KIND_FORWARD) status = ApproveForward(step, *proposal);
  if (proposal->kind() == v1::PROPOSAL_KIND_CHILD) {
    auto child = SendChild(step, proposal->child());
    status = child.status();
    if (child.ok()) proposal->set_result(*std::move(child));
  }
  if (status.ok()) proposal->set_state(v1::PROPOSAL_STATE_APPROVED);
  return status;
}

// An effect on the open proposal that the step is about, by somebody who may decide it.
template <class Decide>
Effect OnProposal(const std::string& name, bool decides, Decide decide) {
  return [name, decides, decide](Step& step) -> absl::Status {
    step.act.subject = name;
    v1::Proposal* proposal = FindOpenProposal(name, &step.details());
    if (proposal == nullptr) return Refuse(step, "proposal", "that proposal is not open");
    if (decides && (MayDecide(proposal->kind()) & step.roles).empty()) {
      return Refuse(step, "proposal", "only the referrer decides on an extension or another recipient");
    }
    return decide(step, proposal);
  };
}

Effect ChangeTo(const std::string& name, bool decides, v1::ProposalState state) {
  return OnProposal(name, decides, [state](Step&, v1::Proposal* proposal) {
    proposal->set_state(state);
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status RequestExtension(Call& call, Transaction& transaction, const v1::RequestExtensionRequest& request,
                              v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (absl::Status status = CheckExtends(step, request.authorization()); !status.ok()) return status;
    v1::Proposal proposal;
    proposal.set_kind(v1::PROPOSAL_KIND_EXTENSION);
    *proposal.mutable_authorization() = request.authorization();
    return AddProposal(step, std::move(proposal));
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_REQUEST_EXTENSION, effect, response);
}

absl::Status ForwardReferral(Call& call, Transaction& transaction, const v1::ForwardReferralRequest& request,
                             v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (request.recipient() == step.referral().recipient()) {
      return runtime::InvalidField("recipient", "must be another organisation");
    }
    absl::Status status = CheckOrganizationNamed(step.call, step.transaction, request.recipient(), "recipient");
    if (!status.ok()) return status;
    v1::Proposal proposal;
    proposal.set_kind(v1::PROPOSAL_KIND_FORWARD);
    proposal.set_recipient(request.recipient());
    return AddProposal(step, std::move(proposal));
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_FORWARD_ONWARD, effect, response);
}

absl::Status ProposeChild(Call& call, Transaction& transaction, const v1::ProposeChildRequest& request,
                          v1::Referral* response) {
  const Effect effect = [&request](Step& step) -> absl::Status {
    if (absl::Status status = CheckProposedChild(step, request.child()); !status.ok()) return status;
    v1::Proposal proposal;
    proposal.set_kind(v1::PROPOSAL_KIND_CHILD);
    *proposal.mutable_child() = request.child();
    return AddProposal(step, std::move(proposal));
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_PROPOSE_CHILD, effect, response);
}

absl::Status ApproveProposal(Call& call, Transaction& transaction, const v1::ApproveProposalRequest& request,
                             v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_APPROVE_PROPOSAL,
              OnProposal(request.name(), true, Approve), response);
}

absl::Status DenyProposal(Call& call, Transaction& transaction, const v1::DenyProposalRequest& request,
                          v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_DENY_PROPOSAL,
              ChangeTo(request.name(), true, v1::PROPOSAL_STATE_DENIED), response);
}

absl::Status WithdrawProposal(Call& call, Transaction& transaction, const v1::WithdrawProposalRequest& request,
                              v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_WITHDRAW_PROPOSAL,
              ChangeTo(request.name(), false, v1::PROPOSAL_STATE_WITHDRAWN), response);
}

absl::Status ListProposals(Call& call, Reader& reader, const v1::ListProposalsRequest& request,
                           v1::ListProposalsResponse* response) {
  const auto found = FindRecord(call, reader, request.parent());
  if (!found.ok()) return found.status();
  return FillPage(reader, "ListProposals", request.parent(), request.page_size(), request.page_token(),
                  found->record.details.proposals(), response->mutable_proposals(),
                  response->mutable_next_page_token());
}

}  // namespace tendon::referral
