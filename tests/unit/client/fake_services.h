// Servers that say what a test tells them to, reached over real loopback gRPC in this process on a port that the kernel
// chooses. A method that a test gives no script answers UNIMPLEMENTED.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "tendon/outcomes/v1/amendment_service.grpc.pb.h"
#include "tendon/outcomes/v1/cohort_service.grpc.pb.h"
#include "tendon/outcomes/v1/measure_definition.grpc.pb.h"
#include "tendon/outcomes/v1/measure_service.grpc.pb.h"
#include "tendon/outcomes/v1/session_service.grpc.pb.h"
#include "tendon/referral/v1/appointment_service.grpc.pb.h"
#include "tendon/referral/v1/attachment_service.grpc.pb.h"
#include "tendon/referral/v1/course_service.grpc.pb.h"
#include "tendon/referral/v1/directory.grpc.pb.h"
#include "tendon/referral/v1/directory_search.grpc.pb.h"
#include "tendon/referral/v1/directory_update.grpc.pb.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"
#include "tendon/referral/v1/feed_cursor_service.grpc.pb.h"
#include "tendon/referral/v1/history_service.grpc.pb.h"
#include "tendon/referral/v1/message_service.grpc.pb.h"
#include "tendon/referral/v1/proposal_service.grpc.pb.h"
#include "tendon/referral/v1/question_service.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"
#include "tendon/referral/v1/screening_record_service.grpc.pb.h"
#include "tendon/referral/v1/screening_service.grpc.pb.h"

namespace tendon::testing {

template <class Request, class Response>
using Script = std::function<grpc::Status(grpc::ServerContext&, const Request&, Response&)>;

// FAKE_METHOD(GetReferral, GetReferralRequest, Referral): the method, and its script in the member get_referral-like
// name `GetReferral_`.
#define TENDON_FAKE_METHOD(method, Request, Response)                                                         \
  Script<Request, Response> method##_;                                                                        \
  grpc::Status method(grpc::ServerContext* context, const Request* request, Response* response) override {    \
    return method##_ ? method##_(*context, *request, *response) : grpc::Status(grpc::UNIMPLEMENTED, #method); \
  }

class FakeReferralService : public referral::v1::ReferralService::Service {
 public:
  using Referral = referral::v1::Referral;
  TENDON_FAKE_METHOD(CreateReferral, referral::v1::CreateReferralRequest, Referral)
  TENDON_FAKE_METHOD(GetReferral, referral::v1::GetReferralRequest, Referral)
  TENDON_FAKE_METHOD(ListReferrals, referral::v1::ListReferralsRequest, referral::v1::ListReferralsResponse)
  TENDON_FAKE_METHOD(UpdateReferral, referral::v1::UpdateReferralRequest, Referral)
  TENDON_FAKE_METHOD(SendReferral, referral::v1::SendReferralRequest, Referral)
  TENDON_FAKE_METHOD(ReceiveReferral, referral::v1::ReceiveReferralRequest, Referral)
  TENDON_FAKE_METHOD(AcceptReferral, referral::v1::AcceptReferralRequest, Referral)
  TENDON_FAKE_METHOD(DeclineReferral, referral::v1::DeclineReferralRequest, Referral)
  TENDON_FAKE_METHOD(StartSession, referral::v1::StartSessionRequest, Referral)
  TENDON_FAKE_METHOD(CancelReferral, referral::v1::CancelReferralRequest, Referral)
  TENDON_FAKE_METHOD(CompleteReferral, referral::v1::CompleteReferralRequest, Referral)
  TENDON_FAKE_METHOD(AcknowledgeReferral, referral::v1::AcknowledgeReferralRequest, Referral)
  TENDON_FAKE_METHOD(GetAllowedActions, referral::v1::GetAllowedActionsRequest, referral::v1::GetAllowedActionsResponse)
  TENDON_FAKE_METHOD(ListTransitionRules, referral::v1::ListTransitionRulesRequest,
                     referral::v1::ListTransitionRulesResponse)
};

class FakeAppointmentService : public referral::v1::AppointmentService::Service {
 public:
  TENDON_FAKE_METHOD(RescheduleAppointment, referral::v1::RescheduleAppointmentRequest, referral::v1::Referral)
};

class FakeQuestionService : public referral::v1::QuestionService::Service {
 public:
  TENDON_FAKE_METHOD(AskQuestions, referral::v1::AskQuestionsRequest, referral::v1::Referral)
  TENDON_FAKE_METHOD(ListQuestions, referral::v1::ListQuestionsRequest, referral::v1::ListQuestionsResponse)
};

class FakeCourseService : public referral::v1::CourseService::Service {
 public:
  TENDON_FAKE_METHOD(CrossBack, referral::v1::CrossBackRequest, referral::v1::Referral)
  TENDON_FAKE_METHOD(HoldReferral, referral::v1::HoldReferralRequest, referral::v1::Referral)
  TENDON_FAKE_METHOD(ResumeReferral, referral::v1::ResumeReferralRequest, referral::v1::Referral)
};

class FakeProposalService : public referral::v1::ProposalService::Service {
 public:
  TENDON_FAKE_METHOD(CreateChildReferral, referral::v1::CreateChildReferralRequest, referral::v1::Referral)
  TENDON_FAKE_METHOD(ListProposals, referral::v1::ListProposalsRequest, referral::v1::ListProposalsResponse)
};

class FakeHistoryService : public referral::v1::HistoryService::Service {
 public:
  TENDON_FAKE_METHOD(GetReferralVersion, referral::v1::GetReferralVersionRequest, referral::v1::Referral)
  TENDON_FAKE_METHOD(ExplainReferral, referral::v1::ExplainReferralRequest, referral::v1::ExplainReferralResponse)
};

class FakeScreeningService : public referral::v1::ScreeningService::Service {
 public:
  TENDON_FAKE_METHOD(Screen, referral::v1::ScreenRequest, referral::v1::ScreenResponse)
};

class FakeScreeningRecordService : public referral::v1::ScreeningRecordService::Service {
 public:
  TENDON_FAKE_METHOD(AttestOverride, referral::v1::AttestOverrideRequest, referral::v1::Referral)
  TENDON_FAKE_METHOD(AttachClearance, referral::v1::AttachClearanceRequest, referral::v1::Referral)
};

class FakeDirectoryService : public referral::v1::DirectoryService::Service {
 public:
  TENDON_FAKE_METHOD(CreateOrganization, referral::v1::CreateOrganizationRequest, referral::v1::Organization)
  TENDON_FAKE_METHOD(GetOrganization, referral::v1::GetOrganizationRequest, referral::v1::Organization)
  TENDON_FAKE_METHOD(ListOrganizations, referral::v1::ListOrganizationsRequest, referral::v1::ListOrganizationsResponse)
  TENDON_FAKE_METHOD(CreateClinician, referral::v1::CreateClinicianRequest, referral::v1::Clinician)
  TENDON_FAKE_METHOD(GetClinician, referral::v1::GetClinicianRequest, referral::v1::Clinician)
  TENDON_FAKE_METHOD(ListClinicians, referral::v1::ListCliniciansRequest, referral::v1::ListCliniciansResponse)
};

class FakeDirectoryUpdateService : public referral::v1::DirectoryUpdateService::Service {
 public:
  TENDON_FAKE_METHOD(UpdateOrganization, referral::v1::UpdateOrganizationRequest, referral::v1::Organization)
  TENDON_FAKE_METHOD(UpdateClinician, referral::v1::UpdateClinicianRequest, referral::v1::Clinician)
};

class FakeDirectorySearchService : public referral::v1::DirectorySearchService::Service {
 public:
  TENDON_FAKE_METHOD(SearchClinicians, referral::v1::SearchCliniciansRequest, referral::v1::SearchCliniciansResponse)
  TENDON_FAKE_METHOD(CheckRecipient, referral::v1::CheckRecipientRequest, referral::v1::CheckRecipientResponse)
};

class FakeMessageService : public referral::v1::MessageService::Service {
 public:
  TENDON_FAKE_METHOD(PostMessage, referral::v1::PostMessageRequest, referral::v1::Message)
  TENDON_FAKE_METHOD(GetMessage, referral::v1::GetMessageRequest, referral::v1::Message)
  TENDON_FAKE_METHOD(ListMessages, referral::v1::ListMessagesRequest, referral::v1::ListMessagesResponse)
  TENDON_FAKE_METHOD(MarkMessagesRead, referral::v1::MarkMessagesReadRequest, referral::v1::MessageReadState)
};

class FakeAttachmentService : public referral::v1::AttachmentService::Service {
 public:
  using Reader = grpc::ServerReader<referral::v1::UploadAttachmentRequest>;
  using Writer = grpc::ServerWriter<referral::v1::DownloadAttachmentResponse>;
  TENDON_FAKE_METHOD(CreateAttachment, referral::v1::CreateAttachmentRequest, referral::v1::Attachment)
  TENDON_FAKE_METHOD(GetAttachment, referral::v1::GetAttachmentRequest, referral::v1::Attachment)
  TENDON_FAKE_METHOD(ListAttachments, referral::v1::ListAttachmentsRequest, referral::v1::ListAttachmentsResponse)

  std::function<grpc::Status(Reader&, referral::v1::Attachment&)> UploadAttachment_;
  grpc::Status UploadAttachment(grpc::ServerContext*, Reader* reader, referral::v1::Attachment* response) override {
    return UploadAttachment_ ? UploadAttachment_(*reader, *response)
                             : grpc::Status(grpc::UNIMPLEMENTED, "UploadAttachment");
  }
  std::function<grpc::Status(const referral::v1::DownloadAttachmentRequest&, Writer&)> DownloadAttachment_;
  grpc::Status DownloadAttachment(grpc::ServerContext*, const referral::v1::DownloadAttachmentRequest* request,
                                  Writer* writer) override {
    return DownloadAttachment_ ? DownloadAttachment_(*request, *writer)
                               : grpc::Status(grpc::UNIMPLEMENTED, "DownloadAttachment");
  }
};

class FakeFeedCursorService : public referral::v1::FeedCursorService::Service {
 public:
  TENDON_FAKE_METHOD(AcknowledgeEvents, referral::v1::AcknowledgeEventsRequest, referral::v1::FeedCursor)
  TENDON_FAKE_METHOD(GetFeedCursor, referral::v1::GetFeedCursorRequest, referral::v1::FeedCursor)
  TENDON_FAKE_METHOD(ListFeedCursors, referral::v1::ListFeedCursorsRequest, referral::v1::ListFeedCursorsResponse)
  TENDON_FAKE_METHOD(DeleteFeedCursor, referral::v1::DeleteFeedCursorRequest, referral::v1::FeedCursor)
};

class FakeEventService : public referral::v1::EventService::Service {
 public:
  using Writer = grpc::ServerWriter<referral::v1::WatchEventsResponse>;
  TENDON_FAKE_METHOD(ListEvents, referral::v1::ListEventsRequest, referral::v1::ListEventsResponse)

  std::function<grpc::Status(grpc::ServerContext&, const referral::v1::WatchEventsRequest&, Writer&)> WatchEvents_;
  grpc::Status WatchEvents(grpc::ServerContext* context, const referral::v1::WatchEventsRequest* request,
                           Writer* writer) override {
    return WatchEvents_ ? WatchEvents_(*context, *request, *writer) : grpc::Status(grpc::UNIMPLEMENTED, "WatchEvents");
  }
};

class FakeSessionService : public outcomes::v1::SessionService::Service {
 public:
  using Stream = grpc::ServerReaderWriter<outcomes::v1::ImportSessionsResponse, outcomes::v1::ImportSessionsRequest>;
  TENDON_FAKE_METHOD(RecordSession, outcomes::v1::RecordSessionRequest, outcomes::v1::Session)
  TENDON_FAKE_METHOD(GetSession, outcomes::v1::GetSessionRequest, outcomes::v1::Session)
  TENDON_FAKE_METHOD(ListSessions, outcomes::v1::ListSessionsRequest, outcomes::v1::ListSessionsResponse)
  TENDON_FAKE_METHOD(GetEpisode, outcomes::v1::GetEpisodeRequest, outcomes::v1::Episode)

  std::function<grpc::Status(grpc::ServerContext&, Stream&)> ImportSessions_;
  grpc::Status ImportSessions(grpc::ServerContext* context, Stream* stream) override {
    return ImportSessions_ ? ImportSessions_(*context, *stream) : grpc::Status(grpc::UNIMPLEMENTED, "ImportSessions");
  }
};

class FakeAmendmentService : public outcomes::v1::AmendmentService::Service {
 public:
  TENDON_FAKE_METHOD(AmendSession, outcomes::v1::AmendSessionRequest, outcomes::v1::Session)
  TENDON_FAKE_METHOD(ListSessionVersions, outcomes::v1::ListSessionVersionsRequest,
                     outcomes::v1::ListSessionVersionsResponse)
};

class FakeMeasureService : public outcomes::v1::MeasureService::Service {
 public:
  TENDON_FAKE_METHOD(ScoreInstrument, outcomes::v1::ScoreInstrumentRequest, outcomes::v1::ScoreInstrumentResponse)
  TENDON_FAKE_METHOD(ListMeasures, outcomes::v1::ListMeasuresRequest, outcomes::v1::ListMeasuresResponse)
  TENDON_FAKE_METHOD(GetMeasure, outcomes::v1::GetMeasureRequest, outcomes::v1::Measure)
};

class FakeMeasureDefinitionService : public outcomes::v1::MeasureDefinitionService::Service {
 public:
  TENDON_FAKE_METHOD(DeclareMeasure, outcomes::v1::DeclareMeasureRequest, outcomes::v1::MeasureDefinition)
  TENDON_FAKE_METHOD(GetMeasureDefinition, outcomes::v1::GetMeasureDefinitionRequest, outcomes::v1::MeasureDefinition)
};

class FakeCohortService : public outcomes::v1::CohortService::Service {
 public:
  using Writer = grpc::ServerWriter<outcomes::v1::ExportCohortResponse>;
  TENDON_FAKE_METHOD(QueryCohort, outcomes::v1::QueryCohortRequest, outcomes::v1::Cohort)

  std::function<grpc::Status(const outcomes::v1::ExportCohortRequest&, Writer&)> ExportCohort_;
  grpc::Status ExportCohort(grpc::ServerContext*, const outcomes::v1::ExportCohortRequest* request,
                            Writer* writer) override {
    return ExportCohort_ ? ExportCohort_(*request, *writer) : grpc::Status(grpc::UNIMPLEMENTED, "ExportCohort");
  }
};

#undef TENDON_FAKE_METHOD

// All services behind one port. Set the scripts before the first call.
class FakeServers {
 public:
  FakeServers() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&referral).RegisterService(&directory).RegisterService(&events).RegisterService(&sessions);
    builder.RegisterService(&appointments).RegisterService(&questions).RegisterService(&course);
    builder.RegisterService(&proposals).RegisterService(&history).RegisterService(&screening);
    builder.RegisterService(&screening_records);
    builder.RegisterService(&amendments).RegisterService(&measures);
    builder.RegisterService(&measure_definitions).RegisterService(&cohorts);
    builder.RegisterService(&directory_updates)
        .RegisterService(&directory_searches)
        .RegisterService(&messages)
        .RegisterService(&attachments)
        .RegisterService(&cursors);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  ~FakeServers() { Stop(); }
  // Waits for the handlers, which use what the test owns.
  void Stop() { server_->Shutdown(std::chrono::system_clock::now()); }

  const std::string& address() const { return address_; }

  FakeReferralService referral;
  FakeDirectoryService directory;
  FakeDirectoryUpdateService directory_updates;
  FakeDirectorySearchService directory_searches;
  FakeMessageService messages;
  FakeAttachmentService attachments;
  FakeFeedCursorService cursors;
  FakeEventService events;
  FakeSessionService sessions;
  FakeAppointmentService appointments;
  FakeQuestionService questions;
  FakeCourseService course;
  FakeProposalService proposals;
  FakeHistoryService history;
  FakeScreeningService screening;
  FakeScreeningRecordService screening_records;
  FakeAmendmentService amendments;
  FakeMeasureService measures;
  FakeMeasureDefinitionService measure_definitions;
  FakeCohortService cohorts;

 private:
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

// The metadata that a call came with; empty when it is not there.
inline std::string MetadataOf(const grpc::ServerContext& context, const std::string& key) {
  const auto found = context.client_metadata().find(key);
  return found == context.client_metadata().end() ? "" : std::string(found->second.data(), found->second.size());
}

}  // namespace tendon::testing
