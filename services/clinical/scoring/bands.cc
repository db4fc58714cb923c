#include "services/clinical/scoring/bands.h"

#include <cmath>
#include <regex>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace tendon::clinical::scoring {
namespace {

std::string WithoutParentheses(absl::string_view text) {
  std::string plain;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) plain.push_back(c);
    if (c == ')') --depth;
  }
  return plain;
}

double Number(const std::string& text) {
  double number = 0;
  return absl::SimpleAtod(text, &number) ? number : 0;
}

// ">40-45 mild", "4-<7 moderate", "-7..-1 worse", ">=7 severe", "<=30 severe", "0 none". A name begins with a letter,
// so that ">=2 cm side difference" (of something else than the score) is none: "cm" is a unit.
bool ParseBand(const std::string& text, Band* band) {
  static const std::regex range(R"(^(>?)(-?[0-9.]+?)(?:-|\.\.)(<?)(-?[0-9.]+) ([A-Za-z].*)$)");
  static const std::regex bound(R"(^(>=|<=|>|<)(-?[0-9.]+) (?!cm\b)([A-Za-z].*)$)");
  static const std::regex point(R"(^(-?[0-9.]+) ([A-Za-z].*)$)");
  std::smatch match;
  if (std::regex_match(text, match, range)) {
    *band = {match[5], Number(match[2]), Number(match[4]), match[1].length() > 0, match[3].length() > 0};
    return true;
  }
  if (std::regex_match(text, match, bound)) {
    band->label = match[3];
    const bool lower = match[1].str()[0] == '>';
    (lower ? band->lower : band->upper) = Number(match[2]);
    (lower ? band->lower_excluded : band->upper_excluded) = match[1].length() == 1;
    return true;
  }
  if (!std::regex_match(text, match, point)) return false;
  *band = {match[2], Number(match[1]), Number(match[1]), false, false};
  return true;
}

bool Holds(const Band& band, double value) {
  if (band.lower && (band.lower_excluded ? value <= *band.lower : value < *band.lower)) return false;
  return !band.upper || (band.upper_excluded ? value < *band.upper : value <= *band.upper);
}

}  // namespace

std::vector<Band> ParseBands(absl::string_view text) {
  std::vector<Band> bands;
  for (const absl::string_view part : absl::StrSplit(WithoutParentheses(text), ';')) {
    Band band;
    if (!ParseBand(std::string(absl::StripAsciiWhitespace(part)), &band)) return {};
    bands.push_back(band);
  }
  return bands;
}

std::string BandOf(const std::vector<Band>& bands, double value) {
  for (const double read_as : {value, RoundHalfUp(value, 0)}) {
    for (const Band& band : bands) {
      if (Holds(band, read_as)) return band.label;
    }
  }
  return "";
}

double RoundHalfUp(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  // A decimal that binary cannot hold (2.675) is taken as the decimal that it stands for.
  const double scaled = value * scale;
  return std::floor(scaled + 0.5 + 1e-9 * std::max(1.0, std::abs(scaled))) / scale;
}

}  // namespace tendon::clinical::scoring
