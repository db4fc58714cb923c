// Text for HTML and for people.
#pragma once

#include <string>
#include <string_view>

namespace tendon::report {

// For text and attributes: no character of it is markup. Control characters become U+FFFD.
std::string Escape(std::string_view text);

// At most one decimal, none that is not needed, with a true minus: "4", "3.5", "−2".
std::string Number(double value);

// The same with its sign: "+2", "−4", "0".
std::string Signed(double value);

// "MAJOR_RESPONDER" as "Major responder".
std::string Words(std::string_view code);

}  // namespace tendon::report
