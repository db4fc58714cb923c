// `tendon referral list`, `show`, `allowed`.
#include <memory>
#include <ostream>
#include <vector>

#include "clients/cli/command.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_commands.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cpp/lifecycle_client.h"
#include "clients/cpp/paging.h"
#include "clients/cpp/referral_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct ReferralListOptions {
  bool inbox = false, outbox = false;
  std::string state;
  ListOptions list;
};

absl::StatusOr<pb::ListReferralsRequest> ListRequest(Context& context, const ReferralListOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  pb::ListReferralsRequest request;
  request.set_parent(*organization);
  request.set_box(options.inbox ? pb::REFERRAL_BOX_INBOX : pb::REFERRAL_BOX_OUTBOX);
  request.set_page_size(PageSize(options.list));
  if (!options.state.empty()) {
    const int state = EnumValue(*pb::ReferralState_descriptor(), options.state);
    if (state <= 0)
      return UsageError(absl::StrCat("--state: expects one of ", EnumLabels(*pb::ReferralState_descriptor())));
    request.set_filter(absl::StrCat("state = ", Label(static_cast<pb::ReferralState>(state))));
  }
  if (options.inbox == options.outbox)
    return UsageError("say which referrals: --inbox (sent to you) or --outbox (written by you)");
  return request;
}

std::vector<Cell> Row(const pb::Referral& referral, bool inbox) {
  return {ShortName(referral.name()),
          Cell(Label(referral.state()), StyleOf(referral.state())),
          Label(referral.turn().party()),
          Label(referral.priority()),
          ShortName(inbox ? referral.referrer() : referral.recipient()),
          Label(referral.discipline()),
          referral.has_progress() ? ProgressLabel(referral.progress()) : "",
          TimeLabel(referral.update_time()),
          PatientLabel(referral.patient())};
}

absl::Status List(Context& context, const ReferralListOptions& options) {
  auto request = ListRequest(context, options);
  if (!request.ok()) return request.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient client(*connection);
  ListOutput output(context);
  Table table({{"ID"},
               {"STATE"},
               {"TURN"},
               {"PRIORITY"},
               {options.inbox ? "FROM" : "TO", false, true},
               {"DISCIPLINE"},
               {"SESSIONS"},
               {"CHANGED"},
               {"PATIENT", false, true}});
  int count = 0;
  bool more = false;
  const absl::Status status = client::ForEachPage(
      *std::move(request), [&](const auto& page_request) { return client.List(page_request); },
      [&](const auto& page) {
        for (const auto& referral : page.referrals()) {
          if (Enough(options.list, count)) return more = true, false;
          ++count;
          if (!output.Add(referral)) table.Add(Row(referral, options.inbox));
        }
        more = Enough(options.list, count) && !page.next_page_token().empty();
        return !Enough(options.list, count);
      });
  table.Print(context.terminal(), context.out());
  if (!status.ok()) return status;
  output.Finish();
  if (!context.for_machines() && more) context.terminal().err << "There are more: --limit N or --all.\n";
  // With the name: the box of an organisation that does not exist is empty too.
  if (!context.for_machines() && count == 0)
    context.terminal().err << "No referrals in the " << (options.inbox ? "inbox" : "outbox") << " of "
                           << Printable(context.options.organization) << ".\n";
  return status;
}

struct ShowOptions {
  std::string id;
  int64_t version = 0;
};

absl::StatusOr<pb::Referral> Read(const std::shared_ptr<client::Connection>& connection, const ShowOptions& options) {
  if (options.version == 0) {
    pb::GetReferralRequest request;
    request.set_name(ReferralName(options.id));
    return client::ReferralClient(connection).Get(std::move(request));
  }
  pb::GetReferralVersionRequest request;
  request.set_name(ReferralName(options.id));
  request.set_version(options.version);
  return client::LifecycleClient(connection).GetReferralVersion(std::move(request), {});
}

absl::Status Show(Context& context, const ShowOptions& options) {
  context.subject = ShortName(ReferralName(options.id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto referral = Read(*connection, options);
  if (!referral.ok()) return referral.status();
  context.Print(*referral, [&] { PrintReferral(*referral, context); });
  return absl::OkStatus();
}

std::string Needs(bool reason, bool comment) {
  return absl::StrCat(reason ? "reason" : "", reason && comment ? ", " : "", comment ? "comment" : "");
}

void PrintAllowed(const pb::GetAllowedActionsResponse& response, Context& context) {
  Fields fields;
  fields.Add("Referral", context.subject, Style::kBold);
  fields.Add("State", Label(response.state()), StyleOf(response.state()));
  fields.Add("You are",
             response.actor_role() == pb::PARTY_ROLE_UNSPECIFIED ? "no party" : Label(response.actor_role()));
  fields.Print(context.terminal(), context.out());
  if (response.actions().empty()) context.out() << "There is nothing that you may do with it now.\n";
  Table table({{"EVENT"}, {"TO"}, {"NEEDS"}, {"RULE"}, {"COMMAND"}, {"BLOCKED BY", false, true}});
  for (const auto& action : response.actions())
    table.Add({Label(action.event()),
               action.to_state() == pb::REFERRAL_STATE_UNSPECIFIED
                   ? Cell("by what is said")
                   : Cell(Label(action.to_state()), StyleOf(action.to_state())),
               Needs(action.reason_code_required(), action.comment_required()), action.rule(),
               CommandFor(action.event(), context.subject), Cell(action.blocked_by(), Style::kWaiting)});
  table.Print(context.terminal(), context.out());
}

absl::Status Allowed(Context& context, const std::string& id) {
  context.subject = ShortName(ReferralName(id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::GetAllowedActionsRequest request;
  request.set_name(ReferralName(id));
  const auto response = client::ReferralClient(*connection).GetAllowedActions(std::move(request));
  if (!response.ok()) return response.status();
  context.Print(*response, [&] { PrintAllowed(*response, context); });
  return absl::OkStatus();
}

void AddReading(CLI::App& group, Context& context, const std::string& name, const std::string& help,
                absl::Status (*action)(Context&, const std::string&)) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("id", *id, "The referral")->required();
  Do(command, context, id, action);
}

void AddShow(CLI::App& group, Context& context) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = group.add_subcommand("show", "Show a referral as your role may see it");
  command->add_option("id", options->id, "The referral")->required();
  command->add_option("--version", options->version, "As it was then: a number of `tendon referral versions`")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000'000}).description(""));
  command->footer("Example:\n  tendon referral show 0190a5b4-... --version 3\n");
  Do(command, context, options, Show);
}

}  // namespace

void AddReferralReading(CLI::App& group, Context& context) {
  auto list = std::make_shared<ReferralListOptions>();
  CLI::App* command = group.add_subcommand("list", "List referrals, newest first");
  command->add_flag("--inbox", list->inbox, "Those sent to your organisation");
  command->add_flag("--outbox", list->outbox, "Those written by your organisation, drafts included");
  command->add_option("--state", list->state, "Only those in this state: SENT");
  AddListOptions(command, list->list);
  command->footer("Example:\n  tendon --organization harbor-massage referral list --inbox --state SENT\n");
  Do(command, context, list, List);
  AddShow(group, context);
  AddReading(group, context, "allowed", "Tell what you may do with it now, and how", Allowed);
}

}  // namespace tendon::cli
