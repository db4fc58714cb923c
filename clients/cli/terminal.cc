#include "clients/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tendon::cli {
namespace {

const char* CodeOf(Style style) {
  switch (style) {
    case Style::kBold:
      return "1";
    case Style::kDim:
      return "2";
    case Style::kGood:
      return "32";
    case Style::kWaiting:
      return "33";
    case Style::kBad:
      return "31";
    case Style::kPlain:
      break;
  }
  return "";
}

int WidthOf(int descriptor) {
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// As POSIX says: the first of these that is set decides.
bool SpeaksUtf8(const std::function<std::string(const std::string&)>& environment) {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string value = absl::AsciiStrToUpper(environment(variable));
    if (!value.empty()) return absl::StrContains(value, "UTF-8") || absl::StrContains(value, "UTF8");
  }
  return false;
}

}  // namespace

std::string Terminal::Styled(absl::string_view text, Style style) const {
  if (!color || style == Style::kPlain || text.empty()) return std::string(text);
  return absl::StrCat("\x1b[", CodeOf(style), "m", text, "\x1b[0m");
}

Terminal SystemTerminal() {
  Terminal terminal{std::cin, std::cout, std::cerr};
  terminal.environment = [](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  };
  terminal.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  terminal.err_is_terminal = isatty(STDERR_FILENO) == 1;
  terminal.width = terminal.out_is_terminal ? WidthOf(STDOUT_FILENO) : 0;
  terminal.utf8 = SpeaksUtf8(terminal.environment);
  return terminal;
}

void ApplyColorMode(ColorMode mode, Terminal& terminal) {
  const bool wanted =
      terminal.out_is_terminal && terminal.environment("NO_COLOR").empty() && terminal.environment("TERM") != "dumb";
  terminal.color = mode == ColorMode::kAlways || (mode == ColorMode::kAuto && wanted);
}

}  // namespace tendon::cli
