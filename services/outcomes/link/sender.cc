#include <algorithm>
#include <chrono>
#include <utility>

#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/link/referral_link.h"
#include "services/outcomes/link/service_call.h"
#include "services/runtime/resource_name.h"
#include "services/telemetry/log.h"

namespace tendon::outcomes {
namespace {

constexpr int kReportsAtATime = 64;
// Looked for also without being woken, for what a crash left behind.
constexpr absl::Duration kIdlePause = absl::Seconds(5);
constexpr std::chrono::seconds kReportDeadline(5);

referral::v1::ReportProgressRequest MakeRequest(const storage::ProgressReport& report) {
  referral::v1::ReportProgressRequest request;
  request.set_assignment(runtime::AssignmentName(report.referral_id, report.episode));
  request.set_sessions_completed(report.sessions_completed);
  request.set_progress_sequence(report.progress_sequence);
  request.set_request_id(report.request_id);
  if (report.last_session_us != 0)
    *request.mutable_last_session_time() = ToProto(absl::FromUnixMicros(report.last_session_us));
  return request;
}

// Errors that trying again cannot mend: the report is dropped, and said so.
bool IsFinal(grpc::StatusCode code) {
  return code == grpc::StatusCode::NOT_FOUND || code == grpc::StatusCode::INVALID_ARGUMENT ||
         code == grpc::StatusCode::FAILED_PRECONDITION;
}

}  // namespace

ProgressSender::ProgressSender(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                               OutcomesWriter* writer)
    : stub_(referral::v1::ReferralService::NewStub(channel)),
      store_(store),
      writer_(writer),
      thread_([this] { Run(); }) {}

ProgressSender::~ProgressSender() { Stop(); }

void ProgressSender::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void ProgressSender::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

void ProgressSender::Run() {
  absl::Duration pause = kFirstPause;
  bool delivered = true;
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      // After a failure wait out the pause, whoever wakes; else wait for work.
      const auto ready = [this, &delivered]()
                             ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || (delivered && woken_); };
      mutex_.AwaitWithTimeout(absl::Condition(&ready), delivered ? kIdlePause : pause);
      if (stopping_) return;
      woken_ = false;
    }
    delivered = DeliverAll();
    pause = delivered ? kFirstPause : std::min(pause * 2, kLongestPause);
  }
}

bool ProgressSender::DeliverAll() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return true;
    }
    std::vector<storage::ProgressReport> reports;
    {
      auto reader = store_->Read();
      if (!reader.ok()) return false;
      auto listed = (*reader)->ListProgressReports(kReportsAtATime);
      if (!listed.ok()) return false;
      reports = *std::move(listed);
    }
    for (const storage::ProgressReport& report : reports) {
      if (!Deliver(report)) return false;
    }
    if (reports.empty()) return true;
  }
}

bool ProgressSender::Deliver(const storage::ProgressReport& report) {
  grpc::ClientContext context;
  IdentifyAsService(&context);
  context.set_deadline(std::chrono::system_clock::now() + kReportDeadline);
  referral::v1::Referral response;
  const grpc::Status status = stub_->ReportProgress(&context, MakeRequest(report), &response);
  if (!status.ok() && !IsFinal(status.error_code())) return false;
  if (!status.ok()) {
    telemetry::Log(telemetry::Level::kWarning, "progress_refused",
                   {{"referral", report.referral_id}, {"code", static_cast<int>(status.error_code())}});
  }
  absl::Mutex mutex;
  bool finished = false;
  absl::Status removed;
  OutcomesWriter::Command command;
  command.run = [&report](storage::OutcomesTransaction& transaction) {
    return transaction.RemoveProgressReport(report.referral_id, report.episode, report.progress_sequence);
  };
  command.done = [&](absl::Status result) {
    absl::MutexLock lock(&mutex);
    removed = std::move(result);
    finished = true;
  };
  if (!writer_->Submit(std::move(command)).ok()) return false;
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&finished));
  return removed.ok();
}

}  // namespace tendon::outcomes
