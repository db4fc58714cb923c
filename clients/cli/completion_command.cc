// `tendon completion`.
#include <ostream>

#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/completion.h"

namespace tendon::cli {
namespace {

void AddShell(CLI::App* group, const std::string& shell, Context& context, const CLI::App& app,
              std::string (*script)(const std::vector<CompletionEntry>&)) {
  group->add_subcommand(shell, "For " + shell)->callback([&context, &app, script] {
    context.action = [&context, &app, script] {
      context.out() << script(CompletionEntries(app));
      return absl::OkStatus();
    };
  });
}

}  // namespace

void AddCompletionCommand(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "completion", "Print a completion script for your shell");
  AddShell(group, "bash", context, app, BashCompletion);
  AddShell(group, "zsh", context, app, ZshCompletion);
  AddShell(group, "fish", context, app, FishCompletion);
  group->footer("Example, for bash:\n  echo 'source <(tendon completion bash)' >> ~/.bashrc\n");
}

}  // namespace tendon::cli
