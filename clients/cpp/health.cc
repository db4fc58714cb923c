#include "clients/cpp/health.h"

#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "clients/cpp/error_detail.h"

namespace tendon::client {
namespace {

constexpr char kMethod[] = "/grpc.health.v1.Health/Check";
constexpr int kStatusField = 1;

absl::StatusOr<ServingStatus> Decode(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return absl::InternalError("the answer to the health check cannot be read");
  for (const auto& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  google::protobuf::UnknownFieldSet fields;
  if (!fields.ParseFromString(bytes)) return absl::InternalError("the answer to the health check is not a message");
  ServingStatus status = ServingStatus::kUnknown;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    const bool is_status =
        field.number() == kStatusField && field.type() == google::protobuf::UnknownField::TYPE_VARINT;
    if (is_status && field.varint() <= static_cast<int>(ServingStatus::kServiceUnknown))
      status = static_cast<ServingStatus>(field.varint());
  }
  return status;
}

}  // namespace

absl::StatusOr<ServingStatus> CheckHealth(const std::shared_ptr<grpc::Channel>& channel, absl::Duration deadline) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  const grpc::Slice empty;
  const grpc::ByteBuffer request(&empty, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, kMethod, grpc::StubOptions(), &request, &response, [&](grpc::Status result) {
    status = std::move(result);
    done.Notify();
  });
  done.WaitForNotification();
  if (!status.ok()) return StatusFromGrpc(status);
  return Decode(response);
}

}  // namespace tendon::client
