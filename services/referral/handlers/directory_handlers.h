// Changes of the directory, and searches of it.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/directory_search.pb.h"
#include "tendon/referral/v1/directory_update.pb.h"

namespace tendon::referral {

// directory_update.cc
absl::Status UpdateOrganization(Call& call, Transaction& transaction, const v1::UpdateOrganizationRequest& request,
                                v1::Organization* response);
absl::Status UpdateClinician(Call& call, Transaction& transaction, const v1::UpdateClinicianRequest& request,
                             v1::Clinician* response);

// directory_search.cc
absl::Status SearchClinicians(Call& call, Reader& reader, const v1::SearchCliniciansRequest& request,
                              v1::SearchCliniciansResponse* response);

// recipient_check.cc
absl::Status CheckRecipient(Call& call, Reader& reader, const v1::CheckRecipientRequest& request,
                            v1::CheckRecipientResponse* response);

}  // namespace tendon::referral
