// The verbs of `tendon referral` for the order after it was sent: proposals, children, redirecting, changing,
// correcting.
#include <google/protobuf/util/field_mask_util.h>

#include "clients/cli/referral_commands.h"
#include "clients/cli/referral_verbs.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;
using client::LifecycleClient;

const VerbOption kWhy = {"--reason", "reason_code", "The reason code: see `tendon referral reasons`", true};
const VerbOption kInWords = {"--comment", "comment", "The reason in words"};
const VerbOption kTo = {"--to", "recipient", "To whom", true, ValueKind::kOrganization};
const VerbOption kSessions = {"--sessions", "authorization.sessions", "How many sessions, in all", true};
const VerbOption kUntil = {"--until", "authorization.end_date", "The last session not after this day"};

void AddProposals(CLI::App& group, Context& context) {
  AddVerb<pb::RequestExtensionRequest>(
      group, context, {"extend", "Propose more sessions or a longer validity", "", {kWhy, kInWords, kSessions, kUntil}},
      &LifecycleClient::RequestExtension);
  AddVerb<pb::ForwardReferralRequest>(group, context,
                                      {"forward", "Decline, and propose another recipient", "", {kWhy, kInWords, kTo}},
                                      &LifecycleClient::ForwardReferral);
  AddVerb<pb::ProposeChildRequest>(group, context,
                                   {"propose-child",
                                    "Propose to refer onward; the child from a file",
                                    "",
                                    {{"--reason", "reason_code", "The reason code"},
                                     kInWords,
                                     {"--to", "child.recipient", "To whom", false, ValueKind::kOrganization}},
                                    "child"},
                                   &LifecycleClient::ProposeChild);
  AddVerb<pb::CreateChildReferralRequest>(group, context,
                                          {"child",
                                           "Refer onward on your own authority; the child from a file",
                                           "",
                                           {{"--to", "child.recipient", "To whom", false, ValueKind::kOrganization}},
                                           "child"},
                                          &LifecycleClient::CreateChildReferral);
  AddVerb<pb::ApproveProposalRequest>(group, context, {"approve", "Make a proposal so", "proposals", {kInWords}},
                                      &LifecycleClient::ApproveProposal);
  AddVerb<pb::DenyProposalRequest>(group, context, {"deny", "Deny a proposal", "proposals", {kWhy, kInWords}},
                                   &LifecycleClient::DenyProposal);
  AddVerb<pb::WithdrawProposalRequest>(group, context,
                                       {"withdraw-proposal", "Take a proposal back", "proposals", {kInWords}},
                                       &LifecycleClient::WithdrawProposal);
}

void AddOrders(CLI::App& group, Context& context) {
  AddVerb<pb::RedirectReferralRequest>(
      group, context,
      {"redirect",
       "Send it to another recipient",
       "",
       {kTo,
        kInWords,
        {"--recipient-clinician", "recipient_clinician", "Whom you wish for", false, ValueKind::kClinician}}},
      &LifecycleClient::RedirectReferral);
  AddVerb<pb::CloseReferralRequest>(group, context,
                                    {"close", "Give up after a decline or failure", "", {kWhy, kInWords}},
                                    &LifecycleClient::CloseReferral);
  AddVerb<pb::RequestMoreSessionsRequest>(
      group, context, {"more", "Acknowledge it, and send a new one based on it", "", {kSessions, kUntil}},
      &LifecycleClient::RequestMoreSessions);
  AddVerb<pb::AcknowledgeModificationRequest>(group, context, {"ack-change", "You have seen the change", "", {}},
                                              &LifecycleClient::AcknowledgeModification);
}

void AddCorrections(CLI::App& group, Context& context) {
  AddVerb<pb::AddSafetyFactsRequest>(
      group, context,
      {"add-fact",
       "Add a condition, medication or finding that was learnt",
       "",
       {kInWords,
        {"--icd10", "conditions.0.icd10cm", "A condition: I82.40"},
        {"--condition", "conditions.0.text", "A condition in words"},
        {"--rxcui", "medications.0.rxcui", "A medication: 11289"},
        {"--medication", "medications.0.text", "A medication in words"},
        {"--finding", "findings", "What was found, as often as needed: RF_SADDLE, RF_SADDLE=no, INR=4.2{INR}", false,
         ValueKind::kFindings}}},
      &LifecycleClient::AddSafetyFacts);
  AddVerb<pb::MarkEnteredInErrorRequest>(group, context,
                                         {"entered-in-error", "It should never have been", "", {kWhy, kInWords}},
                                         &LifecycleClient::MarkEnteredInError);
  AddVerb<pb::ReportWrongPatientRequest>(
      group, context, {"wrong-patient", "It is another patient's; both parties must say so", "", {kWhy, kInWords}},
      &LifecycleClient::ReportWrongPatient);
  AddVerb<pb::LinkDuplicateRequest>(
      group, context,
      {"link-duplicate",
       "It is the same as another",
       "",
       {{"--of", "duplicate_of", "The other referral", true, ValueKind::kReferral}, kInWords}},
      &LifecycleClient::LinkDuplicate);
}

struct ModifyOptions {
  ActionOptions action;
  std::string file, mask;
};

absl::Status Modify(Context& context, const ModifyOptions& options) {
  pb::ModifyReferralRequest request;
  pb::Referral& referral = *request.mutable_referral();
  if (absl::Status status = ReadMessage(options.file, context.terminal(), referral); !status.ok()) return status;
  context.subject = ShortName(ReferralName(options.action.id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient referrals(*connection);
  const auto etag = EtagFor(context, referrals, options.action);
  if (!etag.ok()) return etag.status();
  referral.set_name(ReferralName(options.action.id));
  referral.set_etag(*etag);
  google::protobuf::util::FieldMaskUtil::FromString(options.mask, request.mutable_update_mask());
  request.set_request_id(context.RequestId(options.action.mutation.request_id));
  request.set_validate_only(options.action.mutation.validate_only);
  LifecycleClient client(*connection);
  const auto modified = client.ModifyReferral(std::move(request));
  if (!modified.ok()) return modified.status();
  context.Print(*modified, [&] { PrintReferralState(*modified, context); });
  return absl::OkStatus();
}

void AddModify(CLI::App& group, Context& context) {
  auto options = std::make_shared<ModifyOptions>();
  CLI::App* command = group.add_subcommand("modify", "Change what is not essential after it was sent");
  command->add_option("id", options->action.id, "The referral")->required();
  command->add_option("-f,--file", options->file, "The new values, a Referral as JSON or YAML")->required();
  command->add_option("--mask", options->mask, "The fields to change: note,authorization.sessions");
  command->add_option("--etag", options->action.etag, "The etag that you decided on");
  AddMutationOptions(command, options->action.mutation);
  Do(command, context, options, Modify);
}

}  // namespace

void AddReferralOrder(CLI::App& group, Context& context) {
  AddProposals(group, context);
  AddOrders(group, context);
  AddModify(group, context);
  AddCorrections(group, context);
}

}  // namespace tendon::cli
