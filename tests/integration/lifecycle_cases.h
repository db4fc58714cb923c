// A good request for each method of the services of a referral's life after it was sent, and who may make it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "google/protobuf/message.h"
#include "tests/testing/caller.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

struct GoodCase {
  Caller caller;
  std::unique_ptr<google::protobuf::Message> request;
};

// By "Service/Method". Each prepares what its request is about on the exchange's servers.
const std::map<std::string, std::function<GoodCase(Exchange&)>>& LifecycleCases();

}  // namespace tendon::testing
