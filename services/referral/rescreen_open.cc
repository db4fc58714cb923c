#include "services/referral/rescreen_open.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "services/referral/handlers/rescreen.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

// A page holds a reader's connection for some milliseconds; a batch holds the writer for about one.
constexpr int kReferralsAPage = 64;
constexpr size_t kToldABatch = 8;
// Linux: of a thread; the weakest is 19.
constexpr int kNiceness = 19;

// The ids of the page's referrals that are to be told; moves `after` on. False at the end.
absl::StatusOr<bool> ScreenPage(storage::ReferralStore& store, absl::Time now, int64_t* after, Rescreened* done,
                                std::vector<std::string>* to_tell) {
  std::vector<storage::ReferralRow> rows;
  {
    auto reader = store.Read();
    if (!reader.ok()) return reader.status();
    auto listed = (*reader)->ListEveryReferral(*after, kReferralsAPage);
    if (!listed.ok()) return listed.status();
    rows = *std::move(listed);
  }
  for (const storage::ReferralRow& row : rows) {
    *after = row.ordinal;
    if (!states::kOpen.contains(static_cast<ReferralState>(row.state))) continue;
    const auto referral = ReadRow(row);
    if (!referral.ok()) {
      ++done->unreadable;
      continue;
    }
    ++done->referrals;
    const bool unsafe = IsNewlyUnsafe(*referral, now);
    const bool released = !unsafe && IsNoLongerUnsafe(*referral, now);
    done->newly_unsafe += unsafe ? 1 : 0;
    done->released += released ? 1 : 0;
    if (unsafe || released) to_tell->push_back(row.id);
  }
  return static_cast<int>(rows.size()) == kReferralsAPage;
}

Call RescreeningCall(absl::Time now, const runtime::ServerRules* rules) {
  Call call;
  call.principal = {security::Role::kService, "", ""};
  call.scope = storage::TenantScope::System();
  call.rules = rules;
  call.now = now;
  return call;
}

absl::Status TellBatch(const std::vector<std::string>& ids, absl::Time now, const CommitNow& commit,
                       const std::function<void(const std::vector<std::string>&)>& publish,
                       const runtime::ServerRules* rules) {
  std::vector<std::string> feeds;
  absl::Status status = commit([&](storage::ReferralTransaction& transaction) {
    Call call = RescreeningCall(now, rules);  // a transaction may be run again
    for (const std::string& id : ids) {
      if (absl::Status one = Rescreen(call, transaction, id); !one.ok()) return one;
    }
    feeds = call.feeds;
    return absl::OkStatus();
  });
  if (status.ok() && !feeds.empty()) publish(feeds);
  return status;
}

}  // namespace

absl::StatusOr<Rescreened> RescreenOpen(storage::ReferralStore& store, const runtime::Clock& clock,
                                        const CommitNow& commit,
                                        const std::function<void(const std::vector<std::string>&)>& publish,
                                        const std::function<bool()>& stop, const runtime::ServerRules* rules) {
  Rescreened done;
  int64_t after = 0;
  for (bool more = true; more && !stop();) {
    const absl::Time now = clock.Now();
    std::vector<std::string> to_tell;
    const auto page = ScreenPage(store, now, &after, &done, &to_tell);
    if (!page.ok()) return page.status();
    more = *page;
    for (size_t i = 0; i < to_tell.size(); i += kToldABatch) {
      const auto begin = to_tell.begin() + static_cast<std::ptrdiff_t>(i);
      const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kToldABatch, to_tell.size() - i));
      if (absl::Status status = TellBatch({begin, end}, now, commit, publish, rules); !status.ok()) return status;
    }
  }
  return done;
}

void YieldToCalls() { (void)setpriority(PRIO_PROCESS, 0, kNiceness); }

}  // namespace tendon::referral
