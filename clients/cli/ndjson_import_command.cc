// `tendon import ndjson`.
#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/ndjson_import.h"

namespace tendon::cli {
namespace {

absl::Status ImportNdjson(Context& context, const NdjsonImportOptions& options) {
  return NdjsonImport(context, options).Run();
}

}  // namespace

void AddNdjsonImportCommand(CLI::App& group, Context& context) {
  auto options = std::make_shared<NdjsonImportOptions>();
  CLI::App* command = group.add_subcommand(
      "ndjson", "FHIR R4 NDJSON of any length (Bulk Data): responses, observations and procedures become sessions");
  command->add_option("files", options->files, "NDJSON files, a resource a line; what belongs together may lie apart")
      ->required();
  command->add_option("--referral", options->referral, "The referral of all of them: one patient's");
  command->add_option("--subject", options->subject,
                      "Only sessions of this patient, as FHIR names it: Patient/example");
  command->add_option("--own", options->discipline,
                      "Instead of --referral: your own cases, one for each patient, of this discipline");
  command->add_option("--checkpoint", options->checkpoint, "Remembers here how far it came, and goes on from there");
  command->add_flag("--dry-run", options->dry_run, "Map and report; send nothing");
  command->footer(
      "What was read and done in one Encounter is one session; readings without one, or without a treatment, are "
      "assessments.\n"
      "Each record has its own result; its number is the line of its first resource, counted over all files. Memory is "
      "bounded by\n"
      "the number of lines, not by their length. An import may be repeated: what is stored is not stored twice.\n\n"
      "Example:\n  tendon import ndjson Encounter.ndjson Observation.ndjson Procedure.ndjson --own massage-therapist "
      "--checkpoint bulk.checkpoint\n");
  Do(command, context, options, ImportNdjson);
}

}  // namespace tendon::cli
