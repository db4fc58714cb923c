#include "clients/cpp/health.h"

#include "tests/unit/client/client_fixture.h"

namespace tendon::client {
namespace {

using HealthTest = ::tendon::testing::ClientTest;

TEST_F(HealthTest, AServerThatServesSaysSo) {
  const auto status = CheckHealth(Connect()->referral_channel(), absl::Seconds(60));
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(*status, ServingStatus::kServing);
}

TEST_F(HealthTest, AServerThatIsAwayIsUnavailable) {
  ClientOptions options = Options();
  options.referral_server = "unix:/nonexistent/tendon.socket";
  EXPECT_TRUE(absl::IsUnavailable(CheckHealth(Connect(options)->referral_channel(), absl::Seconds(60)).status()));
}

}  // namespace
}  // namespace tendon::client
