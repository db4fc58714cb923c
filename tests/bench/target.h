// A server under load: some connections to it, and who is calling.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace tendon::bench {

// Who a call is made as; see the development mode of the servers.
struct Caller {
  std::string role;
  std::string organization;  // "organizations/*", or empty
  std::string clinician;     // "organizations/*/clinicians/*", or empty
};

// A call that does not end in this time counts as an error.
inline constexpr std::chrono::seconds kCallTimeout{10};

void Prepare(const Caller& caller, grpc::ClientContext* context);

// Thread-safe.
class Target {
 public:
  // Each connection is one of its own: channels to the same address share theirs otherwise.
  Target(const std::string& address, int connections);

  // The channels in turn.
  grpc::GenericStub& stub() { return *stubs_[next_++ % stubs_.size()]; }
  const std::shared_ptr<grpc::Channel>& channel(size_t i) const { return channels_[i % channels_.size()]; }
  size_t connections() const { return channels_.size(); }

 private:
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::atomic<size_t> next_ = 0;
};

template <class Message>
grpc::ByteBuffer ToBytes(const Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  grpc::SerializationTraits<Message>::Serialize(message, &bytes, &own);
  return bytes;
}

// False when the bytes are not such a message.
template <class Message>
bool FromBytes(const grpc::ByteBuffer& bytes, Message* message) {
  grpc::ByteBuffer copy(bytes);  // parsing consumes it
  return grpc::SerializationTraits<Message>::Deserialize(&copy, message).ok();
}

}  // namespace tendon::bench
