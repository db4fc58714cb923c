// Reason codes and their behaviour, against the list of R5 for the events of today.
#include "services/referral/lifecycle/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

using ::testing::HasSubstr;

// From R5, written out: decline (e-RS, PH, AU, ours), cancel (AU, 360X, ours), discard (BE).
TEST(ReasonsTest, TheCodesOfTheRulesAreKnown) {
  for (const char* code :
       {"further-information-required", "service-inappropriate", "prerequisites-not-complete", "not-required", "other",
        "capacity-full", "request-data-issue", "out-of-scope-of-practice", "contraindicated"}) {
    EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_DECLINE, code, "because"), "") << code;
  }
  for (const char* code : {"request-cancelled-placer", "patient-declined", "condition-resolved", "duplicate",
                           "wrong-patient", "wrong-service", "died", "transferred"}) {
    EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_CANCEL, code, "because"), "") << code;
  }
  EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_DISCARD, "cancelled-draft", ""), "");
}

// Rows 8 and 18 are marked rc.
TEST(ReasonsTest, DecliningNeedsAComment) {
  for (const ReasonRow& row : kReasons) {
    if (row.event != v1::REFERRAL_EVENT_DECLINE) continue;
    EXPECT_THAT(ReasonRefusal(row.event, row.code, ""), HasSubstr("comment")) << row.code;
  }
}

TEST(ReasonsTest, ACodeOfAnotherEventIsRefusedWithWhatIsAllowed) {
  const std::string refusal = ReasonRefusal(v1::REFERRAL_EVENT_CANCEL, "capacity-full", "x");
  EXPECT_THAT(refusal, HasSubstr("patient-declined"));
  EXPECT_THAT(refusal, ::testing::Not(HasSubstr("capacity-full")));
}

}  // namespace
}  // namespace tendon::referral
