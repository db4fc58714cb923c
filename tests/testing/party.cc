#include "tests/testing/party.h"

#include <cstdio>
#include <random>
#include <utility>

#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;

// A request on an existing referral: name, etag and a new request id.
template <class Request>
Request On(const pb::Referral& referral) {
  Request request;
  request.set_name(referral.name());
  request.set_etag(referral.etag());
  request.set_request_id(NewRequestId());
  return request;
}

// Whoever treats has read all that screening said when the referral was last screened.
template <class Request>
void AcknowledgeAll(const pb::Referral& referral, Request* request) {
  for (const auto& verdict : referral.screening().techniques()) {
    for (const auto& hit : verdict.hits()) request->add_acknowledged_rules(hit.rule());
  }
}

}  // namespace

std::string NewRequestId() {
  thread_local std::mt19937_64 random(std::random_device{}());
  const uint64_t high = (random() & ~0xf000ULL) | 0x4000ULL;
  const uint64_t low = (random() & ~(3ULL << 62)) | (2ULL << 62);
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16) & 0xffffU, static_cast<unsigned>(high) & 0xffffU,
                static_cast<unsigned>(low >> 48), static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text;
}

Party::Party(Exchange* exchange, Caller who)
    : caller(std::move(who)),
      directory_(pb::DirectoryService::NewStub(exchange->referral().channel())),
      directory_updates_(pb::DirectoryUpdateService::NewStub(exchange->referral().channel())),
      directory_searches_(pb::DirectorySearchService::NewStub(exchange->referral().channel())),
      referrals_(pb::ReferralService::NewStub(exchange->referral().channel())),
      messages_(pb::MessageService::NewStub(exchange->referral().channel())),
      attachments_(pb::AttachmentService::NewStub(exchange->referral().channel())),
      cursors_(pb::FeedCursorService::NewStub(exchange->referral().channel())),
      events_(pb::EventService::NewStub(exchange->referral().channel())),
      sessions_(outcomes::v1::SessionService::NewStub(exchange->outcomes().channel())),
      appointments_(pb::AppointmentService::NewStub(exchange->referral().channel())),
      questions_(pb::QuestionService::NewStub(exchange->referral().channel())),
      course_(pb::CourseService::NewStub(exchange->referral().channel())),
      proposals_(pb::ProposalService::NewStub(exchange->referral().channel())),
      orders_(pb::OrderService::NewStub(exchange->referral().channel())),
      history_(pb::HistoryService::NewStub(exchange->referral().channel())),
      screening_records_(pb::ScreeningRecordService::NewStub(exchange->referral().channel())) {}

Answer<pb::Organization> Party::CreateOrganization(const std::string& id, const pb::Organization& body) {
  pb::CreateOrganizationRequest request;
  request.set_organization_id(id);
  *request.mutable_organization() = body;
  request.set_request_id(NewRequestId());
  return Do(&DirectoryStub::CreateOrganization, request);
}

Answer<pb::Clinician> Party::CreateClinician(const std::string& id, const pb::Clinician& body) {
  pb::CreateClinicianRequest request;
  request.set_parent(organization());
  request.set_clinician_id(id);
  *request.mutable_clinician() = body;
  request.set_request_id(NewRequestId());
  return Do(&DirectoryStub::CreateClinician, request);
}

Answer<pb::Referral> Party::Create(const Referral& referral, const std::string& request_id) {
  pb::CreateReferralRequest request;
  *request.mutable_referral() = referral;
  request.set_request_id(request_id);
  return Do(&ReferralStub::CreateReferral, request);
}

Answer<pb::Referral> Party::Get(const std::string& name) {
  pb::GetReferralRequest request;
  request.set_name(name);
  return Do(&ReferralStub::GetReferral, request);
}

Answer<pb::Referral> Party::Update(const Referral& changes, const std::vector<std::string>& mask) {
  pb::UpdateReferralRequest request;
  *request.mutable_referral() = changes;
  for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
  request.set_request_id(NewRequestId());
  return Do(&ReferralStub::UpdateReferral, request);
}

Answer<pb::Referral> Party::Send(const Referral& referral) {
  return Do(&ReferralStub::SendReferral, On<pb::SendReferralRequest>(referral));
}

Answer<pb::Referral> Party::Receive(const Referral& referral) {
  return Do(&ReferralStub::ReceiveReferral, On<pb::ReceiveReferralRequest>(referral));
}

Answer<pb::Referral> Party::Accept(const Referral& referral) {
  auto request = On<pb::AcceptReferralRequest>(referral);
  AcknowledgeAll(referral, &request);
  return Do(&ReferralStub::AcceptReferral, request);
}

Answer<pb::Referral> Party::Decline(const Referral& referral, const std::string& reason, const std::string& comment) {
  auto request = On<pb::DeclineReferralRequest>(referral);
  request.set_reason_code(reason);
  request.set_comment(comment);
  return Do(&ReferralStub::DeclineReferral, request);
}

Answer<pb::Referral> Party::StartSession(const Referral& referral) {
  auto request = On<pb::StartSessionRequest>(referral);
  AcknowledgeAll(referral, &request);
  return Do(&ReferralStub::StartSession, request);
}

Answer<pb::Referral> Party::Cancel(const Referral& referral, const std::string& reason, const std::string& comment) {
  auto request = On<pb::CancelReferralRequest>(referral);
  request.set_reason_code(reason);
  request.set_comment(comment);
  return Do(&ReferralStub::CancelReferral, request);
}

Answer<pb::Referral> Party::Complete(const Referral& referral) {
  auto request = On<pb::CompleteReferralRequest>(referral);
  *request.mutable_closing_summary() = FullSummary();
  return Do(&ReferralStub::CompleteReferral, request);
}

Answer<pb::Referral> Party::Acknowledge(const Referral& referral) {
  return Do(&ReferralStub::AcknowledgeReferral, On<pb::AcknowledgeReferralRequest>(referral));
}

Answer<pb::GetAllowedActionsResponse> Party::AllowedActions(const std::string& name) {
  pb::GetAllowedActionsRequest request;
  request.set_name(name);
  return Do(&ReferralStub::GetAllowedActions, request);
}

Answer<pb::ListReferralsResponse> Party::List(pb::ReferralBox box, const std::string& filter, int page_size,
                                              const std::string& page_token) {
  pb::ListReferralsRequest request;
  request.set_parent(organization());
  request.set_box(box);
  request.set_filter(filter);
  request.set_page_size(page_size);
  request.set_page_token(page_token);
  return Do(&ReferralStub::ListReferrals, request);
}

Answer<pb::Message> Party::Post(const std::string& referral, const std::string& text, bool needs_answer) {
  pb::PostMessageRequest request;
  request.set_parent(referral);
  request.mutable_message()->set_text(text);
  request.mutable_message()->set_needs_answer(needs_answer);
  request.set_request_id(NewRequestId());
  return Do(&MessageStub::PostMessage, request);
}

Answer<pb::ListMessagesResponse> Party::Messages(const std::string& referral) {
  pb::ListMessagesRequest request;
  request.set_parent(referral);
  return Do(&MessageStub::ListMessages, request);
}

Answer<pb::ListEventsResponse> Party::Events(int64_t after) {
  pb::ListEventsRequest request;
  request.set_parent(organization().empty() ? "organizations/-" : organization());
  request.set_after_sequence(after);
  request.set_page_size(1000);
  return Do(&EventStub::ListEvents, request);
}

Answer<outcomes::v1::Session> Party::Record(const std::string& referral, const Session& session,
                                            const std::string& request_id) {
  outcomes::v1::RecordSessionRequest request;
  request.set_parent(referral);
  *request.mutable_session() = session;
  request.set_request_id(request_id);
  return Do(&SessionStub::RecordSession, request);
}

Answer<outcomes::v1::Session> Party::GetSession(const std::string& name) {
  outcomes::v1::GetSessionRequest request;
  request.set_name(name);
  return Do(&SessionStub::GetSession, request);
}

Answer<outcomes::v1::ListSessionsResponse> Party::Sessions(const std::string& referral, int page_size,
                                                           const std::string& page_token) {
  outcomes::v1::ListSessionsRequest request;
  request.set_parent(referral);
  request.set_page_size(page_size);
  request.set_page_token(page_token);
  return Do(&SessionStub::ListSessions, request);
}

Answer<outcomes::v1::Episode> Party::Episode(const std::string& referral) {
  outcomes::v1::GetEpisodeRequest request;
  request.set_name(referral + "/episodes/-");
  return Do(&SessionStub::GetEpisode, request);
}

}  // namespace tendon::testing
