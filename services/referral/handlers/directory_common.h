// What the handlers of the directory share.
#pragma once

#include <string>
#include <vector>

#include "services/referral/handlers/common.h"

namespace tendon::referral {

// Tells of a change of a directory resource in its organisation's feed; sets the call's revision, feeds and resource.
absl::Status AnnounceDirectoryChange(Call& call, Transaction& transaction, const std::string& organization_id,
                                     const std::string& resource);

// Parses a row; NOT_FOUND of this kind when there is none.
absl::Status ParseDirectoryRow(const absl::StatusOr<storage::DirectoryRow>& row, const char* kind,
                               google::protobuf::Message* response);

// The NUCC codes of the disciplines, where none are given.
void FillTaxonomyCodes(v1::Clinician* clinician);

// Site ids that an organisation has twice.
std::vector<runtime::FieldViolation> RepeatedSites(const v1::Organization& organization);
// Site ids of a clinician that are not the organisation's.
std::vector<runtime::FieldViolation> UnknownSites(const v1::Organization& organization, const v1::Clinician& clinician);

}  // namespace tendon::referral
