#include "clients/cpp/session_import.h"

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/backoff.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/error_detail.h"
#include "clients/cpp/import_ids.h"

namespace tendon::client {
namespace out = outcomes::v1;
namespace {

// A refusal that is about the moment, not about the record.
bool MayPass(const out::ImportSessionsResponse& response) {
  const auto code = static_cast<absl::StatusCode>(response.code());
  return response.outcome() == out::IMPORT_OUTCOME_REJECTED &&
         (code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted ||
          code == absl::StatusCode::kDeadlineExceeded);
}

}  // namespace

SessionImport::SessionImport(const Connection& connection, out::SessionService::StubInterface& stub,
                             std::vector<out::ImportSessionsRequest> records, const ImportOptions& options,
                             const OnImportResult& on_result)
    : connection_(connection),
      stub_(stub),
      records_(std::move(records)),
      options_(options),
      on_result_(on_result),
      progress_(records_.size()) {}

absl::Status SessionImport::Run() {
  if (absl::Status status = IndexByNumber(); !status.ok()) return status;
  AssignRequestIds(records_);
  RejectOversized();
  const Environment& environment = connection_.options().environment;
  const RetryPolicy& policy = connection_.options().retry;
  const absl::Notification never;
  Backoff backoff(policy, environment.uniform);
  absl::Time give_up = environment.now() + policy.max_elapsed;
  for (int failures = 0; settled_ < records_.size();) {
    const std::size_t settled_before = settled_;
    absl::Status status = RunStream();
    if (settled_ == records_.size()) break;
    if (status.ok()) status = absl::UnavailableError("the server ended the import before every record had its result");
    if (settled_ > settled_before) {
      failures = 0;
      give_up = environment.now() + policy.max_elapsed;
      backoff.Reset();
    }
    const absl::Duration wait = backoff.Next(status);
    if (!IsRetryable(status) || ++failures >= policy.max_attempts || environment.now() + wait >= give_up) {
      SettleRefused();
      return settled_ == records_.size() ? absl::OkStatus() : status;
    }
    environment.sleep(wait, never);
  }
  return absl::OkStatus();
}

absl::Status SessionImport::IndexByNumber() {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (!by_number_.emplace(records_[i].record_number(), i).second)
      return absl::InvalidArgumentError(
          absl::StrCat("record_number: ", records_[i].record_number(), " is given to two records"));
  }
  return absl::OkStatus();
}

// gRPC would end the whole stream over one message that is too long.
void SessionImport::RejectOversized() {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (records_[i].ByteSizeLong() <= kMaxSendBytes) continue;
    out::ImportSessionsResponse response;
    response.set_record_number(records_[i].record_number());
    response.set_outcome(out::IMPORT_OUTCOME_REJECTED);
    response.set_reason("INVALID_ARGUMENT");
    response.set_field("session");
    response.set_message(absl::StrCat("at most ", kMaxSendBytes, " bytes"));
    response.set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
    Settle(i, response);
  }
}

absl::Status SessionImport::RunStream() {
  unsettled_.clear();
  for (std::size_t i = 0; i < progress_.size(); ++i)
    if (!progress_[i].settled) unsettled_.push_back(i);
  {
    absl::MutexLock lock(&mutex_);
    under_way_ = 0;
    broken_ = false;
  }
  grpc::ClientContext context;
  connection_.Prepare(context);
  context.set_deadline(absl::ToChronoTime(absl::Now() + options_.stream_deadline));
  const auto stream = stub_.ImportSessions(&context);
  std::thread writer([&] { Write(*stream); });
  out::ImportSessionsResponse response;
  while (stream->Read(&response)) {
    Take(response);
    absl::MutexLock lock(&mutex_);
    --under_way_;
  }
  {
    absl::MutexLock lock(&mutex_);
    broken_ = true;
  }
  writer.join();
  return StatusFromGrpc(stream->Finish());
}

void SessionImport::Write(Stream& stream) {
  for (const std::size_t index : unsettled_) {
    {
      absl::MutexLock lock(&mutex_);
      const auto may_go_on = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return broken_ || under_way_ < options_.window;
      };
      mutex_.Await(absl::Condition(&may_go_on));
      if (broken_) break;
      ++under_way_;
      ++progress_[index].streams;
    }
    if (!stream.Write(records_[index], grpc::WriteOptions())) return;
  }
  stream.WritesDone();
}

void SessionImport::Take(const out::ImportSessionsResponse& response) {
  const auto found = by_number_.find(response.record_number());
  if (found == by_number_.end() || progress_[found->second].settled) return;
  if (MayPass(response)) {
    progress_[found->second].last_refusal = response;
  } else {
    Settle(found->second, response);
  }
}

void SessionImport::Settle(std::size_t index, const out::ImportSessionsResponse& response) {
  bool sent_again = false;
  {
    absl::MutexLock lock(&mutex_);
    sent_again = progress_[index].streams > 1;
  }
  progress_[index].settled = true;
  ++settled_;
  on_result_({response, sent_again});
}

void SessionImport::SettleRefused() {
  for (std::size_t i = 0; i < progress_.size(); ++i)
    if (!progress_[i].settled && progress_[i].last_refusal.outcome() != out::IMPORT_OUTCOME_UNSPECIFIED)
      Settle(i, progress_[i].last_refusal);
}

}  // namespace tendon::client
