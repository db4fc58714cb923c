// Completion scripts for shells, made from the parser itself, so that they never lack a command or option. Pure.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tendon::cli {

// One command: the words on the way to it, and what may come after them.
struct CompletionEntry {
  std::string path;                   // "", "referral", "referral accept"
  std::vector<std::string> commands;  // "accept"
  std::vector<std::string> options;   // "--etag", those of the whole program included
};

std::vector<CompletionEntry> CompletionEntries(const CLI::App& app);

std::string BashCompletion(const std::vector<CompletionEntry>& entries);
std::string ZshCompletion(const std::vector<CompletionEntry>& entries);
std::string FishCompletion(const std::vector<CompletionEntry>& entries);

}  // namespace tendon::cli
