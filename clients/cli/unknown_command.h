// What to say of a word that is no command: that it is unknown, what is near it, and how to see all.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace tendon::cli {

// After a parse that failed for want of a command: "'acept' is no command of tendon referral; did you mean accept?",
// with where to see all. Near is what differs by two letters at most, what begins alike, and, where no group was named,
// a command of this name in another group. Empty where no word was given that could have been meant as a command.
std::string UnknownCommand(const CLI::App& app);

}  // namespace tendon::cli
