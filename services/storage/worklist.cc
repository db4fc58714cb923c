#include <algorithm>
#include <tuple>

#include "services/storage/referral_store.h"

namespace tendon::storage {

void MergeWork(int limit, std::vector<WorkRow>* rows) {
  std::sort(rows->begin(), rows->end(), [](const WorkRow& a, const WorkRow& b) {
    return std::tie(a.due_us, a.referral.ordinal) < std::tie(b.due_us, b.referral.ordinal);
  });
  const auto twice = std::unique(rows->begin(), rows->end(), [](const WorkRow& a, const WorkRow& b) {
    return a.referral.ordinal == b.referral.ordinal;
  });
  rows->erase(twice, rows->end());
  const auto most = static_cast<size_t>(std::max(limit, 0));
  if (rows->size() > most) rows->erase(rows->begin() + static_cast<std::ptrdiff_t>(most), rows->end());
}

}  // namespace tendon::storage
