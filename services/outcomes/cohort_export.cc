#include "services/outcomes/cohort_export.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "services/outcomes/cohort/query.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

constexpr double kDaySeconds = 86'400;

v1::CohortReading ToReading(const CohortMember& member, const storage::ReadingSeries& series,
                            const storage::CohortReading& stored) {
  v1::CohortReading reading;
  reading.set_episode(member.name);
  reading.set_discipline(static_cast<clinical::v1::Discipline>(member.discipline));
  reading.set_measure(series.measure);
  if (!series.region.empty()) {
    reading.mutable_body_site()->set_region(series.region);
    reading.mutable_body_site()->set_laterality(static_cast<clinical::v1::Laterality>(series.laterality));
  }
  reading.set_motion(series.motion);
  reading.set_motion_mode(static_cast<clinical::v1::MotionMode>(series.motion_mode));
  *reading.mutable_effective_time() = ToProto(absl::FromUnixMicros(stored.time_us));
  reading.set_day(static_cast<double>(stored.time_us - member.begin_us) / 1e6 / kDaySeconds);
  reading.set_phase(static_cast<clinical::v1::ObservationPhase>(stored.phase));
  reading.set_value(stored.value);
  reading.set_sessions_completed(member.sessions);
  return reading;
}

}  // namespace

CohortExport* CohortExport::Start(storage::OutcomesStore* store, runtime::ThreadPool* threads,
                                  std::shared_ptr<Call> call, const v1::ExportCohortRequest& request) {
  std::shared_ptr<CohortExport> made(new CohortExport(std::move(call), request));
  made->self_ = made;
  CohortExport* reactor = made.get();
  const bool queued = threads->Submit([made, store] { made->Run(store); });
  if (!queued) reactor->Finish(runtime::ToGrpc(runtime::Overloaded()));
  return reactor;
}

CohortExport* CohortExport::Refuse(const absl::Status& status) {
  std::shared_ptr<CohortExport> made(new CohortExport(nullptr, {}));
  made->self_ = made;
  made->Finish(runtime::ToGrpc(status));
  return made.get();
}

void CohortExport::Run(storage::OutcomesStore* store) {
  give_up_ = absl::Now() + runtime::kMaxExportTime;
  absl::Status status;
  {
    auto reader = store->Read();
    status = reader.ok() ? Walk(**reader) : reader.status();
  }
  Finish(runtime::ToGrpc(status));
}

absl::Status CohortExport::Walk(Reader& reader) {
  const std::string& organization = call_->principal.organization_id;
  const auto parent = runtime::OrganizationId(request_.parent());
  if (!parent.has_value() || *parent != organization) return runtime::NotFound("organization");
  const auto revision = reader.Revision();
  if (!revision.ok()) return revision.status();
  const auto members = CohortMembers::Load(reader, call_->scope, /*with_names=*/true);
  if (!members.ok()) return members.status();
  Readings readings;
  absl::Status status = LoadReadings(reader, call_->scope, *members, request_.filter(), &readings);
  if (!status.ok()) return status;
  const CohortFilterMatch match(request_.filter(), *members, readings);
  const auto wanted = [this](const std::string& measure) {
    const auto& measures = request_.measures();
    return measures.empty() || std::find(measures.begin(), measures.end(), measure) != measures.end();
  };
  part_.set_revision(*revision);
  bool taken = true;
  status = reader.ScanCohortReadings(
      call_->scope, "", [&](const storage::ReadingSeries& series, const storage::CohortReading& reading) {
        const int place = members->Find(reading.episode);
        if (place < 0 || !wanted(series.measure) || !match.Matches(static_cast<size_t>(place))) return true;
        *part_.add_readings() = ToReading(members->all()[static_cast<size_t>(place)], series, reading);
        if (part_.readings_size() >= runtime::kMaxExportPart) taken = Send();
        return taken;
      });
  if (!status.ok()) return status;
  // The last part comes also when it is empty: it has the revision.
  if (taken) taken = Send();
  return taken ? absl::OkStatus() : absl::CancelledError("the client does not take the export");
}

bool CohortExport::Send() {
  call_->view->Apply(&part_);
  absl::MutexLock lock(&mutex_);
  if (gone_) return false;
  sending_ = true;
  StartWrite(&part_);
  const auto done = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !sending_; };
  if (!mutex_.AwaitWithDeadline(absl::Condition(&done), give_up_)) {
    // gRPC still has the part: it is ours again when the call is cancelled.
    gone_ = true;
    return false;
  }
  part_.clear_readings();
  return !gone_;
}

void CohortExport::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  sending_ = false;
  gone_ |= !ok;
}

void CohortExport::OnCancel() {
  absl::MutexLock lock(&mutex_);
  gone_ = true;
}

void CohortExport::OnDone() { std::shared_ptr<CohortExport> last = std::move(self_); }

}  // namespace tendon::outcomes
