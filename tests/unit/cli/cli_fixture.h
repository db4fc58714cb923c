// The command as a function, against fake servers, with what it prints in strings.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/application.h"
#include "tests/unit/client/fake_services.h"

namespace tendon::testing {

struct CliResult {
  int code = -1;
  std::string out, err;
};

class CliTest : public ::testing::Test {
 protected:
  CliTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cli_test_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    environment_ = {{"HOME", folder_},
                    {"TENDON_REFERRAL_SERVER", servers_.address()},
                    {"TENDON_OUTCOMES_SERVER", servers_.address()},
                    {"TENDON_ORGANIZATION", "river-clinic"}};
  }
  ~CliTest() override { std::filesystem::remove_all(folder_); }

  CliResult Run(const std::vector<std::string>& arguments, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out, err;
    cli::Terminal terminal{in, out, err};
    terminal.environment = [this](const std::string& name) {
      const auto found = environment_.find(name);
      return found == environment_.end() ? "" : found->second;
    };
    terminal.out_is_terminal = out_is_terminal_;
    terminal.width = width_;
    const auto code = cli::Run(arguments, terminal);
    return {static_cast<int>(code), out.str(), err.str()};
  }

  // Writes a file into the test's own folder and gives its path.
  std::string File(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  FakeServers servers_;
  std::string folder_;
  std::map<std::string, std::string> environment_;
  bool out_is_terminal_ = false;
  int width_ = 0;
};

}  // namespace tendon::testing
