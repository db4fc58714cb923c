// The lists that people work by.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/worklist_service.pb.h"

namespace tendon::referral {

// worklists.cc
absl::Status ListWorklist(Call& call, Reader& reader, const v1::ListWorklistRequest& request,
                          v1::ListWorklistResponse* response);
absl::Status ListOverdue(Call& call, Reader& reader, const v1::ListOverdueRequest& request,
                         v1::ListOverdueResponse* response);
absl::Status ListPatientReferrals(Call& call, Reader& reader, const v1::ListPatientReferralsRequest& request,
                                  v1::ListPatientReferralsResponse* response);

}  // namespace tendon::referral
