// What several groups of handlers need.
#pragma once

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "services/referral/handlers/handlers.h"
#include "services/referral/lifecycle/apply.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/page_token.h"

namespace tendon::referral {

inline int PageSize(int requested) {
  return requested == 0 ? runtime::kDefaultPageSize : std::min(requested, runtime::kMaxPageSize);
}

// The acting clinician and organisation, now.
Act ActOf(const Call& call);

// The referral by its resource name, as the caller's organisation may see it: NOT_FOUND otherwise.
absl::StatusOr<storage::ReferralRow> FindReferral(const Call& call, Reader& reader, const std::string& name);

// Writes the next version of a referral with its event, to the feeds of all its readers; sets the call's revision and
// feeds.
absl::Status WriteReferral(Call& call, Transaction& transaction, int64_t ordinal, v1::Referral* referral);

// That the clinicians and organisations named in a referral exist and belong together: INVALID_ARGUMENT naming the
// field.
absl::Status CheckReferences(const Call& call, Reader& reader, const v1::Referral& referral);

// The cursor in a page token of this query; INVALID_ARGUMENT for one of another query.
absl::StatusOr<std::string> OpenPage(Reader& reader, const std::string& fingerprint, const std::string& token);

}  // namespace tendon::referral
