// What organisations and clinicians are found by, made from their protos. Pure but for BuildIndex.
#pragma once

#include <string>
#include <string_view>

#include "services/storage/referral_store.h"
#include "tendon/referral/v1/directory.pb.h"

namespace tendon::referral {

// Grows with every change of what the functions below make; an index of another version is made anew.
inline constexpr int64_t kDirectoryIndexVersion = 1;

storage::OrganizationEntry EntryOf(const v1::Organization& organization);
storage::ClinicianEntry EntryOf(const v1::Clinician& clinician);

// Lower case in ASCII, line breaks and tabs as spaces: how languages and specialties are compared.
std::string SearchText(std::string_view text);

// Makes the index of the whole directory if it is not of this version. At start, before anything else writes.
absl::Status BuildDirectoryIndex(storage::ReferralStore* store);

}  // namespace tendon::referral
