#include "services/referral/worklist_service.h"

#include "services/referral/handlers/worklist_handlers.h"

namespace tendon::referral {

Unary* WorklistServiceImpl::ListWorklist(Context* context, const v1::ListWorklistRequest* request,
                                         v1::ListWorklistResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.WorklistService/ListWorklist", request, response,
                      &referral::ListWorklist);
}
Unary* WorklistServiceImpl::ListOverdue(Context* context, const v1::ListOverdueRequest* request,
                                        v1::ListOverdueResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.WorklistService/ListOverdue", request, response,
                      &referral::ListOverdue);
}
Unary* WorklistServiceImpl::ListPatientReferrals(Context* context, const v1::ListPatientReferralsRequest* request,
                                                 v1::ListPatientReferralsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.WorklistService/ListPatientReferrals", request, response,
                      &referral::ListPatientReferrals);
}

}  // namespace tendon::referral
