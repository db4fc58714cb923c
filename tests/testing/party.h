// One caller of the exchange, with every method of both servers as a plain call. A mutation takes a new request id
// unless one is given.
#pragma once

#include <memory>
#include <string>
#include <vector>

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
#include "tendon/referral/v1/order_service.grpc.pb.h"
#include "tendon/referral/v1/proposal_service.grpc.pb.h"
#include "tendon/referral/v1/question_service.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"
#include "tendon/referral/v1/screening_record_service.grpc.pb.h"
#include "tests/testing/call.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

// A new UUID.
std::string NewRequestId();

// Not thread-safe in `options`; calls may come from any thread.
class Party {
 public:
  using Referral = referral::v1::Referral;
  using Session = outcomes::v1::Session;
  using DirectoryStub = referral::v1::DirectoryService::Stub;
  using DirectoryUpdateStub = referral::v1::DirectoryUpdateService::Stub;
  using DirectorySearchStub = referral::v1::DirectorySearchService::Stub;
  using ReferralStub = referral::v1::ReferralService::Stub;
  using MessageStub = referral::v1::MessageService::Stub;
  using AttachmentStub = referral::v1::AttachmentService::Stub;
  using CursorStub = referral::v1::FeedCursorService::Stub;
  using EventStub = referral::v1::EventService::Stub;
  using SessionStub = outcomes::v1::SessionService::Stub;
  using AppointmentStub = referral::v1::AppointmentService::Stub;
  using QuestionStub = referral::v1::QuestionService::Stub;
  using CourseStub = referral::v1::CourseService::Stub;
  using ProposalStub = referral::v1::ProposalService::Stub;
  using OrderStub = referral::v1::OrderService::Stub;
  using HistoryStub = referral::v1::HistoryService::Stub;
  using ScreeningRecordStub = referral::v1::ScreeningRecordService::Stub;

  // The exchange outlives the party.
  Party(Exchange* exchange, Caller caller);

  Caller caller;
  CallOptions options;

  DirectoryStub* directory() { return directory_.get(); }
  ReferralStub* referrals() { return referrals_.get(); }
  AttachmentStub* attachments() { return attachments_.get(); }
  EventStub* events() { return events_.get(); }
  SessionStub* sessions() { return sessions_.get(); }
  const std::string& organization() const { return caller.organization; }

  // Any method of a service with the party's identity: Do(&ReferralStub::SendReferral, request).
  template <class Stub, class Request, class Response>
  Answer<Response> Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
    return Call(StubOf(static_cast<Stub*>(nullptr)), method, caller, request, options);
  }

  Answer<referral::v1::Organization> CreateOrganization(const std::string& id, const referral::v1::Organization& body);
  Answer<referral::v1::Clinician> CreateClinician(const std::string& id, const referral::v1::Clinician& body);

  Answer<Referral> Create(const Referral& referral, const std::string& request_id = NewRequestId());
  Answer<Referral> Get(const std::string& name);
  // All that are set in `changes` beside name and etag; or what `mask` names.
  Answer<Referral> Update(const Referral& changes, const std::vector<std::string>& mask = {});
  Answer<Referral> Send(const Referral& referral);
  Answer<Referral> Receive(const Referral& referral);
  Answer<Referral> Accept(const Referral& referral);
  Answer<Referral> Decline(const Referral& referral, const std::string& reason, const std::string& comment);
  Answer<Referral> StartSession(const Referral& referral);
  Answer<Referral> Cancel(const Referral& referral, const std::string& reason, const std::string& comment = "");
  Answer<Referral> Complete(const Referral& referral);
  Answer<Referral> Acknowledge(const Referral& referral);
  Answer<referral::v1::GetAllowedActionsResponse> AllowedActions(const std::string& name);
  Answer<referral::v1::ListReferralsResponse> List(referral::v1::ReferralBox box, const std::string& filter = "",
                                                   int page_size = 0, const std::string& page_token = "");
  Answer<referral::v1::Message> Post(const std::string& referral, const std::string& text, bool needs_answer = false);
  Answer<referral::v1::ListMessagesResponse> Messages(const std::string& referral);
  // The party's own feed; for the exchange's own servers the feed of all.
  Answer<referral::v1::ListEventsResponse> Events(int64_t after = 0);

  Answer<Session> Record(const std::string& referral, const Session& session,
                         const std::string& request_id = NewRequestId());
  Answer<Session> GetSession(const std::string& name);
  Answer<outcomes::v1::ListSessionsResponse> Sessions(const std::string& referral, int page_size = 0,
                                                      const std::string& page_token = "");
  // The latest episode.
  Answer<outcomes::v1::Episode> Episode(const std::string& referral);

 private:
  DirectoryStub* StubOf(DirectoryStub*) { return directory(); }
  DirectoryUpdateStub* StubOf(DirectoryUpdateStub*) { return directory_updates_.get(); }
  DirectorySearchStub* StubOf(DirectorySearchStub*) { return directory_searches_.get(); }
  ReferralStub* StubOf(ReferralStub*) { return referrals(); }
  MessageStub* StubOf(MessageStub*) { return messages_.get(); }
  AttachmentStub* StubOf(AttachmentStub*) { return attachments_.get(); }
  CursorStub* StubOf(CursorStub*) { return cursors_.get(); }
  EventStub* StubOf(EventStub*) { return events(); }
  SessionStub* StubOf(SessionStub*) { return sessions(); }
  AppointmentStub* StubOf(AppointmentStub*) { return appointments_.get(); }
  QuestionStub* StubOf(QuestionStub*) { return questions_.get(); }
  CourseStub* StubOf(CourseStub*) { return course_.get(); }
  ProposalStub* StubOf(ProposalStub*) { return proposals_.get(); }
  OrderStub* StubOf(OrderStub*) { return orders_.get(); }
  HistoryStub* StubOf(HistoryStub*) { return history_.get(); }
  ScreeningRecordStub* StubOf(ScreeningRecordStub*) { return screening_records_.get(); }

  std::unique_ptr<DirectoryStub> directory_;
  std::unique_ptr<DirectoryUpdateStub> directory_updates_;
  std::unique_ptr<DirectorySearchStub> directory_searches_;
  std::unique_ptr<ReferralStub> referrals_;
  std::unique_ptr<MessageStub> messages_;
  std::unique_ptr<AttachmentStub> attachments_;
  std::unique_ptr<CursorStub> cursors_;
  std::unique_ptr<EventStub> events_;
  std::unique_ptr<SessionStub> sessions_;
  std::unique_ptr<AppointmentStub> appointments_;
  std::unique_ptr<QuestionStub> questions_;
  std::unique_ptr<CourseStub> course_;
  std::unique_ptr<ProposalStub> proposals_;
  std::unique_ptr<OrderStub> orders_;
  std::unique_ptr<HistoryStub> history_;
  std::unique_ptr<ScreeningRecordStub> screening_records_;
};

}  // namespace tendon::testing
