#include "clients/cli/completion.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/labels.h"
#include "tendon/clinical/v1/coding.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/directory.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {
namespace {

constexpr char kFileOptions[] = "-f|--file|--config|--cursor-file";

// The options with a choice of words.
struct Choice {
  const char* name;
  const char* short_name;  // "" for none
  std::string words;
};

std::string WordsOf(const google::protobuf::EnumDescriptor& descriptor) {
  return absl::StrReplaceAll(EnumLabels(descriptor), {{",", ""}});
}

std::vector<Choice> Choices() {
  return {{"output", "o", "table json name"},
          {"color", "", "auto always never"},
          {"role", "", "operator administrator physician physical_therapist massage_therapist system_client"},
          {"state", "", WordsOf(*referral::v1::ReferralState_descriptor())},
          {"status", "", WordsOf(*outcomes::v1::SessionStatus_descriptor())},
          {"discipline", "", WordsOf(*clinical::v1::Discipline_descriptor())},
          {"capacity", "", WordsOf(*referral::v1::CapacityStatus_descriptor())},
          {"discharge-reason", "", WordsOf(*referral::v1::DischargeReason_descriptor())},
          {"event", "", WordsOf(*referral::v1::ReferralEvent_descriptor())}};
}

// The branches of the shell's `case "$route $previous"`, one for each choice; `offer` does it with the words in
// `tendon_values`. In two commands --state is a state of the US, of which nothing is offered.
std::string ChoiceCases(const std::string& offer) {
  std::string text = "    'directory search --state'|'screen --state') return ;;\n";
  for (const Choice& choice : Choices()) {
    const std::string also = *choice.short_name == '\0' ? "" : absl::StrCat("|*' -", choice.short_name, "'");
    absl::StrAppend(&text, "    *' --", choice.name, "'", also, ") tendon_values='", choice.words, "'; ", offer,
                    "; return ;;\n");
  }
  return text;
}

std::string FishChoices() {
  std::string text;
  for (const Choice& choice : Choices()) {
    absl::StrAppend(&text,
                    "complete -c tendon -n 'not __tendon_path directory search; and not __tendon_path screen' -l ",
                    choice.name, *choice.short_name == '\0' ? "" : absl::StrCat(" -s ", choice.short_name), " -x -a '",
                    choice.words, "'\n");
  }
  return text;
}

std::vector<std::string> OptionsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

void Visit(const CLI::App& app, const std::string& path, const std::vector<std::string>& global,
           std::vector<CompletionEntry>& entries) {
  CompletionEntry entry{path, {}, OptionsOf(app)};
  if (!path.empty()) entry.options.insert(entry.options.end(), global.begin(), global.end());
  std::sort(entry.options.begin(), entry.options.end());
  entry.options.erase(std::unique(entry.options.begin(), entry.options.end()), entry.options.end());
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : commands) entry.commands.push_back(command->get_name());
  entries.push_back(std::move(entry));
  for (const CLI::App* command : commands)
    Visit(*command, absl::StrCat(path, path.empty() ? "" : " ", command->get_name()), global, entries);
}

// A `case` of the shell from the path to its words.
std::string CaseOf(const std::vector<CompletionEntry>& entries) {
  std::string text;
  for (const auto& entry : entries)
    absl::StrAppend(&text, "    '", entry.path, "') tendon_commands='", absl::StrJoin(entry.commands, " "),
                    "' tendon_options='", absl::StrJoin(entry.options, " "), "' ;;\n");
  return text;
}

// For bash and zsh: what may come after a path, in two variables (zsh has `commands`, `options` and `path` of its own);
// and the path of the words so far.
std::string FunctionOf(const std::vector<CompletionEntry>& entries) {
  return absl::StrCat("_tendon_words() {\n  case $1 in\n", CaseOf(entries),
                      "    *) tendon_commands='' tendon_options='' ;;\n  esac\n}\n"
                      "_tendon_path() {\n"
                      "  local word route='' tendon_commands tendon_options\n"
                      "  for word in \"$@\"; do\n"
                      "    _tendon_words \"$route\"\n"
                      "    case \" $tendon_commands \" in *\" $word \"*) route=\"${route:+$route }$word\" ;; esac\n"
                      "  done\n"
                      "  printf '%s' \"$route\"\n"
                      "}\n");
}

}  // namespace

std::vector<CompletionEntry> CompletionEntries(const CLI::App& app) {
  std::vector<CompletionEntry> entries;
  Visit(app, "", OptionsOf(app), entries);
  return entries;
}

std::string BashCompletion(const std::vector<CompletionEntry>& entries) {
  return absl::StrCat(
      "# bash completion for tendon: source <(tendon completion bash)\n", FunctionOf(entries),
      "_tendon() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} tendon_commands tendon_options\n"
      "  local tendon_values route; route=$(_tendon_path \"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
      "  case $previous in ",
      kFileOptions,
      ") mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return ;; esac\n"
      "  case \"$route $previous\" in\n",
      ChoiceCases("mapfile -t COMPREPLY < <(compgen -W \"$tendon_values\" -- \"$current\")"),
      "  esac\n"
      "  _tendon_words \"$route\"\n"
      "  if [[ $current == -* ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$tendon_options\" -- \"$current\")\n"
      "  elif [[ -n $tendon_commands ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$tendon_commands\" -- \"$current\")\n"
      "  else\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "  fi\n"
      "}\n"
      "complete -o filenames -F _tendon tendon\n");
}

std::string ZshCompletion(const std::vector<CompletionEntry>& entries) {
  return absl::StrCat("#compdef tendon\n# zsh completion for tendon: source <(tendon completion zsh)\n",
                      FunctionOf(entries),
                      "_tendon() {\n"
                      "  local current=${words[CURRENT]} previous=${words[CURRENT-1]} tendon_commands tendon_options\n"
                      "  local tendon_values route; route=$(_tendon_path \"${(@)words[2,CURRENT-1]}\")\n"
                      "  case $previous in ",
                      kFileOptions,
                      ") _files; return ;; esac\n"
                      "  case \"$route $previous\" in\n",
                      ChoiceCases("compadd -- ${=tendon_values}"),
                      "  esac\n"
                      "  _tendon_words \"$route\"\n"
                      "  if [[ $current == -* ]]; then\n"
                      "    compadd -- ${=tendon_options}\n"
                      "  elif [[ -n $tendon_commands ]]; then\n"
                      "    compadd -- ${=tendon_commands}\n"
                      "  else\n"
                      "    _files\n"
                      "  fi\n"
                      "}\n"
                      "compdef _tendon tendon\n");
}

std::string FishCompletion(const std::vector<CompletionEntry>& entries) {
  std::string text =
      "# fish completion for tendon: tendon completion fish | source\n"
      "function __tendon_path\n"
      "  set -l path ''\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    contains -- (string trim \"$path $word\") $__tendon_paths; and set path (string trim \"$path $word\")\n"
      "  end\n"
      "  test \"$path\" = \"$argv\"\n"
      "end\n"
      "set -g __tendon_paths";
  for (const auto& entry : entries)
    if (!entry.path.empty()) absl::StrAppend(&text, " '", entry.path, "'");
  absl::StrAppend(&text, "\n");
  for (const auto& entry : entries) {
    const std::string condition = absl::StrCat("complete -c tendon -n '__tendon_path ", entry.path, "'");
    if (!entry.commands.empty())
      absl::StrAppend(&text, condition, " -f -a '", absl::StrJoin(entry.commands, " "), "'\n");
    for (const auto& option : entry.options)
      absl::StrAppend(
          &text, condition,
          option[1] == '-' ? absl::StrCat(" -l ", option.substr(2)) : absl::StrCat(" -s ", option.substr(1)), "\n");
  }
  return text + FishChoices();
}

}  // namespace tendon::cli
