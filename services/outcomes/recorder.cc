#include "services/outcomes/recorder.h"

#include <utility>

#include "services/runtime/resource_name.h"

namespace tendon::outcomes {

void SessionRecorder::Ask(const std::string& parent, std::function<void(Lookup)> then) {
  const std::string referral_id = runtime::ReferralId(parent).value_or("");
  lookup_->Find(referral_id, [then = std::move(then)](absl::StatusOr<v1::ReferralView> found) {
    Lookup lookup;
    if (found.ok()) {
      lookup.result = LookupResult::kFound;
      lookup.view = *std::move(found);
    } else {
      lookup.result = absl::IsNotFound(found.status()) ? LookupResult::kMissing : LookupResult::kUnreachable;
    }
    then(std::move(lookup));
  });
}

}  // namespace tendon::outcomes
