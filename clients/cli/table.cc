#include "clients/cli/table.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

constexpr int kGap = 2;            // blanks between columns
constexpr int kSmallestWidth = 8;  // of a column that was cut

std::string Pad(const Terminal& terminal, const Cell& cell, int width, bool right) {
  const std::string fitted = Fit(cell.text, width, terminal.utf8);
  const std::string blanks(static_cast<std::size_t>(std::max(0, width - DisplayWidth(fitted))), ' ');
  const std::string styled = terminal.Styled(fitted, cell.style);
  return right ? absl::StrCat(blanks, styled) : absl::StrCat(styled, blanks);
}

}  // namespace

Cell::Cell(absl::string_view value, Style cell_style) : text(Printable(value)), style(cell_style) {}

std::vector<bool> Table::Shown() const {
  std::vector<bool> shown(columns_.size(), false);
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < shown.size(); ++i) shown[i] = shown[i] || !row[i].text.empty();
  return shown;
}

std::vector<int> Table::Widths(const Terminal& terminal, const std::vector<bool>& shown) const {
  std::vector<int> widths(columns_.size(), 0);
  int total = -kGap;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!shown[i]) continue;
    widths[i] = DisplayWidth(columns_[i].header);
    for (const auto& row : rows_) widths[i] = std::max(widths[i], DisplayWidth(row[i].text));
    total += widths[i] + kGap;
  }
  for (; terminal.width > 0 && total > terminal.width; --total) {
    int* widest = nullptr;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].shrinks && widths[i] > kSmallestWidth && (widest == nullptr || widths[i] > *widest))
        widest = &widths[i];
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

void Table::Print(const Terminal& terminal, std::ostream& out) const {
  if (rows_.empty()) return;
  const std::vector<bool> shown = Shown();
  const std::vector<int> widths = Widths(terminal, shown);
  const auto print = [&](const std::vector<Cell>& row) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (shown[i])
        absl::StrAppend(&line, line.empty() ? "" : std::string(kGap, ' '),
                        Pad(terminal, row[i], widths[i], columns_[i].right));
    out << absl::StripTrailingAsciiWhitespace(line) << '\n';
  };
  std::vector<Cell> header;
  for (const auto& column : columns_) header.emplace_back(column.header, Style::kBold);
  print(header);
  for (const auto& row : rows_) print(row);
}

void Fields::Add(absl::string_view name, absl::string_view value, Style style) {
  if (!value.empty()) fields_.push_back({std::string(name), PrintableLines(value), style});
}

void Fields::Print(const Terminal& terminal, std::ostream& out) const {
  int width = 0;
  for (const auto& field : fields_) width = std::max(width, DisplayWidth(field.name));
  for (const auto& field : fields_) {
    std::string name = field.name;
    for (const auto& line : field.lines) {
      out << terminal.Styled(name, Style::kBold)
          << std::string(static_cast<std::size_t>(width - DisplayWidth(name) + kGap), ' ')
          << terminal.Styled(line, field.style) << '\n';
      name.clear();
    }
  }
}

}  // namespace tendon::cli
