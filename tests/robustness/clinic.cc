#include "tests/robustness/clinic.h"

#include <google/protobuf/util/message_differencer.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/matchers.h"
#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
namespace out = outcomes::v1;
using google::protobuf::util::MessageDifferencer;

constexpr size_t kCoursesAtATime = 4;
constexpr size_t kMostVisits = 4;

clinical::v1::Identifier RunIdentifier(const std::string& number) {
  clinical::v1::Identifier identifier;
  identifier.set_system(kRunSystem);
  identifier.set_value(number);
  return identifier;
}

std::string Describe(const std::string& what, const grpc::Status& status) {
  return absl::StrCat(what, ": code ", static_cast<int>(status.error_code()), " ", ReasonOf(status), " ",
                      status.error_message());
}

}  // namespace

Clinic::Clinic(Exchange* exchange, std::string id, uint64_t seed, LoadCounters* counters)
    : id_(std::move(id)),
      counters_(counters),
      random_(seed),
      river_(exchange, Person(kRiver, kPhysician, "physician")),
      hand_(exchange, Person(kHandWork, kMassageTherapist, "massage_therapist")),
      step_(exchange, Person(kStep, kPhysicalTherapist, "physical_therapist")) {}

void Clinic::Run() {
  std::vector<Course> open;
  while (!counters_->stop) {
    if (open.size() < kCoursesAtATime) open.push_back(NewCourse());
    const size_t chosen = random_() % open.size();
    if (Advance(&open[chosen])) continue;
    ledger_.courses.push_back(std::move(open[chosen]));
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
  for (Course& course : open) ledger_.courses.push_back(std::move(course));
}

Course Clinic::NewCourse() {
  Course course;
  course.number = absl::StrCat(id_, "-", ++courses_);
  course.recipient_id = Chance(2) ? kStep : kHandWork;
  course.referrer = river_.caller;
  course.recipient = RecipientOf(course)->caller;
  return course;
}

bool Clinic::Advance(Course* course) {
  Party* const recipient = RecipientOf(*course);
  switch (course->answer.state()) {
    case pb::REFERRAL_STATE_UNSPECIFIED:
      return Create(course);
    case pb::REFERRAL_STATE_DRAFT:
      return Move(course, &river_, &Party::ReferralStub::SendReferral);
    case pb::REFERRAL_STATE_SENT:
      if (Chance(4)) return Move(course, recipient, &Party::ReferralStub::ReceiveReferral);
      [[fallthrough]];
    case pb::REFERRAL_STATE_RECEIVED:
      return Move(course, recipient, &Party::ReferralStub::AcceptReferral);
    case pb::REFERRAL_STATE_ACCEPTED:
      // What took place without being announced is a fact all the same.
      return Chance(3) && course->visits.empty() ? Record(course)
                                                 : Move(course, recipient, &Party::ReferralStub::StartSession);
    case pb::REFERRAL_STATE_IN_PROGRESS:
      return Treat(course);
    case pb::REFERRAL_STATE_COMPLETED:
      return Move(course, &river_, &Party::ReferralStub::AcknowledgeReferral);
    default:
      return false;
  }
}

bool Clinic::Treat(Course* course) {
  if (course->visits.size() < kMostVisits && !Chance(8)) return Record(course);
  pb::CompleteReferralRequest request;
  *request.mutable_closing_summary() = FullSummary();
  return Move(course, RecipientOf(*course), &Party::ReferralStub::CompleteReferral, std::move(request));
}

bool Clinic::Create(Course* course) {
  pb::CreateReferralRequest request;
  *request.mutable_referral() = SmallReferral(course->recipient_id);
  if (course->recipient_id == kStep) {
    request.mutable_referral()->set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  }
  *request.mutable_referral()->add_identifiers() = RunIdentifier(course->number);
  request.set_request_id(NewRequestId());
  auto answer = Do(&river_, &Party::ReferralStub::CreateReferral, request, course);
  if (!answer.has_value()) return false;
  course->answer = *std::move(answer);
  course->answered_to = river_.caller;
  return true;
}

bool Clinic::Record(Course* course) {
  Visit visit;
  visit.number = absl::StrCat(course->number, "-", ++visits_);
  out::RecordSessionRequest request;
  request.set_parent(course->answer.name());
  *request.mutable_session() = SmallSession(absl::Now() - absl::Hours(1), 7, 5);
  *request.mutable_session()->add_identifiers() = RunIdentifier(visit.number);
  request.set_request_id(NewRequestId());
  auto answer = Do(RecipientOf(*course), &Party::SessionStub::RecordSession, request, course);
  const bool answered = answer.has_value();
  if (answered) visit.answer = *std::move(answer);
  course->visits.push_back(std::move(visit));
  return answered;
}

template <class Stub, class Request>
bool Clinic::Move(Course* course, Party* actor,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, pb::Referral*), Request request) {
  request.set_name(course->answer.name());
  request.set_etag(course->answer.etag());
  request.set_request_id(NewRequestId());
  auto answer = Do(actor, method, request, course);
  course->in_doubt = !answer.has_value();
  if (!answer.has_value()) return false;
  if (answer->version() != course->answer.version() + 1) {
    ledger_.complaints.push_back(absl::StrCat(course->number, ": version ", answer->version(), " came after version ",
                                              course->answer.version()));
  }
  course->answer = *std::move(answer);
  course->answered_to = actor->caller;
  return true;
}

template <class Stub, class Request, class Response>
std::optional<Response> Clinic::Do(Party* actor,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                   const Request& request, Course* course) {
  const std::string what = absl::StrCat(Request::descriptor()->name(), " of ", course->number);
  Answer<Response> answer = actor->Do(method, request);
  // One client in so many dies with the server.
  if (IsGone(answer.status) && Chance(16)) return std::nullopt;
  if (IsGone(answer.status)) {
    ++counters_->retries;
    answer = CallUntilAnswered(actor, method, request, {.retries = &counters_->retries});
  }
  if (!answer.ok()) {
    ledger_.complaints.push_back(Describe(what, answer.status));
    return std::nullopt;
  }
  ++counters_->acknowledged;
  // Clinics outlive their deeds: see CrashRun.
  const auto again = [actor, method, request, what, first = answer.value]() -> std::string {
    const Answer<Response> repeated = CallUntilAnswered(actor, method, request);
    if (!repeated.ok()) return Describe("again " + what, repeated.status);
    return MessageDifferencer::Equals(*repeated, first) ? "" : absl::StrCat("again ", what, ": another answer");
  };
  if (Chance(16)) {
    if (std::string wrong = again(); !wrong.empty()) ledger_.complaints.push_back(std::move(wrong));
  }
  ledger_.deeds.push_back({what, again});
  return answer.value;
}

}  // namespace tendon::testing
