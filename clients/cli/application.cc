#include "clients/cli/application.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <map>
#include <ostream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/error_report.h"
#include "clients/cli/text.h"
#include "clients/cli/unknown_command.h"
#include "clients/cli/version.h"

namespace tendon::cli {
namespace {

constexpr char kDescription[] =
    "tendon: referrals between physicians, physical therapists and massage therapists, and what came of them.";

constexpr char kExamples[] =
    "Examples:\n"
    "  export TENDON_ORGANIZATION=river-clinic TENDON_CLINICIAN=ada TENDON_ROLE=physician\n"
    "  tendon referral create -f referral.yaml --send\n"
    "  tendon referral list --outbox --state SENT\n"
    "  tendon --organization harbor-massage watch\n"
    "  tendon --organization harbor-massage referral accept 0190a5b4-...\n"
    "  tendon --organization harbor-massage session record 0190a5b4-... --pain-before 7 --pain-after 4 --minutes 60\n"
    "  tendon episode show 0190a5b4-...\n"
    "\n"
    "Names may be short: 0190a5b4-... for referrals/0190a5b4-..., river-clinic for organizations/river-clinic.\n"
    "Every change may be repeated with the same --request-id, and the --etag or --time of the first attempt: it takes\n"
    "effect once. When an answer is lost, what to add for repeating it is printed.\n"
    "Settings may stand in the configuration file: organization = \"river-clinic\".\n\n";

// The environment variables, and the options that they stand for.
const std::map<std::string, std::string>& EnvironmentOptions() {
  static const auto* const options = new std::map<std::string, std::string>{
      {"TENDON_REFERRAL_SERVER", "--referral-server"},
      {"TENDON_OUTCOMES_SERVER", "--outcomes-server"},
      {"TENDON_ORGANIZATION", "--organization"},
      {"TENDON_CLINICIAN", "--clinician"},
      {"TENDON_ROLE", "--role"},
  };
  return *options;
}

// One of a few words; the library's own check would tell its map.
template <class Value>
CLI::Validator OneOf(const std::map<std::string, Value>& words) {
  return CLI::Validator(
      [words](std::string& text) {
        const auto found = words.find(text);
        if (found == words.end()) {
          std::vector<std::string> names;
          for (const auto& [name, value] : words) names.push_back(name);
          return absl::StrCat("expects one of ", absl::StrJoin(names, ", "), ", not ", text);
        }
        text = absl::StrCat(static_cast<int>(found->second));
        return std::string();
      },
      "");
}

// Not a range of the library: to it, what is no number lies within.
CLI::Validator Seconds(double least, double most) {
  return CLI::Validator(
      [least, most](const std::string& text) {
        double seconds = 0;
        const bool good = absl::SimpleAtod(text, &seconds) && seconds >= least && seconds <= most;
        return good ? std::string() : absl::StrCat("expects seconds from ", least, " to ", most, ", not ", text);
      },
      "");
}

// Before the arguments, so that those win; and so before the configuration file, which only fills in what is not given.
std::vector<std::string> WithEnvironment(std::vector<std::string> arguments, const Terminal& terminal) {
  std::vector<std::string> result;
  for (const auto& [variable, option] : EnvironmentOptions()) {
    const std::string value = terminal.environment(variable);
    if (!value.empty()) result.push_back(absl::StrCat(option, "=", value));
  }
  result.insert(result.end(), arguments.begin(), arguments.end());
  return result;
}

std::string ConfigurationPath(const Terminal& terminal) {
  const std::string folder = terminal.environment("XDG_CONFIG_HOME");
  return absl::StrCat(folder.empty() ? terminal.environment("HOME") + "/.config" : folder, "/tendon/config.toml");
}

void AddGlobalOptions(CLI::App& app, GlobalOptions& options, const Terminal& terminal) {
  const auto text = [&app](const std::string& name, std::string& value, const std::string& help) {
    return app.add_option(name, value, help)->take_last();
  };
  text("--referral-server", options.referral_server, "Address of the referral server [TENDON_REFERRAL_SERVER]")
      ->capture_default_str();
  text("--outcomes-server", options.outcomes_server, "Address of the outcomes server [TENDON_OUTCOMES_SERVER]")
      ->capture_default_str();
  text("--organization", options.organization, "The organisation you act for [TENDON_ORGANIZATION]");
  text("--clinician", options.clinician, "The clinician you are [TENDON_CLINICIAN]");
  text("--role", options.role,
       "operator, administrator, physician, physical_therapist, massage_therapist or system_client (the default with "
       "an organisation) "
       "[TENDON_ROLE]");
  const std::map<std::string, OutputFormat> formats = {
      {"table", OutputFormat::kTable}, {"json", OutputFormat::kJson}, {"name", OutputFormat::kName}};
  app.add_option("-o,--output", options.output, "table for people, json for machines, name for the names only")
      ->type_name("table|json|name")
      ->transform(OneOf(formats))
      ->take_last();
  app.add_flag_callback(
      "--jsonl",
      [&options] {
        options.json_lines = true;
        options.output = OutputFormat::kJson;
      },
      "JSON, one document a line");
  const std::map<std::string, ColorMode> modes = {
      {"auto", ColorMode::kAuto}, {"always", ColorMode::kAlways}, {"never", ColorMode::kNever}};
  app.add_option("--color", options.color, "auto: on a terminal, unless NO_COLOR is set")
      ->type_name("auto|always|never")
      ->transform(OneOf(modes))
      ->take_last();
  app.add_option("--timeout", options.timeout_seconds,
                 "Seconds that a call may take, retries included; given, an absent server is waited for so long")
      ->check(Seconds(0.001, 3600))
      ->capture_default_str()
      ->take_last();
  app.set_config("--config", ConfigurationPath(terminal), "Configuration file");
  app.allow_config_extras(CLI::config_extras_mode::error);
}

void AddCommands(CLI::App& app, Context& context) {
  AddReferralCommands(app, context);
  AddScreenCommands(app, context);
  AddWorklistCommands(app, context);
  AddMessageCommands(app, context);
  AddAttachCommands(app, context);
  AddSessionCommands(app, context);
  AddEpisodeCommands(app, context);
  AddMeasureCommands(app, context);
  AddPlanCommands(app, context);
  AddReportCommand(app, context);
  AddCohortCommands(app, context);
  AddWatchCommand(app, context);
  AddEventCommands(app, context);
  AddImportCommands(app, context);
  AddOrganizationCommands(app, context);
  AddClinicianCommands(app, context);
  AddExplainCommand(app, context);
  AddDirectoryCommands(app, context);
  AddTransitionTableCommand(app, context);
  AddKnowledgeCommands(app, context);
  AddHealthCommand(app, context);
  AddVersionCommand(app, context);
  AddCompletionCommand(app, context);
}

// Prints help, or what is wrong with the options.
ExitCode ReportParse(const CLI::App& app, const CLI::ParseError& error, Terminal& terminal) {
  std::ostringstream out, err;
  const int code = app.exit(error, out, err);
  if (code == 0) {
    const std::string help(absl::StripTrailingAsciiWhitespace(out.str()));
    for (const auto& line : PrintableLines(help)) terminal.out << line << '\n';
    return ExitCode::kOk;
  }
  const std::string unknown = error.get_name() == "RequiredError" ? UnknownCommand(app) : "";
  if (!unknown.empty()) {
    terminal.err << "tendon: ";
    for (const auto& line : PrintableLines(unknown)) terminal.err << line << '\n';
    return ExitCode::kUsage;
  }
  terminal.err << "tendon: " << Printable(error.what()) << "\nSee tendon --help, or --help after a command.\n";
  return ExitCode::kUsage;
}

ExitCode Act(Context& context) {
  absl::Status status;
  try {
    status = context.action();
  } catch (const std::exception&) {
    status = absl::InternalError("a fault of this program");
  }
  context.out().flush();
  if (status.ok() && !context.out()) status = absl::InternalError("standard output cannot be written");
  if (!status.ok()) ReportError(status, context);
  return status.ok() ? context.exit_code : ExitCodeOf(status);
}

}  // namespace

ExitCode Run(std::vector<std::string> arguments, Terminal& terminal) {
  Context context(terminal);
  CLI::App app(kDescription, "tendon");
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(36);
  app.set_version_flag("--version", absl::StrCat("tendon ", kVersion));
  AddGlobalOptions(app, context.options, terminal);
  AddCommands(app, context);
  app.footer(absl::StrCat(kExamples, kExitCodesHelp));
  arguments = WithEnvironment(std::move(arguments), terminal);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return ReportParse(app, error, terminal);
  }
  context.options.timeout_given = app.count("--timeout") > 0;
  ApplyColorMode(context.options.color, terminal);
  return Act(context);
}

}  // namespace tendon::cli
