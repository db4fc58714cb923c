// Fake servers and a connection to them in an environment where nothing waits.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "clients/cpp/connection.h"
#include "tests/unit/client/fake_environment.h"
#include "tests/unit/client/fake_services.h"

namespace tendon::testing {

class ClientTest : public ::testing::Test {
 protected:
  client::ClientOptions Options() {
    client::ClientOptions options;
    options.referral_server = options.outcomes_server = servers_.address();
    options.identity = {"organizations/river-clinic", "organizations/river-clinic/clinicians/ada", "physician"};
    options.environment = environment_.Get();
    return options;
  }

  std::shared_ptr<client::Connection> Connect() { return Connect(Options()); }
  static std::shared_ptr<client::Connection> Connect(client::ClientOptions options) {
    auto connection = client::Connection::Create(std::move(options));
    EXPECT_TRUE(connection.ok()) << connection.status();
    return *connection;
  }

  FakeEnvironment environment_;
  void TearDown() override { servers_.Stop(); }

  FakeServers servers_;
};

}  // namespace tendon::testing
