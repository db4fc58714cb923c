// The call wrapper: the one path that every unary handler goes through. It authenticates, checks permission, validates,
// keeps the idempotency record, writes the audit entry, applies the role's view and finishes the call; handlers know
// nothing of gRPC.
//
//   read:  admit → a reader thread runs handler(call, reader, request, response) → view → finish
//   write: admit → the writer thread runs handler(call, transaction, request, response) in the batch's transaction,
//   with its idempotency
//          record and audit entry → after the commit: wake watchers → view → finish
//
// A handler of a write may run more than once: it decides first and writes last, and sets everything it answers anew.
// The bodies are in call.cc, instantiated there for the two stores; only the thin typed fronts are templates over
// messages.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "services/runtime/admission.h"
#include "services/runtime/hub.h"
#include "services/runtime/thread_pool.h"
#include "services/storage/writer.h"

namespace tendon::runtime {

// Runs the calls of one server over one store. Thread-safe. Outlives the gRPC server.
template <class Store>
class CallRunner {
 public:
  using Reader = typename Store::Reader;
  using Transaction = typename Store::Transaction;
  using Writer = storage::GroupCommitWriter<Store>;
  using Message = google::protobuf::Message;
  using ReadWork = std::function<absl::Status(Call&, Reader&)>;
  using WriteWork = std::function<absl::Status(Call&, Transaction&)>;
  using Done = std::function<void(absl::Status)>;

  CallRunner(Store* store, Writer* writer, ThreadPool* readers, EventHub* hub, const Admission* admission)
      : store_(store), writer_(writer), readers_(readers), hub_(hub), admission_(admission) {}

  Store& store() { return *store_; }
  Writer& writer() { return *writer_; }
  ThreadPool& readers() { return *readers_; }
  EventHub& hub() { return *hub_; }

  // Authenticates and checks the permission; then the request, if given.
  absl::StatusOr<std::shared_ptr<Call>> Admit(grpc::CallbackServerContext* context, std::string_view method,
                                              const Message* request);

  // A unary read. `handler(Call&, Reader&, const Request&, Response*)`.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, std::string_view method, const Request* request,
                                 Response* response, Handler handler) {
    return StartRead(context, method, request, response, [handler, request, response](Call& call, Reader& reader) {
      return handler(call, reader, *request, response);
    });
  }

  // A unary write. `handler(Call&, Transaction&, const Request&, Response*)`.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, std::string_view method, const Request* request,
                                  Response* response, Handler handler) {
    return StartWrite(context, method, request, {response, request->request_id(), IsDryRun(*request)},
                      [handler, request, response](Call& call, Transaction& transaction) {
                        return handler(call, transaction, *request, response);
                      });
  }

  // What a write is about. `response` outlives it.
  struct WriteCall {
    Message* response;
    std::string request_id;
    bool dry_run;  // decide and answer, but change nothing
  };

  // The write of an admitted call, with its digest, without its gRPC part: for streams of records and for calls that
  // look something up first. `done` comes exactly once, also when the write cannot be queued.
  void Submit(std::shared_ptr<Call> call, const WriteCall& write, WriteWork work, Done done);

  // Applies the role's view and finishes the call.
  void Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor, const Call& call,
              const absl::Status& status, Message* response);

  static grpc::ServerUnaryReactor* Refuse(grpc::ServerUnaryReactor* reactor, const absl::Status& status);

 private:
  template <class Request>
  static bool IsDryRun(const Request& request) {
    if constexpr (requires { request.validate_only(); }) return request.validate_only();
    return false;
  }

  grpc::ServerUnaryReactor* StartRead(grpc::CallbackServerContext* context, std::string_view method,
                                      const Message* request, Message* response, ReadWork work);
  grpc::ServerUnaryReactor* StartWrite(grpc::CallbackServerContext* context, std::string_view method,
                                       const Message* request, const WriteCall& write, WriteWork work);
  // On the writer thread: the first answer again, or the handler with its audit entry and idempotency record.
  static absl::Status RunWrite(Call& call, Transaction& transaction, const WriteWork& work, Message* response,
                               bool dry_run);

  Store* const store_;
  Writer* const writer_;
  ThreadPool* const readers_;
  EventHub* const hub_;
  const Admission* const admission_;
};

}  // namespace tendon::runtime
