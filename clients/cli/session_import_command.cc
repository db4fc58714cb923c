// `tendon session import`.
#include <memory>
#include <ostream>

#include "clients/cli/command.h"
#include "clients/cli/import_report.h"
#include "clients/cli/progress.h"
#include "clients/cli/session_commands.h"
#include "clients/cli/session_records.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

struct ImportCommandOptions {
  std::string file, referral;
  bool dry_run = false;
};

absl::Status Import(Context& context, const ImportCommandOptions& options) {
  const auto input = ReadInput(options.file, context.terminal());
  if (!input.ok()) return input.status();
  auto records = ReadRecords(*input, options.referral);
  if (!records.ok()) return records.status();
  const std::size_t total = records->good.size() + records->bad.size();
  ImportReport report(context);
  for (const auto& bad : records->bad) report.Add(bad, false);
  absl::Status status;
  if (!options.dry_run) {
    const auto connection = context.Connect();
    if (!connection.ok()) return connection.status();
    Progress progress(context.terminal(), "sessions", total);
    status = client::SessionClient(*connection)
                 .Import(std::move(records->good), {}, [&](const client::ImportResult& result) {
                   report.Add(result.response, result.sent_again);
                   progress.Advance();
                 });
  }
  if (!status.ok() && report.answered() == 0) return status;
  if (options.dry_run) {
    context.terminal().err << records->good.size() << " of " << total << " records can be sent; nothing was.\n";
    if (!records->bad.empty()) context.exit_code = ExitCode::kPartialImport;
    return absl::OkStatus();
  }
  report.Finish(total);
  if (!status.ok())
    context.terminal().err << "tendon: the import ended early [" << absl::StatusCodeToString(status.code())
                           << "]. Run it again: what is stored is not stored twice.\n";
  return absl::OkStatus();
}

}  // namespace

void AddSessionImport(CLI::App& group, Context& context) {
  auto options = std::make_shared<ImportCommandOptions>();
  CLI::App* command = group.add_subcommand("import", "Record many sessions from a file");
  command->add_option("file", options->file, "JSON, JSON lines or YAML; - for standard input")->required();
  command->add_option("--referral", options->referral, "The referral of records that name none");
  command->add_flag("--dry-run", options->dry_run, "Read the file, send nothing");
  command->footer(
      "Each record is a Session, or {\"parent\": \"referrals/ID\", \"session\": {...}}; in a list, or one a line.\n"
      "Each record has its own result, and a bad one harms no other. An import may be repeated, mended or continued: a "
      "record that\n"
      "was stored is not stored again.\n\n"
      "Example:\n  tendon session import sessions.jsonl --referral 0190a5b4-...\n");
  Do(command, context, options, Import);
}

}  // namespace tendon::cli
