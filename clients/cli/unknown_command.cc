#include "clients/cli/unknown_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tendon::cli {
namespace {

constexpr std::size_t kMostDifferent = 2, kLongestWord = 64, kMostOffered = 5;

std::vector<const CLI::App*> ChildrenOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// How many letters are to be changed, added or left out (Levenshtein 1966).
std::size_t Difference(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

bool IsNear(const std::string& word, const std::string& command) {
  return absl::StartsWith(command, word) || Difference(word, command) <= std::min(kMostDifferent, word.size() / 2);
}

// The commands of this very name in all groups: "referral accept".
void AddSameName(const CLI::App& app, const std::string& path, const std::string& word,
                 std::vector<std::string>& found) {
  for (const CLI::App* child : ChildrenOf(app)) {
    const std::string name = absl::StrCat(path, path.empty() ? "" : " ", child->get_name());
    if (child->get_name() == word) found.push_back(name);
    AddSameName(*child, name, word, found);
  }
}

std::string FirstWord(const std::vector<std::string>& words) {
  const auto word = std::find_if(words.begin(), words.end(), [](const std::string& text) {
    return !text.empty() && text[0] != '-' && text.size() <= kLongestWord;
  });
  return word == words.end() ? "" : *word;
}

}  // namespace

std::string UnknownCommand(const CLI::App& app) {
  const CLI::App* group = &app;
  std::string path = "tendon";
  while (!group->get_subcommands().empty()) {
    group = group->get_subcommands().front();
    absl::StrAppend(&path, " ", group->get_name());
  }
  const std::string word = FirstWord(app.remaining(true));
  if (word.empty() || ChildrenOf(*group).empty()) return "";
  std::vector<std::string> near;
  for (const CLI::App* child : ChildrenOf(*group)) {
    if (IsNear(word, child->get_name())) near.push_back(absl::StrCat(path, " ", child->get_name()));
  }
  if (group == &app) AddSameName(app, path, word, near);
  if (near.size() > kMostOffered) near.resize(kMostOffered);
  return absl::StrCat("'", word, "' is no command of ", path,
                      near.empty() ? "" : absl::StrCat("; did you mean ", absl::StrJoin(near, ", "), "?"),
                      "\nSee all: ", path, " --help");
}

}  // namespace tendon::cli
