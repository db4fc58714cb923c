// The call wrapper: the one path that every unary handler goes through. It authenticates, checks permission, validates, keeps the
// idempotency record, writes the audit entry, applies the role's view and finishes the call; handlers know nothing of gRPC.
//
//   read:  admit → a reader thread runs handler(call, reader, request, response) → view → finish
//   write: admit → the writer thread runs handler(call, transaction, request, response) in the batch's transaction, with its idempotency
//          record and audit entry → after the commit: wake watchers → view → finish
//
// A handler of a write may run more than once: it decides first and writes last, and sets everything it answers anew.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/runtime/admission.h"
#include "services/runtime/clock.h"
#include "services/runtime/errors.h"
#include "services/runtime/hub.h"
#include "services/runtime/idempotency.h"
#include "services/runtime/limits.h"
#include "services/runtime/thread_pool.h"
#include "services/security/audit.h"
#include "services/storage/writer.h"

namespace tendon::runtime {

// Runs the calls of one server over one store. Thread-safe. Outlives the gRPC server.
template <class Store>
class CallRunner {
 public:
  using Reader = typename Store::Reader;
  using Transaction = typename Store::Transaction;
  using Writer = storage::GroupCommitWriter<Store>;
  template <class Request, class Response>
  using ReadHandler = absl::Status (*)(Call&, Reader&, const Request&, Response*);
  using Done = std::function<void(absl::Status)>;

  CallRunner(Store* store, Writer* writer, ThreadPool* readers, EventHub* hub, const Admission* admission)
      : store_(store), writer_(writer), readers_(readers), hub_(hub), admission_(admission) {}

  Store& store() { return *store_; }
  Writer& writer() { return *writer_; }
  ThreadPool& readers() { return *readers_; }
  EventHub& hub() { return *hub_; }

  // Authenticates and checks the permission; then the request, if given.
  absl::StatusOr<std::shared_ptr<Call>> Admit(grpc::CallbackServerContext* context, std::string_view method,
                                              const google::protobuf::Message* request) {
    return admission_->Admit(context, method, request, writer_->last_committed_revision());
  }

  // A unary read. `handler(Call&, Reader&, const Request&, Response*)`.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, std::string_view method, const Request* request,
                                 Response* response, Handler handler) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    auto admitted = Admit(context, method, request);
    if (!admitted.ok()) return Refuse(reactor, admitted.status());
    const bool queued = readers_->Submit([this, context, reactor, call = *std::move(admitted), request, response, handler] {
      call->revision = writer_->last_committed_revision();
      absl::Status status;
      {
        auto reader = store_->Read();
        status = reader.ok() ? handler(*call, **reader, *request, response) : reader.status();
      }
      Finish(context, reactor, *call, status, response);
    });
    return queued ? reactor : Refuse(reactor, Overloaded());
  }

  // A unary write. `handler(Call&, Transaction&, const Request&, Response*)`.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, std::string_view method, const Request* request,
                                  Response* response, Handler handler) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    auto admitted = Admit(context, method, request);
    if (!admitted.ok()) return Refuse(reactor, admitted.status());
    const std::shared_ptr<Call> call = *std::move(admitted);
    Submit(call, request, response, handler, IsDryRun(*request), [this, context, reactor, call, response](absl::Status status) {
      Finish(context, reactor, *call, status, response);
    });
    return reactor;
  }

  // The write of an admitted call without its gRPC part: for streams of records and for calls that look something up first. `done` comes
  // exactly once, also when the write cannot be queued. `request` and `response` outlive it.
  template <class Request, class Response, class Handler>
  void Submit(std::shared_ptr<Call> call, const Request* request, Response* response, Handler handler, bool dry_run, Done done) {
    call->digest = RequestDigest(call->method->name, *request);
    call->request_id = request->request_id();
    typename Writer::Command command;
    command.dry_run = dry_run;
    command.run = [call, request, response, handler, dry_run](Transaction& transaction) {
      return RunWrite(*call, transaction, *request, response, handler, dry_run);
    };
    auto shared_done = std::make_shared<Done>(std::move(done));
    command.done = [this, call, shared_done](absl::Status status) {
      if (status.ok() && !call->feeds.empty()) hub_->Publish(call->feeds);
      (*shared_done)(std::move(status));
    };
    const absl::Status queued = writer_->Submit(std::move(command));
    if (!queued.ok()) (*shared_done)(queued.code() == absl::StatusCode::kResourceExhausted ? Overloaded() : GoingDown());
  }

  // Applies the role's view and finishes the call.
  template <class Response>
  void Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor, Call& call, const absl::Status& status,
              Response* response) {
    if (status.ok()) {
      call.view->Apply(response);
      context->AddTrailingMetadata(kRevisionMetadata, std::to_string(call.revision));
    } else {
      admission_->LogFault(call, status);
    }
    reactor->Finish(ToGrpc(status));
  }

  static grpc::ServerUnaryReactor* Refuse(grpc::ServerUnaryReactor* reactor, const absl::Status& status) {
    reactor->Finish(ToGrpc(status));
    return reactor;
  }

 private:
  template <class Request>
  static bool IsDryRun(const Request& request) {
    if constexpr (requires { request.validate_only(); }) return request.validate_only();
    return false;
  }

  // On the writer thread: the first answer again, or the handler with its audit entry and idempotency record.
  template <class Request, class Response, class Handler>
  static absl::Status RunWrite(Call& call, Transaction& transaction, const Request& request, Response* response, Handler handler,
                               bool dry_run) {
    response->Clear();
    call.feeds.clear();
    call.revision = 0;
    call.replayed = false;
    if (call.deadline < absl::Now()) return DeadlinePassed();
    auto replay = ReplayFirstAnswer(call, transaction, response);
    if (!replay.ok()) return replay.status();
    if (*replay) return absl::OkStatus();
    absl::Status status = handler(call, transaction, request, response);
    if (status.ok() && !dry_run) status = KeepFirstAnswer(call, transaction, *response);
    if (!status.ok() && (transaction.dirty() || !storage::IsExpectedError(status))) return status;
    const absl::Status audited = transaction.AppendAudit(security::AuditBody(AuditFacts(call, status)));
    return audited.ok() ? status : audited;
  }

  Store* const store_;
  Writer* const writer_;
  ThreadPool* const readers_;
  EventHub* const hub_;
  const Admission* const admission_;
};

}  // namespace tendon::runtime
