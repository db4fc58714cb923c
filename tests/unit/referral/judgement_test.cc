// What a screening means for an act of care.
#include "services/referral/screening/judgement.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'781'524'800);

template <class Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

clinical::v1::ScreeningSnapshot Hit(const std::string& technique, const std::string& hit) {
  return Parse<clinical::v1::ScreeningSnapshot>("techniques { technique: '" + technique + "' hits { rule: 'CI001' " +
                                                hit + " } }");
}
const char* const kAbsolute = "verdict: VERDICT_ABSOLUTE overridable: true";
const char* const kUrgent = "verdict: VERDICT_ABSOLUTE overridable: false refer_urgency: REFER_URGENCY_EMERGENCY";
const char* const kClearance = "verdict: VERDICT_CLEARANCE overridable: true";

v1::Referral Overridden(const std::string& technique, absl::Duration left) {
  v1::Referral referral = Parse<v1::Referral>("overrides { rule: 'CI001' technique: '" + technique + "' }");
  referral.mutable_overrides(0)->mutable_expire_time()->set_seconds(absl::ToUnixSeconds(kNow + left));
  return referral;
}
v1::Referral Cleared(const std::string& rule, const std::string& technique) {
  return Parse<v1::Referral>("clearances { rule: '" + rule + "' technique: '" + technique + "' }");
}

TEST(Judgement, AbsoluteAndClearanceStandInTheWayAPrecautionDoesNot) {
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kAbsolute), {}, kNow), SizeIs(1));
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kClearance), {}, kNow), SizeIs(1));
  EXPECT_THAT(ObjectionsTo(Hit("MLD", "verdict: VERDICT_PRECAUTION"), {}, kNow), IsEmpty());
}

TEST(Judgement, AnOverrideHoldsUntilItExpires) {
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kAbsolute), Overridden("", absl::Seconds(1)), kNow), IsEmpty());
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kAbsolute), Overridden("", absl::ZeroDuration()), kNow), SizeIs(1));
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kClearance), Overridden("", absl::Seconds(1)), kNow), IsEmpty());
}

TEST(Judgement, AnOverrideIsForItsTechnique) {
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kAbsolute), Overridden("MLD", absl::Hours(1)), kNow), IsEmpty());
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kAbsolute), Overridden("TENS", absl::Hours(1)), kNow), SizeIs(1));
}

TEST(Judgement, NothingOverridesARuleThatWantsThePatientSeen) {
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kUrgent), Overridden("", absl::Hours(1)), kNow), SizeIs(1));
}

TEST(Judgement, AClearanceAnswersClearanceAndNothingElse) {
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kClearance), Cleared("CI001", ""), kNow), IsEmpty());
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kClearance), Cleared("CI002", ""), kNow), SizeIs(1));
  EXPECT_THAT(ObjectionsTo(Hit("MLD", kAbsolute), Cleared("CI001", ""), kNow), SizeIs(1));
}

TEST(Judgement, WhatIsOutOfScopeOrUnknownStandsInTheWay) {
  const auto out_of_scope = Parse<clinical::v1::ScreeningSnapshot>(
      "techniques { technique: 'MANIPULATION' scope: PERFORMER_SCOPE_OUT_OF_SCOPE }");
  EXPECT_EQ(ObjectionsTo(out_of_scope, {}, kNow).front().verdict(), clinical::v1::VERDICT_OUT_OF_SCOPE);
  const auto unknown =
      Parse<clinical::v1::ScreeningSnapshot>("techniques { technique: 'ROLFING' unknown_technique: true }");
  EXPECT_THAT(ObjectionsTo(unknown, {}, kNow), SizeIs(1));
}

TEST(Judgement, EveryRuleThatHitsIsToBeAcknowledgedOnce) {
  auto screening = Hit("MLD", "verdict: VERDICT_PRECAUTION");
  screening.MergeFrom(Hit("TENS", kAbsolute));
  EXPECT_THAT(RulesOf(screening), ElementsAre("CI001"));
}

TEST(Judgement, WhatIsNotAcknowledgedIsNamed) {
  auto screening = Hit("MLD", "verdict: VERDICT_PRECAUTION");
  EXPECT_THAT(Unacknowledged(screening, {}), SizeIs(1));
  EXPECT_EQ(Unacknowledged(screening, {"CI002"}).front().rule(), "CI001");
  EXPECT_THAT(Unacknowledged(screening, {"CI001"}), IsEmpty());
}

TEST(Judgement, HasNewsWithAnotherRuleOrAStrongerWord) {
  const auto objections = [](const char* hit) { return ObjectionsTo(Hit("MLD", hit), {}, kNow); };
  EXPECT_TRUE(HasNews(objections(kClearance), objections(kAbsolute)));
  EXPECT_FALSE(HasNews(objections(kAbsolute), objections(kClearance)));
  EXPECT_FALSE(HasNews(objections(kAbsolute), objections(kAbsolute)));
  EXPECT_TRUE(HasNews({}, objections(kClearance)));
  EXPECT_FALSE(HasNews(objections(kClearance), {}));
}

TEST(Judgement, ChangesAreToldByRuleAndTechnique) {
  const auto changes = ChangesBetween(Hit("MLD", kClearance), Hit("MLD", kAbsolute));
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].before(), clinical::v1::VERDICT_CLEARANCE);
  EXPECT_EQ(changes[0].after(), clinical::v1::VERDICT_ABSOLUTE);
  EXPECT_EQ(ChangesBetween(Hit("MLD", kClearance), {})[0].after(), clinical::v1::VERDICT_UNSPECIFIED);
  EXPECT_THAT(ChangesBetween(Hit("MLD", kClearance), Hit("MLD", kClearance)), IsEmpty());
}

TEST(Judgement, RedFlagsComeWithTheirGreatestUrgency) {
  auto screening = Hit("MLD", "red_flag: true refer_urgency: REFER_URGENCY_ROUTINE");
  screening.MergeFrom(Hit("TENS", kUrgent));
  EXPECT_THAT(RedFlagsOf(screening).rules, ElementsAre("CI001"));
  EXPECT_EQ(RedFlagsOf(screening).urgency, clinical::v1::REFER_URGENCY_ROUTINE);
  EXPECT_THAT(RedFlagsOf(Hit("TENS", kUrgent)).rules, IsEmpty());
}

TEST(Judgement, TheStrongestComesFirst) {
  auto screening = Hit("MLD", kClearance);
  screening.MergeFrom(Hit("TENS", kAbsolute));
  EXPECT_EQ(ObjectionsTo(screening, {}, kNow).front().technique(), "TENS");
}

TEST(Judgement, SaysTechniqueRegionRuleAndWhatToDo) {
  auto screening = Hit("MLD", kUrgent);
  screening.mutable_techniques(0)->mutable_body_site()->set_region("leg");
  const Objections objections = ObjectionsTo(screening, {}, kNow);
  EXPECT_THAT(Describe(objections), ::testing::StartsWith("ABSOLUTE: MLD on leg, rule CI001"));
  EXPECT_THAT(WhatToDo(objections), ::testing::HasSubstr("now"));
  EXPECT_THAT(WhatToDo(objections), ::testing::Not(::testing::HasSubstr("AttestOverride")));
  EXPECT_THAT(WhatToDo(ObjectionsTo(Hit("MLD", kAbsolute), {}, kNow)), ::testing::HasSubstr("AttestOverride"));
  EXPECT_THAT(WhatToDo(ObjectionsTo(Hit("MLD", kClearance), {}, kNow)), ::testing::HasSubstr("AttachClearance"));
}

}  // namespace
}  // namespace tendon::referral
