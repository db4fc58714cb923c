// Good requests of the directory: organisations and clinicians, their updates, the search.
#include "tests/integration/good_requests.h"

namespace tendon::testing {

const GoodRequestTable& DirectoryRequests() {
  static const auto* table = new GoodRequestTable{
      {"DirectoryService/CreateOrganization",
       [](GoodRequests& t) {
         pb::CreateOrganizationRequest request;
         request.set_organization_id("new-clinic");
         *request.mutable_organization() = FullOrganization();
         request.set_request_id(NewRequestId());
         return CaseOf(Party(t.exchange.get(), Operator()), request);
       }},
      {"DirectoryService/GetOrganization",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetOrganizationRequest>(OrganizationName(kStep))); }},
      {"DirectoryService/ListOrganizations",
       [](GoodRequests& t) { return CaseOf(*t.river, pb::ListOrganizationsRequest()); }},
      {"DirectoryService/CreateClinician",
       [](GoodRequests& t) {
         pb::CreateClinicianRequest request;
         request.set_parent(OrganizationName(kRiver));
         request.set_clinician_id("new-clinician");
         *request.mutable_clinician() = FullClinician(clinical::v1::DISCIPLINE_PHYSICIAN);
         request.set_request_id(NewRequestId());
         return CaseOf(Party(t.exchange.get(), SystemOf(kRiver)), request);
       }},
      {"DirectoryService/GetClinician",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetClinicianRequest>(t.hand->caller.clinician)); }},
      {"DirectoryService/ListClinicians",
       [](GoodRequests& t) {
         pb::ListCliniciansRequest request;
         request.set_parent(OrganizationName(kStep));
         return CaseOf(*t.river, request);
       }},
      {"DirectoryUpdateService/UpdateOrganization",
       [](GoodRequests& t) {
         pb::UpdateOrganizationRequest request;
         *request.mutable_organization() = FullOrganization();
         request.mutable_organization()->set_name(OrganizationName(kRiver));
         request.mutable_organization()->set_etag("v1");
         request.mutable_update_mask()->add_paths("*");
         request.set_request_id(NewRequestId());
         return CaseOf(Party(t.exchange.get(), SystemOf(kRiver)), request);
       }},
      {"DirectoryUpdateService/UpdateClinician",
       [](GoodRequests& t) {
         pb::UpdateClinicianRequest request;
         *request.mutable_clinician() = FullClinician(clinical::v1::DISCIPLINE_PHYSICIAN);
         request.mutable_clinician()->set_name(t.river->caller.clinician);
         request.mutable_clinician()->set_etag("v1");
         request.mutable_update_mask()->add_paths("*");
         request.set_request_id(NewRequestId());
         return CaseOf(Party(t.exchange.get(), SystemOf(kRiver)), request);
       }},
      {"DirectorySearchService/SearchClinicians",
       [](GoodRequests& t) {
         pb::SearchCliniciansRequest request;
         request.set_language("en");
         request.set_organization(OrganizationName(kStep));
         request.mutable_near()->set_latitude_deg(40.7);
         request.mutable_near()->set_longitude_deg(-74.0);
         return CaseOf(*t.river, request);
       }},
      {"DirectorySearchService/CheckRecipient",
       [](GoodRequests& t) {
         auto request = Named<pb::CheckRecipientRequest>(t.Draft().name());
         request.set_recipient(OrganizationName(kHandWork));
         request.set_clinician(t.hand->caller.clinician);
         return CaseOf(*t.river, request);
       }},
  };
  return *table;
}

}  // namespace tendon::testing
