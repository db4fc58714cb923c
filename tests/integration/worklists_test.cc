// Worklists through the server: complete, in order, of one's own, under the role's view.
#include "tendon/referral/v1/worklist_service.grpc.pb.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Worklists : public ExchangeTest {
 protected:
  using Stub = pb::WorklistService::Stub;

  template <class Request, class Response>
  Answer<Response> Do(Party& party, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
    const auto stub = pb::WorklistService::NewStub(exchange->referral().channel());
    return Call(stub.get(), method, party.caller, request, party.options);
  }
  Answer<pb::ListWorklistResponse> List(Party& party, pb::ListWorklistRequest request) {
    if (request.parent().empty()) request.set_parent(party.organization());
    return Do(party, &Stub::ListWorklist, request);
  }
  Answer<pb::ListOverdueResponse> Overdue(Party& party) {
    pb::ListOverdueRequest request;
    request.set_parent(party.organization());
    return Do(party, &Stub::ListOverdue, request);
  }
  // Over all pages.
  std::vector<std::string> Names(Party& party, pb::Worklist list, int page_size = 50,
                                 pb::ReferralState state = pb::REFERRAL_STATE_UNSPECIFIED) {
    std::vector<std::string> names;
    pb::ListWorklistRequest request;
    request.set_worklist(list);
    request.set_state(state);
    request.set_page_size(page_size);
    do {
      const auto page = List(party, request);
      EXPECT_THAT(page, IsOk());
      for (const auto& item : page->items()) names.push_back(item.referral().name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<std::string> OfPatient(Party& party, const std::string& value) {
    pb::ListPatientReferralsRequest request;
    request.set_parent(party.organization());
    request.mutable_identifier()->set_system("urn:river:mrn");
    request.mutable_identifier()->set_value(value);
    const auto page = Do(party, &Stub::ListPatientReferrals, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    for (const auto& referral : page->referrals()) names.push_back(referral.name());
    return names;
  }
};

TEST_F(Worklists, BoxesBeginWithTheOldest) {
  const std::string first = Sent().name(), second = Accepted().name(), draft = Draft().name(), third = Sent().name();
  for (const int page_size : {1, 2, 50}) {
    EXPECT_THAT(Names(*hand, pb::WORKLIST_INBOX, page_size), ElementsAre(first, second, third));
    EXPECT_THAT(Names(*river, pb::WORKLIST_OUTBOX, page_size), ElementsAre(first, second, draft, third));
  }
  EXPECT_THAT(Names(*hand, pb::WORKLIST_INBOX, 1, pb::REFERRAL_STATE_ACCEPTED), ElementsAre(second));
  EXPECT_THAT(Names(*far, pb::WORKLIST_INBOX), IsEmpty());
}

TEST_F(Worklists, TheTurnFollowsTheReferral) {
  const pb::Referral draft = Draft();
  EXPECT_THAT(Names(*river, pb::WORKLIST_MY_TURN), ElementsAre(draft.name()));
  EXPECT_THAT(Names(*hand, pb::WORKLIST_MY_TURN), IsEmpty());
  const pb::Referral sent = Must(river->Send(draft));
  EXPECT_THAT(Names(*river, pb::WORKLIST_MY_TURN), IsEmpty());
  EXPECT_THAT(Names(*hand, pb::WORKLIST_MY_TURN), ElementsAre(draft.name()));
  pb::ListWorklistRequest request;
  request.set_worklist(pb::WORKLIST_MY_TURN);
  EXPECT_TRUE(List(*hand, request)->items(0).my_turn());
  ASSERT_THAT(hand->Decline(sent, "capacity-full", "No place"), IsOk());
  EXPECT_THAT(Names(*river, pb::WORKLIST_MY_TURN), ElementsAre(draft.name()));
}

TEST_F(Worklists, AnOutcomeIsUnreadUntilItIsAcknowledged) {
  const pb::Referral completed = Completed();
  EXPECT_THAT(Names(*river, pb::WORKLIST_UNREAD_OUTCOMES), ElementsAre(completed.name()));
  EXPECT_THAT(Names(*hand, pb::WORKLIST_UNREAD_OUTCOMES), IsEmpty());
  ASSERT_THAT(river->Acknowledge(completed), IsOk());
  EXPECT_THAT(Names(*river, pb::WORKLIST_UNREAD_OUTCOMES), IsEmpty());
}

TEST_F(Worklists, FiltersSelect) {
  Sent();
  const pb::Referral full = Must(river->Send(Must(river->Create(FullReferral()))));
  pb::ListWorklistRequest request;
  request.set_worklist(pb::WORKLIST_INBOX);
  request.set_priority(pb::PRIORITY_URGENT);
  const auto urgent = List(*hand, request);
  ASSERT_THAT(urgent->items(), SizeIs(1));
  EXPECT_EQ(urgent->items(0).referral().name(), full.name());
  request.set_priority(pb::PRIORITY_UNSPECIFIED);
  request.set_clinician(hand->caller.clinician);
  EXPECT_THAT(List(*hand, request)->items(), SizeIs(1));
  request.clear_clinician();
  request.set_discipline(clinical::v1::DISCIPLINE_PHYSICIAN);
  EXPECT_THAT(List(*hand, request)->items(), IsEmpty());
}

TEST_F(Worklists, APatientIsFoundByIdentifierOnly) {
  const pb::Referral small = Sent();
  const std::string number = small.patient().identifiers(0).value();
  const pb::Referral full = Must(river->Send(Must(river->Create(FullReferral()))));
  EXPECT_THAT(OfPatient(*river, number), ElementsAre(small.name()));
  EXPECT_THAT(OfPatient(*hand, "MRN-6620481"), ElementsAre(full.name()));
  EXPECT_THAT(OfPatient(*step, "MRN-6620481"), ElementsAre(full.name())) << "an informed party";
  EXPECT_THAT(OfPatient(*far, "MRN-6620481"), IsEmpty());
  EXPECT_THAT(OfPatient(*hand, "Quillfeather"), IsEmpty());
  pb::Referral same_patient = SmallReferral(kStep);
  *same_patient.mutable_patient() = small.patient();
  const pb::Referral other = Must(river->Create(same_patient));
  EXPECT_THAT(OfPatient(*river, number), ElementsAre(small.name(), other.name()));
  EXPECT_THAT(OfPatient(*hand, number), ElementsAre(small.name())) << "what goes to step is not hand's to see";
}

TEST_F(Worklists, NobodySeesAnothersLists) {
  pb::ListWorklistRequest list;
  list.set_parent(hand->organization());
  list.set_worklist(pb::WORKLIST_INBOX);
  EXPECT_THAT(List(*river, list), AllOf(StatusIs(kNotFound), HasReason("NOT_FOUND")));
  pb::ListOverdueRequest overdue;
  overdue.set_parent(hand->organization());
  EXPECT_THAT(Do(*river, &Stub::ListOverdue, overdue), StatusIs(kNotFound));
  pb::ListPatientReferralsRequest patient;
  patient.set_parent(hand->organization());
  patient.mutable_identifier()->set_system("urn:x");
  patient.mutable_identifier()->set_value("1");
  EXPECT_THAT(Do(*river, &Stub::ListPatientReferrals, patient), StatusIs(kNotFound));
  EXPECT_THAT(Overdue(*river), IsOk());
}

TEST_F(Worklists, AListShowsWhatGetShows) {
  const pb::Referral full = Must(river->Send(Must(river->Create(FullReferral()))));
  Party desk(exchange.get(), SystemOf(kHandWork, "administrator"));
  for (Party* party : {&*hand, &desk}) {
    const std::string got = Must(party->Get(full.name())).SerializeAsString();
    pb::ListWorklistRequest request;
    for (const pb::Worklist list : {pb::WORKLIST_INBOX, pb::WORKLIST_MY_TURN}) {
      request.set_worklist(list);
      const auto page = List(*party, request);
      ASSERT_THAT(page->items(), SizeIs(1));
      EXPECT_EQ(page->items(0).referral().SerializeAsString(), got);
    }
  }
}

TEST_F(Worklists, TheListsAreThereAfterAKill) {
  const std::string name = Sent().name();
  exchange->referral().Kill();
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  EXPECT_THAT(Names(*hand, pb::WORKLIST_MY_TURN), ElementsAre(name));
}

}  // namespace
}  // namespace tendon::testing
