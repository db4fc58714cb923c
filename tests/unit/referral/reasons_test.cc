// Reason codes and their behaviour, against the list of R5 for the events of today.
#include "services/referral/lifecycle/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);

using ::testing::HasSubstr;

// From R5, written out: decline (e-RS, PH, AU, ours), cancel (AU, 360X, ours), discard (BE).
TEST(ReasonsTest, TheCodesOfTheRulesAreKnown) {
  for (const char* code :
       {"further-information-required", "service-inappropriate", "prerequisites-not-complete", "not-required", "other",
        "capacity-full", "request-data-issue", "out-of-scope-of-practice", "contraindicated"}) {
    EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_DECLINE, code, "because", kRecipient, kNow), "") << code;
  }
  for (const char* code : {"request-cancelled-placer", "patient-declined", "condition-resolved", "duplicate",
                           "wrong-patient", "wrong-service", "died", "transferred"}) {
    EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_CANCEL, code, "because", kReferrer, kNow), "") << code;
  }
  EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_DISCARD, "cancelled-draft", "", kReferrer, kNow), "");
}

// Rows 8 and 18 are marked rc.
TEST(ReasonsTest, DecliningNeedsAComment) {
  for (const ReasonRow& row : kReasons) {
    if (row.event != v1::REFERRAL_EVENT_DECLINE) continue;
    EXPECT_THAT(ReasonRefusal(row.event, row.code, "", kRecipient, kNow), HasSubstr("comment")) << row.code;
  }
}

TEST(ReasonsTest, ACodeOfAnotherEventIsRefusedWithWhatIsAllowed) {
  const std::string refusal = ReasonRefusal(v1::REFERRAL_EVENT_CANCEL, "capacity-full", "x", kReferrer, kNow);
  EXPECT_THAT(refusal, HasSubstr("patient-declined"));
  EXPECT_THAT(refusal, ::testing::Not(HasSubstr("capacity-full")));
}

TEST(ReasonsTest, ACodeOfAnotherRoleIsRefused) {
  EXPECT_EQ(ReasonRefusal(v1::REFERRAL_EVENT_HOLD, "resource", "", kRecipient, kNow), "");
  EXPECT_THAT(ReasonRefusal(v1::REFERRAL_EVENT_HOLD, "resource", "", kReferrer, kNow), HasSubstr("must be one of"));
  EXPECT_THAT(ReasonRefusal(v1::REFERRAL_EVENT_CANCEL, "parent-ended", "", kReferrer, kNow),
              ::testing::Not(HasSubstr("parent-ended")));
}

// A code from 2026-12-01 to 2026-12-31, between two others.
TEST(ReasonsTest, ACodeIsGoodFromItsFirstDayToItsLast) {
  const std::vector<ReasonRow> reasons = {
      {"before", v1::REFERRAL_EVENT_CANCEL, kReferrer, false, "", "", "", "", "", "2026-11-30"},
      {"between", v1::REFERRAL_EVENT_CANCEL, kReferrer, false, "", "", "", "", "2026-12-01", "2026-12-31"},
      {"after", v1::REFERRAL_EVENT_CANCEL, kReferrer, false, "", "", "", "", "2027-01-01", ""}};
  const auto good_at = [&reasons](absl::CivilSecond when) {
    std::string good;
    for (const ReasonRow& row : reasons) {
      const absl::Time now = absl::FromCivil(when, absl::UTCTimeZone());
      const std::string refusal = ReasonRefusal(v1::REFERRAL_EVENT_CANCEL, row.code, "", kReferrer, now, reasons);
      if (refusal.empty()) good += std::string(row.code) + " ";
      if (!refusal.empty()) {
        EXPECT_THAT(refusal, ::testing::Not(HasSubstr(std::string(row.code))));
      }
    }
    return good;
  };
  EXPECT_EQ(good_at(absl::CivilSecond(2026, 11, 30, 23, 59, 59)), "before ");
  EXPECT_EQ(good_at(absl::CivilSecond(2026, 12, 1)), "between ");
  EXPECT_EQ(good_at(absl::CivilSecond(2026, 12, 31, 23, 59, 59)), "between ");
  EXPECT_EQ(good_at(absl::CivilSecond(2027, 1, 1)), "after ");
}

// R2 marks these events r or rc.
TEST(ReasonsTest, EveryEventThatNeedsAReasonHasCodesForItsActors) {
  for (const TransitionRow& row : kTransitions) {
    if (row.needs == Needs::kNothing) continue;
    for (const PartyRole role : {v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_RECIPIENT, v1::PARTY_ROLE_SYSTEM}) {
      if (!row.by.contains(role)) continue;
      EXPECT_THAT(ReasonRefusal(row.event, "no-such-code", "", RoleSet{role}, kNow), HasSubstr("of ")) << row.rule;
      EXPECT_FALSE(ReasonRefusal(row.event, "no-such-code", "", RoleSet{role}, kNow).ends_with("of ")) << row.rule;
    }
  }
}

TEST(ReasonsTest, RowsMarkedRcHaveNoCodeWithoutAComment) {
  for (const TransitionRow& row : kTransitions) {
    if (row.needs != Needs::kReasonAndComment) continue;
    for (const ReasonRow& reason : kReasons) {
      if (reason.event == row.event) {
        EXPECT_TRUE(reason.comment_required) << row.rule << " " << reason.code;
      }
    }
  }
}

}  // namespace
}  // namespace tendon::referral
