#include "tests/testing/raw_call.h"

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include "absl/time/clock.h"

namespace tendon::testing {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  buffer.Dump(&slices).ok();
  std::string bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

// One call, one operation at a time.
class RawStream {
 public:
  RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, grpc::ClientContext* context)
      : stub_(channel), call_(stub_.PrepareCall(context, method, &queue_)) {}

  bool Start() {
    call_->StartCall(this);
    return Next();
  }
  bool Write(const std::string& bytes) {
    call_->Write(ToBuffer(bytes), this);
    return Next();
  }
  bool WritesDone() {
    call_->WritesDone(this);
    return Next();
  }
  bool Read(std::string* bytes) {
    grpc::ByteBuffer buffer;
    call_->Read(&buffer, this);
    if (!Next()) return false;
    *bytes = ToString(buffer);
    return true;
  }
  grpc::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, this);
    Next();
    return status;
  }

 private:
  bool Next() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }
  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, const Caller& caller,
                  const std::vector<std::string>& requests, const RawOptions& options) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + options.deadline));
  caller.AddTo(&context);
  RawStream stream(channel, method, &context);
  RawAnswer answer;
  bool open = stream.Start();
  for (size_t i = 0; open && i < requests.size(); ++i) open = stream.Write(requests[i]);
  if (open) stream.WritesDone();
  std::string response;
  while (stream.Read(&response)) {
    answer.responses.push_back(response);
    if (answer.responses.size() == options.stop_after) context.TryCancel();
  }
  answer.status = stream.Finish();
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    answer.trailers.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  return answer;
}

}  // namespace tendon::testing
