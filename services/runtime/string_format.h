// The forms of strings that tendon.options.v1.StringFormat names, and the characters that text may hold. Pure but for
// the time zones, which are looked up in the system's database.
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::runtime {

// Whether `text`, not empty, has the form. True for STRING_FORMAT_UNSPECIFIED; STRING_FORMAT_RESOURCE_NAME needs its
// pattern: see resource_name.h.
bool HasFormat(std::string_view text, options::v1::StringFormat format);

// What is allowed: "must be an absolute URI".
std::string_view FormatRule(options::v1::StringFormat format);

// Whether UTF-8 text holds a control character (Unicode category Cc) other than tab, line feed and carriage return, or,
// unless `allow_layout`, any.
bool HasControlCharacters(std::string_view text, bool allow_layout);

// The same bytes for Abseil, whose string_view is a type of its own on Debian 12.
inline absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace tendon::runtime
