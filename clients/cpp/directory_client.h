// Organisations and clinicians: who can be referred to. See proto/tendon/referral/v1/directory.proto.
#ifndef TENDON_CLIENTS_CPP_DIRECTORY_CLIENT_H_
#define TENDON_CLIENTS_CPP_DIRECTORY_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/directory.grpc.pb.h"
#include "tendon/referral/v1/directory_search.grpc.pb.h"
#include "tendon/referral/v1/directory_update.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class DirectoryClient {
 public:
  explicit DirectoryClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<referral::v1::Organization> CreateOrganization(referral::v1::CreateOrganizationRequest request,
                                                                const CallOptions& call = {});
  absl::StatusOr<referral::v1::Organization> GetOrganization(referral::v1::GetOrganizationRequest request,
                                                             const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListOrganizationsResponse> ListOrganizations(
      referral::v1::ListOrganizationsRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::Clinician> CreateClinician(referral::v1::CreateClinicianRequest request,
                                                          const CallOptions& call = {});
  absl::StatusOr<referral::v1::Clinician> GetClinician(referral::v1::GetClinicianRequest request,
                                                       const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListCliniciansResponse> ListClinicians(referral::v1::ListCliniciansRequest request,
                                                                      const CallOptions& call = {});

  absl::StatusOr<referral::v1::Organization> UpdateOrganization(referral::v1::UpdateOrganizationRequest request,
                                                                const CallOptions& call = {});
  absl::StatusOr<referral::v1::Clinician> UpdateClinician(referral::v1::UpdateClinicianRequest request,
                                                          const CallOptions& call = {});

  absl::StatusOr<referral::v1::SearchCliniciansResponse> SearchClinicians(referral::v1::SearchCliniciansRequest request,
                                                                          const CallOptions& call = {});
  absl::StatusOr<referral::v1::CheckRecipientResponse> CheckRecipient(referral::v1::CheckRecipientRequest request,
                                                                      const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::DirectoryService::StubInterface> stub_;
  std::shared_ptr<referral::v1::DirectoryUpdateService::StubInterface> update_stub_;
  std::shared_ptr<referral::v1::DirectorySearchService::StubInterface> search_stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_DIRECTORY_CLIENT_H_
