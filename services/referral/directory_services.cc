#include "services/referral/directory_services.h"

#include "services/referral/handlers/directory_handlers.h"

namespace tendon::referral {

Unary* DirectoryUpdateServiceImpl::UpdateOrganization(Context* context, const v1::UpdateOrganizationRequest* request,
                                                      v1::Organization* response) {
  return calls_->Write(context, "/tendon.referral.v1.DirectoryUpdateService/UpdateOrganization", request, response,
                       &referral::UpdateOrganization);
}
Unary* DirectoryUpdateServiceImpl::UpdateClinician(Context* context, const v1::UpdateClinicianRequest* request,
                                                   v1::Clinician* response) {
  return calls_->Write(context, "/tendon.referral.v1.DirectoryUpdateService/UpdateClinician", request, response,
                       &referral::UpdateClinician);
}

Unary* DirectorySearchServiceImpl::SearchClinicians(Context* context, const v1::SearchCliniciansRequest* request,
                                                    v1::SearchCliniciansResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.DirectorySearchService/SearchClinicians", request, response,
                      &referral::SearchClinicians);
}
Unary* DirectorySearchServiceImpl::CheckRecipient(Context* context, const v1::CheckRecipientRequest* request,
                                                  v1::CheckRecipientResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.DirectorySearchService/CheckRecipient", request, response,
                      &referral::CheckRecipient);
}

}  // namespace tendon::referral
