// `tendon watch`: prints events as they happen, over restarts of the server.
#include <csignal>
#include <memory>
#include <ostream>
#include <thread>

#include "absl/strings/match.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/event_commands.h"
#include "clients/cli/event_view.h"
#include "clients/cli/names.h"
#include "clients/cli/text.h"
#include "clients/cpp/cursor_file.h"
#include "clients/cpp/event_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct WatchCommandOptions {
  std::int64_t after = 0;
  std::string cursor_file, cursor, referral;
  int limit = 0;       // 0: none
  bool follow = true;  // for scripts that say so; a limit ends it all the same
  bool snapshot = false;
};

// While it lives, SIGINT and SIGTERM stop the watch instead of ending the program in the middle of a line. Made before
// any other thread, so that every thread leaves these signals to this one.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGUSR1);  // ends the waiting itself
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  ~StopOnSignal() {
    if (thread_.joinable()) {
      pthread_kill(thread_.native_handle(), SIGUSR1);
      thread_.join();
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  // `watch` must outlive this.
  void Begin(client::Watch& watch) {
    thread_ = std::thread([this, &watch] {
      int signal = 0;
      sigwait(&signals_, &signal);
      if (signal != SIGUSR1) watch.Stop();
    });
  }

 private:
  sigset_t signals_{}, before_{};
  std::thread thread_;
};

absl::StatusOr<client::Cursor> StartOf(const WatchCommandOptions& options) {
  if (options.cursor_file.empty()) return client::Cursor{"", options.after};
  auto cursor = client::LoadCursor(options.cursor_file);
  if (!cursor.ok()) return absl::InvalidArgumentError(cursor.status().message());
  if (cursor->epoch.empty()) cursor->sequence = options.after;
  return cursor;
}

client::WatchOptions OptionsOf(const WatchCommandOptions& options, const std::string& organization,
                               const client::Cursor& start, Context& context) {
  client::WatchOptions result;
  result.parent = organization;
  result.start = start;
  result.view = options.snapshot ? pb::EVENT_VIEW_SNAPSHOT : pb::EVENT_VIEW_BASIC;
  if (!options.cursor_file.empty())
    result.save = [file = options.cursor_file](const client::Cursor& cursor) {
      const absl::Status saved = client::SaveCursor(file, cursor);
      return saved.ok() ? saved : absl::InvalidArgumentError(saved.message());  // a file, not what a server refuses
    };
  result.on_interruption = [&context](const absl::Status& status, absl::Duration wait) {
    context.terminal().err << "tendon: interrupted [" << absl::StatusCodeToString(status.code())
                           << "]; trying again in " << absl::FormatDuration(absl::Trunc(wait, absl::Milliseconds(1)))
                           << std::endl;
  };
  return result;
}

void PrintOne(const pb::Event& event, Context& context) {
  switch (context.options.output) {
    case OutputFormat::kJson:
      context.out() << ToJson(event, JsonLayout::kOneLine) << std::endl;
      break;
    case OutputFormat::kName:
      context.out() << Printable(event.resource()) << std::endl;
      break;
    case OutputFormat::kTable:
      PrintEvent(event, context);
      break;
  }
}

absl::Status Watch(Context& context, const WatchCommandOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto start = StartOf(options);
  if (!start.ok()) return start.status();
  const std::unique_ptr<StopOnSignal> signals = std::make_unique<StopOnSignal>();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::EventClient client(*connection);
  client::WatchOptions watch_options = OptionsOf(options, *organization, *start, context);
  if (!options.cursor.empty()) {
    const std::string name = CursorName(options.cursor, *organization);
    const auto place = client.LoadCursor(name);
    if (!place.ok()) return place.status();
    if (!place->epoch.empty()) watch_options.start = *place;
    watch_options.save = client.SaveTo(name);
  }
  const auto watch = client.MakeWatch(std::move(watch_options));
  const std::string wanted = options.referral.empty() ? "" : ReferralName(options.referral);
  if (!context.for_machines()) PrintEventHeader(context);
  signals->Begin(*watch);
  int count = 0;
  const absl::Status status = watch->Run([&](absl::Span<const pb::Event* const> events) {
    for (const auto* event : events) {
      if (!wanted.empty() && event->resource() != wanted && !absl::StartsWith(event->resource(), wanted + "/"))
        continue;
      PrintOne(*event, context);
      ++count;
    }
    if (options.limit > 0 && count >= options.limit) watch->Stop();
    return context.out() ? absl::OkStatus() : absl::InternalError("standard output cannot be written");
  });
  return status;
}

}  // namespace

void AddWatchCommand(CLI::App& app, Context& context) {
  auto options = std::make_shared<WatchCommandOptions>();
  CLI::App* command = app.add_subcommand("watch", "Print the events of your organisation as they happen");
  command->add_option("--after", options->after, "Begin after this event; 0 for the first one kept")
      ->check(FromZeroOn());
  command->add_option("--cursor-file", options->cursor_file,
                      "Keep the place in this file, and go on from there the next time");
  command
      ->add_option("--cursor", options->cursor,
                   "Keep the place in this cursor of your organisation on the server, and go on from there")
      ->excludes("--cursor-file");
  command
      ->add_option("--limit", options->limit,
                   "End after so many events (a change's events stay together); without it, go on until Ctrl-C")
      ->check(CLI::PositiveNumber.description(""));
  command->add_flag("--follow", options->follow, "Go on until Ctrl-C: the default");
  command->add_option("--referral", options->referral, "Print and count only the events of this referral");
  command->add_flag("--snapshot", options->snapshot, "With the referral as it is now (in JSON)");
  command->footer(
      "Each event comes once, in order, also when the server restarts in between. JSON is one event a line.\n\n"
      "Example:\n  tendon --organization harbor-massage watch --cursor-file ~/.local/state/tendon.cursor -o json\n");
  Do(command, context, options, Watch);
}

}  // namespace tendon::cli
