#include "clients/cli/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/labels.h"

namespace tendon::cli {
namespace {

using clinical::v1::OBSERVATION_PHASE_AFTER;
using clinical::v1::OBSERVATION_PHASE_DURING;
using outcomes::v1::MeasureSummary;

constexpr int kDefaultWidth = 80;
constexpr int kMaxRows = 11;
constexpr int kWidestColumn = 4;

struct Glyphs {
  const char *before, *after, *both, *between, *tick, *corner, *line;
};
constexpr Glyphs kUnicode = {"●", "○", "◉", "│", "┤", "┼", "─"};
constexpr Glyphs kAscii = {"#", "o", "@", "|", "|", "+", "-"};

// The readings of one session.
struct Visit {
  std::string label;
  std::optional<double> before, after;
};

// A session has one visit; a reading without a session is one of its own.
std::vector<Visit> VisitsOf(const MeasureSummary& measure) {
  std::vector<Visit> visits;
  std::string session;
  for (const auto& point : measure.points()) {
    if (point.phase() == OBSERVATION_PHASE_DURING) continue;
    if (visits.empty() || point.session().empty() || point.session() != session)
      visits.push_back({SessionNumberLabel(point.session_number()), {}, {}});
    session = point.session();
    (point.phase() == OBSERVATION_PHASE_AFTER ? visits.back().after : visits.back().before) = point.value();
  }
  return visits;
}

struct Scale {
  double low = 0, step = 1;
  int rows = kMaxRows;
  int RowOf(double value) const { return std::clamp(static_cast<int>(std::lround((value - low) / step)), 0, rows - 1); }
};

// 1, 2 or 5 times a power of ten, so that the range has at most kMaxRows rows.
Scale ScaleOf(const std::vector<Visit>& visits, const std::string& measure) {
  if (measure == "NPRS") return {};  // 0 to 10 by its definition
  double low = INFINITY, high = -INFINITY;
  for (const auto& visit : visits)
    for (const auto& value : {visit.before, visit.after})
      if (value) low = std::min(low, *value), high = std::max(high, *value);
  double step = std::pow(10, std::floor(std::log10(std::max(high - low, 1e-3) / (kMaxRows - 1))));
  for (const double factor : {2.0, 2.5, 2.0})
    if (std::ceil(high / step) - std::floor(low / step) > kMaxRows - 1) step *= factor;
  const double first = std::floor(low / step);
  return {first * step, step, static_cast<int>(std::ceil(high / step) - first) + 1};
}

std::string Mark(const Visit& visit, const Scale& scale, int row, const Glyphs& glyphs) {
  const int before = visit.before ? scale.RowOf(*visit.before) : -1,
            after = visit.after ? scale.RowOf(*visit.after) : -1;
  if (row == before && row == after) return glyphs.both;
  if (row == before) return glyphs.before;
  if (row == after) return glyphs.after;
  const bool between = before >= 0 && after >= 0 && std::min(before, after) < row && row < std::max(before, after);
  return between ? glyphs.between : " ";
}

}  // namespace

std::vector<std::string> DrawCourse(const MeasureSummary& measure, int width, bool utf8) {
  std::vector<Visit> visits = VisitsOf(measure);
  if (visits.empty()) return {};
  const Glyphs& glyphs = utf8 ? kUnicode : kAscii;
  const Scale scale = ScaleOf(visits, measure.measure());
  std::size_t gutter = 0;
  for (int row = 0; row < scale.rows; ++row)
    gutter = std::max(gutter, NumberLabel(scale.low + row * scale.step).size());
  const int room = std::max(2, (width == 0 ? kDefaultWidth : width) - static_cast<int>(gutter) - 3);
  const std::size_t all = visits.size(), fitting = std::min(all, static_cast<std::size_t>(room / 2));
  visits.erase(visits.begin(), visits.end() - static_cast<std::ptrdiff_t>(fitting));
  const int column = std::clamp(room / static_cast<int>(visits.size()), 2, kWidestColumn);

  std::vector<std::string> lines;
  for (int row = scale.rows - 1; row >= 0; --row) {
    std::string line =
        absl::StrFormat("%*s %s", static_cast<int>(gutter), NumberLabel(scale.low + row * scale.step), glyphs.tick);
    for (const auto& visit : visits)
      absl::StrAppend(&line, std::string(static_cast<std::size_t>(column - 1), ' '), Mark(visit, scale, row, glyphs));
    lines.emplace_back(absl::StripTrailingAsciiWhitespace(line));
  }
  std::string axis = absl::StrCat(std::string(gutter + 1, ' '), glyphs.corner), labels = std::string(gutter + 2, ' ');
  for (const auto& visit : visits) {
    for (int j = 0; j < column; ++j) absl::StrAppend(&axis, glyphs.line);
    const bool fits = static_cast<int>(visit.label.size()) < column;
    absl::StrAppendFormat(&labels, "%*s", column, fits ? visit.label : "");
  }
  lines.push_back(axis);
  lines.emplace_back(absl::StripTrailingAsciiWhitespace(labels));
  lines.push_back(absl::StrCat(std::string(gutter + 2, ' '), "session; ", glyphs.before, " before, ", glyphs.after,
                               " after the treatment",
                               fitting < all ? absl::StrCat("; the last ", fitting, " of ", all) : ""));
  return lines;
}

std::string DrawSparkline(const MeasureSummary& measure, bool utf8) {
  static constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::vector<double> values;
  for (const auto& point : measure.points())
    if (point.phase() != OBSERVATION_PHASE_AFTER && point.phase() != OBSERVATION_PHASE_DURING)
      values.push_back(point.value());
  if (values.size() < 2 || !utf8) return "";
  if (values.size() > 20) values.erase(values.begin(), values.end() - 20);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double range = *high - *low;
  std::string line;
  for (const double value : values)
    line += kBlocks[range == 0 ? 3 : static_cast<std::size_t>(std::lround((value - *low) / range * 7))];
  return line;
}

std::string DrawBar(int done, int of, bool utf8) {
  if (of <= 0) return "";
  const int columns = std::min(of, 20), full = std::min(columns, done * columns / of);
  std::string bar = utf8 ? "" : "[";
  for (int i = 0; i < columns; ++i) bar += i < full ? (utf8 ? "█" : "#") : (utf8 ? "░" : ".");
  return bar + (utf8 ? "" : "]");
}

}  // namespace tendon::cli
