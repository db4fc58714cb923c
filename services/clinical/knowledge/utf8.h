// Whether text may go into a proto string: valid UTF-8 (RFC 3629) without control characters.
#pragma once

#include "absl/strings/string_view.h"

namespace tendon::clinical::knowledge {

// The first line, from 1, that holds something else; 0 when there is none. Tab, LF and CR are allowed.
int FirstBadLine(absl::string_view text);

}  // namespace tendon::clinical::knowledge
