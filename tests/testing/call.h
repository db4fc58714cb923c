// Calls through generated stubs, with an identity, and everything that comes back.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/testing/caller.h"

namespace tendon::testing {

template <class Response>
struct Answer {
  grpc::Status status;
  Response value;
  std::optional<int64_t> revision;  // of the trailing metadata tendon-revision

  bool ok() const { return status.ok(); }
  const Response* operator->() const { return &value; }
  const Response& operator*() const { return value; }
};

// For the failures of tests: an answer is known by its status.
template <class Response>
void PrintTo(const Answer<Response>& answer, std::ostream* out) {
  *out << (answer.ok() ? "OK" : answer.status.error_message()) << " " << answer.value.GetTypeName();
}

struct CallOptions {
  absl::Duration deadline = absl::Seconds(30);
  // Waits for a server that is not there; without it the call fails at once.
  bool wait_for_ready = true;
  std::string at_least_revision;  // tendon-at-least-revision; "" sends none
};

inline void Prepare(const Caller& caller, const CallOptions& options, grpc::ClientContext* context) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + options.deadline));
  context->set_wait_for_ready(options.wait_for_ready);
  if (!options.at_least_revision.empty()) context->AddMetadata("tendon-at-least-revision", options.at_least_revision);
  caller.AddTo(context);
}

inline std::optional<int64_t> RevisionIn(const grpc::ClientContext& context) {
  const auto found = context.GetServerTrailingMetadata().find("tendon-revision");
  int64_t revision = 0;
  if (found == context.GetServerTrailingMetadata().end()) return std::nullopt;
  return absl::SimpleAtoi(std::string(found->second.data(), found->second.size()), &revision) ? std::optional(revision)
                                                                                              : std::nullopt;
}

// A unary call: Call(stub, &Stub::GetReferral, caller, request).
template <class Stub, class Interface, class Request, class Response>
Answer<Response> Call(Stub* stub, grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Caller& caller, const Request& request, const CallOptions& options = {}) {
  grpc::ClientContext context;
  Prepare(caller, options, &context);
  Answer<Response> answer;
  answer.status = (stub->*method)(&context, request, &answer.value);
  answer.revision = RevisionIn(context);
  return answer;
}

}  // namespace tendon::testing
