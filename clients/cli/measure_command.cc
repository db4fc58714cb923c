// `tendon measure`: the catalogue of instruments, and scoring one.
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/session_flags.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cpp/measure_client.h"
#include "clients/cpp/paging.h"

namespace tendon::cli {
namespace {

namespace measures = outcomes::v1;

struct MeasureListOptions {
  std::string domain;
};

struct ScoreOptions {
  std::string measure, items, other_items, value, other_value, unit, version, joint, motion, mode, sex;
  int age = -1;
};

std::string Upper(const std::string& text) { return absl::AsciiStrToUpper(text); }

std::string Range(double low, double high) { return absl::StrCat(NumberLabel(low), " to ", NumberLabel(high)); }

std::string OptionalNumber(bool has, double number) { return has ? NumberLabel(number) : ""; }

absl::Status ListAll(Context& context, const MeasureListOptions& options) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::MeasureClient client(*connection);
  ListOutput output(context);
  Table table({{"MEASURE"},
               {"WHAT", false, true},
               {"DOMAIN"},
               {"ITEMS", true},
               {"SCORE"},
               {"UNIT"},
               {"BETTER"},
               {"MIC", true},
               {"MDC", true},
               {"LOINC", false, true}});
  const absl::Status status = client::ForEachPage(
      measures::ListMeasuresRequest(), [&](const auto& request) { return client.List(request); },
      [&](const auto& page) {
        for (const measures::Measure& measure : page.measures()) {
          if (!options.domain.empty() && measure.domain() != Upper(options.domain)) continue;
          if (output.Add(measure)) continue;
          table.Add({measure.measure(), measure.title(), measure.domain(), absl::StrCat(measure.items()),
                     Range(measure.score_minimum(), measure.score_maximum()), measure.unit(),
                     measure.direction() == measures::DIRECTION_LOWER_BETTER    ? "less"
                     : measure.direction() == measures::DIRECTION_HIGHER_BETTER ? "more"
                                                                                : "",
                     OptionalNumber(measure.has_minimal_important_change(), measure.minimal_important_change()),
                     OptionalNumber(measure.has_minimal_detectable_change(), measure.minimal_detectable_change()),
                     absl::StrJoin(measure.loinc_codes(), " ")});
        }
        return true;
      });
  table.Print(context.terminal(), context.out());
  if (status.ok()) output.Finish();
  return status;
}

// Who stands behind the measure's rules and bands.
std::string SourcesOf(const measures::Measure& measure) {
  return absl::StrCat(measure.citation(), " (", measure.source_type(), ", ", measure.confidence(), ")");
}

void PrintMeasure(const measures::Measure& measure, Context& context) {
  Fields fields;
  fields.Add("Measure", measure.measure(), Style::kBold);
  fields.Add("What", measure.title());
  fields.Add("Domain", measure.domain());
  fields.Add("Items", measure.items() > 0 ? absl::StrCat(measure.items()) : "");
  fields.Add("Answers", measure.has_item_minimum() ? Range(measure.item_minimum(), measure.item_maximum()) : "");
  fields.Add("Score", absl::StrCat(Range(measure.score_minimum(), measure.score_maximum()), " ", measure.unit()));
  fields.Add("Better", Label(measure.direction()));
  fields.Add("Asks for", measure.recall());
  fields.Add("Scoring", measure.scoring_rule());
  fields.Add("Missing", measure.missing_rule());
  fields.Add("Bands", measure.bands_text());
  const std::string mic = absl::StrCat(
      OptionalNumber(measure.has_minimal_important_change(), measure.minimal_important_change()), "  ",
      measure.has_minimal_important_percent() ? NumberLabel(measure.minimal_important_percent()) + " %  " : "",
      measure.minimal_important_note());
  fields.Add("MIC", std::string(absl::StripAsciiWhitespace(mic)));
  const std::string mdc =
      absl::StrCat(OptionalNumber(measure.has_minimal_detectable_change(), measure.minimal_detectable_change()), "  ",
                   measure.minimal_detectable_note());
  fields.Add("MDC", std::string(absl::StripAsciiWhitespace(mdc)));
  fields.Add("Versions", absl::StrJoin(measure.form_versions(), ", "));
  fields.Add("Table", measure.table_status());
  fields.Add("LOINC", absl::StrCat(absl::StrJoin(measure.loinc_codes(), ", "), "  ", measure.loinc_status()));
  fields.Add("Licence", measure.licence());
  fields.Add("Sources", SourcesOf(measure));
  if (!measure.enabled()) fields.Add("", "This server does not score it: its table is not verified.", Style::kWaiting);
  fields.Print(context.terminal(), context.out());
}

absl::Status ShowOne(Context& context, const std::string& id) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  measures::GetMeasureRequest request;
  request.set_measure(Upper(id));
  const auto measure = client::MeasureClient(*connection).Get(std::move(request));
  if (!measure.ok()) return measure.status();
  context.Print(*measure, [&] { PrintMeasure(*measure, context); });
  return absl::OkStatus();
}

absl::Status AddNumber(const std::string& text, const char* option, clinical::v1::Observation* observation) {
  double value = 0;
  if (text.empty()) return absl::OkStatus();
  if (!absl::SimpleAtod(text, &value)) return UsageError(absl::StrCat(option, ": expects a number"));
  observation->set_value(value);
  return absl::OkStatus();
}

// What both sides have in common.
absl::Status Describe(const ScoreOptions& options, clinical::v1::Observation* observation) {
  observation->set_measure(Upper(options.measure));
  observation->set_unit(options.unit);
  observation->set_form_version(options.version);
  observation->set_motion(options.motion);
  if (!options.joint.empty()) observation->mutable_body_site()->set_region(options.joint);
  if (options.mode.empty()) return absl::OkStatus();
  const int mode = EnumValue(*clinical::v1::MotionMode_descriptor(), options.mode);
  if (mode <= 0) return UsageError("--mode: expects active or passive");
  observation->set_motion_mode(static_cast<clinical::v1::MotionMode>(mode));
  return absl::OkStatus();
}

absl::Status MakeScoreRequest(const ScoreOptions& options, measures::ScoreInstrumentRequest* request) {
  absl::Status status = Describe(options, request->mutable_observation());
  status.Update(AddItems(options.items, request->mutable_observation()));
  status.Update(AddNumber(options.value, "--value", request->mutable_observation()));
  if (!options.other_items.empty() || !options.other_value.empty()) {
    status.Update(Describe(options, request->mutable_other_side()));
    status.Update(AddItems(options.other_items, request->mutable_other_side()));
    status.Update(AddNumber(options.other_value, "--other-value", request->mutable_other_side()));
  }
  if (options.age >= 0) request->set_age_years(options.age);
  if (options.sex.empty()) return status;
  const int sex = EnumValue(*clinical::v1::AdministrativeGender_descriptor(), options.sex);
  if (sex <= 0) return UsageError("--sex: expects male or female");
  request->set_gender(static_cast<clinical::v1::AdministrativeGender>(sex));
  return status;
}

void PrintScore(const measures::ScoreInstrumentResponse& score, const std::string& sources, Context& context) {
  std::vector<std::string> parts, flags;
  for (const auto& part : score.parts())
    parts.push_back(absl::StrCat(part.name(), " ", NumberLabel(part.value()), " ", part.unit()));
  for (const int flag : score.flags()) flags.push_back(Label(static_cast<measures::ScoreFlag>(flag)));
  Fields fields;
  fields.Add("Measure", score.measure(), Style::kBold);
  if (score.has_value()) {
    const bool rounded = score.value() != score.rounded_value();
    fields.Add("Score", absl::StrCat(NumberLabel(score.rounded_value()), " ", score.unit(),
                                     rounded ? absl::StrCat("  (", score.value(), ")") : ""));
  } else {
    fields.Add("Score", absl::StrCat("none: ", score.no_score_reason()), Style::kWaiting);
  }
  if (score.has_standard_error())
    fields.Add("Error", absl::StrCat("SE ", NumberLabel(score.standard_error()), ", 95 % interval ",
                                     Range(score.lower(), score.upper())));
  fields.Add("Reads", score.band());
  fields.Add("Parts", absl::StrJoin(parts, "\n"));
  if (score.has_norm()) {
    const auto& norm = score.norm();
    fields.Add(
        "Norm",
        absl::StrCat(
            NumberLabel(norm.degrees()), " deg by ", norm.source(), ", deficit ", NumberLabel(norm.deficit()), " deg",
            norm.has_percent_of_norm() ? absl::StrCat(", ", NumberLabel(norm.percent_of_norm()), " % of it") : "", "\n",
            norm.note()));
  }
  fields.Add("Flags", absl::StrJoin(flags, ", "), Style::kWaiting);
  fields.Add("By", score.scoring_rule(), Style::kDim);
  fields.Add("Sources", sources);
  fields.Print(context.terminal(), context.out());
  context.out() << "\nDecision support, not a decision. Knowledge " << Printable(score.knowledge_version()) << '\n';
}

absl::Status ScoreOne(Context& context, const ScoreOptions& options) {
  measures::ScoreInstrumentRequest request;
  if (absl::Status status = MakeScoreRequest(options, &request); !status.ok()) return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::MeasureClient measures_client(*connection);
  const auto score = measures_client.Score(std::move(request));
  if (!score.ok()) return score.status();
  context.Print(*score, [&] {
    measures::GetMeasureRequest which;
    which.set_measure(score->measure());
    const auto measure = measures_client.Get(std::move(which));
    PrintScore(*score, measure.ok() ? SourcesOf(*measure) : "", context);
  });
  return absl::OkStatus();
}

void AddScore(CLI::App* group, Context& context) {
  auto options = std::make_shared<ScoreOptions>();
  CLI::App* command = group->add_subcommand("score", "Score item answers, or read an entered score; nothing is stored");
  command->add_option("measure", options->measure, "The measure, such as ODI")->required();
  command->add_option("items", options->items, "The answers in the order of the form: 2,1,3,NA,0");
  command->add_option("--value", options->value, "A score instead of answers");
  command->add_option("--unit", options->unit, "The UCUM unit of the score");
  command->add_option("--form-version", options->version, "The version of the form, such as v2.0");
  command->add_option("--other-items", options->other_items, "The same of the unaffected side");
  command->add_option("--other-value", options->other_value, "The same of the unaffected side");
  command->add_option("--joint", options->joint, "For range of motion: knee, shoulder, cervical, ...");
  command->add_option("--motion", options->motion, "For range of motion: flexion, internal_rotation, ...");
  command->add_option("--mode", options->mode, "For range of motion: active or passive");
  command->add_option("--age", options->age, "For range of motion: the patient's age in years")
      ->check(CLI::Range(0, 120).description(""));
  command->add_option("--sex", options->sex, "For range of motion: male or female");
  command->footer(
      "Examples:\n  tendon measure score PROMIS_PI_4A 3,3,2,4\n  tendon measure score ODI 2,1,2,1,2,2,1,NA,2,3\n"
      "  tendon measure score VAS_PAIN --value 6.3 --unit cm\n"
      "  tendon measure score LIMB_VOLUME 4,20,22,24,25 --other-items 4,19,20,22,23\n"
      "  tendon measure score ROM_DEG --value 108 --joint knee --motion flexion --other-value 135\n");
  Do(command, context, options, ScoreOne);
}

}  // namespace

void AddMeasureCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "measure", "Measures: the instruments, and scoring");
  auto list = std::make_shared<MeasureListOptions>();
  CLI::App* command = group->add_subcommand("list", "List the catalogue");
  command->add_option("--domain", list->domain, "Only of this domain, such as PAIN_INTENSITY");
  Do(command, context, list, ListAll);
  auto id = std::make_shared<std::string>();
  command = group->add_subcommand("show", "Show how a measure is scored and read, and where that comes from");
  command->add_option("measure", *id, "The measure, such as NPRS")->required();
  Do(command, context, id, ShowOne);
  AddScore(group, context);
}

}  // namespace tendon::cli
