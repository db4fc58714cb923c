// `tendon screen` and `tendon suggest`.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/screening_flags.h"
#include "clients/cli/screening_view.h"
#include "clients/cli/session_flags.h"
#include "clients/cpp/screening_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

// What both commands take.
struct FactOptions {
  std::string referral, file, birth_date, discipline, state;
  std::vector<std::string> conditions, medications, findings, goals;
};

struct ScreenOptions {
  FactOptions facts;
  std::vector<std::string> techniques;
};

struct SuggestOptions {
  FactOptions facts;
  std::string place;
};

template <class Message, class Add>
absl::Status ParseAll(const std::vector<std::string>& texts, absl::StatusOr<Message> (*parse)(const std::string&),
                      Add add) {
  for (const std::string& text : texts) {
    const auto parsed = parse(text);
    if (!parsed.ok()) return parsed.status();
    *add() = *parsed;
  }
  return absl::OkStatus();
}

absl::Status FillPatient(Context& context, const FactOptions& options, pb::PatientFacts* patient) {
  if (!options.file.empty()) {
    absl::Status status = ReadMessage(options.file, context.terminal(), *patient);
    if (!status.ok()) return status;
  }
  if (!options.birth_date.empty()) patient->set_birth_date(options.birth_date);
  absl::Status status = ParseAll(options.conditions, ParseCondition, [&] { return patient->add_conditions(); });
  if (status.ok()) status = ParseAll(options.medications, ParseMedication, [&] { return patient->add_medications(); });
  if (status.ok()) status = ParseAll(options.findings, ParseFinding, [&] { return patient->add_findings(); });
  return status;
}

// Where none is given: a referral says who treats; without one, the role may.
int DisciplineOf(const Context& context, const FactOptions& options) {
  if (options.discipline.empty() && !options.referral.empty()) return clinical::v1::DISCIPLINE_UNSPECIFIED;
  const std::string& name = options.discipline.empty() ? context.options.role : options.discipline;
  return EnumValue(*clinical::v1::Discipline_descriptor(), name);
}

template <class Request>
absl::Status FillRequest(Context& context, const FactOptions& options, Request* request) {
  if (!options.referral.empty()) request->set_referral(ReferralName(options.referral));
  if (absl::Status status = FillPatient(context, options, request->mutable_patient()); !status.ok()) return status;
  for (const std::string& text : options.goals) {
    const int goal = EnumValue(*clinical::v1::TreatmentGoal_descriptor(), text);
    if (goal <= 0) {
      return UsageError(absl::StrCat("--goal: expects one of ", EnumLabels(*clinical::v1::TreatmentGoal_descriptor())));
    }
    request->add_goals(static_cast<clinical::v1::TreatmentGoal>(goal));
  }
  const int discipline = DisciplineOf(context, options);
  if (discipline < 0 && !options.discipline.empty()) {
    return UsageError(
        absl::StrCat("--discipline: expects one of ", EnumLabels(*clinical::v1::Discipline_descriptor())));
  }
  if (discipline > 0) request->set_discipline(static_cast<clinical::v1::Discipline>(discipline));
  request->set_state(options.state);
  return absl::OkStatus();
}

absl::Status Screen(Context& context, const ScreenOptions& options) {
  pb::ScreenRequest request;
  absl::Status status = FillRequest(context, options.facts, &request);
  if (status.ok()) status = ParseAll(options.techniques, ParseTechnique, [&] { return request.add_techniques(); });
  if (!status.ok()) return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto response = client::ScreeningClient(*connection).Screen(std::move(request));
  if (!response.ok()) return response.status();
  context.Print(*response, [&] { PrintScreening(response->screening(), context.terminal(), context.out()); });
  return absl::OkStatus();
}

absl::Status Suggest(Context& context, const SuggestOptions& options) {
  pb::SuggestTechniquesRequest request;
  if (absl::Status status = FillRequest(context, options.facts, &request); !status.ok()) return status;
  if (!options.place.empty()) {
    const auto place = ParsePlace("--place", options.place);
    if (!place.ok()) return place.status();
    *request.mutable_body_site() = *place;
  }
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto response = client::ScreeningClient(*connection).Suggest(std::move(request));
  if (!response.ok()) return response.status();
  context.Print(*response, [&] { PrintSuggestions(*response, context.terminal(), context.out()); });
  return absl::OkStatus();
}

void AddFactOptions(CLI::App* command, FactOptions& options) {
  command->add_option("referral", options.referral, "A referral whose facts are used too");
  command->add_option("-f,--file", options.file, "Facts about the patient in YAML or JSON; - for standard input");
  command->add_option("--birth-date", options.birth_date, "2026-11-23, or 2026");
  command->add_option("--condition", options.conditions, "CODE[@ONSET][/REGION[:SIDE]], ICD-10-CM; may be repeated");
  command->add_option("--medication", options.medications, "INGREDIENT[:ROUTE][@START]; may be repeated");
  command->add_option("--finding", options.findings,
                      "CODE, CODE=no, CODE=unknown, BP=168mm[Hg],96mm[Hg]; may be repeated");
  command->add_option("--goal", options.goals, "PAIN_RELIEF, RANGE_OF_MOTION, ...; may be repeated");
  command->add_option("--discipline", options.discipline,
                      "Who performs; by default the referral's discipline, or yours without a referral");
  command->add_option("--state", options.state, "The US state where it is performed");
}

}  // namespace

void AddScreenCommands(CLI::App& app, Context& context) {
  auto screen = std::make_shared<ScreenOptions>();
  CLI::App* command = app.add_subcommand("screen", "Screen techniques against what is known of a patient");
  AddFactOptions(command, screen->facts);
  command->add_option("--technique", screen->techniques, "TECHNIQUE@REGION[:SIDE][,REGION...]; may be repeated");
  command->footer(
      "Examples:\n  tendon screen 019a…\n"
      "  tendon screen --condition M81.0 --technique MANIPULATION@lumbar --technique EFFLEURAGE@back\n"
      "What you read is decision support, not a decision.\n");
  Do(command, context, screen, Screen);

  auto suggest = std::make_shared<SuggestOptions>();
  command = app.add_subcommand("suggest", "Name techniques for goals that are safe for a patient");
  AddFactOptions(command, suggest->facts);
  command->add_option("--place", suggest->place, "REGION[:SIDE]");
  command->footer(
      "Example:\n  tendon suggest --goal pain_relief --place lumbar --condition M81.0\n"
      "What you read is decision support, not a decision.\n");
  Do(command, context, suggest, Suggest);
}

}  // namespace tendon::cli
