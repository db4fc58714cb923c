// The handlers of the referral server: one function a method, no gRPC, no SQL. Each file beside this one holds a group.
// A read gets a snapshot, a write the transaction of its batch; a write may be run twice, so it decides first and
// writes last.
#pragma once

#include "absl/status/status.h"
#include "services/runtime/admission.h"
#include "services/storage/referral_store.h"
#include "tendon/referral/v1/directory.pb.h"
#include "tendon/referral/v1/event_service.pb.h"
#include "tendon/referral/v1/referral_service.pb.h"

namespace tendon::referral {

using runtime::Call;
using Reader = storage::ReferralReader;
using Transaction = storage::ReferralTransaction;

// directory.cc
absl::Status CreateOrganization(Call& call, Transaction& transaction, const v1::CreateOrganizationRequest& request,
                                v1::Organization* response);
absl::Status GetOrganization(Call& call, Reader& reader, const v1::GetOrganizationRequest& request,
                             v1::Organization* response);
absl::Status ListOrganizations(Call& call, Reader& reader, const v1::ListOrganizationsRequest& request,
                               v1::ListOrganizationsResponse* response);
absl::Status CreateClinician(Call& call, Transaction& transaction, const v1::CreateClinicianRequest& request,
                             v1::Clinician* response);
absl::Status GetClinician(Call& call, Reader& reader, const v1::GetClinicianRequest& request, v1::Clinician* response);
absl::Status ListClinicians(Call& call, Reader& reader, const v1::ListCliniciansRequest& request,
                            v1::ListCliniciansResponse* response);

// referrals.cc
absl::Status CreateReferral(Call& call, Transaction& transaction, const v1::CreateReferralRequest& request,
                            v1::Referral* response);
absl::Status GetReferral(Call& call, Reader& reader, const v1::GetReferralRequest& request, v1::Referral* response);
absl::Status ListReferrals(Call& call, Reader& reader, const v1::ListReferralsRequest& request,
                           v1::ListReferralsResponse* response);
absl::Status UpdateReferral(Call& call, Transaction& transaction, const v1::UpdateReferralRequest& request,
                            v1::Referral* response);

// transitions.cc
absl::Status SendReferral(Call& call, Transaction& transaction, const v1::SendReferralRequest& request,
                          v1::Referral* response);
absl::Status ReceiveReferral(Call& call, Transaction& transaction, const v1::ReceiveReferralRequest& request,
                             v1::Referral* response);
absl::Status AcceptReferral(Call& call, Transaction& transaction, const v1::AcceptReferralRequest& request,
                            v1::Referral* response);
absl::Status DeclineReferral(Call& call, Transaction& transaction, const v1::DeclineReferralRequest& request,
                             v1::Referral* response);
absl::Status StartSession(Call& call, Transaction& transaction, const v1::StartSessionRequest& request,
                          v1::Referral* response);
absl::Status CancelReferral(Call& call, Transaction& transaction, const v1::CancelReferralRequest& request,
                            v1::Referral* response);
absl::Status CompleteReferral(Call& call, Transaction& transaction, const v1::CompleteReferralRequest& request,
                              v1::Referral* response);
absl::Status AcknowledgeReferral(Call& call, Transaction& transaction, const v1::AcknowledgeReferralRequest& request,
                                 v1::Referral* response);

// actions.cc
absl::Status GetAllowedActions(Call& call, Reader& reader, const v1::GetAllowedActionsRequest& request,
                               v1::GetAllowedActionsResponse* response);
absl::Status ListTransitionRules(Call& call, Reader& reader, const v1::ListTransitionRulesRequest& request,
                                 v1::ListTransitionRulesResponse* response);

// progress.cc
absl::Status ReportProgress(Call& call, Transaction& transaction, const v1::ReportProgressRequest& request,
                            v1::Referral* response);

// events.cc
absl::Status ListEvents(Call& call, Reader& reader, const v1::ListEventsRequest& request,
                        v1::ListEventsResponse* response);
// Whether the caller may read this feed: NOT_FOUND if it is another's.
absl::Status CheckFeed(const Call& call, const std::string& parent);
// Whether the feed can be resumed there: OUT_OF_RANGE with FeedPosition if not.
absl::Status CheckResumePoint(const Call& call, Reader& reader, const std::string& epoch, int64_t after_sequence);
// Appends at most `limit` events after `after_sequence`, as the caller's role sees them.
absl::Status ReadEvents(const Call& call, Reader& reader, int64_t after_sequence, int limit, v1::EventView view,
                        google::protobuf::RepeatedPtrField<v1::Event>* events);

}  // namespace tendon::referral
