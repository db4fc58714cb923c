// `tendon session import`.
#include <map>
#include <memory>
#include <ostream>

#include "clients/cli/command.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/progress.h"
#include "clients/cli/session_commands.h"
#include "clients/cli/session_records.h"
#include "clients/cli/table.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

namespace out = outcomes::v1;

struct ImportCommandOptions {
  std::string file, referral;
  bool dry_run = false;
};

// Gathers the results and tells them.
class Report {
 public:
  explicit Report(Context& context) : context_(context), output_(context) {}

  void Add(const out::ImportSessionsResponse& response, bool sent_again) {
    // What this import itself had sent before a break is no duplicate to the one who runs it.
    const bool own = sent_again && response.outcome() == out::IMPORT_OUTCOME_DUPLICATE;
    ++counts_[own ? out::IMPORT_OUTCOME_ACCEPTED : response.outcome()];
    if (response.flags_size() > 0) ++flagged_;
    if (!output_.Add(response) && (response.outcome() == out::IMPORT_OUTCOME_REJECTED || response.flags_size() > 0))
      AddRow(response);
  }

  void Finish(std::size_t records) {
    if (context_.options.output == OutputFormat::kTable) {
      table_.Print(context_.terminal(), context_.out());
      context_.out() << records << " records: " << counts_[out::IMPORT_OUTCOME_ACCEPTED] << " stored, "
                     << counts_[out::IMPORT_OUTCOME_DUPLICATE] << " stored before, "
                     << counts_[out::IMPORT_OUTCOME_REJECTED] << " rejected";
      if (const int without = static_cast<int>(records) - answered(); without > 0)
        context_.out() << ", " << without << " without a result";
      if (flagged_ > 0) context_.out() << "; " << flagged_ << " flagged";
      context_.out() << '\n';
    }
    output_.Finish();
    if (answered() < static_cast<int>(records) || counts_[out::IMPORT_OUTCOME_REJECTED] > 0)
      context_.exit_code = ExitCode::kPartialImport;
  }

  int answered() const {
    int sum = 0;
    for (const auto& [outcome, count] : counts_) sum += count;
    return sum;
  }

 private:
  void AddRow(const out::ImportSessionsResponse& response) {
    const bool rejected = response.outcome() == out::IMPORT_OUTCOME_REJECTED;
    table_.Add({absl::StrCat(response.record_number()),
                Cell(Label(response.outcome()), rejected ? Style::kBad : Style::kGood),
                rejected ? response.reason() : FlagLabels(response.flags()), response.field(), response.message(),
                ShortName(response.session())});
  }

  Context& context_;
  ListOutput output_;
  Table table_{{{"RECORD", true},
                {"RESULT"},
                {"REASON OR FLAGS", false, true},
                {"FIELD", false, true},
                {"RULE", false, true},
                {"SESSION", false, true}}};
  std::map<out::ImportOutcome, int> counts_;
  int flagged_ = 0;
};

absl::Status Import(Context& context, const ImportCommandOptions& options) {
  const auto input = ReadInput(options.file, context.terminal());
  if (!input.ok()) return input.status();
  auto records = ReadRecords(*input, options.referral);
  if (!records.ok()) return records.status();
  const std::size_t total = records->good.size() + records->bad.size();
  Report report(context);
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
