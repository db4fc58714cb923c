// Each method: its name for the policy table, and its handler.
#include "services/referral/services.h"

#include "services/referral/lifecycle_services.h"
#include "services/runtime/errors.h"
#include "tendon/referral/v1/attachment_service.pb.h"
#include "tendon/referral/v1/directory_search.pb.h"
#include "tendon/referral/v1/directory_update.pb.h"
#include "tendon/referral/v1/feed_cursor_service.pb.h"
#include "tendon/referral/v1/message_service.pb.h"
#include "tendon/referral/v1/screening_service.pb.h"
#include "tendon/referral/v1/worklist_service.pb.h"

namespace tendon::referral {

std::vector<const google::protobuf::ServiceDescriptor*> ServiceDescriptors() {
  std::vector<const google::protobuf::ServiceDescriptor*> services = LifecycleServiceDescriptors();
  for (const auto* request : {v1::CreateOrganizationRequest::descriptor(), v1::UpdateOrganizationRequest::descriptor(),
                              v1::SearchCliniciansRequest::descriptor(), v1::CreateReferralRequest::descriptor(),
                              v1::PostMessageRequest::descriptor(), v1::CreateAttachmentRequest::descriptor(),
                              v1::AcknowledgeEventsRequest::descriptor(), v1::ListWorklistRequest::descriptor(),
                              v1::ListEventsRequest::descriptor(), v1::ScreenRequest::descriptor()}) {
    services.push_back(request->file()->service(0));
  }
  return services;
}

Unary* DirectoryServiceImpl::CreateOrganization(Context* context, const v1::CreateOrganizationRequest* request,
                                                v1::Organization* response) {
  return calls_->Write(context, "/tendon.referral.v1.DirectoryService/CreateOrganization", request, response,
                       &referral::CreateOrganization);
}
Unary* DirectoryServiceImpl::GetOrganization(Context* context, const v1::GetOrganizationRequest* request,
                                             v1::Organization* response) {
  return calls_->Read(context, "/tendon.referral.v1.DirectoryService/GetOrganization", request, response,
                      &referral::GetOrganization);
}
Unary* DirectoryServiceImpl::ListOrganizations(Context* context, const v1::ListOrganizationsRequest* request,
                                               v1::ListOrganizationsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.DirectoryService/ListOrganizations", request, response,
                      &referral::ListOrganizations);
}
Unary* DirectoryServiceImpl::CreateClinician(Context* context, const v1::CreateClinicianRequest* request,
                                             v1::Clinician* response) {
  return calls_->Write(context, "/tendon.referral.v1.DirectoryService/CreateClinician", request, response,
                       &referral::CreateClinician);
}
Unary* DirectoryServiceImpl::GetClinician(Context* context, const v1::GetClinicianRequest* request,
                                          v1::Clinician* response) {
  return calls_->Read(context, "/tendon.referral.v1.DirectoryService/GetClinician", request, response,
                      &referral::GetClinician);
}
Unary* DirectoryServiceImpl::ListClinicians(Context* context, const v1::ListCliniciansRequest* request,
                                            v1::ListCliniciansResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.DirectoryService/ListClinicians", request, response,
                      &referral::ListClinicians);
}

Unary* ReferralServiceImpl::CreateReferral(Context* context, const v1::CreateReferralRequest* request,
                                           v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/CreateReferral", request, response,
                       &referral::CreateReferral);
}
Unary* ReferralServiceImpl::GetReferral(Context* context, const v1::GetReferralRequest* request,
                                        v1::Referral* response) {
  return calls_->Read(context, "/tendon.referral.v1.ReferralService/GetReferral", request, response,
                      &referral::GetReferral);
}
Unary* ReferralServiceImpl::ListReferrals(Context* context, const v1::ListReferralsRequest* request,
                                          v1::ListReferralsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ReferralService/ListReferrals", request, response,
                      &referral::ListReferrals);
}
Unary* ReferralServiceImpl::UpdateReferral(Context* context, const v1::UpdateReferralRequest* request,
                                           v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/UpdateReferral", request, response,
                       &referral::UpdateReferral);
}
Unary* ReferralServiceImpl::SendReferral(Context* context, const v1::SendReferralRequest* request,
                                         v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/SendReferral", request, response,
                       &referral::SendReferral);
}
Unary* ReferralServiceImpl::ReceiveReferral(Context* context, const v1::ReceiveReferralRequest* request,
                                            v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/ReceiveReferral", request, response,
                       &referral::ReceiveReferral);
}
Unary* ReferralServiceImpl::AcceptReferral(Context* context, const v1::AcceptReferralRequest* request,
                                           v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/AcceptReferral", request, response,
                       &referral::AcceptReferral);
}
Unary* ReferralServiceImpl::DeclineReferral(Context* context, const v1::DeclineReferralRequest* request,
                                            v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/DeclineReferral", request, response,
                       &referral::DeclineReferral);
}
Unary* ReferralServiceImpl::StartSession(Context* context, const v1::StartSessionRequest* request,
                                         v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/StartSession", request, response,
                       &referral::StartSession);
}
Unary* ReferralServiceImpl::CancelReferral(Context* context, const v1::CancelReferralRequest* request,
                                           v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/CancelReferral", request, response,
                       &referral::CancelReferral);
}
Unary* ReferralServiceImpl::CompleteReferral(Context* context, const v1::CompleteReferralRequest* request,
                                             v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/CompleteReferral", request, response,
                       &referral::CompleteReferral);
}
Unary* ReferralServiceImpl::AcknowledgeReferral(Context* context, const v1::AcknowledgeReferralRequest* request,
                                                v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/AcknowledgeReferral", request, response,
                       &referral::AcknowledgeReferral);
}
Unary* ReferralServiceImpl::GetAllowedActions(Context* context, const v1::GetAllowedActionsRequest* request,
                                              v1::GetAllowedActionsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ReferralService/GetAllowedActions", request, response,
                      &referral::GetAllowedActions);
}
Unary* ReferralServiceImpl::ListTransitionRules(Context* context, const v1::ListTransitionRulesRequest* request,
                                                v1::ListTransitionRulesResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ReferralService/ListTransitionRules", request, response,
                      &referral::ListTransitionRules);
}
Unary* ReferralServiceImpl::ReportProgress(Context* context, const v1::ReportProgressRequest* request,
                                           v1::Referral* response) {
  return calls_->Write(context, "/tendon.referral.v1.ReferralService/ReportProgress", request, response,
                       &referral::ReportProgress);
}

Unary* EventServiceImpl::ListEvents(Context* context, const v1::ListEventsRequest* request,
                                    v1::ListEventsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.EventService/ListEvents", request, response, &referral::ListEvents);
}

namespace {

// A watch that was refused before it began.
class RefusedWatch : public grpc::ServerWriteReactor<v1::WatchEventsResponse> {
 public:
  explicit RefusedWatch(const absl::Status& status) { Finish(runtime::ToGrpc(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchEventsResponse>* EventServiceImpl::WatchEvents(
    Context* context, const v1::WatchEventsRequest* request) {
  auto call = calls_->Admit(context, "/tendon.referral.v1.EventService/WatchEvents", request);
  if (!call.ok()) return new RefusedWatch(call.status());
  return EventWatch::Start(calls_, *std::move(call), *request, checkpoint_seconds_);
}

}  // namespace tendon::referral
