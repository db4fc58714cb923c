#include "clients/report/text.h"

#include <cctype>
#include <cmath>
#include <cstdio>

namespace tendon::report {

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        const auto byte = static_cast<unsigned char>(c);
        const bool control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
        if (control) escaped += "\xef\xbf\xbd";
        if (!control) escaped.push_back(c);
    }
  }
  return escaped;
}

std::string Number(double value) {
  const double tenths = std::floor(std::abs(value) * 10 + 0.5 + 1e-9) / 10;
  char text[32];
  const bool whole = tenths == std::floor(tenths);
  std::snprintf(text, sizeof(text), whole ? "%.0f" : "%.1f", tenths);
  return (value < 0 && tenths != 0 ? "\xe2\x88\x92" : "") + std::string(text);
}

std::string Signed(double value) {
  const std::string number = Number(value);
  return (value > 0 && number != "0" ? "+" : "") + number;
}

std::string Words(std::string_view code) {
  std::string words;
  for (const char c : code) {
    const char lower = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    words.push_back(words.empty() ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : lower);
  }
  return words;
}

}  // namespace tendon::report
