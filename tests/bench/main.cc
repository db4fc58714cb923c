// tendon-bench: one measurement a run; see README.md. Exit codes: 0 measured, 1 something unexpected happened (a status
// that is not OK, an event lost or twice), 2 wrong usage, 3 a bar is not met (report --check).
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "tests/bench/commands.h"
#include "tests/bench/report.h"
#include "tests/bench/result.h"

namespace tendon::bench {
namespace {

using nlohmann::json;
using Command = absl::StatusOr<json> (*)(const CommandOptions&);

struct Flags {
  CommandOptions options;
  std::string output = "text";
  std::string results;
  bool check = false;
};

void AddResultOptions(CLI::App* app, Flags* flags) {
  app->add_option("--name", flags->options.name, "The name of the result; the command's by default");
  app->add_option("--round", flags->options.round, "The number of the round in the result")->capture_default_str();
  app->add_option("-o,--output", flags->output, "How to print")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  app->add_option("--pid", flags->options.load.server, "The server's process, whose CPU time and memory are measured");
}

void AddServerOptions(CLI::App* app, Flags* flags) {
  CommandOptions& options = flags->options;
  app->add_option("--server", options.server, "The server's address: HOST:PORT")->required();
  app->add_option("--connections", options.connections, "How many")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app->add_option("--recipients", options.recipients, "Practices that receive")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

void AddLoadOptions(CLI::App* app, Flags* flags) {
  LoadOptions& load = flags->options.load;
  auto* rate =
      app->add_option("--rate", load.rate, "Open loop: so many operations a second")->check(CLI::PositiveNumber);
  app->add_option("--concurrency", load.concurrency, "Closed loop: so many at a time")
      ->check(CLI::Range(1, 10'000))
      ->excludes(rate)
      ->capture_default_str();
  app->add_option("--warm-up-s", load.warm_up_s, "Before the window")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app->add_option("--window-s", load.window_s, "What is measured")->check(CLI::PositiveNumber)->capture_default_str();
  app->add_option("--seed", load.seed, "Of the schedule")->capture_default_str();
}

class Program {
 public:
  Program() : app_("Measures Tendon's servers.", "tendon-bench") {
    app_.require_subcommand(1);
    AddLoads();
    AddWatches();
    CLI::App* report = app_.add_subcommand("report", "Medians, ratios and bars of results, one JSON object a line");
    report->add_option("results", flags_.results, "The file")->required()->check(CLI::ExistingFile);
    report->add_option("-o,--output", flags_.output, "How to print")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    report->add_flag("--check", flags_.check, "Exit code 3 when a bar is not met");
    report->callback([this] { exit_code_ = Report(); });
  }

  int Run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == 0 ? 0 : 2;
    }
    return exit_code_;
  }

 private:
  CLI::App* Add(const char* name, const char* help, Command command) {
    CLI::App* app = app_.add_subcommand(name, help);
    AddResultOptions(app, &flags_);
    app->callback([this, name, command] { exit_code_ = Measure(name, command); });
    return app;
  }

  CLI::App* AddLoad(const char* name, const char* help, Command command) {
    CLI::App* app = Add(name, help, command);
    AddServerOptions(app, &flags_);
    AddLoadOptions(app, &flags_);
    return app;
  }

  void AddLoads() {
    CommandOptions& options = flags_.options;
    AddLoad("create", "Writes drafts", &RunCreate);
    AddLoad("create-send", "Writes drafts and sends each", &RunCreateSend);
    CLI::App* get = AddLoad("get", "Reads referrals", &RunGet);
    get->add_flag("--as-recipient", options.as_recipient,
                  "As the massage therapist, from whom some categories are withheld");
    get->add_option("--save-answer", options.save_answer, "A file for the bytes of one answer");
    AddLoad("echo", "Asks the echo server", &RunEcho);
    CLI::App* inbox = AddLoad("inbox", "Reads the first 50 of an inbox", &RunInbox);
    CLI::App* record = AddLoad("record", "Records sessions", &RunRecord);
    record->add_option("--outcomes-server", options.outcomes_server, "The outcomes server's address")->required();
    CLI::App* import = Add("import", "Imports sessions over one stream", &RunImport);
    AddServerOptions(import, &flags_);
    import->add_option("--outcomes-server", options.outcomes_server, "The outcomes server's address")->required();
    import->add_option("--sessions", options.sessions, "How many")->check(CLI::PositiveNumber)->capture_default_str();
    for (CLI::App* app : {get, inbox, record, import}) {
      app->add_option("--referrals", options.referrals, "That there are")
          ->check(CLI::Range(1, 1'000'000))
          ->capture_default_str();
    }
  }

  void AddWatches() {
    CommandOptions& options = flags_.options;
    CLI::App* fan_out = Add("fan-out", "Watches of one feed, while referrals are sent", &RunFanOut);
    fan_out->add_option("--events", options.events, "About so many are sent")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    fan_out->add_option("--rate", options.load.rate, "Referrals sent a second")->required()->check(CLI::PositiveNumber);
    CLI::App* idle = Add("idle-watches", "Watches of feeds where nothing happens", &RunIdleWatches);
    for (CLI::App* app : {fan_out, idle}) {
      AddServerOptions(app, &flags_);
      app->add_option("--watchers", options.watchers, "How many")->check(CLI::Range(1, 100'000))->capture_default_str();
    }
    CLI::App* rest = Add("idle", "The memory of a server at rest", &RunIdle);
    for (CLI::App* app : {idle, rest}) {
      app->add_option("--hold-s", options.hold_s, "How long")->check(CLI::PositiveNumber)->capture_default_str();
    }
  }

  int Measure(const char* name, Command command) {
    if (flags_.options.name.empty()) flags_.options.name = name;
    const absl::StatusOr<json> result = command(flags_.options);
    if (!result.ok()) {
      std::cerr << "tendon-bench: " << result.status().message() << "\n";
      return 1;
    }
    std::cout << (flags_.output == "json" ? result->dump() + "\n" : ResultText(*result)) << std::flush;
    if ((*result)["ok"] == true) return 0;
    std::cerr << "tendon-bench: " << flags_.options.name << " went wrong: " << result->dump() << "\n";
    return 1;
  }

  int Report() {
    std::ifstream file(flags_.results);
    std::vector<json> results;
    for (std::string line; std::getline(file, line);) results.push_back(json::parse(line, nullptr, false));
    for (const json& result : results) {
      if (result.is_object() && result.contains("name")) continue;
      std::cerr << "tendon-bench: a line of the file is no result\n";
      return 2;
    }
    const json report = MakeReport(results);
    std::cout << (flags_.output == "json" ? report.dump(2) + "\n" : ReportText(report)) << std::flush;
    return flags_.check && !AllMet(report) ? 3 : 0;
  }

  CLI::App app_;
  Flags flags_;
  int exit_code_ = 0;
};

}  // namespace
}  // namespace tendon::bench

int main(int argc, char** argv) { return tendon::bench::Program().Run(argc, argv); }
