// On which addresses the development mode may listen.
#include "services/runtime/config.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace tendon::runtime
