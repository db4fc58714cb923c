// Which settings a server takes, and on which addresses the development mode may listen.
#include "services/runtime/config.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/testing/files.h"

namespace tendon::runtime {
namespace {

std::string Refusal(const std::string& listen, bool development = true) {
  ServerConfig config;
  config.listen = listen;
  config.insecure_development = development;
  return RefusalToListen(config);
}

TEST(RefusalToListenTest, LoopbackAndUnixSocketsAreAllowed) {
  for (const char* listen : {"127.0.0.1:7600", "127.8.9.10:0", "localhost:1", "[::1]:7600", "unix:/run/tendon.sock"}) {
    EXPECT_EQ(Refusal(listen), "") << listen;
  }
}

TEST(RefusalToListenTest, EverythingElseIsNot) {
  for (const char* listen :
       {"0.0.0.0:7600", "[::]:7600", "10.0.0.1:7600", "192.168.1.5:1", "example.org:7600", ":7600", "",
        "127.0.0.1.example.org:7600", "localhost.example.org:1", "[::1%eth0]:1", "dns:///127.0.0.1:1"}) {
    EXPECT_NE(Refusal(listen), "") << listen;
  }
}

TEST(RefusalToListenTest, NothingIsAllowedWithoutTheDevelopmentMode) {
  EXPECT_NE(Refusal("127.0.0.1:7600", false), "");
}

class ReadConfigTest : public ::testing::Test {
 protected:
  // The exit code of a server that is started so; nothing when it goes on.
  std::optional<int> Read(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "tendon-test");
    return ReadConfig({"tendon-test", "A test", "TENDON_TEST_", "127.0.0.1:7600"}, static_cast<int>(arguments.size()),
                      arguments.data(), &config_);
  }
  std::optional<int> ReadFile(const std::string& text) {
    const std::string path = folder_.File("server.toml");
    tendon::testing::WriteFile(path, text);
    return Read({"--config", path.c_str()});
  }

  tendon::testing::TempDir folder_;
  ServerConfig config_;
};

TEST_F(ReadConfigTest, AFileSetsWhatItNames) {
  EXPECT_EQ(ReadFile("listen = \"127.0.0.1:1234\"\ndrain-ms = 7\n"), std::nullopt);
  EXPECT_EQ(config_.listen, "127.0.0.1:1234");
  EXPECT_EQ(config_.drain_ms, 7);
}

TEST_F(ReadConfigTest, ANameInAFileThatIsNoSettingEndsTheServer) {
  EXPECT_EQ(ReadFile("drain-sm = 7\n"), 2);
  EXPECT_EQ(ReadFile("[section]\nlisten = \"127.0.0.1:1234\"\n"), 2);
}

TEST_F(ReadConfigTest, AnAddressNamesItsPort) {
  for (const char* listen : {"127.0.0.1:0", "127.0.0.1:65535", "[::1]:7600", "unix:/run/tendon.sock"}) {
    EXPECT_EQ(Read({"--listen", listen}), std::nullopt) << listen;
  }
  for (const char* listen : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:65536", "127.0.0.1:-1",
                             "127.0.0.1:http", "127.0.0.1:000007600", "["}) {
    EXPECT_EQ(Read({"--listen", listen}), 2) << listen;
  }
  EXPECT_EQ(ReadFile("listen = [[[\n"), 2);
}

}  // namespace
}  // namespace tendon::runtime
