// What every command is made of: its options, its action, and the options that all mutations have.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "clients/cli/context.h"

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
                      "A UUID of your own: the same one again has no second effect");
  command->add_flag("--validate-only", options.validate_only, "Check everything, change nothing");
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
