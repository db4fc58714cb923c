#include "clients/cpp/directory_client.h"

#include <utility>

namespace tendon::client {

using DirectoryStub = referral::v1::DirectoryService::StubInterface;

DirectoryClient::DirectoryClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::DirectoryService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::Organization> DirectoryClient::CreateOrganization(
    referral::v1::CreateOrganizationRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &DirectoryStub::CreateOrganization, std::move(request), call);
}

absl::StatusOr<referral::v1::Organization> DirectoryClient::GetOrganization(
    referral::v1::GetOrganizationRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &DirectoryStub::GetOrganization, std::move(request), call);
}

absl::StatusOr<referral::v1::ListOrganizationsResponse> DirectoryClient::ListOrganizations(
    referral::v1::ListOrganizationsRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &DirectoryStub::ListOrganizations, std::move(request), call);
}

absl::StatusOr<referral::v1::Clinician> DirectoryClient::CreateClinician(referral::v1::CreateClinicianRequest request,
                                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &DirectoryStub::CreateClinician, std::move(request), call);
}

absl::StatusOr<referral::v1::Clinician> DirectoryClient::GetClinician(referral::v1::GetClinicianRequest request,
                                                                      const CallOptions& call) {
  return connection_->Call(*stub_, &DirectoryStub::GetClinician, std::move(request), call);
}

absl::StatusOr<referral::v1::ListCliniciansResponse> DirectoryClient::ListClinicians(
    referral::v1::ListCliniciansRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &DirectoryStub::ListClinicians, std::move(request), call);
}

}  // namespace tendon::client
