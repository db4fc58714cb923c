#include "services/referral/timer_engine.h"

#include <algorithm>
#include <cstddef>
#include <latch>
#include <set>
#include <utility>

#include "services/referral/handlers/fire_timers.h"
#include "services/referral/record.h"
#include "services/referral/work_entry.h"
#include "services/runtime/resource_name.h"
#include "services/security/audit.h"

namespace tendon::referral {
namespace {

// In the writer at a time: few enough that a clinic's call does not wait behind months of timers.
constexpr size_t kTimersAtOnce = 64;
constexpr absl::Duration kSetAsideFor = absl::Hours(1);
constexpr char kMethod[] = "timer";

// One referral, on its way through the writer.
struct Firing {
  Call call;
  absl::Status status;
};

// The index was older than the referral: a session was counted meanwhile, or somebody acted.
absl::Status IndexAnew(Transaction& transaction, const std::string& id) {
  const auto row = transaction.GetReferral(storage::TenantScope::System(), id);
  if (!row.ok()) return row.status();
  const auto record = ReadRecord(*row);
  return record.ok() ? transaction.PutWork(id, WorkOf(*record)) : record.status();
}

absl::Status FireOne(Call& call, Transaction& transaction, const std::string& id) {
  call.feeds.clear();
  call.revision = 0;
  if (absl::Status status = FireTimers(call, transaction, id); !status.ok()) return status;
  if (call.revision == 0) return IndexAnew(transaction, id);
  security::AuditFacts facts;
  facts.time = call.now;
  facts.principal = &call.principal;
  facts.method = kMethod;
  facts.action = options::v1::AUDIT_ACTION_UPDATE;
  facts.resource = runtime::ReferralName(id);
  facts.revision = call.revision;
  return transaction.AppendAudit(security::AuditBody(facts));
}

Call SystemCall(absl::Time now, const runtime::ServerRules* rules) {
  Call call;
  call.principal.role = security::Role::kService;
  call.scope = storage::TenantScope::System();
  call.rules = rules;
  call.now = now;
  return call;
}

}  // namespace

absl::StatusOr<TimersFired> TimerEngine::Fire(absl::Time now) {
  std::erase_if(set_aside_, [now](const auto& entry) { return now - entry.second >= kSetAsideFor; });
  const size_t before = set_aside_.size();
  TimersFired result;
  std::vector<std::string> batch;
  while (!stopping_) {
    auto next = NextBatch(now, batch);
    if (!next.ok()) return next.status();
    if (next->empty()) break;
    batch = *std::move(next);
    if (absl::Status status = FireBatch(now, batch, &result); !status.ok()) return status;
  }
  result.set_aside = static_cast<int64_t>(set_aside_.size() - before);
  return result;
}

// What has fired is due no more; what comes again right after it was tried would come for ever.
absl::StatusOr<std::vector<std::string>> TimerEngine::NextBatch(absl::Time now, const std::vector<std::string>& last) {
  auto reader = store_->Read();
  if (!reader.ok()) return reader.status();
  const size_t limit = kTimersAtOnce + set_aside_.size() + last.size();
  const auto due = (*reader)->ListDueTimers(absl::ToUnixMicros(now), static_cast<int>(limit));
  if (!due.ok()) return due.status();
  std::vector<std::string> batch;
  for (const std::string& id : *due) {
    if (std::find(last.begin(), last.end(), id) != last.end()) set_aside_.emplace(id, now);
    if (!set_aside_.contains(id) && batch.size() < kTimersAtOnce) batch.push_back(id);
  }
  return batch;
}

absl::Status TimerEngine::FireBatch(absl::Time now, const std::vector<std::string>& ids, TimersFired* result) {
  std::vector<Firing> firings(ids.size());
  std::latch unfinished(static_cast<std::ptrdiff_t>(ids.size()));
  absl::Status refused;
  for (size_t i = 0; i < ids.size(); ++i) {
    Firing& firing = firings[i];
    firing.call = SystemCall(now, rules_);
    Writer::Command command;
    command.run = [&firing, &id = ids[i]](Transaction& transaction) { return FireOne(firing.call, transaction, id); };
    command.done = [this, &firing, &unfinished](absl::Status status) {
      if (status.ok() && !firing.call.feeds.empty()) wake_(firing.call.feeds);
      firing.status = std::move(status);
      unfinished.count_down();
    };
    if (absl::Status status = writer_->Submit(std::move(command)); !status.ok()) {
      refused = status;
      unfinished.count_down();
    }
  }
  unfinished.wait();
  for (size_t i = 0; i < ids.size(); ++i) {
    if (firings[i].status.ok() && firings[i].call.revision > 0) ++result->fired;
    if (!firings[i].status.ok()) set_aside_.emplace(ids[i], now);
  }
  return refused;
}

}  // namespace tendon::referral
