// Every message type and service of our protos, for tests that hold for all of them. Naming one type of each file also
// links it in.
#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"
#include "tendon/audit/v1/audit.pb.h"
#include "tendon/clinical/v1/coding.pb.h"
#include "tendon/clinical/v1/patient.pb.h"
#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/options/v1/options.pb.h"
#include "tendon/outcomes/v1/amendment_service.pb.h"
#include "tendon/outcomes/v1/cohort.pb.h"
#include "tendon/outcomes/v1/cohort_service.pb.h"
#include "tendon/outcomes/v1/measure_definition.pb.h"
#include "tendon/outcomes/v1/measure_service.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/plan.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/appointment_service.pb.h"
#include "tendon/referral/v1/attachment_service.pb.h"
#include "tendon/referral/v1/course_service.pb.h"
#include "tendon/referral/v1/directory.pb.h"
#include "tendon/referral/v1/directory_search.pb.h"
#include "tendon/referral/v1/directory_update.pb.h"
#include "tendon/referral/v1/errors.pb.h"
#include "tendon/referral/v1/event_service.pb.h"
#include "tendon/referral/v1/exchange.pb.h"
#include "tendon/referral/v1/feed_cursor_service.pb.h"
#include "tendon/referral/v1/history_service.pb.h"
#include "tendon/referral/v1/message_service.pb.h"
#include "tendon/referral/v1/order_service.pb.h"
#include "tendon/referral/v1/proposal_service.pb.h"
#include "tendon/referral/v1/question_service.pb.h"
#include "tendon/referral/v1/referral.pb.h"
#include "tendon/referral/v1/referral_service.pb.h"
#include "tendon/referral/v1/screening_record_service.pb.h"
#include "tendon/referral/v1/screening_service.pb.h"
#include "tendon/referral/v1/worklist_service.pb.h"

namespace tendon::testing {

inline std::vector<const google::protobuf::FileDescriptor*> AllFiles() {
  return {options::v1::FieldRules::descriptor()->file(),
          audit::v1::AuditEntry::descriptor()->file(),
          clinical::v1::Coding::descriptor()->file(),
          clinical::v1::Patient::descriptor()->file(),
          clinical::v1::Goal::descriptor()->file(),
          outcomes::v1::Cohort::descriptor()->file(),
          outcomes::v1::QueryCohortRequest::descriptor()->file(),
          outcomes::v1::MeasureDefinition::descriptor()->file(),
          outcomes::v1::Session::descriptor()->file(),
          outcomes::v1::GetSessionRequest::descriptor()->file(),
          outcomes::v1::ScoreInstrumentRequest::descriptor()->file(),
          outcomes::v1::AmendSessionRequest::descriptor()->file(),
          outcomes::v1::Plan::descriptor()->file(),
          referral::v1::Organization::descriptor()->file(),
          referral::v1::SearchCliniciansRequest::descriptor()->file(),
          referral::v1::UpdateClinicianRequest::descriptor()->file(),
          referral::v1::TransitionRefused::descriptor()->file(),
          referral::v1::Event::descriptor()->file(),
          referral::v1::Question::descriptor()->file(),
          referral::v1::AcknowledgeEventsRequest::descriptor()->file(),
          referral::v1::PostMessageRequest::descriptor()->file(),
          referral::v1::ListWorklistRequest::descriptor()->file(),
          referral::v1::CreateAttachmentRequest::descriptor()->file(),
          referral::v1::Referral::descriptor()->file(),
          referral::v1::GetReferralRequest::descriptor()->file(),
          referral::v1::PutOnWaitlistRequest::descriptor()->file(),
          referral::v1::AskQuestionsRequest::descriptor()->file(),
          referral::v1::HoldReferralRequest::descriptor()->file(),
          referral::v1::RequestExtensionRequest::descriptor()->file(),
          referral::v1::RedirectReferralRequest::descriptor()->file(),
          referral::v1::ExplainReferralRequest::descriptor()->file(),
          referral::v1::ScreenRequest::descriptor()->file(),
          referral::v1::AttestOverrideRequest::descriptor()->file()};
}

// All but the annotations themselves.
inline std::vector<const google::protobuf::Descriptor*> AllMessageTypes() {
  std::vector<const google::protobuf::Descriptor*> types;
  for (const auto* file : AllFiles()) {
    if (file->package() == "tendon.options.v1") continue;
    for (int i = 0; i < file->message_type_count(); ++i) types.push_back(file->message_type(i));
  }
  return types;
}

inline std::vector<const google::protobuf::ServiceDescriptor*> AllServices() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto* file : AllFiles()) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

inline const options::v1::FieldRules& RulesOf(const google::protobuf::FieldDescriptor* field) {
  return field->options().GetExtension(options::v1::field);
}

}  // namespace tendon::testing
