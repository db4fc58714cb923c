// Text from elsewhere, made fit for a terminal: nothing in it can move the cursor, change colours, hide or turn around
// what follows.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tendon::cli {

// One line: control characters, characters that turn the direction of writing or are invisible, and bytes that are not
// UTF-8 are written as escapes: "\n", "\x1b", "\u202e".
std::string Printable(absl::string_view text);

// As above, but line feeds separate lines.
std::vector<std::string> PrintableLines(absl::string_view text);

// Columns that printable text takes on a terminal: wide East Asian characters two, combining ones none.
int DisplayWidth(absl::string_view text);

// The text, cut to at most `width` columns; a cut is shown by an ellipsis.
std::string Fit(absl::string_view text, int width, bool utf8);

}  // namespace tendon::cli
