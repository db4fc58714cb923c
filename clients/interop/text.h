// Small text functions on std::string_view. Debian's Abseil is built with a string_view of its own, which does not mix
// with the standard's that our headers and the JSON library use.
#ifndef TENDON_CLIENTS_INTEROP_TEXT_H_
#define TENDON_CLIENTS_INTEROP_TEXT_H_

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace tendon::interop {

namespace internal {
inline void AppendPart(std::string& into, std::string_view part) { into += part; }
template <std::integral Number>
void AppendPart(std::string& into, Number part) {
  into += std::to_string(part);
}
}  // namespace internal

// The parts, text or whole numbers, one behind the other.
template <typename... Parts>
std::string Cat(const Parts&... parts) {
  std::string result;
  (internal::AppendPart(result, parts), ...);
  return result;
}

// ASCII only; independent of the locale.
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }
constexpr bool IsAlphanumeric(char c) { return IsDigit(c) || IsLetter(c); }
std::string Lower(std::string_view text);
// Without white space (space, tab, line ends) at either end.
std::string_view Strip(std::string_view text);
// The parts between any of `separators`, empty ones left out.
std::vector<std::string_view> Words(std::string_view text, std::string_view separators);
// The parts that are not empty, with `separator` between them.
std::string Join(const std::vector<std::string>& parts, std::string_view separator);
// "\r\n" and "\r" become "\n".
std::string UnixLines(std::string_view text);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_TEXT_H_
