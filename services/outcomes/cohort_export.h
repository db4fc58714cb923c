// One ExportCohort stream: a thread of its own walks the readings of one snapshot and sends them in parts; it waits for
// the client, so that what is under way is one part, and gives up on a client that takes too long: a snapshot that is
// held keeps the write-ahead log growing.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/runtime/call.h"
#include "services/runtime/thread_pool.h"
#include "tendon/outcomes/v1/cohort_service.pb.h"

namespace tendon::outcomes {

// Deletes itself when gRPC is done with it and the walk has ended.
class CohortExport : public grpc::ServerWriteReactor<v1::ExportCohortResponse>,
                     public std::enable_shared_from_this<CohortExport> {
 public:
  // Refused as OVERLOADED when `threads` has no room.
  static CohortExport* Start(storage::OutcomesStore* store, runtime::ThreadPool* threads, std::shared_ptr<Call> call,
                             const v1::ExportCohortRequest& request);
  static CohortExport* Refuse(const absl::Status& status);

 private:
  CohortExport(std::shared_ptr<Call> call, v1::ExportCohortRequest request)
      : call_(std::move(call)), request_(std::move(request)) {}

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  void Run(storage::OutcomesStore* store);
  absl::Status Walk(Reader& reader);
  // Sends the part and waits until it is taken. False when nobody takes any more.
  bool Send();

  const std::shared_ptr<Call> call_;
  const v1::ExportCohortRequest request_;
  std::shared_ptr<CohortExport> self_;  // kept until OnDone
  v1::ExportCohortResponse part_;
  absl::Time give_up_;

  absl::Mutex mutex_;
  bool sending_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tendon::outcomes
