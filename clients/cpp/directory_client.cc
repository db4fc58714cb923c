#include "clients/cpp/directory_client.h"

#include <utility>

namespace tendon::client {

using Stub = referral::v1::DirectoryService::StubInterface;

DirectoryClient::DirectoryClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::DirectoryService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::Organization> DirectoryClient::CreateOrganization(
    referral::v1::CreateOrganizationRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &Stub::CreateOrganization, std::move(request), call);
}

absl::StatusOr<referral::v1::Organization> DirectoryClient::GetOrganization(
    referral::v1::GetOrganizationRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &Stub::GetOrganization, std::move(request), call);
}

absl::StatusOr<referral::v1::ListOrganizationsResponse> DirectoryClient::ListOrganizations(
    referral::v1::ListOrganizationsRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &Stub::ListOrganizations, std::move(request), call);
}

absl::StatusOr<referral::v1::Clinician> DirectoryClient::CreateClinician(referral::v1::CreateClinicianRequest request,
                                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &Stub::CreateClinician, std::move(request), call);
}

absl::StatusOr<referral::v1::Clinician> DirectoryClient::GetClinician(referral::v1::GetClinicianRequest request,
                                                                      const CallOptions& call) {
  return connection_->Call(*stub_, &Stub::GetClinician, std::move(request), call);
}

absl::StatusOr<referral::v1::ListCliniciansResponse> DirectoryClient::ListClinicians(
    referral::v1::ListCliniciansRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &Stub::ListClinicians, std::move(request), call);
}

}  // namespace tendon::client
