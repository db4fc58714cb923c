#include "services/outcomes/link/refresher.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/link/service_call.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"
#include "services/telemetry/log.h"

namespace tendon::outcomes {
namespace {

constexpr int kReferralsAtATime = 64;
// Looked for also without being woken, for what could not be asked in the second that a clinic waits.
constexpr absl::Duration kLookPause = absl::Minutes(1);
constexpr absl::Duration kLongestLookPause = absl::Hours(1);
constexpr std::chrono::seconds kAskDeadline(5);

absl::Status ToAbsl(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), "the referral server refused");
}

// An id that nobody has resolved is whatever a caller wrote: only what looks like one gets into the log.
std::string ForLog(const std::string& referral_id) { return runtime::IsUuid(referral_id) ? referral_id : "(no id)"; }

}  // namespace

ReferralRefresher::ReferralRefresher(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                                     OutcomesWriter* writer)
    : stub_(referral::v1::ReferralService::NewStub(channel)),
      store_(store),
      writer_(writer),
      set_aside_(kLookPause, kLongestLookPause),
      thread_([this] { Run(); }) {}

ReferralRefresher::~ReferralRefresher() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void ReferralRefresher::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

void ReferralRefresher::Run() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || woken_; };
      mutex_.AwaitWithTimeout(absl::Condition(&ready), kLookPause);
      if (stopping_) return;
      if (woken_) set_aside_.MakeAllDue();
      woken_ = false;
    }
    AskForAll();
  }
}

void ReferralRefresher::AskForAll() {
  absl::flat_hash_set<std::string> waiting;
  std::string after;
  while (true) {
    std::vector<std::string> page;
    {
      auto reader = store_->Read();
      if (!reader.ok()) return;
      auto listed = (*reader)->ListReferralsToLookUp(after, kReferralsAtATime);
      if (!listed.ok()) return;
      page = *std::move(listed);
    }
    if (page.empty()) return set_aside_.KeepOnly(waiting);
    if (!AskFor(page)) return;
    after = page.back();
    waiting.insert(page.begin(), page.end());
  }
}

bool ReferralRefresher::AskFor(const std::vector<std::string>& page) {
  std::vector<Answer> answers;
  bool reachable = true;
  for (const std::string& referral_id : page) {
    if (stopping()) return false;
    if (!set_aside_.IsDue(referral_id, absl::Now())) continue;
    Answer answer = Ask(referral_id);
    reachable = !IsOfTheServer(answer.status.error_code());
    if (!reachable) break;
    answers.push_back(std::move(answer));
  }
  return TakeIn(answers) && reachable;
}

ReferralRefresher::Answer ReferralRefresher::Ask(const std::string& referral_id) {
  grpc::ClientContext context;
  IdentifyAsService(&context);
  context.set_deadline(std::chrono::system_clock::now() + kAskDeadline);
  referral::v1::GetReferralRequest request;
  request.set_name(runtime::ReferralName(referral_id));
  referral::v1::Referral referral;
  Answer answer = {referral_id, stub_->GetReferral(&context, request, &referral), {}};
  if (answer.status.ok()) answer.view = MakeView(referral);
  return answer;
}

bool ReferralRefresher::TakeIn(const std::vector<Answer>& answers) {
  if (answers.empty()) return true;
  const auto take = [](storage::OutcomesTransaction& transaction, const Answer& answer) {
    if (answer.status.ok()) return TakeView(transaction, answer.view, absl::Now());
    const bool missing = answer.status.error_code() == grpc::StatusCode::NOT_FOUND;
    return missing ? NoteMissing(transaction, answer.referral_id, absl::Now()) : absl::OkStatus();
  };
  const absl::Status together = CommitAndWait(writer_, [&](storage::OutcomesTransaction& transaction) {
    for (const Answer& answer : answers) {
      if (absl::Status status = take(transaction, answer); !status.ok()) return status;
    }
    return absl::OkStatus();
  });
  if (IsOfTheStore(together)) return false;
  for (const Answer& answer : answers) {
    absl::Status committed = together;
    if (!together.ok()) {
      committed =
          CommitAndWait(writer_, [&](storage::OutcomesTransaction& transaction) { return take(transaction, answer); });
    }
    if (IsOfTheStore(committed)) return false;
    Note(answer, committed);
  }
  return true;
}

void ReferralRefresher::Note(const Answer& answer, const absl::Status& committed) {
  const absl::Status status = answer.status.ok() ? committed : ToAbsl(answer.status);
  if (status.ok()) {
    if (set_aside_.Succeeded(answer.referral_id))
      telemetry::Log(telemetry::Level::kInfo, "referral_known", {{"referral", ForLog(answer.referral_id)}});
    return;
  }
  if (!set_aside_.Failed(answer.referral_id, absl::Now())) return;
  if (absl::IsNotFound(status)) {
    telemetry::Log(telemetry::Level::kWarning, "referral_missing", {{"referral", ForLog(answer.referral_id)}});
  } else {
    telemetry::Log(telemetry::Level::kError, "referral_lookup_failed",
                   {{"referral", ForLog(answer.referral_id)}, {"code", static_cast<int>(status.code())}});
  }
}

}  // namespace tendon::outcomes
