// One ImportSessions stream: records are taken in as they come, at most kMaxImportInFlight at a time, written and
// answered in the order sent, each as soon as it is durable.
#pragma once

#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>

#include <deque>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/outcomes/lookup_cache.h"
#include "services/outcomes/recorder.h"

namespace tendon::outcomes {

// Deletes itself when gRPC says that the stream is done and the last record is answered.
class SessionImport : public grpc::ServerBidiReactor<v1::ImportSessionsRequest, v1::ImportSessionsResponse>,
                      public std::enable_shared_from_this<SessionImport> {
 public:
  static SessionImport* Start(SessionRecorder* recorder, std::shared_ptr<Call> call);
  // A stream that was refused.
  static SessionImport* Refuse(const absl::Status& status);

 private:
  // A record on its way.
  struct Record {
    google::protobuf::Arena arena;
    v1::ImportSessionsRequest& request = *google::protobuf::Arena::CreateMessage<v1::ImportSessionsRequest>(&arena);
    v1::Session& session = *google::protobuf::Arena::CreateMessage<v1::Session>(&arena);
    v1::ImportSessionsResponse& response = *google::protobuf::Arena::CreateMessage<v1::ImportSessionsResponse>(&arena);
    std::shared_ptr<Call> call;
    std::optional<LookupCache::Known> known;  // what came of the lookup, or why there was none
    bool answered = false;
  };

  SessionImport(SessionRecorder* recorder, std::shared_ptr<Call> call) : recorder_(recorder), call_(std::move(call)) {}

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  void TakeIn(const std::shared_ptr<Record>& record);
  SessionRecorder::Recording RecordingOf(Record& record) const;
  // Keeps the outcome of a record's lookup; then writes what is known, in the order sent: numbers are given and taken
  // in that order.
  void SetKnown(const std::shared_ptr<Record>& record, const LookupCache::Known& known);
  // The next record to write, and from then on nobody else's turn; null when it is somebody's, or nothing is known.
  std::shared_ptr<Record> TakeTurn();
  void Write(const std::shared_ptr<Record>& record);
  void Answer(const std::shared_ptr<Record>& record, const absl::Status& status);
  // Starts what can be started: the next write, the next read, or the end.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  SessionRecorder* const recorder_;
  const std::shared_ptr<Call> call_;
  const std::shared_ptr<LookupCache> lookups_ = std::make_shared<LookupCache>();
  std::shared_ptr<SessionImport> self_;  // kept until OnDone; records on their way keep it too

  absl::Mutex mutex_;
  std::shared_ptr<Record> incoming_ ABSL_GUARDED_BY(mutex_);  // while it is read
  std::deque<std::shared_ptr<Record>> records_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<Record>> unwritten_ ABSL_GUARDED_BY(mutex_);
  bool turn_taken_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool all_read_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

// The answer to one record: what became of it, and if it was rejected, which field and rule.
void FillImportResult(const absl::Status& status, const Call& call, const v1::Session& session,
                      v1::ImportSessionsResponse* response);

}  // namespace tendon::outcomes
