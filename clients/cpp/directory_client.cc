#include "clients/cpp/directory_client.h"

#include <utility>

namespace tendon::client {

using DirectoryStub = referral::v1::DirectoryService::StubInterface;
using DirectoryUpdateStub = referral::v1::DirectoryUpdateService::StubInterface;
using DirectorySearchStub = referral::v1::DirectorySearchService::StubInterface;

DirectoryClient::DirectoryClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::DirectoryService::NewStub(connection_->referral_channel())),
      update_stub_(referral::v1::DirectoryUpdateService::NewStub(connection_->referral_channel())),
      search_stub_(referral::v1::DirectorySearchService::NewStub(connection_->referral_channel())) {}

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

absl::StatusOr<referral::v1::Organization> DirectoryClient::UpdateOrganization(
    referral::v1::UpdateOrganizationRequest request, const CallOptions& call) {
  return connection_->Call(*update_stub_, &DirectoryUpdateStub::UpdateOrganization, std::move(request), call);
}

absl::StatusOr<referral::v1::Clinician> DirectoryClient::UpdateClinician(referral::v1::UpdateClinicianRequest request,
                                                                         const CallOptions& call) {
  return connection_->Call(*update_stub_, &DirectoryUpdateStub::UpdateClinician, std::move(request), call);
}

absl::StatusOr<referral::v1::SearchCliniciansResponse> DirectoryClient::SearchClinicians(
    referral::v1::SearchCliniciansRequest request, const CallOptions& call) {
  return connection_->Call(*search_stub_, &DirectorySearchStub::SearchClinicians, std::move(request), call);
}

absl::StatusOr<referral::v1::CheckRecipientResponse> DirectoryClient::CheckRecipient(
    referral::v1::CheckRecipientRequest request, const CallOptions& call) {
  return connection_->Call(*search_stub_, &DirectorySearchStub::CheckRecipient, std::move(request), call);
}

}  // namespace tendon::client
