// Calls any method of a server by its name with bytes: for tests that enumerate methods.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/testing/caller.h"

namespace tendon::testing {

struct RawAnswer {
  grpc::Status status;
  std::vector<std::string> responses;
  std::multimap<std::string, std::string> trailers;
};

struct RawOptions {
  absl::Duration deadline = absl::Seconds(20);
  // Cancels the call once so many responses have come; 0 waits for the end.
  size_t stop_after = 0;
};

// Sends the requests (one, but for streams) and takes the responses until the call ends. `method` is
// "/package.Service/Method".
RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, const Caller& caller,
                  const std::vector<std::string>& requests, const RawOptions& options = {});

}  // namespace tendon::testing
