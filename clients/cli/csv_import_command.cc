// `tendon import csv`.
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv_import.h"
#include "clients/cli/document.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

struct CsvCommandOptions {
  std::string file, map, checkpoint;
  bool dry_run = false;
};

absl::Status ImportCsv(Context& context, const CsvCommandOptions& options) {
  interop::v1::CsvMap map;
  if (absl::Status status = ReadMessage(options.map, context.terminal(), map); !status.ok()) return status;
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return absl::InvalidArgumentError(absl::StrCat("'", Printable(options.file), "': cannot be opened"));
  }
  std::istream& in = options.file == "-" ? context.terminal().in : file;
  return CsvImport(context, in, std::move(map), {options.checkpoint, options.dry_run}).Run();
}

}  // namespace

void AddCsvImportCommand(CLI::App& group, Context& context) {
  auto options = std::make_shared<CsvCommandOptions>();
  CLI::App* command =
      group.add_subcommand("csv", "A CSV file of sessions or of a trial, long or wide, by a map of its columns");
  command->add_option("file", options->file, "The CSV file, of any length; - for standard input")->required();
  command->add_option("--map", options->map, "YAML or JSON: which column is what")->required();
  command->add_option("--checkpoint", options->checkpoint, "Remembers here how far it came, and goes on from there");
  command->add_flag("--dry-run", options->dry_run, "Map and report; send nothing");
  command->footer(
      "The map (a tendon.interop.v1.CsvMap):\n"
      "  subject_column: id                 # tells the patients apart\n"
      "  missing: [NA, .]                   # cells that hold nothing\n"
      "  time: {column: date}               # long: each row is a visit; or day, week, month since day_zero:\n"
      "  # time: {column: month, unit: month}\n"
      "  # day_zero: 2001-01-01\n"
      "  readings: [{measure: NPRS, column: pain}]\n"
      "  # visits: [{day: 0, readings: [...]}, {day: 91, readings: [...]}]   # wide: several visits in each row\n"
      "  treatment: {minutes_column: min, technique: DEEP_TISSUE}            # without it, visits are assessments\n"
      "  measures: [{id: headache-score, definition: {display_name: ..., unit: \"{score}\", maximum: 168}}]\n"
      "  referral: {discipline: physical-therapist, reason: Headache}        # one of one's own each; or {column: "
      "...}\n"
      "Each record has its own result: its number is the line, with several visits in a row the line and 001, 002, ….\n"
      "An import may be repeated: what is stored is not stored twice.\n\n"
      "Example:\n  tendon import csv trial.csv --map trial.yaml --checkpoint trial.checkpoint\n");
  Do(command, context, options, ImportCsv);
}

}  // namespace tendon::cli
