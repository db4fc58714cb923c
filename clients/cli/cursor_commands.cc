// `tendon events cursors`, `ack`, `forget`: how far each consumer of the feed has come.
#include <ostream>

#include "absl/strings/match.h"
#include "clients/cli/command.h"
#include "clients/cli/event_commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cpp/event_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct AcknowledgeOptions {
  std::string cursor, epoch;
  std::int64_t sequence = 0;
  MutationOptions mutation;
};

struct ForgetOptions {
  std::string cursor;
  MutationOptions mutation;
};

struct CursorListOptions {};

std::vector<Cell> CursorRow(const pb::FeedCursor& cursor) {
  return {cursor.name().substr(cursor.name().rfind('/') + 1),
          absl::StrCat(cursor.acknowledged_sequence()),
          absl::StrCat(cursor.head_sequence()),
          cursor.lost() ? Cell("lost", Style::kBad)
                        : Cell(absl::StrCat(cursor.lag()), cursor.lag() == 0 ? Style::kGood : Style::kWaiting),
          TimeLabel(cursor.behind_since_time()),
          TimeLabel(cursor.acknowledge_time())};
}

void PrintCursors(const std::vector<pb::FeedCursor>& cursors, Context& context) {
  Table table({{"CURSOR"}, {"ACKNOWLEDGED", true}, {"FEED", true}, {"BEHIND", true}, {"SINCE"}, {"MOVED"}});
  for (const auto& cursor : cursors) table.Add(CursorRow(cursor));
  table.Print(context.terminal(), context.out());
}

absl::Status ListCursors(Context& context, const CursorListOptions&) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::ListFeedCursorsRequest request;
  request.set_parent(*organization);
  const auto response = client::EventClient(*connection).ListCursors(std::move(request));
  if (!response.ok()) return response.status();
  ListOutput output(context);
  std::vector<pb::FeedCursor> rows;
  for (const auto& cursor : response->cursors()) {
    if (!output.Add(cursor)) rows.push_back(cursor);
  }
  PrintCursors(rows, context);
  output.Finish();
  if (!context.for_machines() && rows.empty()) context.terminal().err << "No cursors.\n";
  return absl::OkStatus();
}

absl::Status AcknowledgeUpTo(Context& context, const AcknowledgeOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::AcknowledgeEventsRequest request;
  request.set_name(CursorName(options.cursor, *organization));
  request.set_sequence(options.sequence);
  request.set_epoch(options.epoch);
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto cursor = client::EventClient(*connection).Acknowledge(std::move(request));
  if (!cursor.ok()) return cursor.status();
  context.Print(*cursor, [&] { PrintCursors({*cursor}, context); });
  return absl::OkStatus();
}

absl::Status ForgetCursor(Context& context, const ForgetOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::DeleteFeedCursorRequest request;
  request.set_name(CursorName(options.cursor, *organization));
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto cursor = client::EventClient(*connection).DeleteCursor(std::move(request));
  if (!cursor.ok()) return cursor.status();
  context.Print(*cursor, [&] { context.out() << "Forgotten: " << options.cursor << "\n"; });
  return absl::OkStatus();
}

}  // namespace

std::string CursorName(const std::string& text, const std::string& organization) {
  return absl::StartsWith(text, "organizations/") ? text : absl::StrCat(organization, "/cursors/", text);
}

void AddCursorCommands(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand("cursors", "List the cursors of your organisation: who is how far behind");
  Do(command, context, std::make_shared<CursorListOptions>(), ListCursors);

  auto acknowledge = std::make_shared<AcknowledgeOptions>();
  command = group.add_subcommand("ack", "State that everything up to an event has been handled");
  command->add_option("cursor", acknowledge->cursor, "The cursor's id, of your own choice: a-z, 0-9 and '-'")
      ->required();
  command->add_option("sequence", acknowledge->sequence, "The last event that was handled")
      ->required()
      ->check(FromZeroOn());
  command->add_option("--epoch", acknowledge->epoch, "The epoch of the feed that it was read from; checked when given");
  AddMutationOptions(command, acknowledge->mutation);
  Do(command, context, acknowledge, AcknowledgeUpTo);

  auto forget = std::make_shared<ForgetOptions>();
  command = group.add_subcommand("forget", "Delete a cursor");
  command->add_option("cursor", forget->cursor, "The cursor's id")->required();
  AddMutationOptions(command, forget->mutation);
  Do(command, context, forget, ForgetCursor);
}

}  // namespace tendon::cli
