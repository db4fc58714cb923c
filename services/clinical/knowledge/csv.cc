#include "services/clinical/knowledge/csv.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/clinical/knowledge/utf8.h"

namespace tendon::clinical::knowledge {
namespace {

// Reads one record after the other and knows where it is.
class Scanner {
 public:
  Scanner(absl::string_view file, absl::string_view text) : file_(file), text_(text) {}

  bool AtEnd() const { return position_ == text_.size(); }
  int line() const { return line_; }

  absl::Status ReadRecord(std::vector<std::string>* cells) {
    cells->clear();
    while (true) {
      cells->emplace_back();
      const absl::Status status = Is('"') ? ReadQuoted(&cells->back()) : ReadPlain(&cells->back());
      if (!status.ok()) return status;
      if (!Is(',')) break;
      ++position_;
    }
    if (Is('\r')) ++position_;
    if (Is('\n')) {
      ++position_;
      ++line_;
    }
    return absl::OkStatus();
  }

 private:
  bool Is(char wanted) const { return position_ < text_.size() && text_[position_] == wanted; }
  bool AtCellEnd() const { return AtEnd() || Is(',') || Is('\n') || text_.substr(position_, 2) == "\r\n"; }

  absl::Status ReadPlain(std::string* cell) {
    while (!AtCellEnd()) {
      if (Is('"')) return FileError(file_, line_, "a quote inside a cell that does not begin with one");
      cell->push_back(text_[position_++]);
    }
    return absl::OkStatus();
  }

  absl::Status ReadQuoted(std::string* cell) {
    const int first_line = line_;
    for (++position_; !AtEnd(); ++position_) {
      if (Is('"')) {
        ++position_;
        if (!Is('"')) {
          if (AtCellEnd()) return absl::OkStatus();
          return FileError(file_, line_, "text after the closing quote of a cell");
        }
      } else if (Is('\n')) {
        ++line_;
      }
      cell->push_back(text_[position_]);
    }
    return FileError(file_, first_line, "a quoted cell is not closed");
  }

  const absl::string_view file_;
  const absl::string_view text_;
  size_t position_ = 0;
  int line_ = 1;
};

// What is wrong with the header, and what it must be.
std::string HeaderRule(const std::vector<std::string>& cells, const std::vector<absl::string_view>& header) {
  std::vector<absl::string_view> missing, strange;
  for (const absl::string_view column : header) {
    if (std::find(cells.begin(), cells.end(), column) == cells.end()) missing.push_back(column);
  }
  for (const std::string& cell : cells) {
    if (std::find(header.begin(), header.end(), cell) == header.end()) strange.emplace_back(cell);
  }
  std::string rule;
  if (!missing.empty()) absl::StrAppend(&rule, "missing: ", absl::StrJoin(missing, ","), "; ");
  if (!strange.empty()) absl::StrAppend(&rule, "not known: ", absl::StrJoin(strange, ","), "; ");
  return absl::StrCat(rule, "the columns must be ", absl::StrJoin(header, ","));
}

}  // namespace

absl::Status FileError(absl::string_view file, int line, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(file, ":", line, ": ", reason));
}

std::vector<absl::string_view> SplitList(absl::string_view cell) {
  std::vector<absl::string_view> items;
  for (absl::string_view item : absl::StrSplit(cell, ';')) {
    item = absl::StripAsciiWhitespace(item);
    if (!item.empty()) items.push_back(item);
  }
  return items;
}

absl::string_view CsvRow::operator[](absl::string_view column) const {
  const auto found = std::find(layout_->columns.begin(), layout_->columns.end(), column);
  if (found == layout_->columns.end()) return "";
  return cells_[static_cast<size_t>(found - layout_->columns.begin())];
}

absl::Status CsvRow::Error(absl::string_view column, absl::string_view reason) const {
  return FileError(layout_->file, line_, absl::StrCat(column, ": ", reason));
}

absl::StatusOr<std::vector<CsvRow>> ParseCsv(absl::string_view file, absl::string_view text,
                                             const std::vector<absl::string_view>& header) {
  if (const int line = FirstBadLine(text); line != 0) {
    return FileError(file, line, "not UTF-8 text, or a control character");
  }
  // Spreadsheets write it before the first cell.
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (text.empty()) return FileError(file, 1, "the file is empty");
  const auto layout = std::make_shared<const CsvLayout>(
      CsvLayout{std::string(file), std::vector<std::string>(header.begin(), header.end())});
  Scanner scanner(file, text);
  std::vector<std::string> cells;
  if (absl::Status status = scanner.ReadRecord(&cells); !status.ok()) return status;
  if (cells != layout->columns) return FileError(file, 1, HeaderRule(cells, header));
  std::vector<CsvRow> rows;
  while (!scanner.AtEnd()) {
    const int line = scanner.line();
    if (absl::Status status = scanner.ReadRecord(&cells); !status.ok()) return status;
    if (cells.size() != header.size()) {
      return FileError(file, line, absl::StrCat(cells.size(), " cells, and the header has ", header.size()));
    }
    rows.emplace_back(layout, line, std::exchange(cells, {}));
  }
  return rows;
}

}  // namespace tendon::clinical::knowledge
