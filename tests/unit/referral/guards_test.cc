// What must be so before sending, and before a further session.
#include "services/referral/lifecycle/guards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::Referral Complete() {
  v1::Referral referral;
  referral.set_recipient("organizations/hands");
  referral.set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  auto* identifier = referral.mutable_patient()->add_identifiers();
  identifier->set_system("urn:oid:1.2.3");
  identifier->set_value("42");
  referral.add_reason_conditions()->set_icd10cm("M54.50");
  referral.mutable_authorization()->set_sessions(6);
  return referral;
}

std::string OnlyMissing(const v1::Referral& referral) {
  const auto missing = MissingToSend(referral);
  return missing.size() == 1 ? missing[0].field : "(" + std::to_string(missing.size()) + " missing)";
}

TEST(MissingToSendTest, NothingIsMissingInACompleteReferral) { EXPECT_THAT(MissingToSend(Complete()), IsEmpty()); }

TEST(MissingToSendTest, NamesEachFieldThatIsMissing) {
  v1::Referral referral = Complete();
  referral.clear_recipient();
  EXPECT_EQ(OnlyMissing(referral), "recipient");
  referral = Complete();
  referral.clear_discipline();
  EXPECT_EQ(OnlyMissing(referral), "discipline");
  referral = Complete();
  referral.clear_patient();
  EXPECT_EQ(OnlyMissing(referral), "patient.identifiers");
  referral = Complete();
  referral.clear_reason_conditions();
  EXPECT_EQ(OnlyMissing(referral), "reason_conditions");
  referral = Complete();
  referral.clear_authorization();
  EXPECT_EQ(OnlyMissing(referral), "authorization.sessions");
}

TEST(TimeRanOutTest, IsTheRecipientsTimeAndNotTheReferrersOwn) {
  ReferralRecord record;
  v1::Turn* turn = record.referral.mutable_turn();
  turn->mutable_due_time()->set_seconds(100);
  const auto refused_at = [&record](int64_t second) {
    return CheckGuards(guards::kTimeRanOut, {record, kReferrer, absl::FromUnixSeconds(second)}).has_value();
  };
  turn->set_party(v1::PARTY_ROLE_RECIPIENT);
  EXPECT_TRUE(refused_at(99));
  EXPECT_FALSE(refused_at(100));
  turn->set_party(v1::PARTY_ROLE_REFERRER);
  EXPECT_TRUE(refused_at(100)) << "a question waits for the referrer";
}

TEST(MissingToSendTest, WordsDoForAReason) {
  v1::Referral referral = Complete();
  referral.clear_reason_conditions();
  referral.set_reason("stiff neck");
  EXPECT_THAT(MissingToSend(referral), IsEmpty());
}

TEST(MissingToSendTest, ARefusedConsentStandsInTheWay) {
  v1::Referral referral = Complete();
  referral.mutable_consent()->set_granted(false);
  EXPECT_EQ(OnlyMissing(referral), "consent.granted");
  referral.mutable_consent()->set_granted(true);
  EXPECT_THAT(MissingToSend(referral), IsEmpty());
}

TEST(MissingToSendTest, ATechniqueNeedsAPlace) {
  v1::Referral referral = Complete();
  referral.add_planned_techniques()->set_technique("DEEP_TISSUE");
  EXPECT_EQ(OnlyMissing(referral), "planned_techniques[0].body_sites");
  referral.add_body_sites()->set_region("lumbar");
  EXPECT_THAT(MissingToSend(referral), IsEmpty());
}

struct Case {
  const char* start_date;
  const char* latest_start_date;
  const char* end_date;
  int completed;
  const char* today;
  const char* refusal;  // a part of it; "" when a session may begin
};

class AuthorizationTest : public ::testing::TestWithParam<Case> {};

TEST_P(AuthorizationTest, CoversASessionOrSaysWhyNot) {
  v1::Referral referral = Complete();
  v1::Authorization* authorization = referral.mutable_authorization();
  authorization->set_start_date(GetParam().start_date);
  authorization->set_latest_start_date(GetParam().latest_start_date);
  authorization->set_end_date(GetParam().end_date);
  referral.mutable_progress()->set_sessions_completed(GetParam().completed);
  absl::Time now;
  std::string error;
  ASSERT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", std::string(GetParam().today) + " 23:59", &now, &error));
  const std::string refusal = AuthorizationUsedUp(referral, now);
  if (std::string(GetParam().refusal).empty()) {
    EXPECT_EQ(refusal, "");
  } else {
    EXPECT_THAT(refusal, HasSubstr(GetParam().refusal));
  }
}

// n is 6.
INSTANTIATE_TEST_SUITE_P(Boundaries, AuthorizationTest,
                         ::testing::Values(Case{"", "", "", 0, "2026-11-23", ""}, Case{"", "", "", 5, "2026-11-23", ""},
                                           Case{"", "", "", 6, "2026-11-23", "all 6 authorised"},
                                           Case{"", "", "", 7, "2026-11-23", "all 6 authorised"},
                                           Case{"", "", "2026-11-23", 1, "2026-11-23", ""},
                                           Case{"", "", "2026-11-22", 1, "2026-11-23", "end_date"},
                                           Case{"", "", "2026-11", 1, "2026-11-30", ""},
                                           Case{"", "", "2026-11", 1, "2026-12-01", "end_date"},
                                           Case{"", "", "2026", 1, "2026-12-31", ""},
                                           Case{"2026-11-23", "", "", 0, "2026-11-23", ""},
                                           Case{"2026-11-24", "", "", 0, "2026-11-23", "start_date"},
                                           Case{"", "2026-11-23", "", 0, "2026-11-23", ""},
                                           Case{"", "2026-11-22", "", 0, "2026-11-23", "latest_start_date"},
                                           Case{"", "2026-11-22", "", 1, "2026-11-23", ""}));

}  // namespace
}  // namespace tendon::referral
