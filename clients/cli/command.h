// What every command is made of: its options, its action, and the options that all mutations have.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "clients/cli/context.h"
#include "clients/cli/exit_code.h"

namespace tendon::cli {

// The command `group` that needs one of its own commands.
inline CLI::App* AddGroup(CLI::App& app, const std::string& name, const std::string& help) {
  return app.add_subcommand(name, help)->require_subcommand(1);
}

// When `command` is chosen, `action` is what the program does.
template <class Options>
void Do(CLI::App* command, Context& context, std::shared_ptr<Options> options,
        absl::Status (*action)(Context&, const Options&)) {
  command->callback([&context, options, action] {
    context.action = [&context, options, action] { return action(context, *options); };
  });
}

struct MutationOptions {
  std::string request_id;
  bool validate_only = false;
};

inline void AddMutationOptions(CLI::App* command, MutationOptions& options) {
  command->add_option("--request-id", options.request_id,
                      "A UUID of your own: the same command with the same one again has no second effect and gives the "
                      "first answer. It takes --etag or --time too, where there is one: as in the first attempt");
  command->add_flag("--validate-only", options.validate_only, "Check everything, change nothing");
}

// Why a command with a request id of its own is not sent: what it would fill in, other at each attempt, has to be given
// as well, by `option`. OK where it is, or where there is no such id. A usage error.
inline absl::Status RefuseOtherAtEachAttempt(const MutationOptions& options, bool given, const std::string& option,
                                             const std::string& example) {
  if (options.request_id.empty() || given) return absl::OkStatus();
  return UsageError("--request-id: give " + option + " too, such as " + example +
                    ", the same at every attempt: a repetition sends what the first attempt sent. After a lost answer "
                    "it is printed");
}

// A number of an event: the library's own check would tell the largest double there is.
inline CLI::Validator FromZeroOn() {
  return CLI::Validator(
      [](const std::string& text) {
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        return digits && text.size() <= 18 ? std::string() : "expects a whole number from 0 on, not " + text;
      },
      "");
}

struct ListOptions {
  int limit = 50;
  bool all = false;
};

inline void AddListOptions(CLI::App* command, ListOptions& options) {
  command->add_option("--limit", options.limit, "At most so many")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  command->add_flag("--all", options.all, "As many as there are");
}

// Whether `count` items are enough.
inline bool Enough(const ListOptions& options, int count) { return !options.all && count >= options.limit; }

// The page size to ask for.
inline int PageSize(const ListOptions& options) { return options.all || options.limit > 200 ? 200 : options.limit; }

}  // namespace tendon::cli
