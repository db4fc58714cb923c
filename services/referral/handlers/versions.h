// Reading versions of a referral that was found, as far as the caller may.
#pragma once

#include "services/referral/handlers/common.h"
#include "services/referral/record.h"

namespace tendon::referral {

// NOT_FOUND where the caller could not read that version when it was made.
inline absl::StatusOr<v1::Referral> ReadVersion(const Call& call, Reader& reader, const FoundRecord& found,
                                                int64_t version) {
  const v1::Referral& present = found.record.referral;
  if (version == present.version()) return present;
  const auto row = reader.GetReferralVersion(call.scope, ReferralIdOf(present.name()), version);
  return row.ok() ? ReadRow(*row) : absl::StatusOr<v1::Referral>(row.status());
}

}  // namespace tendon::referral
