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
  absl::Duration pause = absl::Milliseconds(5);
  // Counts the tries that were in vain.
  std::atomic<int64_t>* retries = nullptr;
};

// Whether the server did not get to answer, so that the same request may have another answer later. A server that goes
// down in order answers CANCELLED, without details, to calls that it has not begun: github.com/grpc/grpc/issues/41785.
inline bool IsGone(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         (status.error_code() == grpc::StatusCode::CANCELLED && status.error_details().empty());
}

template <class Stub, class Request, class Response>
Answer<Response> CallUntilAnswered(Party* party,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                   const Request& request, const Patience& patience = {}) {
  const absl::Time end = absl::Now() + patience.limit;
  while (true) {
    Answer<Response> answer = party->Do(method, request);
    if (!IsGone(answer.status) || absl::Now() > end) return answer;
    if (patience.retries != nullptr) patience.retries->fetch_add(1);
    absl::SleepFor(patience.pause);
  }
}

}  // namespace tendon::testing
