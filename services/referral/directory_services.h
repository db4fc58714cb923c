// The gRPC services of the directory beyond DirectoryService. Wiring only.
#pragma once

#include "services/referral/services.h"
#include "tendon/referral/v1/directory_search.grpc.pb.h"
#include "tendon/referral/v1/directory_update.grpc.pb.h"

namespace tendon::referral {

class DirectoryUpdateServiceImpl final : public v1::DirectoryUpdateService::CallbackService {
 public:
  explicit DirectoryUpdateServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* UpdateOrganization(Context*, const v1::UpdateOrganizationRequest*, v1::Organization*) override;
  Unary* UpdateClinician(Context*, const v1::UpdateClinicianRequest*, v1::Clinician*) override;

 private:
  ReferralCalls* const calls_;
};

class DirectorySearchServiceImpl final : public v1::DirectorySearchService::CallbackService {
 public:
  explicit DirectorySearchServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* SearchClinicians(Context*, const v1::SearchCliniciansRequest*, v1::SearchCliniciansResponse*) override;
  Unary* CheckRecipient(Context*, const v1::CheckRecipientRequest*, v1::CheckRecipientResponse*) override;

 private:
  ReferralCalls* const calls_;
};

}  // namespace tendon::referral
