#include "services/outcomes/import.h"

#include <utility>

#include "services/runtime/errors.h"
#include "services/runtime/idempotency.h"
#include "services/runtime/limits.h"
#include "services/runtime/wire.h"

namespace tendon::outcomes {

SessionImport* SessionImport::Start(SessionRecorder* recorder, std::shared_ptr<Call> call) {
  std::shared_ptr<SessionImport> import(new SessionImport(recorder, std::move(call)));
  import->self_ = import;
  recorder->ImportBegins();
  absl::MutexLock lock(&import->mutex_);
  import->Advance();
  return import.get();
}

SessionImport* SessionImport::Refuse(const absl::Status& status) {
  std::shared_ptr<SessionImport> import(new SessionImport(nullptr, nullptr));
  import->self_ = import;
  import->Finish(runtime::ToGrpc(status));
  return import.get();
}

void SessionImport::Advance() {
  if (finished_) return;
  if (!writing_ && !records_.empty() && records_.front()->answered) {
    writing_ = true;
    StartWrite(&records_.front()->response);
  }
  const bool room = records_.size() < static_cast<size_t>(runtime::kMaxImportInFlight);
  if (incoming_ == nullptr && !all_read_ && room) {
    incoming_ = std::make_shared<Record>();
    StartRead(&incoming_->request);
  }
  if (all_read_ && !writing_ && records_.empty()) {
    finished_ = true;
    Finish(grpc::Status::OK);
  }
}

void SessionImport::OnReadDone(bool ok) {
  std::shared_ptr<Record> record;
  {
    absl::MutexLock lock(&mutex_);
    record = std::move(incoming_);
    if (!ok) {
      all_read_ = true;
      Advance();
      return;
    }
    records_.push_back(record);
    unwritten_.push_back(record);
  }
  TakeIn(record);
  absl::MutexLock lock(&mutex_);
  Advance();
}

// Each record is a call of its own: its own request id, and so its own place in the idempotency records and the audit.
void SessionImport::TakeIn(const std::shared_ptr<Record>& record) {
  record->response.set_record_number(record->request.record_number());
  record->call = std::make_shared<Call>(*call_);
  record->call->now = absl::Now();
  record->call->deadline = absl::InfiniteFuture();
  const auto valid = runtime::Admission::Check(*call_->method, &record->request);
  if (!valid.ok()) return SetKnown(record, valid.status());
  // The number says where the record stood in a file: the same record in another line is the same request.
  record->request.clear_record_number();
  record->call->digest = runtime::RequestDigest(call_->method->name, runtime::CanonicalBytes(record->request));
  const auto ask = [this, record](const LookupCache::Answer& then) { recorder_->LookUp(RecordingOf(*record), then); };
  lookups_->Find(
      record->request.parent(), record->call->now, ask,
      [self = shared_from_this(), record](const LookupCache::Known& known) { self->SetKnown(record, known); });
}

SessionRecorder::Recording SessionImport::RecordingOf(Record& record) const {
  const v1::ImportSessionsRequest& request = record.request;
  return {record.call,
          {&record.session, request.request_id(), false},
          request.parent(),
          &request.session(),
          OnTakenNumber::kKeepOrRefuse,
          /*receipt=*/true};
}

void SessionImport::SetKnown(const std::shared_ptr<Record>& record, const LookupCache::Known& known) {
  {
    absl::MutexLock lock(&mutex_);
    record->known = known;
  }
  while (const std::shared_ptr<Record> next = TakeTurn()) {
    Write(next);
    absl::MutexLock lock(&mutex_);
    turn_taken_ = false;
  }
}

std::shared_ptr<SessionImport::Record> SessionImport::TakeTurn() {
  absl::MutexLock lock(&mutex_);
  if (turn_taken_ || unwritten_.empty() || !unwritten_.front()->known.has_value()) return nullptr;
  turn_taken_ = true;
  std::shared_ptr<Record> next = std::move(unwritten_.front());
  unwritten_.pop_front();
  return next;
}

void SessionImport::Write(const std::shared_ptr<Record>& record) {
  if (!record->known->ok()) return Answer(record, record->known->status());
  recorder_->Write(RecordingOf(*record), **record->known,
                   [self = shared_from_this(), record](const absl::Status& status) { self->Answer(record, status); });
}

void SessionImport::Answer(const std::shared_ptr<Record>& record, const absl::Status& status) {
  FillImportResult(status, *record->call, record->session, &record->response);
  absl::MutexLock lock(&mutex_);
  record->answered = true;
  Advance();
}

void SessionImport::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  records_.pop_front();
  if (ok) return Advance();
  // The client is gone. What was taken in is written all the same; nobody hears of it.
  if (std::exchange(finished_, true)) return;
  Finish(grpc::Status::CANCELLED);
}

void SessionImport::OnCancel() {
  absl::MutexLock lock(&mutex_);
  if (writing_ || std::exchange(finished_, true)) return;
  Finish(grpc::Status::CANCELLED);
}

void SessionImport::OnDone() {
  if (recorder_ != nullptr) recorder_->ImportEnds();
  std::shared_ptr<SessionImport> last = std::move(self_);
}

}  // namespace tendon::outcomes
