// `tendon directory check`.
#include <ostream>

#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/directory_commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cpp/directory_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct RecipientCheckOptions {
  std::string referral, recipient, clinician;
};

void PrintCheck(const pb::CheckRecipientResponse& response, Context& context) {
  context.out() << context.terminal().Styled(
                       response.acceptable() ? "It could be accepted there." : "It could not be accepted there.",
                       response.acceptable() ? Style::kGood : Style::kBad)
                << "\n";
  Table table({{"WHAT"}, {"BLOCKS"}, {"FIELD"}, {"WHY", false, true}});
  for (const auto& obstacle : response.obstacles()) {
    table.Add({Cell(Label(obstacle.code()), obstacle.blocking() ? Style::kBad : Style::kWaiting),
               obstacle.blocking() ? "yes" : "no", obstacle.field(), obstacle.description()});
  }
  table.Print(context.terminal(), context.out());
  std::vector<std::string> names;
  for (const std::string& name : response.clinicians()) names.push_back(ShortName(name));
  if (!names.empty()) context.out() << "Could treat: " << absl::StrJoin(names, ", ") << "\n";
}

absl::Status CheckRecipient(Context& context, const RecipientCheckOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  pb::CheckRecipientRequest request;
  request.set_name(ReferralName(options.referral));
  request.set_recipient(OrganizationName(options.recipient));
  if (!options.clinician.empty()) request.set_clinician(ClinicianName(options.clinician, options.recipient));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto response = client::DirectoryClient(*connection).CheckRecipient(std::move(request));
  if (!response.ok()) return response.status();
  context.Print(*response, [&] { PrintCheck(*response, context); });
  if (!response->acceptable()) context.exit_code = ExitCode::kRefused;
  return absl::OkStatus();
}

}  // namespace

void AddRecipientCheck(CLI::App& group, Context& context) {
  auto options = std::make_shared<RecipientCheckOptions>();
  CLI::App* command =
      group.add_subcommand("check", "Tell whether a referral could be accepted by a recipient, and why not");
  command->add_option("referral", options->referral, "The referral")->required();
  command->add_option("recipient", options->recipient, "The organisation")->required();
  command->add_option("--wish", options->clinician, "The clinician wished for there");
  command->footer("Exit code 5 when it could not.\n\nExample:\n  tendon directory check 0190a5b4-... harbor-massage\n");
  Do(command, context, options, CheckRecipient);
}

}  // namespace tendon::cli
