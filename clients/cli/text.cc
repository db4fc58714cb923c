#include "clients/cli/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace tendon::cli {
namespace {

struct Range {
  std::uint32_t first, last;
};

// Unicode 15: controls, formats (Cc, Cf) that change how what follows is shown, line and paragraph separators, private
// tags.
constexpr std::array<Range, 9> kUnsafe = {{{0x00, 0x1F},
                                           {0x7F, 0x9F},
                                           {0xAD, 0xAD},
                                           {0x61C, 0x61C},
                                           {0x180E, 0x180E},
                                           {0x200B, 0x200F},
                                           {0x2028, 0x202E},
                                           {0x2060, 0x206F},
                                           {0xFEFF, 0xFEFF}}};
constexpr Range kTags = {0xE0000, 0xE0FFF};
constexpr std::array<Range, 5> kCombining = {
    {{0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD}, {0x1AB0, 0x1AFF}, {0x20D0, 0x20FF}}};
constexpr std::array<Range, 8> kWide = {{{0x1100, 0x115F},
                                         {0x2E80, 0xA4CF},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0x1F300, 0x1FAFF},
                                         {0x20000, 0x3FFFD}}};

template <std::size_t n>
bool IsIn(const std::array<Range, n>& ranges, std::uint32_t point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [=](Range range) { return range.first <= point && point <= range.last; });
}

bool IsUnsafe(std::uint32_t point) { return IsIn(kUnsafe, point) || (kTags.first <= point && point <= kTags.last); }

struct Character {
  std::uint32_t point = 0;
  std::size_t size = 0;  // bytes; 0 when they are not UTF-8
};

// RFC 3629: shortest form only, no surrogates, at most U+10FFFF.
Character Decode(absl::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return {};
  std::uint32_t point = byte(0) & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    point = point << 6 | (byte(i) & 0x3FU);
  }
  const bool shortest = size == 2 || (size == 3 ? point >= 0x800 : point >= 0x10000);
  const bool allowed = point <= 0x10FFFF && !(0xD800 <= point && point <= 0xDFFF);
  return shortest && allowed ? Character{point, size} : Character{};
}

std::string Escape(std::uint32_t point) {
  if (point == '\n') return "\\n";
  if (point == '\t') return "\\t";
  if (point == '\r') return "\\r";
  return point < 0x80      ? absl::StrFormat("\\x%02x", point)
         : point < 0x10000 ? absl::StrFormat("\\u%04x", point)
                           : absl::StrFormat("\\U%08x", point);
}

int WidthOf(std::uint32_t point) { return IsIn(kCombining, point) ? 0 : IsIn(kWide, point) ? 2 : 1; }

}  // namespace

std::string Printable(absl::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Character character = Decode(text);
    if (character.size == 0) {
      absl::StrAppendFormat(&result, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(text[0])));
    } else if (IsUnsafe(character.point)) {
      absl::StrAppend(&result, Escape(character.point));
    } else {
      absl::StrAppend(&result, text.substr(0, character.size));
    }
    text.remove_prefix(std::max<std::size_t>(character.size, 1));
  }
  return result;
}

std::vector<std::string> PrintableLines(absl::string_view text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) lines.push_back(Printable(line));
  return lines;
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Character character = Decode(text);
    width += character.size == 0 ? 1 : WidthOf(character.point);
    text.remove_prefix(std::max<std::size_t>(character.size, 1));
  }
  return width;
}

std::string Fit(absl::string_view text, int width, bool utf8) {
  if (DisplayWidth(text) <= width) return std::string(text);
  const absl::string_view ellipsis = utf8 ? "\xe2\x80\xa6" : "~";
  absl::string_view rest = text;
  for (int used = 0; !rest.empty();) {
    const Character character = Decode(rest);
    used += character.size == 0 ? 1 : WidthOf(character.point);
    if (used > width - 1) break;
    rest.remove_prefix(std::max<std::size_t>(character.size, 1));
  }
  return absl::StrCat(text.substr(0, text.size() - rest.size()), width > 0 ? ellipsis : "");
}

}  // namespace tendon::cli
