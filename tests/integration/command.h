// The command `tendon` as a program against the exchange of a test.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

struct CommandResult {
  int code = -1;
  std::string text;  // what it printed, errors too
};

// `arguments` as typed in a shell: file names without spaces.
inline CommandResult RunCommand(Exchange& exchange, const std::string& organization, const std::string& role,
                                const std::string& arguments, const std::string& clinician = "") {
  const std::string output = exchange.folder() + "/command.txt";
  const std::string command = absl::StrCat(TENDON_BINARY_DIR, "/bin/tendon --organization ", organization, " --role ",
                                           role, clinician.empty() ? "" : " --clinician ", clinician,
                                           " --referral-server ", exchange.referral().address(), " --outcomes-server ",
                                           exchange.outcomes().address(), " ", arguments, " > ", output, " 2>&1");
  CommandResult result;
  const int status = std::system(command.c_str());
  result.code = WEXITSTATUS(status);
  std::ifstream file(output);
  std::stringstream text;
  text << file.rdbuf();
  result.text = text.str();
  return result;
}

}  // namespace tendon::testing
