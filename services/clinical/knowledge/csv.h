// A strict reader of CSV by RFC 4180, for reviewed data: a known header, as many cells in every row, quotes only where
// they belong, valid UTF-8 without control characters. Lines end with LF or CRLF; a mistake is told with file, line and
// reason. Lists inside a cell are separated by ';'.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tendon::clinical::knowledge {

// INVALID_ARGUMENT "file:line: reason".
absl::Status FileError(absl::string_view file, int line, absl::string_view reason);

// The items of a list cell, without surrounding spaces; empty ones are left out.
std::vector<absl::string_view> SplitList(absl::string_view cell);

struct CsvLayout {
  std::string file;
  std::vector<std::string> columns;
};

// One record.
class CsvRow {
 public:
  CsvRow(std::shared_ptr<const CsvLayout> layout, int line, std::vector<std::string> cells)
      : layout_(std::move(layout)), line_(line), cells_(std::move(cells)) {}

  // The line that it begins on, from 1.
  int line() const { return line_; }
  const std::string& file() const { return layout_->file; }
  // The cell of a column of the header; empty for any other name.
  absl::string_view operator[](absl::string_view column) const;
  std::vector<absl::string_view> List(absl::string_view column) const { return SplitList((*this)[column]); }
  // INVALID_ARGUMENT "file:line: column: reason".
  absl::Status Error(absl::string_view column, absl::string_view reason) const;

 private:
  std::shared_ptr<const CsvLayout> layout_;
  int line_;
  std::vector<std::string> cells_;
};

// The records of `text`, which must begin with exactly `header`. INVALID_ARGUMENT names the first mistake.
absl::StatusOr<std::vector<CsvRow>> ParseCsv(absl::string_view file, absl::string_view text,
                                             const std::vector<absl::string_view>& header);

}  // namespace tendon::clinical::knowledge
