// What recording and amending a session have in common: whose it is, and who has its number.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/outcomes/handlers/handlers.h"

namespace tendon::outcomes {

// What the store knows of the referral, with version 0 where that is outdated; nullopt while it is not known.
absl::StatusOr<std::optional<v1::ReferralView>> StoredView(Reader& reader, const std::string& referral_id);

// The organisation's session of this episode that has the number, also among those that wait for their referral to
// become known: they will be of this episode as soon as its view is taken in. NOT_FOUND.
absl::StatusOr<storage::SessionRow> FindNumber(Transaction& transaction, const std::string& organization,
                                               const std::string& referral_id, int episode, int32_t number);

// ALREADY_EXISTS with SessionConflict.
absl::Status NumberTaken(const storage::SessionRow& existing);

// The clinician who treated is the caller where nobody is named, and one of the caller's organisation.
absl::Status CheckClinician(const Call& call, v1::Session* session);

}  // namespace tendon::outcomes
