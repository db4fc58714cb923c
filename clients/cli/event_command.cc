// `tendon events list`; the rest of the group is in cursor_commands.cc.
#include <memory>
#include <ostream>

#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/event_commands.h"
#include "clients/cli/event_view.h"
#include "clients/cpp/event_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct EventListOptions {
  std::int64_t after = 0;
  bool snapshot = false;
  ListOptions list;
};

absl::Status List(Context& context, const EventListOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::EventClient client(*connection);
  ListOutput output(context);
  pb::ListEventsRequest request;
  request.set_parent(*organization);
  request.set_after_sequence(options.after);
  request.set_view(options.snapshot ? pb::EVENT_VIEW_SNAPSHOT : pb::EVENT_VIEW_BASIC);
  int count = 0;
  for (bool more = true; more && !Enough(options.list, count);) {
    request.set_page_size(options.list.all ? 1000 : options.list.limit - count);
    const auto page = client.List(request);
    if (!page.ok()) return page.status();
    if (count == 0 && page->events_size() > 0 && !context.for_machines()) PrintEventHeader(context);
    for (const auto& event : page->events())
      if (!output.Add(event)) PrintEvent(event, context);
    count += page->events_size();
    more = page->more() && page->events_size() > 0;
    request.set_after_sequence(page->last_sequence());
    request.set_epoch(page->epoch());
  }
  output.Finish();
  if (!context.for_machines() && count == 0) context.terminal().err << "No events after " << options.after << ".\n";
  return absl::OkStatus();
}

}  // namespace

void AddEventCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "events", "The feed of your organisation, as far as it goes");
  auto options = std::make_shared<EventListOptions>();
  CLI::App* command = group->add_subcommand("list", "List events, oldest first");
  command->add_option("--after", options->after, "Only events after this number")->check(FromZeroOn());
  command->add_flag("--snapshot", options->snapshot, "With the referral as it is now (in JSON)");
  AddListOptions(command, options->list);
  Do(command, context, options, List);
  AddCursorCommands(*group, context);
}

}  // namespace tendon::cli
