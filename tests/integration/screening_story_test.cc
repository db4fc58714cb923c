// A patient with an acute thrombosis: massage is stopped at Send, nothing overrides that, another plan is sent; a red
// flag stops the third session and comes back; the physician clears it and the sessions go on; a technique that was
// used all the same is recorded and told at once. Through the real servers. Rules and verdicts: contraindications.csv.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ScreeningStory : public ExchangeTest {
 protected:
  template <class Request>
  static Request On(const pb::Referral& referral) {
    Request request;
    request.set_name(referral.name());
    request.set_etag(referral.etag());
    request.set_request_id(NewRequestId());
    return request;
  }
  pb::Referral Latest(const std::string& name) { return Must(river->Get(name)); }

  static clinical::v1::TechniqueUse Use(const std::string& technique, const std::string& region) {
    clinical::v1::TechniqueUse use;
    use.set_technique(technique);
    use.add_body_sites()->set_region(region);
    return use;
  }
  // Massage of the leg, for a patient with an acute thrombosis in it.
  pb::Referral MassageOfAThrombosedLeg() {
    pb::Referral order = SmallReferral(kHandWork);
    order.set_responsible_physician(river->caller.clinician);
    order.add_conditions()->set_icd10cm("I82.412");
    *order.add_planned_techniques() = Use("PETRISSAGE", "calf");
    return Must(river->Create(order));
  }
  // Taping of the neck for the same patient.
  pb::Referral SafePlanSent() {
    pb::Referral changes = MassageOfAThrombosedLeg();
    changes.clear_planned_techniques();
    *changes.add_planned_techniques() = Use("KINESIO_TAPE", "neck");
    return Must(river->Send(Must(river->Update(changes, {"planned_techniques"}))));
  }

  out::Session Treat(const std::string& name, const std::string& technique, const std::string& region) {
    Must(hand->StartSession(Latest(name)));
    return RecordUse(name, technique, region);
  }
  out::Session RecordUse(const std::string& name, const std::string& technique, const std::string& region) {
    out::Session session = SmallSession(absl::Now(), 6, 5);
    *session.add_techniques() = Use(technique, region);
    return Must(hand->Record(name, session));
  }
  bool IsScreened(const out::Session& session) { return Must(hand->GetSession(session.name())).has_screening(); }

  static pb::StartSessionRequest WithFinding(const pb::Referral& referral, clinical::v1::FactStatus status) {
    auto request = On<pb::StartSessionRequest>(referral);
    request.add_findings()->set_code("RF_SADDLE");
    request.mutable_findings(0)->set_status(status);
    return request;
  }

  std::vector<pb::Event> UrgentFor(Party& who) {
    std::vector<pb::Event> urgent;
    const auto feed = who.Events();
    for (const pb::Event& event : feed->events()) {
      if (event.type() == pb::EVENT_TYPE_URGENT) urgent.push_back(event);
    }
    return urgent;
  }
};

TEST_F(ScreeningStory, StoppedAtSendChangedSentStoppedByARedFlagClearedAndFinished) {
  const pb::Referral draft = MassageOfAThrombosedLeg();
  const auto stopped = river->Send(draft);
  EXPECT_THAT(stopped, StatusIs(kRefused));
  for (const char* part : {"PETRISSAGE on calf", "CI001", "URGENT_SAME_DAY", "decision support, not a decision"}) {
    EXPECT_THAT(stopped.status.error_message(), HasSubstr(part));
  }
  auto override_it = On<pb::AttestOverrideRequest>(draft);
  override_it.set_rule("CI001");
  override_it.set_reason_code("benefit-outweighs-risk");
  override_it.set_comment("It hurts");
  *override_it.mutable_expire_time() = ToProto(absl::Now() + absl::Hours(24));
  EXPECT_THAT(river->Do(&Party::ScreeningRecordStub::AttestOverride, override_it), StatusIs(kRefused));
  EXPECT_EQ(Latest(draft.name()).state(), pb::REFERRAL_STATE_DRAFT);

  pb::Referral changes = Latest(draft.name());
  changes.clear_planned_techniques();
  *changes.add_planned_techniques() = Use("KINESIO_TAPE", "neck");
  const pb::Referral sent = Must(river->Send(Must(river->Update(changes, {"planned_techniques"}))));
  const std::string name = sent.name();
  EXPECT_THAT(sent.screening().knowledge_version(), HasSubstr("+sha256:"));
  Must(hand->Accept(sent));
  Treat(name, "KINESIO_TAPE", "neck");
  const out::Session second = Treat(name, "KINESIO_TAPE", "neck");
  EXPECT_TRUE(Eventually([&] { return IsScreened(second); }));
  EXPECT_THAT(UrgentFor(*river), IsEmpty());

  const pb::Referral halted =
      Must(hand->Do(&Party::ReferralStub::StartSession, WithFinding(Latest(name), clinical::v1::FACT_STATUS_PRESENT)));
  EXPECT_EQ(halted.state(), pb::REFERRAL_STATE_ON_HOLD);
  EXPECT_EQ(halted.hold().reason_code(), "red-flag");
  EXPECT_EQ(halted.turn().party(), pb::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
  ASSERT_THAT(halted.recheck_requests(), SizeIs(1));
  EXPECT_EQ(halted.recheck_requests(0).refer_urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
  for (Party* who : {&*river, &*hand}) {
    ASSERT_THAT(UrgentFor(*who), SizeIs(1));
    EXPECT_EQ(UrgentFor(*who)[0].refer_urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
    EXPECT_THAT(UrgentFor(*who)[0].ShortDebugString(), Not(HasSubstr("CI147"))) << "an event holds no patient data";
  }
  EXPECT_THAT(hand->StartSession(halted), StatusIs(kRefused));
  EXPECT_THAT(hand->Do(&Party::CourseStub::ResumeReferral, On<pb::ResumeReferralRequest>(halted)), StatusIs(kRefused));

  auto cleared = On<pb::ResumeReferralRequest>(halted);
  cleared.set_comment("Seen today; sensation is normal");
  cleared.add_findings()->set_code("RF_SADDLE");
  cleared.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_ABSENT);
  EXPECT_EQ(Must(river->Do(&Party::CourseStub::ResumeReferral, cleared)).state(), pb::REFERRAL_STATE_IN_PROGRESS);
  Treat(name, "KINESIO_TAPE", "neck");
  EXPECT_TRUE(Eventually([&] { return Latest(name).progress().sessions_completed() == 3; }));
  EXPECT_EQ(Must(hand->Complete(Latest(name))).state(), pb::REFERRAL_STATE_COMPLETED);
}

TEST_F(ScreeningStory, ATechniqueUsedAgainstAnAbsoluteIsStoredFlaggedAndToldOnce) {
  const std::string name = SafePlanSent().name();
  Must(hand->Accept(Latest(name)));
  Must(hand->StartSession(Latest(name)));
  const out::Session session = RecordUse(name, "PETRISSAGE", "calf");
  EXPECT_TRUE(Eventually([&] { return Latest(name).contraindicated_uses_size() == 1; }));
  EXPECT_EQ(Latest(name).contraindicated_uses(0).session(), session.name());
  EXPECT_TRUE(Eventually([&] { return IsScreened(session); }));
  EXPECT_THAT(Must(hand->GetSession(session.name())).flags(), Contains(out::SESSION_FLAG_CONTRAINDICATED_USE));
  EXPECT_TRUE(Eventually([&] { return Latest(name).progress().sessions_completed() == 1; }));
  EXPECT_THAT(UrgentFor(*river), SizeIs(1));
  EXPECT_THAT(UrgentFor(*hand), SizeIs(1));
}

TEST_F(ScreeningStory, AUseThatWasRecordedWhileTheReferralServerWasDownIsToldOnceWhenItIsBack) {
  const std::string name = SafePlanSent().name();
  Must(hand->Accept(Latest(name)));
  Must(hand->StartSession(Latest(name)));
  Must(hand->Record(name, SmallSession(absl::Now(), 6, 5)));  // the outcomes server knows the referral
  ASSERT_TRUE(Eventually([&] { return Latest(name).progress().sessions_completed() == 1; }));
  exchange->referral().Kill();
  const out::Session session = RecordUse(name, "PETRISSAGE", "calf");
  exchange->outcomes().Kill();
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  EXPECT_THAT(Latest(name).contraindicated_uses(), IsEmpty());
  ASSERT_THAT(exchange->outcomes().StartAgain(), IsOk());
  EXPECT_TRUE(Eventually([&] { return Latest(name).contraindicated_uses_size() == 1; }));
  EXPECT_TRUE(Eventually([&] { return IsScreened(session); }));
  EXPECT_THAT(UrgentFor(*river), SizeIs(1));
}

}  // namespace
}  // namespace tendon::testing
