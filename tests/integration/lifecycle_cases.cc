#include "tests/integration/lifecycle_cases.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "tests/testing/party.h"
#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using google::protobuf::Message;

// Three parties, and referrals from River to Hand Work in the states that requests need.
class World {
 public:
  explicit World(Exchange& exchange)
      : river(&exchange, Person(kRiver, kPhysician, "physician")),
        hand(&exchange, Person(kHandWork, kMassageTherapist, "massage_therapist")) {}

  Party river;
  Party hand;

  static pb::Referral Must(const Answer<pb::Referral>& answer) {
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    return answer.value;
  }
  pb::Referral Sent() { return Must(river.Send(Must(river.Create(SmallReferral(kHandWork))))); }
  // Another one for the same patient.
  pb::Referral SamePatientAs(const pb::Referral& referral) {
    pb::Referral order = SmallReferral(kHandWork);
    *order.mutable_patient() = referral.patient();
    return Must(river.Create(order));
  }
  pb::Referral WithCondition(const std::string& icd10cm) {
    pb::Referral order = SmallReferral(kHandWork);
    order.add_conditions()->set_icd10cm(icd10cm);
    return Must(river.Create(order));
  }
  pb::Referral Accepted() { return Must(hand.Accept(Sent())); }
  pb::Referral InProgress() { return Must(hand.StartSession(Accepted())); }
  // One session took place, and was counted.
  pb::Referral WithSession() {
    const pb::Referral referral = InProgress();
    EXPECT_TRUE(hand.Record(referral.name(), SmallSession(absl::Now(), 5, 4)).status.ok());
    EXPECT_TRUE(Eventually([&] { return hand.Get(referral.name())->progress().sessions_completed() == 1; }));
    return referral;
  }
  pb::Referral Completed() { return Must(hand.Complete(InProgress())); }
  pb::Referral Declined() { return Must(hand.Decline(Sent(), "capacity-full", "No place")); }

  template <class Request>
  static Request On(const pb::Referral& referral, const std::string& part = "") {
    Request request;
    request.set_name(part.empty() ? referral.name() : part);
    request.set_etag(referral.etag());
    request.set_request_id(NewRequestId());
    if constexpr (requires { request.set_comment(""); }) request.set_comment("A comment");
    return request;
  }
  template <class Request>
  static Request Because(const pb::Referral& referral, const std::string& code, const std::string& part = "") {
    auto request = On<Request>(referral, part);
    request.set_reason_code(code);
    return request;
  }
  template <class Request>
  static Request Of(const pb::Referral& referral) {
    Request request;
    request.set_parent(referral.name());
    return request;
  }

  pb::ScheduleAppointmentRequest Booking(const pb::Referral& referral) {
    auto request = On<pb::ScheduleAppointmentRequest>(referral);
    *request.mutable_appointment()->mutable_start_time() = ToProto(absl::Now() + absl::Hours(24));
    request.mutable_appointment()->set_duration_minutes(45);
    request.mutable_appointment()->set_clinician(hand.caller.clinician);
    request.mutable_appointment()->set_site_id("main");
    return request;
  }
  pb::Referral Scheduled() { return Must(hand.Do(&Party::AppointmentStub::ScheduleAppointment, Booking(Accepted()))); }
  pb::AskQuestionsRequest Asking(const pb::Referral& referral) {
    auto request = On<pb::AskQuestionsRequest>(referral);
    pb::Question* question = request.add_questions();
    question->set_kind(pb::QUESTION_KIND_CLEARANCE);
    question->set_text("Is anticoagulation current?");
    question->set_mandatory(true);
    question->set_clears_rule("CI004");
    return request;
  }
  pb::Referral Asked() { return Must(hand.Do(&Party::QuestionStub::AskQuestions, Asking(Sent()))); }
  pb::Referral Held() {
    return Must(
        hand.Do(&Party::CourseStub::HoldReferral, Because<pb::HoldReferralRequest>(InProgress(), "acute-flare")));
  }
  pb::Referral CancelRequested() {
    return Must(river.Do(&Party::CourseStub::RequestCancellation,
                         Because<pb::RequestCancellationRequest>(InProgress(), "patient-declined")));
  }
  pb::RequestExtensionRequest Extending(const pb::Referral& referral) {
    auto request = Because<pb::RequestExtensionRequest>(referral, "relapse");
    request.mutable_authorization()->set_sessions(10);
    return request;
  }
  pb::Referral Proposed() { return Must(hand.Do(&Party::ProposalStub::RequestExtension, Extending(InProgress()))); }
  pb::Referral ChildOrder() const {
    pb::Referral child = FullReferral();
    child.set_recipient(OrganizationName(kStep));
    child.set_referring_clinician(hand.caller.clinician);
    child.clear_recipient_clinician();
    child.clear_informed_parties();
    return child;
  }
};

GoodCase Make(const Party& party, const Message& request) {
  GoodCase made{party.caller, std::unique_ptr<Message>(request.New())};
  made.request->CopyFrom(request);
  return made;
}

using Cases = std::map<std::string, std::function<GoodCase(Exchange&)>>;

// A case whose request is made by `make(World&)`, of the recipient or the referrer.
template <class MakeRequest>
std::function<GoodCase(Exchange&)> ByHand(MakeRequest make) {
  return [make](Exchange& exchange) {
    World world(exchange);
    const auto request = make(world);
    return Make(world.hand, request);
  };
}
template <class MakeRequest>
std::function<GoodCase(Exchange&)> ByRiver(MakeRequest make) {
  return [make](Exchange& exchange) {
    World world(exchange);
    const auto request = make(world);
    return Make(world.river, request);
  };
}

void AddPlanning(Cases& cases) {
  cases["AppointmentService/PutOnWaitlist"] = ByHand([](World& w) {
    auto request = World::On<pb::PutOnWaitlistRequest>(w.Accepted());
    request.set_estimated_date("2199-03-01");
    return request;
  });
  cases["AppointmentService/ScheduleAppointment"] = ByHand([](World& w) { return w.Booking(w.Accepted()); });
  cases["AppointmentService/RescheduleAppointment"] = ByHand([](World& w) {
    const pb::Referral referral = w.Scheduled();
    auto request = World::On<pb::RescheduleAppointmentRequest>(referral, referral.name() + "/appointments/1");
    *request.mutable_start_time() = ToProto(absl::Now() + absl::Hours(48));
    request.set_duration_minutes(30);
    return request;
  });
  cases["AppointmentService/CancelAppointment"] = ByHand([](World& w) {
    const pb::Referral referral = w.Scheduled();
    return World::Because<pb::CancelAppointmentRequest>(referral, "patient-ill", referral.name() + "/appointments/1");
  });
  cases["AppointmentService/RecordNoShow"] = ByHand([](World& w) {
    auto booking = w.Booking(w.Accepted());
    *booking.mutable_appointment()->mutable_start_time() = ToProto(absl::Now() + absl::Hours(1));
    const pb::Referral referral = World::Must(w.hand.Do(&Party::AppointmentStub::ScheduleAppointment, booking));
    return World::Because<pb::RecordNoShowRequest>(referral, "patient-forgot", referral.name() + "/appointments/1");
  });
  cases["AppointmentService/ListAppointments"] =
      ByHand([](World& w) { return World::Of<pb::ListAppointmentsRequest>(w.Scheduled()); });
  cases["QuestionService/AskQuestions"] = ByHand([](World& w) { return w.Asking(w.Sent()); });
  cases["QuestionService/AnswerQuestion"] = ByRiver([](World& w) {
    const pb::Referral referral = w.Asked();
    auto request = World::On<pb::AnswerQuestionRequest>(referral, referral.name() + "/questions/1");
    request.mutable_answer()->set_text("It is");
    request.mutable_answer()->set_cleared(true);
    *request.mutable_answer()->mutable_finding() = FullReferral().findings(0);
    return request;
  });
  cases["QuestionService/AskClarification"] = ByRiver([](World& w) {
    auto request = World::On<pb::AskClarificationRequest>(w.Completed());
    request.set_text("Which exercises?");
    return request;
  });
  cases["QuestionService/ListQuestions"] =
      ByHand([](World& w) { return World::Of<pb::ListQuestionsRequest>(w.Asked()); });
}

void AddCourse(Cases& cases) {
  cases["CourseService/HoldReferral"] =
      ByHand([](World& w) { return World::Because<pb::HoldReferralRequest>(w.InProgress(), "acute-flare"); });
  cases["CourseService/ResumeReferral"] = ByHand([](World& w) {
    auto request = World::On<pb::ResumeReferralRequest>(w.Held());
    *request.add_findings() = KnownFacts().findings(0);
    return request;
  });
  cases["CourseService/RequestCancellation"] = ByRiver(
      [](World& w) { return World::Because<pb::RequestCancellationRequest>(w.InProgress(), "patient-declined"); });
  cases["CourseService/ConfirmCancellation"] = ByHand([](World& w) {
    auto request = World::On<pb::ConfirmCancellationRequest>(w.CancelRequested());
    *request.mutable_closing_summary() = FullSummary();
    return request;
  });
  cases["CourseService/RefuseCancellation"] =
      ByHand([](World& w) { return World::Because<pb::RefuseCancellationRequest>(w.CancelRequested(), "other"); });
  cases["CourseService/WithdrawCancellation"] =
      ByRiver([](World& w) { return World::On<pb::WithdrawCancellationRequest>(w.CancelRequested()); });
  cases["CourseService/FailReferral"] = ByHand([](World& w) {
    auto request = World::Because<pb::FailReferralRequest>(w.InProgress(), "not-fit");
    *request.mutable_closing_summary() = FullSummary();
    return request;
  });
  cases["CourseService/AddInterimReport"] = ByHand([](World& w) {
    auto request = World::On<pb::AddInterimReportRequest>(w.InProgress());
    request.set_text("So far so good");
    return request;
  });
  cases["CourseService/AddAddendum"] = ByHand([](World& w) {
    auto request = World::On<pb::AddAddendumRequest>(w.Completed());
    request.set_text("The X-ray came too");
    return request;
  });
  cases["CourseService/SubmitLateSummary"] = ByHand([](World& w) {
    const pb::Referral asked =
        World::Must(w.river.Do(&Party::CourseStub::RequestCancellation,
                               World::Because<pb::RequestCancellationRequest>(w.WithSession(), "patient-declined")));
    auto request = World::On<pb::SubmitLateSummaryRequest>(World::Must(
        w.hand.Do(&Party::CourseStub::ConfirmCancellation, World::On<pb::ConfirmCancellationRequest>(asked))));
    *request.mutable_closing_summary() = FullSummary();
    return request;
  });
  cases["CourseService/CrossBack"] = ByHand([](World& w) {
    auto request = World::Because<pb::CrossBackRequest>(w.InProgress(), "red-flag");
    *request.mutable_closing_summary() = FullSummary();
    return request;
  });
}

void AddProposals(Cases& cases) {
  cases["ProposalService/RequestExtension"] = ByHand([](World& w) { return w.Extending(w.InProgress()); });
  cases["ProposalService/ForwardReferral"] = ByHand([](World& w) {
    auto request = World::Because<pb::ForwardReferralRequest>(w.Sent(), "referred-onward");
    request.set_recipient(OrganizationName(kStep));
    return request;
  });
  cases["ProposalService/ProposeChild"] = ByHand([](World& w) {
    auto request = World::On<pb::ProposeChildRequest>(w.InProgress());
    *request.mutable_child() = w.ChildOrder();
    return request;
  });
  cases["ProposalService/CreateChildReferral"] = ByHand([](World& w) {
    auto request = World::On<pb::CreateChildReferralRequest>(w.InProgress());
    *request.mutable_child() = w.ChildOrder();
    return request;
  });
  cases["ProposalService/ApproveProposal"] = ByRiver([](World& w) {
    const pb::Referral referral = w.Proposed();
    return World::On<pb::ApproveProposalRequest>(referral, referral.name() + "/proposals/1");
  });
  cases["ProposalService/DenyProposal"] = ByRiver([](World& w) {
    const pb::Referral referral = w.Proposed();
    return World::Because<pb::DenyProposalRequest>(referral, "goals-met", referral.name() + "/proposals/1");
  });
  cases["ProposalService/WithdrawProposal"] = ByHand([](World& w) {
    const pb::Referral referral = w.Proposed();
    return World::On<pb::WithdrawProposalRequest>(referral, referral.name() + "/proposals/1");
  });
  cases["ProposalService/ListProposals"] =
      ByHand([](World& w) { return World::Of<pb::ListProposalsRequest>(w.Proposed()); });
}

void AddOrders(Cases& cases) {
  cases["OrderService/RedirectReferral"] = ByRiver([](World& w) {
    auto request = World::On<pb::RedirectReferralRequest>(w.Declined());
    request.set_recipient(OrganizationName(kStep));
    return request;
  });
  cases["OrderService/CloseReferral"] =
      ByRiver([](World& w) { return World::Because<pb::CloseReferralRequest>(w.Declined(), "not-required"); });
  cases["OrderService/RequestMoreSessions"] = ByRiver([](World& w) {
    auto request = World::On<pb::RequestMoreSessionsRequest>(w.Completed());
    request.mutable_authorization()->set_sessions(4);
    return request;
  });
  cases["OrderService/ModifyReferral"] = ByRiver([](World& w) {
    const pb::Referral sent = w.Sent();
    pb::ModifyReferralRequest request;
    *request.mutable_referral() = FullReferral();
    request.mutable_referral()->set_name(sent.name());
    request.mutable_referral()->set_etag(sent.etag());
    request.mutable_update_mask()->add_paths("note");
    request.set_request_id(NewRequestId());
    return request;
  });
  cases["OrderService/AcknowledgeModification"] = ByHand([](World& w) {
    const pb::Referral accepted = w.Accepted();
    pb::ModifyReferralRequest modify;
    modify.mutable_referral()->set_name(accepted.name());
    modify.mutable_referral()->set_etag(accepted.etag());
    modify.mutable_referral()->set_note("In the mornings");
    modify.set_request_id(NewRequestId());
    return World::On<pb::AcknowledgeModificationRequest>(
        World::Must(w.river.Do(&Party::OrderStub::ModifyReferral, modify)));
  });
  cases["OrderService/AddSafetyFacts"] = ByHand([](World& w) {
    auto request = World::On<pb::AddSafetyFactsRequest>(w.Accepted());
    const pb::Referral facts = FullReferral();
    *request.mutable_conditions() = facts.conditions();
    *request.mutable_medications() = facts.medications();
    *request.mutable_findings() = facts.findings();
    return request;
  });
  cases["OrderService/MarkEnteredInError"] =
      ByRiver([](World& w) { return World::Because<pb::MarkEnteredInErrorRequest>(w.Sent(), "raised-in-error"); });
  cases["OrderService/ReportWrongPatient"] =
      ByRiver([](World& w) { return World::Because<pb::ReportWrongPatientRequest>(w.WithSession(), "wrong-patient"); });
  cases["OrderService/LinkDuplicate"] = ByRiver([](World& w) {
    const pb::Referral sent = w.Sent();
    auto request = World::On<pb::LinkDuplicateRequest>(sent);
    request.set_duplicate_of(w.SamePatientAs(sent).name());
    return request;
  });
}

// Screened on what the order does not plan, so that the order itself stays safe.
void AddScreeningRecords(Cases& cases) {
  cases["ScreeningRecordService/AttestOverride"] = ByRiver([](World& w) {
    auto request = World::Because<pb::AttestOverrideRequest>(w.WithCondition("M81.0"), "benefit-outweighs-risk");
    request.set_rule("CI062");
    request.set_technique("MANIPULATION");
    *request.mutable_expire_time() = ToProto(absl::Now() + absl::Hours(24));
    return request;
  });
  cases["ScreeningRecordService/AttachClearance"] = ByRiver([](World& w) {
    auto request = World::On<pb::AttachClearanceRequest>(w.WithCondition("Z86.718"));
    request.set_rule("CI004");
    request.set_technique("DEEP_TISSUE");
    request.set_clearing_clinician("Dr Ada");
    request.set_clear_date("2026-01-02");
    request.set_text("Deep work may be done");
    return request;
  });
  cases["ScreeningRecordService/ReportSession"] = [](Exchange& exchange) {
    World world(exchange);
    const pb::Referral referral = world.InProgress();
    pb::ReportSessionRequest request;
    request.set_session(referral.name() + "/sessions/0190a5b4-0000-7000-8000-000000000001");
    request.set_request_id(NewRequestId());
    *request.mutable_start_time() = ToProto(absl::Now());
    *request.add_techniques() = KnownTechnique();
    *request.add_findings() = KnownFacts().findings(0);
    request.set_organization(world.hand.organization());
    request.set_clinician(world.hand.caller.clinician);
    GoodCase made{Service(), std::unique_ptr<Message>(request.New())};
    made.request->CopyFrom(request);
    return made;
  };
}

void AddHistory(Cases& cases) {
  cases["HistoryService/GetReferralVersion"] = ByRiver([](World& w) {
    pb::GetReferralVersionRequest request;
    request.set_name(w.Sent().name());
    request.set_version(1);
    return request;
  });
  cases["HistoryService/ListReferralVersions"] =
      ByRiver([](World& w) { return World::Of<pb::ListReferralVersionsRequest>(w.Accepted()); });
  cases["HistoryService/ExplainReferral"] = ByRiver([](World& w) {
    pb::ExplainReferralRequest request;
    request.set_name(w.Accepted().name());
    return request;
  });
  cases["HistoryService/ListReasonCodes"] = ByRiver([](World&) {
    pb::ListReasonCodesRequest request;
    request.set_event(pb::REFERRAL_EVENT_DECLINE);
    return request;
  });
  cases["HistoryService/ListStateMappings"] = ByRiver([](World&) { return pb::ListStateMappingsRequest(); });
}

}  // namespace

const Cases& LifecycleCases() {
  static const auto* const cases = [] {
    auto* made = new Cases;
    AddPlanning(*made);
    AddCourse(*made);
    AddProposals(*made);
    AddOrders(*made);
    AddScreeningRecords(*made);
    AddHistory(*made);
    return made;
  }();
  return *cases;
}

}  // namespace tendon::testing
