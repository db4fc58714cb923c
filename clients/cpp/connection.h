// Both servers as one connection: channels, identity, deadlines and the one retry loop that every unary call goes
// through. The clients (ReferralClient, …) are thin views of a connection; a test gives it channels of its own and so
// needs no other mock.
#ifndef TENDON_CLIENTS_CPP_CONNECTION_H_
#define TENDON_CLIENTS_CPP_CONNECTION_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "clients/cpp/options.h"

namespace tendon::client {

// Thread-safe. Shared by the clients made from it.
class Connection {
 public:
  // INVALID_ARGUMENT for an identity or address that cannot be sent; FAILED_PRECONDITION for plain text to another
  // machine. Does not wait for the servers: a server that is down shows in the first call.
  static absl::StatusOr<std::shared_ptr<Connection>> Create(ClientOptions options);
  // With channels made elsewhere.
  static absl::StatusOr<std::shared_ptr<Connection>> Create(ClientOptions options,
                                                            std::shared_ptr<grpc::Channel> referral,
                                                            std::shared_ptr<grpc::Channel> outcomes);

  const ClientOptions& options() const { return options_; }
  const std::shared_ptr<grpc::Channel>& referral_channel() const { return referral_; }
  const std::shared_ptr<grpc::Channel>& outcomes_channel() const { return outcomes_; }

  // Makes a unary call, again and again as the retry policy allows. A mutation without a request id gets one before the
  // first try and keeps it: however often it is tried, it takes effect once. Errors carry ErrorDetail.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                Request request, const CallOptions& call) const {
    if constexpr (requires { request.mutable_request_id(); }) {
      if (request.request_id().empty()) request.set_request_id(options_.environment.uuid());
    }
    Response response;
    const absl::Status status = Retry(call, [&](grpc::ClientContext& context) {
      response.Clear();
      return (stub.*method)(&context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

  // Puts identity and the revision wanted into a call's metadata; for streams, which do not go through Call.
  void Prepare(grpc::ClientContext& context, const CallOptions& call = {}) const;

 private:
  Connection(ClientOptions options, std::shared_ptr<grpc::Channel> referral, std::shared_ptr<grpc::Channel> outcomes)
      : options_(std::move(options)), referral_(std::move(referral)), outcomes_(std::move(outcomes)) {}

  absl::Status Retry(const CallOptions& call, absl::FunctionRef<grpc::Status(grpc::ClientContext&)> attempt) const;

  const ClientOptions options_;
  const std::shared_ptr<grpc::Channel> referral_;
  const std::shared_ptr<grpc::Channel> outcomes_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_CONNECTION_H_
