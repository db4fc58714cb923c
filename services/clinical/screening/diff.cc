#include "services/clinical/screening/diff.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/clinical/knowledge/csv.h"
#include "services/clinical/screening/load.h"

namespace tendon::clinical::screening {
namespace {

using knowledge::CsvRow;

// How many of the first columns name a row.
size_t KeyColumns(absl::string_view file) {
  if (file == "scope_overrides.csv") return 3;
  return file == "body_region_overlaps.csv" ? 2 : 1;
}

std::string IdOf(const CsvRow& row, absl::string_view file, const std::vector<absl::string_view>& columns) {
  std::string id;
  for (size_t i = 0; i < KeyColumns(file); ++i) absl::StrAppend(&id, i == 0 ? "" : " ", row[columns[i]]);
  return id;
}

// Compares one file of both.
class FileDiff {
 public:
  FileDiff(absl::string_view file, std::vector<Change>* changes)
      : file_(file), columns_(ColumnsOf(file)), changes_(changes) {}

  absl::Status Run(const knowledge::FileSet& before, const knowledge::FileSet& after) {
    const auto old_rows = Read(before);
    if (!old_rows.ok()) return old_rows.status();
    const auto new_rows = Read(after);
    if (!new_rows.ok()) return new_rows.status();
    for (const CsvRow& row : *old_rows) {
      const CsvRow* other = Find(*new_rows, IdOf(row, file_, columns_));
      if (other == nullptr) {
        Add(Change::Kind::kRemoved, row, "", "", "");
      } else {
        CompareCells(row, *other);
      }
    }
    for (const CsvRow& row : *new_rows) {
      if (Find(*old_rows, IdOf(row, file_, columns_)) == nullptr) Add(Change::Kind::kAdded, row, "", "", "");
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<std::vector<CsvRow>> Read(const knowledge::FileSet& files) const {
    const auto text = files.Get(file_);
    if (!text.ok()) return text.status();
    return knowledge::ParseCsv(file_, *text, columns_);
  }

  const CsvRow* Find(const std::vector<CsvRow>& rows, const std::string& id) const {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const CsvRow& row) { return IdOf(row, file_, columns_) == id; });
    return found == rows.end() ? nullptr : &*found;
  }

  void CompareCells(const CsvRow& before, const CsvRow& after) {
    for (const absl::string_view column : columns_) {
      if (before[column] != after[column]) {
        Add(Change::Kind::kChanged, before, column, before[column], after[column]);
      }
    }
  }

  void Add(Change::Kind kind, const CsvRow& row, absl::string_view column, absl::string_view before,
           absl::string_view after) {
    changes_->push_back({kind, std::string(file_), IdOf(row, file_, columns_), std::string(column), std::string(before),
                         std::string(after)});
  }

  const absl::string_view file_;
  const std::vector<absl::string_view> columns_;
  std::vector<Change>* const changes_;
};

}  // namespace

absl::StatusOr<std::vector<Change>> DiffKnowledge(const knowledge::FileSet& before, const knowledge::FileSet& after) {
  std::vector<Change> changes;
  for (const absl::string_view file : KnowledgeFileNames()) {
    if (absl::Status status = FileDiff(file, &changes).Run(before, after); !status.ok()) return status;
  }
  return changes;
}

}  // namespace tendon::clinical::screening
