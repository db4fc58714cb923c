// The gRPC services of the referral server: which handler answers which method. Wiring only.
#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <vector>

#include "services/referral/watch.h"
#include "tendon/referral/v1/directory.grpc.pb.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"

namespace tendon::referral {

// The services of this server, for the policy table.
std::vector<const google::protobuf::ServiceDescriptor*> ServiceDescriptors();

using Context = grpc::CallbackServerContext;
using Unary = grpc::ServerUnaryReactor;

class DirectoryServiceImpl final : public v1::DirectoryService::CallbackService {
 public:
  explicit DirectoryServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* CreateOrganization(Context*, const v1::CreateOrganizationRequest*, v1::Organization*) override;
  Unary* GetOrganization(Context*, const v1::GetOrganizationRequest*, v1::Organization*) override;
  Unary* ListOrganizations(Context*, const v1::ListOrganizationsRequest*, v1::ListOrganizationsResponse*) override;
  Unary* CreateClinician(Context*, const v1::CreateClinicianRequest*, v1::Clinician*) override;
  Unary* GetClinician(Context*, const v1::GetClinicianRequest*, v1::Clinician*) override;
  Unary* ListClinicians(Context*, const v1::ListCliniciansRequest*, v1::ListCliniciansResponse*) override;

 private:
  ReferralCalls* const calls_;
};

class ReferralServiceImpl final : public v1::ReferralService::CallbackService {
 public:
  explicit ReferralServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* CreateReferral(Context*, const v1::CreateReferralRequest*, v1::Referral*) override;
  Unary* GetReferral(Context*, const v1::GetReferralRequest*, v1::Referral*) override;
  Unary* ListReferrals(Context*, const v1::ListReferralsRequest*, v1::ListReferralsResponse*) override;
  Unary* UpdateReferral(Context*, const v1::UpdateReferralRequest*, v1::Referral*) override;
  Unary* SendReferral(Context*, const v1::SendReferralRequest*, v1::Referral*) override;
  Unary* ReceiveReferral(Context*, const v1::ReceiveReferralRequest*, v1::Referral*) override;
  Unary* AcceptReferral(Context*, const v1::AcceptReferralRequest*, v1::Referral*) override;
  Unary* DeclineReferral(Context*, const v1::DeclineReferralRequest*, v1::Referral*) override;
  Unary* StartSession(Context*, const v1::StartSessionRequest*, v1::Referral*) override;
  Unary* CancelReferral(Context*, const v1::CancelReferralRequest*, v1::Referral*) override;
  Unary* CompleteReferral(Context*, const v1::CompleteReferralRequest*, v1::Referral*) override;
  Unary* AcknowledgeReferral(Context*, const v1::AcknowledgeReferralRequest*, v1::Referral*) override;
  Unary* GetAllowedActions(Context*, const v1::GetAllowedActionsRequest*, v1::GetAllowedActionsResponse*) override;
  Unary* ListTransitionRules(Context*, const v1::ListTransitionRulesRequest*,
                             v1::ListTransitionRulesResponse*) override;
  Unary* ReportProgress(Context*, const v1::ReportProgressRequest*, v1::Referral*) override;

 private:
  ReferralCalls* const calls_;
};

class EventServiceImpl final : public v1::EventService::CallbackService {
 public:
  EventServiceImpl(ReferralCalls* calls, int checkpoint_seconds)
      : calls_(calls), checkpoint_seconds_(checkpoint_seconds) {}
  Unary* ListEvents(Context*, const v1::ListEventsRequest*, v1::ListEventsResponse*) override;
  grpc::ServerWriteReactor<v1::WatchEventsResponse>* WatchEvents(Context*, const v1::WatchEventsRequest*) override;

 private:
  ReferralCalls* const calls_;
  const int checkpoint_seconds_;
};

}  // namespace tendon::referral
