// `tendon cohort query` and `export`.
#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/cohort_query.h"
#include "clients/cli/cohort_view.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/document.h"
#include "clients/cpp/cohort_client.h"

namespace tendon::cli {
namespace {

struct CohortCommandOptions {
  CohortQueryOptions query;
  std::string file;
  bool benchmark = false;
};

struct CohortExportOptions {
  std::vector<std::string> where, measures;
};

absl::Status QueryCohort(Context& context, const CohortCommandOptions& options) {
  outcomes::v1::QueryCohortRequest request;
  if (!options.file.empty()) {
    if (absl::Status status = ReadMessage(options.file, context.terminal(), request); !status.ok()) return status;
  }
  if (absl::Status status = FillQuery(options.query, &request); !status.ok()) return status;
  if (request.measure().empty()) return UsageError("--measure: say which measure is followed");
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  if (request.parent().empty()) request.set_parent(*organization);
  if (options.benchmark) request.set_parent("organizations/-");
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto cohort = client::CohortClient(*connection).Query(std::move(request));
  if (!cohort.ok()) return cohort.status();
  context.Print(*cohort, [&] { PrintCohort(*cohort, context); });
  return absl::OkStatus();
}

absl::Status ExportCohort(Context& context, const CohortExportOptions& options) {
  outcomes::v1::ExportCohortRequest request;
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  request.set_parent(*organization);
  for (const auto& text : options.where)
    if (absl::Status status = AddCondition(text, request.mutable_filter()); !status.ok()) return status;
  for (const auto& measure : options.measures) request.add_measures(measure);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  ListOutput output(context);
  if (!context.for_machines()) context.out() << ExportHeader() << '\n';
  const absl::Status status =
      client::CohortClient(*connection).Export(request, [&](const outcomes::v1::ExportCohortResponse& part) {
        for (const auto& reading : part.readings())
          if (!output.Add(reading)) context.out() << ExportLine(reading) << '\n';
      });
  output.Finish();
  if (!status.ok()) context.terminal().err << "tendon: the export ended early; what was written is not the whole.\n";
  return status;
}

void AddQuery(CLI::App& group, Context& context) {
  auto options = std::make_shared<CohortCommandOptions>();
  CohortQueryOptions& query = options->query;
  CLI::App* command =
      group.add_subcommand("query", "Count a cohort: change, responders, drop-outs, differences between arms");
  command->add_option("-f,--file", options->file, "A QueryCohortRequest in YAML or JSON; options go over it");
  command->add_option("--measure", query.measure, "The measure that is followed: NPRS, headache-score");
  command->add_option("--where", query.where, "Who is in: KEY:VALUE; all of them must hold");
  command->add_option("--arm", query.arms, "A group to compare: LABEL=KEY:VALUE[,KEY:VALUE...]");
  command->add_option("--reference", query.reference,
                      "The arm that the others are held against; the first when left out");
  command->add_option("--by", query.split_by,
                      "Instead of arms: technique, discipline, condition, region, goal or dose");
  command->add_option("--baseline-days", query.baseline_days,
                      "The days of the baseline, from 0: 0..7; the first reading when left out");
  command->add_option("--follow-up-days", query.follow_up_days,
                      "The days of the follow-up: 330..400; the last reading when left out");
  command->add_option("--region", query.region, "Only readings at this region");
  command->add_option("--motion", query.motion, "Only readings of this motion");
  command->add_option("--percent", query.percent, "A responder is better by so many percent; 30 when left out")
      ->check(CLI::PositiveNumber);
  command->add_option("--points", query.points, "A responder is better by so many points")->check(CLI::PositiveNumber);
  command->add_option("--covariate", query.covariates, "Adjusted for, as a number: a measure's first reading");
  command->add_option("--factor", query.factors, "Adjusted for, as categories");
  command->add_option("--level", query.level, "The level of the intervals; 0.95 when left out")
      ->check(CLI::PositiveNumber);
  command->add_flag("--benchmark", options->benchmark,
                    "All organisations' episodes whose patients consent, instead of one's own");
  command->footer(
      "KEY is technique, discipline, condition, region, goal, sessions, minutes, or a measure, whose first reading "
      "counts; VALUE a word\n"
      "or a range: 4..12, 4.., ..12, 1. Groups under 11, and what would tell of them, are hidden. A difference that "
      "was observed is no\n"
      "proof of an effect.\n\n"
      "Example:\n  tendon cohort query --measure headache-score --follow-up-days 330..400 --arm acupuncture=arm:1 "
      "--arm control=arm:0 \\\n"
      "    --percent 35 --covariate age --factor acupuncturist\n");
  Do(command, context, options, QueryCohort);
}

}  // namespace

void AddCohortCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "cohort", "Cohorts: what became of many episodes together");
  AddQuery(*group, context);
  auto options = std::make_shared<CohortExportOptions>();
  CLI::App* command = group->add_subcommand("export", "Write the readings of one's own episodes: CSV, or --jsonl");
  command->add_option("--where", options->where, "Who is in: KEY:VALUE, as for query");
  command->add_option("--measure", options->measures, "Only these measures");
  command->footer(
      "All of one snapshot, however long it takes.\n\nExample:\n  tendon cohort export --measure NPRS > nprs.csv\n");
  Do(command, context, options, ExportCohort);
}

}  // namespace tendon::cli
