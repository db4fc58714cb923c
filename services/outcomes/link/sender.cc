#include "services/outcomes/link/sender.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/link/service_call.h"
#include "services/outcomes/link/settle.h"
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
// How long a report that failed waits, at first and at most.
constexpr absl::Duration kFirstWait = absl::Seconds(5);
constexpr absl::Duration kLongestWait = absl::Minutes(10);

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

std::string KeyOf(const storage::ProgressReport& report) {
  return runtime::AssignmentName(report.referral_id, report.episode);
}

absl::Status ErrorOf(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), "the referral server refused the report");
}

// Whether the server keeps another count, of a report that comes after this one: it was delivered before this server's
// database was restored from a backup.
bool IsOvertaken(const storage::ProgressReport& report, const referral::v1::Progress& kept) {
  if (kept.progress_sequence() != report.progress_sequence) return kept.progress_sequence() > report.progress_sequence;
  return kept.sessions_completed() != report.sessions_completed;
}

}  // namespace

ProgressSender::ProgressSender(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                               OutcomesWriter* writer, std::function<bool()> importing)
    : stub_(referral::v1::ReferralService::NewStub(channel)),
      screening_(referral::v1::ScreeningRecordService::NewStub(channel)),
      store_(store),
      writer_(writer),
      importing_(std::move(importing)),
      set_aside_(kFirstWait, kLongestWait),
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

void ProgressSender::TryAll() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
  try_all_ = true;
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
      if (std::exchange(try_all_, false)) set_aside_.MakeAllDue();
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
    const auto reports = DueReports();
    if (!reports.ok()) return false;
    if (reports->empty()) return true;
    const absl::Time began = absl::Now();
    if (!DeliverTogether(*reports)) return false;
    if (reports->front().bulk) Rest(absl::Now() - began);
  }
}

absl::StatusOr<std::vector<storage::ProgressReport>> ProgressSender::DueReports() {
  auto reader = store_->Read();
  if (!reader.ok()) return reader.status();
  // As many more as may have to be left out.
  auto reports = (*reader)->ListProgressReports(kReportsAtATime + set_aside_.size());
  if (!reports.ok()) return reports.status();
  std::erase_if(*reports, [this, now = absl::Now()](const storage::ProgressReport& report) {
    return !set_aside_.IsDue(KeyOf(report), now);
  });
  const auto is_bulk = [](const storage::ProgressReport& report) { return report.bulk; };
  auto end = std::find_if(reports->begin(), reports->end(), is_bulk);
  // Of an import one at a time, so that what comes meanwhile and is no import's goes before the next.
  if (end == reports->begin() && end != reports->end()) ++end;
  reports->erase(end, reports->end());
  if (reports->size() > kReportsAtATime) reports->resize(kReportsAtATime);
  return reports;
}

bool ProgressSender::DeliverTogether(const std::vector<storage::ProgressReport>& reports) {
  std::vector<Screening> screenings(reports.size());
  for (size_t i = 0; i < reports.size(); ++i) {
    if (!Screen(reports[i], &screenings[i])) return false;
  }
  for (size_t i = 0; i < reports.size(); ++i) {
    if (!Deliver(reports[i], screenings[i])) return false;
  }
  return true;
}

void ProgressSender::Rest(absl::Duration took) {
  if (!importing_()) return;
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), std::min(kRestRatio * took, kLongestRest));
}

bool ProgressSender::Screen(const storage::ProgressReport& report, Screening* screening) {
  std::vector<SessionReport> sessions;
  {
    auto reader = store_->Read();
    if (!reader.ok()) return false;
    auto unscreened = UnscreenedSessions(**reader, report.referral_id, report.episode);
    if (!unscreened.ok()) {
      screening->status = unscreened.status();
      return true;
    }
    sessions = *std::move(unscreened);
  }
  for (SessionReport& session : sessions) {
    grpc::ClientContext context;
    IdentifyAsService(&context);
    context.set_deadline(std::chrono::system_clock::now() + kReportDeadline);
    referral::v1::ReportSessionResponse answer;
    const grpc::Status status = screening_->ReportSession(&context, session.request, &answer);
    if (IsOfTheServer(status.error_code())) return false;
    if (status.ok()) {
      screening->screened.push_back({std::move(session), std::move(answer)});
    } else if (IsFinal(status.error_code())) {
      LogRefused("session_report_refused", report, status);
    } else {
      screening->status.Update(ErrorOf(status));
    }
  }
  return true;
}

bool ProgressSender::Deliver(const storage::ProgressReport& report, const Screening& screening) {
  grpc::ClientContext context;
  IdentifyAsService(&context);
  context.set_deadline(std::chrono::system_clock::now() + kReportDeadline);
  referral::v1::Referral response;
  const grpc::Status status = stub_->ReportProgress(&context, MakeRequest(report), &response);
  if (IsOfTheServer(status.error_code())) return false;
  if (IsFinal(status.error_code())) LogRefused("progress_refused", report, status);
  absl::Status delivered = screening.status;
  if (!status.ok() && !IsFinal(status.error_code())) delivered.Update(ErrorOf(status));
  const absl::Status kept = CommitAndWait(writer_, [&](storage::OutcomesTransaction& transaction) {
    for (const Screening::Screened& one : screening.screened) {
      absl::Status keeps = KeepScreening(transaction, report.referral_id, one.report, one.answer, absl::Now());
      if (!keeps.ok()) return keeps;
    }
    if (!delivered.ok()) return absl::OkStatus();
    const int64_t kept_sequence = response.progress().progress_sequence();
    if (status.ok() && IsOvertaken(report, response.progress()))
      return QueueProgress(transaction, report.referral_id, report.episode, kept_sequence + 1);
    return transaction.RemoveProgressReport(report.referral_id, report.episode, report.progress_sequence);
  });
  if (IsOfTheStore(kept)) return false;
  delivered.Update(kept);
  Note(report, delivered);
  return true;
}

void ProgressSender::Note(const storage::ProgressReport& report, const absl::Status& status) {
  if (status.ok()) {
    if (set_aside_.Succeeded(KeyOf(report)))
      telemetry::Log(telemetry::Level::kInfo, "report_delivered_late", {{"referral", report.referral_id}});
  } else if (set_aside_.Failed(KeyOf(report), absl::Now())) {
    telemetry::Log(telemetry::Level::kError, "report_set_aside",
                   {{"referral", report.referral_id}, {"code", static_cast<int>(status.code())}});
  }
}

}  // namespace tendon::outcomes
