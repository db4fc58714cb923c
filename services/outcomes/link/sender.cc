#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
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
// Of the time that a report of an import took, while an import is under way.
constexpr int kRestRatio = 9;
constexpr absl::Duration kLongestRest = absl::Seconds(1);

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

void LogRefused(const char* what, const storage::ProgressReport& report, const grpc::Status& status) {
  telemetry::Log(telemetry::Level::kWarning, what,
                 {{"referral", report.referral_id}, {"code", static_cast<int>(status.error_code())}});
}

}  // namespace

ProgressSender::ProgressSender(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                               OutcomesWriter* writer, std::function<bool()> importing)
    : stub_(referral::v1::ReferralService::NewStub(channel)),
      screening_(referral::v1::ScreeningRecordService::NewStub(channel)),
      store_(store),
      writer_(writer),
      importing_(std::move(importing)),
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
    if (reports.empty()) return true;
    for (const storage::ProgressReport& report : reports) {
      const absl::Time began = absl::Now();
      if (!Deliver(report)) return false;
      if (!report.bulk) continue;
      // One at a time, so that what comes meanwhile and is no import's goes before the next.
      Rest(absl::Now() - began);
      break;
    }
  }
}

void ProgressSender::Rest(absl::Duration took) {
  if (!importing_()) return;
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), std::min(kRestRatio * took, kLongestRest));
}

bool ProgressSender::Commit(std::function<absl::Status(storage::OutcomesTransaction&)> run) {
  absl::Mutex mutex;
  bool finished = false;
  absl::Status result;
  OutcomesWriter::Command command;
  command.run = std::move(run);
  command.done = [&](absl::Status status) {
    absl::MutexLock lock(&mutex);
    result = std::move(status);
    finished = true;
  };
  if (!writer_->Submit(std::move(command)).ok()) return false;
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&finished));
  return result.ok();
}

bool ProgressSender::ReportSessions(const storage::ProgressReport& report, std::vector<Screened>* screened) {
  std::vector<SessionReport> sessions;
  {
    auto reader = store_->Read();
    if (!reader.ok()) return false;
    auto unscreened = UnscreenedSessions(**reader, report.referral_id, report.episode);
    if (!unscreened.ok()) return false;
    sessions = *std::move(unscreened);
  }
  for (SessionReport& session : sessions) {
    grpc::ClientContext context;
    IdentifyAsService(&context);
    context.set_deadline(std::chrono::system_clock::now() + kReportDeadline);
    referral::v1::ReportSessionResponse answer;
    const grpc::Status status = screening_->ReportSession(&context, session.request, &answer);
    if (!status.ok() && !IsFinal(status.error_code())) return false;
    if (status.ok()) screened->push_back({std::move(session), std::move(answer)});
    if (!status.ok()) LogRefused("session_report_refused", report, status);
  }
  return true;
}

bool ProgressSender::Deliver(const storage::ProgressReport& report) {
  grpc::ClientContext context;
  IdentifyAsService(&context);
  context.set_deadline(std::chrono::system_clock::now() + kReportDeadline);
  referral::v1::Referral response;
  const grpc::Status status = stub_->ReportProgress(&context, MakeRequest(report), &response);
  if (!status.ok() && !IsFinal(status.error_code())) return false;
  if (!status.ok()) LogRefused("progress_refused", report, status);
  std::vector<Screened> screened;
  if (!ReportSessions(report, &screened)) return false;
  return Commit([&](storage::OutcomesTransaction& transaction) {
    for (const Screened& one : screened) {
      absl::Status kept = KeepScreening(transaction, report.referral_id, one.report, one.answer, absl::Now());
      if (!kept.ok()) return kept;
    }
    return transaction.RemoveProgressReport(report.referral_id, report.episode, report.progress_sequence);
  });
}

}  // namespace tendon::outcomes
