// A client that does not take "the server is gone" for an answer: the same request, with the same request id, until
// there is one.
#pragma once

#include <atomic>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/testing/call.h"
#include "tests/testing/party.h"

namespace tendon::testing {

struct Patience {
  // A server that is started again needs a second; one that is not back by then never comes.
  absl::Duration limit = absl::Seconds(120);
  // Counts the tries that were in vain.
  std::atomic<int64_t>* retries = nullptr;
};

// Whether the same request may have another answer later.
inline bool IsGone(const grpc::Status& status) { return status.error_code() == grpc::StatusCode::UNAVAILABLE; }

template <class Stub, class Request, class Response>
Answer<Response> CallUntilAnswered(Party* party,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                   const Request& request, const Patience& patience) {
  const absl::Time end = absl::Now() + patience.limit;
  while (true) {
    Answer<Response> answer = party->Do(method, request);
    if (!IsGone(answer.status) || absl::Now() > end) return answer;
    if (patience.retries != nullptr) patience.retries->fetch_add(1);
  }
}

}  // namespace tendon::testing
