// A table for people: aligned columns, one line a row. On a terminal that is too narrow, columns that may shrink are
// cut; elsewhere nothing is ever cut or wrapped.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/terminal.h"

namespace tendon::cli {

struct Column {
  std::string header;
  bool right = false;    // numbers
  bool shrinks = false;  // may be cut
};

// A cell takes any text and makes it printable.
struct Cell {
  Cell(absl::string_view text, Style style = Style::kPlain);        // NOLINT: rows are written as lists of texts
  Cell(const char* text) : Cell(absl::string_view(text)) {}         // NOLINT
  Cell(const std::string& text) : Cell(absl::string_view(text)) {}  // NOLINT
  std::string text;
  Style style = Style::kPlain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  // Header and rows, without the columns that hold nothing; nothing for an empty table.
  void Print(const Terminal& terminal, std::ostream& out) const;

 private:
  std::vector<bool> Shown() const;
  std::vector<int> Widths(const Terminal& terminal, const std::vector<bool>& shown) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// Pairs of name and value, one below the other, the values aligned; values of several lines are indented.
class Fields {
 public:
  // Left out when the value is empty.
  void Add(absl::string_view name, absl::string_view value, Style style = Style::kPlain);
  void Print(const Terminal& terminal, std::ostream& out) const;

 private:
  struct Field {
    std::string name;
    std::vector<std::string> lines;
    Style style;
  };
  std::vector<Field> fields_;
};

}  // namespace tendon::cli
