#include "services/clinical/knowledge/utf8.h"

#include <cstdint>

namespace tendon::clinical::knowledge {
namespace {

// How many bytes the character at the front takes; 0 if it is not a valid one.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
  const auto is_tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint8_t first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : 0;
  if (first >= 0xC2 && first <= 0xDF) return is_tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return is_tail(1) && is_tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) >= 0x90;
    return is_tail(1) && is_tail(2) && is_tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

int FirstBadLine(absl::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const char first = text.front();
    if (first == '\n') ++line;
    const bool allowed = first == '\n' || first == '\r' || first == '\t';
    const size_t length = allowed ? 1 : CharacterLength(text);
    if (length == 0) return line;
    text.remove_prefix(length);
  }
  return 0;
}

}  // namespace tendon::clinical::knowledge
