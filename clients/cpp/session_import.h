// Sends many sessions over one stream, with a bounded number under way, and over a new stream what a broken one left
// unanswered.
#ifndef TENDON_CLIENTS_CPP_SESSION_IMPORT_H_
#define TENDON_CLIENTS_CPP_SESSION_IMPORT_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "clients/cpp/connection.h"
#include "tendon/outcomes/v1/session_service.grpc.pb.h"

namespace tendon::client {

struct ImportOptions {
  int window = 64;                                    // records sent and not yet answered
  absl::Duration stream_deadline = absl::Minutes(2);  // of one stream; what it leaves goes over the next
};

struct ImportResult {
  outcomes::v1::ImportSessionsResponse response;
  // The record had been sent over a stream that broke before its answer came. DUPLICATE then may well mean: stored by
  // this import.
  bool sent_again = false;
};

using OnImportResult = std::function<void(const ImportResult&)>;

// One import; runs once, on the caller's thread and one of its own. What it is given must outlive it.
class SessionImport {
 public:
  SessionImport(const Connection& connection, outcomes::v1::SessionService::StubInterface& stub,
                std::vector<outcomes::v1::ImportSessionsRequest> records, const ImportOptions& options,
                const OnImportResult& on_result);

  // Sends every record and hands each one's result to `on_result`, once, on this thread. OK when every record has its
  // result, be it ACCEPTED, DUPLICATE or REJECTED. Records without a request id get one from their content
  // (import_ids.h). INVALID_ARGUMENT when two records have the same number; otherwise the status of the last stream
  // when the retries brought nothing more: the records without a result may be sent again in another import.
  absl::Status Run();

 private:
  using Stream =
      grpc::ClientReaderWriterInterface<outcomes::v1::ImportSessionsRequest, outcomes::v1::ImportSessionsResponse>;
  // The state of records_[i].
  struct Progress {
    bool settled = false;
    int streams = 0;                                    // that it was sent over
    outcomes::v1::ImportSessionsResponse last_refusal;  // one that may pass: overload
  };

  absl::Status IndexByNumber();
  void RejectOversized();
  absl::Status RunStream();
  void Write(Stream& stream) ABSL_LOCKS_EXCLUDED(mutex_);
  void Take(const outcomes::v1::ImportSessionsResponse& response);
  void Settle(std::size_t index, const outcomes::v1::ImportSessionsResponse& response);
  void SettleRefused();

  const Connection& connection_;
  outcomes::v1::SessionService::StubInterface& stub_;
  std::vector<outcomes::v1::ImportSessionsRequest> records_;
  const ImportOptions options_;
  const OnImportResult& on_result_;
  std::vector<Progress> progress_;
  std::vector<std::size_t> unsettled_;  // what the present stream sends
  absl::flat_hash_map<std::int64_t, std::size_t> by_number_;
  std::size_t settled_ = 0;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_SESSION_IMPORT_H_
