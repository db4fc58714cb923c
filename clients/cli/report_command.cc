// `tendon report`.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/names.h"
#include "clients/cli/report_data.h"
#include "clients/cli/text.h"
#include "clients/cpp/plan.h"
#include "clients/cpp/referral_client.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

struct ReportCommandOptions {
  std::string id, file;
  bool summary = false;
};

absl::Status WriteReport(const std::string& path, const std::string& text, Terminal& terminal) {
  if (path.empty() || path == "-") {
    terminal.out << text;
    return absl::OkStatus();
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) return absl::InvalidArgumentError(absl::StrCat("'", Printable(path), "': ", std::strerror(errno)));
  return absl::OkStatus();
}

absl::Status MakeEpisodeReport(Context& context, const ReportCommandOptions& options) {
  const auto made = ReadReport(context, options.id);
  if (!made.ok()) return made.status();
  return WriteReport(options.file,
                     options.summary ? report::RenderSummary(*made, kMostSummaryBytes) : report::RenderHtml(*made),
                     context.terminal());
}

}  // namespace

absl::StatusOr<report::EpisodeReport> ReadReport(Context& context, const std::string& id) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  outcomes::v1::GetEpisodeRequest get;
  get.set_name(EpisodeName(id));
  const auto episode = client::SessionClient(*connection).GetEpisode(std::move(get));
  if (!episode.ok()) return episode.status();
  ReportSource source;
  referral::v1::GetReferralRequest read;
  read.set_name(episode->name().substr(0, episode->name().find("/episodes/")));
  auto plan = client::GetPlan(*connection, read.name());
  if (!plan.ok()) return plan.status();
  auto referral = client::ReferralClient(*connection).Get(std::move(read));
  if (!referral.ok()) return referral.status();
  source.plan = *std::move(plan);
  source.referral = *std::move(referral);
  return MakeReport(*episode, source, absl::Now(), absl::LocalTimeZone());
}

void AddReportCommand(CLI::App& app, Context& context) {
  auto options = std::make_shared<ReportCommandOptions>();
  CLI::App* command =
      app.add_subcommand("report", "Write the report of an episode as an HTML file: courses, advice, plan");
  command->add_option("id", options->id, "The referral, for its latest episode; REFERRAL/2 for its second")->required();
  command->add_option("--to", options->file, "The file; standard output when left out");
  command->add_flag("--summary", options->summary,
                    "Plain text instead: what travels with 'referral complete --with-report'");
  command->footer(
      "One file without scripts, for any browser; its print makes the PDF. It holds what your role may see, and says "
      "what is withheld.\n\n"
      "Example:\n  tendon report 0190a5b4-... --to report.html\n"
      "  tendon referral complete 0190a5b4-... --with-report --summary 'Back at work.' --discharge-reason GOALS_MET\n");
  Do(command, context, options, MakeEpisodeReport);
}

}  // namespace tendon::cli
