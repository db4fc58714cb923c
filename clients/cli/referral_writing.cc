// `tendon referral create` and `update`, and the group itself.
#include <google/protobuf/util/field_mask_util.h>

#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/document.h"
#include "clients/cli/referral_actions.h"
#include "clients/cli/referral_commands.h"
#include "clients/cpp/uuid.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct CreateOptions {
  std::string file, not_a_duplicate;
  bool send = false;
  MutationOptions mutation;
};

struct UpdateOptions {
  ActionOptions action;
  std::string file, mask;
};

// The request id of the sending, made from that of the writing: both steps may be repeated as one.
std::string RequestIdForSending(const std::string& request_id) {
  constexpr client::UuidBytes kNamespace = {0x3c, 0x5d, 0x9f, 0x41, 0x7a, 0x28, 0x4e, 0x63,
                                            0xb1, 0x0c, 0x92, 0xd7, 0x64, 0xe8, 0x15, 0xaf};
  return client::NamedUuid(kNamespace, request_id);
}

absl::StatusOr<pb::Referral> Send(client::ReferralClient& client, const pb::Referral& draft,
                                  const std::string& not_a_duplicate, const std::string& request_id) {
  pb::SendReferralRequest request;
  request.set_name(draft.name());
  request.set_etag(draft.etag());
  request.set_duplicate_override_reason(not_a_duplicate);
  request.set_request_id(RequestIdForSending(request_id));
  return client.Send(std::move(request));
}

absl::Status Create(Context& context, const CreateOptions& options) {
  pb::CreateReferralRequest request;
  if (absl::Status status = ReadMessage(options.file, context.terminal(), *request.mutable_referral()); !status.ok())
    return status;
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient client(*connection);
  auto referral = client.Create(std::move(request));
  if (referral.ok() && options.send && !options.mutation.validate_only) {
    context.subject = ShortName(referral->name());
    const std::string draft = referral->name();
    referral = Send(client, *referral, options.not_a_duplicate, context.request_id);
    if (!referral.ok())
      context.terminal().err << "The draft was written as " << ShortName(draft) << "; it was not sent.\n";
  }
  if (!referral.ok()) return referral.status();
  context.Print(*referral, [&] { PrintReferralState(*referral, context); });
  return absl::OkStatus();
}

absl::Status Update(Context& context, const UpdateOptions& options) {
  pb::UpdateReferralRequest request;
  pb::Referral& referral = *request.mutable_referral();
  if (absl::Status status = ReadMessage(options.file, context.terminal(), referral); !status.ok()) return status;
  context.subject = ShortName(ReferralName(options.action.id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient client(*connection);
  const auto etag = EtagFor(context, client, options.action);
  if (!etag.ok()) return etag.status();
  referral.set_name(ReferralName(options.action.id));
  referral.set_etag(*etag);
  google::protobuf::util::FieldMaskUtil::FromString(options.mask, request.mutable_update_mask());
  request.set_request_id(context.RequestId(options.action.mutation.request_id));
  request.set_validate_only(options.action.mutation.validate_only);
  const auto updated = client.Update(std::move(request));
  if (!updated.ok()) return updated.status();
  context.Print(*updated, [&] { PrintReferralState(*updated, context); });
  return absl::OkStatus();
}

}  // namespace

void AddReferralWriting(CLI::App& group, Context& context) {
  auto create = std::make_shared<CreateOptions>();
  CLI::App* command = group.add_subcommand("create", "Write a draft");
  command->add_option("-f,--file", create->file, "A Referral as JSON or YAML; - for standard input")->required();
  auto* send = command->add_flag("--send", create->send, "Send it at once");
  command
      ->add_option("--not-a-duplicate", create->not_a_duplicate,
                   "Why it is none, though one for the same patient, recipient, service and reason is open")
      ->needs(send);
  AddMutationOptions(command, create->mutation);
  command->footer(
      "The file holds the fields of tendon.referral.v1.Referral; enums may be short (MASSAGE_THERAPIST). What sending "
      "needs:\n"
      "  recipient: organizations/harbor-massage\n"
      "  discipline: MASSAGE_THERAPIST\n"
      "  patient:\n"
      "    identifiers: [{system: 'urn:oid:1.2.3', value: '12345'}]\n"
      "  reason: Chronic low back pain\n"
      "  authorization: {sessions: 6}\n"
      "  consent: {granted: true}\n");
  Do(command, context, create, Create);

  auto update = std::make_shared<UpdateOptions>();
  command = group.add_subcommand("update", "Change a draft");
  command->add_option("id", update->action.id, "The referral")->required();
  command->add_option("-f,--file", update->file, "The new values, a Referral as JSON or YAML; - for standard input")
      ->required();
  command->add_option("--mask", update->mask,
                      "The fields to change: goals,authorization.sessions; those that the file sets when left out");
  command->add_option("--etag", update->action.etag,
                      "The etag that you decided on: refused if the referral changed since");
  AddMutationOptions(command, update->action.mutation);
  Do(command, context, update, Update);
}

void AddReferralCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "referral", "Referrals: write, send, answer, close");
  AddReferralWriting(*group, context);
  AddReferralReading(*group, context);
  AddReferralActions(*group, context);
  AddReferralCourse(*group, context);
  AddReferralOrder(*group, context);
  AddReferralScreening(*group, context);
  AddReferralHistory(*group, context);
}

}  // namespace tendon::cli
