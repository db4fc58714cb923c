// The world as a command sees it: its streams, what they are connected to, and the environment variables. Tests put in
// their own.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "absl/strings/string_view.h"

namespace tendon::cli {

enum class Style { kPlain, kBold, kDim, kGood, kWaiting, kBad };

struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int width = 0;                                                 // columns of `out`; 0 when it has no end
  bool color = false;                                            // styles are shown
  bool utf8 = false;                                             // characters beyond ASCII are drawn
  std::function<std::string(const std::string&)> environment{};  // a variable's value; empty when it is not set

  // The text in the style, where styles are shown.
  std::string Styled(absl::string_view text, Style style) const;
};

// The process's own.
Terminal SystemTerminal();

enum class ColorMode { kAuto, kAlways, kNever };

// Sets `color`: in the automatic mode on a terminal, unless NO_COLOR is set (no-color.org) or TERM is "dumb".
void ApplyColorMode(ColorMode mode, Terminal& terminal);

}  // namespace tendon::cli
