// The command `tendon` as a function.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/exit_code.h"
#include "clients/cli/terminal.h"

namespace tendon::cli {

// Parses the arguments (without the program's name) and does what they say.
ExitCode Run(std::vector<std::string> arguments, Terminal& terminal);

}  // namespace tendon::cli
