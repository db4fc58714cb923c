// What a caller may rely on: stale etags change nothing, requests may be repeated, checks alone change nothing, and a
// read sees what was written.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::SizeIs;
using Consistency = ExchangeTest;

pb::CreateReferralRequest CreateRequest(const std::string& request_id) {
  pb::CreateReferralRequest request;
  *request.mutable_referral() = FullReferral();
  request.set_request_id(request_id);
  return request;
}

TEST_F(Consistency, AStaleEtagIsAbortedWithoutEffect) {
  const pb::Referral draft = Draft();
  const pb::Referral sent = Must(river->Send(draft));
  const int64_t revision = Revision();
  pb::Referral change;
  change.set_name(draft.name());
  change.set_etag(draft.etag());
  change.set_note("too late");
  const std::vector<grpc::Status> answers = {
      river->Send(draft).status,
      river->Update(change).status,
      hand->Receive(draft).status,
      hand->Accept(draft).status,
      hand->Decline(draft, "other", "x").status,
      river->Cancel(draft, "duplicate").status,
  };
  for (const grpc::Status& answer : answers) {
    EXPECT_THAT(answer, AllOf(StatusIs(grpc::StatusCode::ABORTED), HasReason("STALE_ETAG")));
  }
  EXPECT_EQ(Revision(), revision);
  EXPECT_EQ(Must(river->Get(draft.name())).SerializeAsString(), sent.SerializeAsString());
}

TEST_F(Consistency, TheSameRequestGivesTheFirstAnswerAgain) {
  const auto request = CreateRequest(NewRequestId());
  const auto first = river->Do(&Party::ReferralStub::CreateReferral, request);
  ASSERT_THAT(first, IsOk());
  Must(river->Send(*first));  // the referral has moved on since
  const int64_t revision = Revision();
  const auto again = river->Do(&Party::ReferralStub::CreateReferral, request);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(again.revision, first.revision);
  EXPECT_EQ(Revision(), revision);
}

TEST_F(Consistency, AlsoAfterTheServerWasKilled) {
  const auto request = CreateRequest(NewRequestId());
  const auto first = river->Do(&Party::ReferralStub::CreateReferral, request);
  exchange->referral().Kill();
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  const auto again = river->Do(&Party::ReferralStub::CreateReferral, request);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(river->List(pb::REFERRAL_BOX_OUTBOX)->referrals(), SizeIs(1));
}

TEST_F(Consistency, AnIdOfAnotherRequestIsRefused) {
  auto request = CreateRequest(NewRequestId());
  Must(river->Do(&Party::ReferralStub::CreateReferral, request));
  const int64_t revision = Revision();
  request.mutable_referral()->set_note("another");
  const auto reused = river->Do(&Party::ReferralStub::CreateReferral, request);
  EXPECT_THAT(reused, AllOf(StatusIs(grpc::StatusCode::INVALID_ARGUMENT), HasReason("REQUEST_ID_REUSED")));
  pb::SendReferralRequest send;
  send.set_name("referrals/0190a5b4-0000-7000-8000-000000000000");
  send.set_etag("v1");
  send.set_request_id(request.request_id());
  EXPECT_THAT(river->Do(&Party::ReferralStub::SendReferral, send), HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(Revision(), revision);
}

TEST_F(Consistency, AnotherCallersIdIsAnotherId) {
  const auto request = CreateRequest(NewRequestId());
  const auto of_river = river->Do(&Party::ReferralStub::CreateReferral, request);
  Party colleague(exchange.get(), SystemOf(kRiver));
  const auto of_colleague = colleague.Do(&Party::ReferralStub::CreateReferral, request);
  ASSERT_THAT(of_colleague, IsOk());
  EXPECT_NE(of_colleague->name(), of_river->name());
}

TEST_F(Consistency, ARefusedRequestMayBeTriedAgainWithItsId) {
  const pb::Referral sent = Sent();
  pb::AcceptReferralRequest request;
  request.set_name(sent.name());
  request.set_etag("v1");
  request.set_request_id(NewRequestId());
  EXPECT_THAT(hand->Do(&Party::ReferralStub::AcceptReferral, request), HasReason("STALE_ETAG"));
  request.set_etag(sent.etag());
  EXPECT_THAT(hand->Do(&Party::ReferralStub::AcceptReferral, request), IsOk());
}

TEST_F(Consistency, ACheckAloneChangesNothing) {
  const pb::Referral draft = Draft();
  const int64_t revision = Revision();
  auto create = CreateRequest(NewRequestId());
  create.set_validate_only(true);
  const auto checked = river->Do(&Party::ReferralStub::CreateReferral, create);
  EXPECT_THAT(checked, IsOk());
  EXPECT_THAT(river->Get(checked->name()), StatusIs(grpc::StatusCode::NOT_FOUND));
  pb::SendReferralRequest send;
  send.set_name(draft.name());
  send.set_etag(draft.etag());
  send.set_request_id(NewRequestId());
  send.set_validate_only(true);
  const auto sendable = river->Do(&Party::ReferralStub::SendReferral, send);
  EXPECT_EQ(sendable->state(), pb::REFERRAL_STATE_SENT) << "what it would be";
  EXPECT_EQ(Must(river->Get(draft.name())).SerializeAsString(), draft.SerializeAsString());
  EXPECT_EQ(Revision(), revision);
  // The revision it answers with is one that exists.
  ASSERT_TRUE(sendable.revision.has_value());
  EXPECT_LE(*sendable.revision, revision);
  // Nothing is remembered of it: the id is free for the real request.
  create.set_validate_only(false);
  EXPECT_THAT(river->Do(&Party::ReferralStub::CreateReferral, create), IsOk());
}

TEST_F(Consistency, ACheckOfABadRequestSaysSo) {
  pb::SendReferralRequest send;
  send.set_name(Must(river->Create(pb::Referral())).name());
  send.set_etag("v1");
  send.set_request_id(NewRequestId());
  send.set_validate_only(true);
  EXPECT_THAT(river->Do(&Party::ReferralStub::SendReferral, send), HasReason("INCOMPLETE"));
}

TEST_F(Consistency, ACheckOfASessionChangesNothing) {
  const pb::Referral referral = InProgress();
  out::RecordSessionRequest request;
  request.set_parent(referral.name());
  *request.mutable_session() = SmallSession(absl::Now(), 5, 4);
  request.set_request_id(NewRequestId());
  request.set_validate_only(true);
  EXPECT_THAT(hand->Do(&Party::SessionStub::RecordSession, request), IsOk());
  EXPECT_THAT(hand->Sessions(referral.name())->sessions(), SizeIs(0));
}

TEST_F(Consistency, AReadMayAskForARevision) {
  const auto created = river->Create(SmallReferral(kHandWork));
  ASSERT_TRUE(created.revision.has_value());
  river->options.at_least_revision = std::to_string(*created.revision);
  EXPECT_THAT(river->Get(created->name()), IsOk());
  river->options.at_least_revision = std::to_string(*created.revision + 1000);
  const auto ahead = river->Get(created->name());
  EXPECT_THAT(ahead, AllOf(StatusIs(grpc::StatusCode::UNAVAILABLE), HasReason("REVISION_NOT_REACHED")));
  EXPECT_TRUE(DetailOf<google::rpc::RetryInfo>(ahead.status).has_value());
  for (const char* bad : {"x", "-1", "1.5", "99999999999999999999"}) {
    river->options.at_least_revision = bad;
    EXPECT_THAT(river->Get(created->name()),
                AllOf(StatusIs(grpc::StatusCode::INVALID_ARGUMENT), NamesField("tendon-at-least-revision")));
  }
}

TEST_F(Consistency, ATakenIdIsSaidSo) {
  Party keeper(exchange.get(), Operator());
  EXPECT_THAT(keeper.CreateOrganization(kRiver, FullOrganization()),
              AllOf(StatusIs(grpc::StatusCode::ALREADY_EXISTS), HasReason("ALREADY_EXISTS")));
}

TEST_F(Consistency, AReferenceThatDoesNotExistNamesItsField) {
  pb::Referral referral = SmallReferral("nowhere");
  EXPECT_THAT(river->Create(referral),
              AllOf(StatusIs(grpc::StatusCode::INVALID_ARGUMENT), NamesField("referral.recipient")));
  referral = SmallReferral(kHandWork);
  referral.set_recipient_clinician(far->caller.clinician);
  EXPECT_THAT(river->Create(referral),
              AllOf(StatusIs(grpc::StatusCode::INVALID_ARGUMENT), NamesField("referral.recipient_clinician")));
}

}  // namespace
}  // namespace tendon::testing
