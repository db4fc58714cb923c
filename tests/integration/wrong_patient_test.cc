// Both parties strike out another patient's referral (row 45a), and its sessions with it: through the feed that the
// outcomes server follows.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using WrongPatient = ExchangeTest;

pb::ReportWrongPatientRequest Report(const pb::Referral& referral) {
  pb::ReportWrongPatientRequest request;
  request.set_name(referral.name());
  request.set_etag(referral.etag());
  request.set_request_id(NewRequestId());
  request.set_reason_code("wrong-patient");
  request.set_comment("another of the same name");
  return request;
}

TEST_F(WrongPatient, TheSessionsAreStruckOutAndMayBeRecordedAnewForTheRightOne) {
  const pb::Referral started = InProgress();
  const out::Session session = Must(hand->Record(started.name(), SmallSession(absl::Now(), 6, 4)));
  const auto count = [&] { return Must(river->Get(started.name())).progress().sessions_completed(); };
  ASSERT_TRUE(Eventually([&] { return count() == 1; }));
  Must(hand->Do(&Party::OrderStub::ReportWrongPatient, Report(Must(hand->Get(started.name())))));
  const pb::Referral struck_out =
      Must(river->Do(&Party::OrderStub::ReportWrongPatient, Report(Must(river->Get(started.name())))));
  EXPECT_EQ(struck_out.state(), pb::REFERRAL_STATE_ENTERED_IN_ERROR);
  ASSERT_TRUE(Eventually(
      [&] { return Must(hand->GetSession(session.name())).status() == out::SESSION_STATUS_ENTERED_IN_ERROR; }));
  EXPECT_EQ(Must(hand->Episode(started.name())).sessions_completed(), 0);
  EXPECT_TRUE(Eventually([&] { return count() == 0; }));
  EXPECT_EQ(Must(hand->GetSession(session.name())).version(), 2);

  pb::CreateReferralRequest anew;
  *anew.mutable_referral() = SmallReferral(kHandWork);
  anew.mutable_referral()->mutable_patient()->mutable_identifiers(0)->set_value("the-right-one");
  anew.set_replaces(started.name());
  anew.set_request_id(NewRequestId());
  const pb::Referral replacement = Must(river->Do(&Party::ReferralStub::CreateReferral, anew));
  EXPECT_EQ(replacement.replaces(), started.name());
  const pb::Referral begun = Must(hand->StartSession(Must(hand->Accept(Must(river->Send(replacement))))));
  EXPECT_THAT(hand->Record(begun.name(), SmallSession(absl::Now(), 6, 4)), IsOk());
}

}  // namespace
}  // namespace tendon::testing
