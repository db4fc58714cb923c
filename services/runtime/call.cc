#include "services/runtime/call.h"

#include "absl/time/clock.h"
#include "services/runtime/errors.h"
#include "services/runtime/idempotency.h"
#include "services/security/audit.h"
#include "services/storage/outcomes_store.h"
#include "services/storage/referral_store.h"

namespace tendon::runtime {

template <class Store>
absl::StatusOr<std::shared_ptr<Call>> CallRunner<Store>::Admit(grpc::CallbackServerContext* context,
                                                               std::string_view method, const Message* request) {
  return admission_->Admit(context, method, request, writer_->last_committed_revision());
}

template <class Store>
grpc::ServerUnaryReactor* CallRunner<Store>::StartRead(grpc::CallbackServerContext* context, std::string_view method,
                                                       const Message* request, Message* response, ReadWork work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto admitted = Admit(context, method, request);
  if (!admitted.ok()) return Refuse(reactor, admitted.status());
  const bool queued =
      readers_->Submit([this, context, reactor, call = *std::move(admitted), response, work = std::move(work)] {
        call->revision = writer_->last_committed_revision();
        absl::Status status;
        {
          auto reader = store_->Read();
          status = reader.ok() ? work(*call, **reader) : reader.status();
        }
        Finish(context, reactor, *call, status, response);
      });
  return queued ? reactor : Refuse(reactor, Overloaded());
}

template <class Store>
grpc::ServerUnaryReactor* CallRunner<Store>::StartWrite(grpc::CallbackServerContext* context, std::string_view method,
                                                        const Message* request, const WriteCall& write,
                                                        WriteWork work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto admitted = Admit(context, method, request);
  if (!admitted.ok()) return Refuse(reactor, admitted.status());
  const std::shared_ptr<Call> call = *std::move(admitted);
  Submit(call, write, std::move(work),
         [this, context, reactor, call, response = write.response](const absl::Status& status) {
           Finish(context, reactor, *call, status, response);
         });
  return reactor;
}

template <class Store>
void CallRunner<Store>::Submit(std::shared_ptr<Call> call, const WriteCall& write, WriteWork work, Done done) {
  call->request_id = write.request_id;
  typename Writer::Command command;
  command.dry_run = write.dry_run;
  command.run = [call, work = std::move(work), response = write.response, dry_run = write.dry_run](
                    Transaction& transaction) { return RunWrite(*call, transaction, work, response, dry_run); };
  auto shared_done = std::make_shared<Done>(std::move(done));
  command.done = [this, call = std::move(call), shared_done, dry_run = write.dry_run](absl::Status status) {
    if (dry_run) call->revision = writer_->last_committed_revision();
    if (status.ok() && !dry_run && !call->feeds.empty()) hub_->Publish(call->feeds);
    (*shared_done)(std::move(status));
  };
  const absl::Status queued = writer_->Submit(std::move(command));
  if (!queued.ok()) (*shared_done)(queued.code() == absl::StatusCode::kResourceExhausted ? Overloaded() : GoingDown());
}

template <class Store>
void CallRunner<Store>::Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                               const Call& call, const absl::Status& status, Message* response) {
  if (status.ok()) {
    call.view->Apply(response);
    context->AddTrailingMetadata(kRevisionMetadata, std::to_string(call.revision));
  } else {
    admission_->LogFault(call, status);
  }
  reactor->Finish(ToGrpc(status));
}

template <class Store>
grpc::ServerUnaryReactor* CallRunner<Store>::Refuse(grpc::ServerUnaryReactor* reactor, const absl::Status& status) {
  reactor->Finish(ToGrpc(status));
  return reactor;
}

template <class Store>
absl::Status CallRunner<Store>::RunWrite(Call& call, Transaction& transaction, const WriteWork& work, Message* response,
                                         bool dry_run) {
  response->Clear();
  call.feeds.clear();
  call.revision = 0;
  call.replayed = false;
  if (call.deadline < absl::Now()) return DeadlinePassed();
  const auto replay = ReplayFirstAnswer(call, transaction, response);
  if (!replay.ok()) return replay.status();
  if (*replay) return absl::OkStatus();
  absl::Status status = work(call, transaction);
  if (status.ok() && !dry_run) status = KeepFirstAnswer(call, transaction, *response);
  if (!status.ok() && (transaction.dirty() || !storage::IsExpectedError(status))) return status;
  const absl::Status audited = transaction.AppendAudit(security::AuditBody(AuditFacts(call, status)));
  return audited.ok() ? status : audited;
}

template class CallRunner<storage::ReferralStore>;
template class CallRunner<storage::OutcomesStore>;

}  // namespace tendon::runtime
