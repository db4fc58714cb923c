// The loaders of single files, and what they share. Each adds to the knowledge base and notes what is wrong.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/knowledge/csv.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// The problems found so far. Not thread-safe.
class Problems {
 public:
  void Add(const absl::Status& status) { lines_.emplace_back(status.message()); }
  void Add(const knowledge::CsvRow& row, absl::string_view column, absl::string_view reason) {
    Add(row.Error(column, reason));
  }
  bool empty() const { return lines_.empty(); }
  size_t size() const { return lines_.size(); }
  // The first 50, one a line.
  std::string Text() const;

 private:
  std::vector<std::string> lines_;
};

// A cell that must be one of a few words.
template <class T>
struct Word {
  const char* text;
  T value;
};
template <class T, size_t n>
T ParseWord(const knowledge::CsvRow& row, absl::string_view column, const std::array<Word<T>, n>& words,
            Problems* problems) {
  std::string allowed;
  for (const Word<T>& word : words) {
    if (row[column] == word.text) return word.value;
    allowed += (allowed.empty() ? "" : ", ") + std::string(word.text);
  }
  problems->Add(row, column, "must be one of " + allowed);
  return words[0].value;
}

inline constexpr std::array<Word<int>, 3> kConfidences = {{{"HIGH", 0}, {"MODERATE", 1}, {"LOW", 2}}};

void CheckNotEmpty(const knowledge::CsvRow& row, absl::string_view column, Problems* problems);
// Every source must be one of sources.csv, and there must be one.
std::vector<std::string> ParseSources(const knowledge::CsvRow& row, const KnowledgeBase& knowledge, Problems* problems);
// An ICD-10-CM prefix without its dot; notes what is not one.
std::string ParsePrefix(const knowledge::CsvRow& row, absl::string_view column, absl::string_view prefix,
                        Problems* problems);

using Rows = std::vector<knowledge::CsvRow>;
void LoadSources(const Rows& rows, KnowledgeBase* knowledge, Problems* problems);
void LoadRegions(const Rows& regions, const Rows& overlaps, KnowledgeBase* knowledge, Problems* problems);
void LoadPlacements(const Rows& rows, KnowledgeBase* knowledge, Problems* problems);
void LoadTechniques(const Rows& rows, KnowledgeBase* knowledge, Problems* problems);
void LoadGroups(const Rows& rows, KnowledgeBase* knowledge, Problems* problems);
void LoadScopeOverrides(const Rows& rows, KnowledgeBase* knowledge, Problems* problems);
void LoadRules(const Rows& rows, KnowledgeBase* knowledge, Problems* problems);

}  // namespace tendon::clinical::screening
