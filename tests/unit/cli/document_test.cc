// Files of people: JSON, JSON lines, YAML, and what only looks like it.
#include "clients/cli/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cpp/error_detail.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::string ErrorOf(const std::string& name, const std::string& text) {
  const auto parts = ParseDocument({name, text});
  EXPECT_EQ(parts.status().code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(parts.status().message());
}

TEST(ParseDocument, ReadsJsonAndYamlAlike) {
  for (const char* text :
       {R"({"reason": "x", "goals": [{"kind": "FUNCTION"}]})", "reason: x\ngoals:\n  - kind: FUNCTION\n"}) {
    referral::v1::Referral referral;
    auto tree = ParseSingle({"standard input", text});
    ASSERT_TRUE(tree.ok()) << tree.status();
    ASSERT_TRUE(FillMessage(*tree, "", referral).ok());
    EXPECT_EQ(referral.reason(), "x");
    EXPECT_EQ(referral.goals(0).kind(), clinical::v1::TREATMENT_GOAL_FUNCTION);
  }
}

TEST(ParseDocument, YamlTextStaysAsItIsWritten) {
  referral::v1::Referral referral;
  auto tree = ParseSingle({"r.yaml",
                           "patient: {postal_code: 01234, birth_date: 1975-04-12, language: no}\nauthorization: "
                           "{sessions: 6, sessions_per_week: 1.5}\n"
                           "consent: {granted: true}\nnote: ~\n"});
  ASSERT_TRUE(FillMessage(*tree, "", referral).ok());
  EXPECT_EQ(referral.patient().postal_code(), "01234");
  EXPECT_EQ(referral.patient().birth_date(), "1975-04-12");
  EXPECT_EQ(referral.patient().language(), "no");
  EXPECT_EQ(referral.authorization().sessions(), 6);
  EXPECT_EQ(referral.authorization().sessions_per_week(), 1.5);
  EXPECT_TRUE(referral.consent().granted());
}

TEST(ParseDocument, SaysWhereJsonIsBrokenAndShowsNothingOfIt) {
  const std::string error = ErrorOf("my file.json", "{\n  \"reason\": \"SECRET\",\n  \"note\": SECRET }");
  EXPECT_THAT(error, HasSubstr("'my file.json'"));
  EXPECT_THAT(error, HasSubstr("line 3, column 11"));
  EXPECT_THAT(error, Not(HasSubstr("SECRET")));
}

TEST(ParseDocument, SaysWhereYamlIsBrokenAndShowsNothingOfIt) {
  const std::string error = ErrorOf("r.yaml", "reason: \"SECRET\nnote: [");
  EXPECT_THAT(error, HasSubstr("line"));
  EXPECT_THAT(error, Not(HasSubstr("SECRET")));
}

TEST(ParseDocument, KnowsXml) {
  EXPECT_THAT(ErrorOf("r.json", "  <?xml version='1.0'?><ServiceRequest/>"), HasSubstr("XML"));
}

TEST(ParseDocument, KnowsUtf16) { EXPECT_THAT(ErrorOf("r.json", std::string("\xff\xfe{\0", 4)), HasSubstr("UTF-16")); }

TEST(ParseDocument, RefusesTextThatIsNotUtf8) { ErrorOf("r.json", "{\"reason\": \"\xff\"}"); }

TEST(ParseDocument, PassesAByteOrderMark) { EXPECT_TRUE(ParseDocument({"r.json", "\xef\xbb\xbf{}"}).ok()); }

TEST(ParseDocument, RefusesAKeyThatIsThereTwice) {
  EXPECT_THAT(ErrorOf("r.json", R"({"reason": "a", "reason": "b"})"), HasSubstr("has reason twice"));
  const std::string deep = R"({"goals": [{"kind": "FUNCTION"}, {"text": "secret", "kind": "A", "kind": "B"}]})";
  EXPECT_THAT(ErrorOf("r.json", deep), AllOf(HasSubstr("has goals[1].kind twice"), Not(HasSubstr("secret"))));
  EXPECT_THAT(ErrorOf("r.jsonl", "{\"note\": 1}\n{\"note\": 1, \"note\": 2}\n"), HasSubstr("has note twice"));
  EXPECT_THAT(ErrorOf("r.json", R"([[{"a": 1}, {"a": 1, "a": 1}]])"), HasSubstr("has [0][1].a twice"));
}

TEST(ParseDocument, TheSameKeyOfSeveralObjectsIsFine) {
  EXPECT_TRUE(ParseDocument({"r.json", R"({"a": {"b": 1}, "c": [{"b": 1}, {"b": 2, "a": 3}], "b": null})"}).ok());
}

TEST(ParseDocument, RefusesWhatNestsTooDeep) {
  EXPECT_THAT(ErrorOf("r.json", std::string(100'000, '[') + std::string(100'000, ']')), HasSubstr("deeper"));
  ErrorOf("r.yaml", "a: " + std::string(1000, '[') + std::string(1000, ']'));
}

TEST(ParseDocument, RefusesYamlThatBlowsUp) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += (j == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  EXPECT_THAT(ErrorOf("bomb.yaml", bomb), HasSubstr("million"));
}

TEST(ParseDocument, RefusesAKeyGivenTwice) { EXPECT_THAT(ErrorOf("r.yaml", "a: 1\na: 2\n"), HasSubstr("twice")); }

TEST(ParseDocument, JsonLinesKeepTheirNumbers) {
  const auto parts = ParseDocument({"sessions.jsonl", "{\"a\": 1}\n\n{\"a\": 2}\n"});
  ASSERT_TRUE(parts.ok());
  ASSERT_THAT(*parts, SizeIs(2));
  EXPECT_EQ((*parts)[1].number, 3);
}

TEST(ParseDocument, JsonLinesAreKnownByTheirLooks) {
  EXPECT_THAT(*ParseDocument({"standard input", "{\"a\": 1}\n{\"a\": 2}\n"}), SizeIs(2));
}

TEST(ParseDocument, ABrokenLineIsNamed) {
  EXPECT_THAT(ErrorOf("s.jsonl", "{\"a\": 1}\n{\"a\": }\n"), HasSubstr("line 2, column 7"));
}

TEST(ParseSingle, RefusesSeveralDocuments) { EXPECT_FALSE(ParseSingle({"r.yaml", "a: 1\n---\na: 2\n"}).ok()); }

// The only violation of a tree.
client::FieldViolation ViolationOf(const char* json) {
  referral::v1::Referral referral;
  const auto violations = client::ErrorDetailOf(FillMessage(Json::parse(json), "", referral)).field_violations;
  EXPECT_THAT(violations, SizeIs(1)) << json;
  return violations.empty() ? client::FieldViolation() : violations[0];
}

TEST(FillMessage, NamesTheFieldAndTheRule) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"reasons": "x"})", "reasons"},
      {R"({"goals": [{"kind": "FUNCTION"}, {"kind": "BEAUTY"}]})", "goals[1].kind"},
      {R"({"goals": {"kind": "FUNCTION"}})", "goals"},
      {R"({"reason": 7})", "reason"},
      {R"({"authorization": {"sessions": 1.5}})", "authorization.sessions"},
      {R"({"authorization": {"sessions": "many"}})", "authorization.sessions"},
      {R"({"authorization": {"sessions": 3000000000}})", "authorization.sessions"},
      {R"({"authorization": []})", "authorization"},
      {R"({"consent": {"granted": "perhaps"}})", "consent.granted"},
      {R"({"findings": [{"code": "BP", "effective_time": "yesterday"}]})", "findings[0].effective_time"},
      {R"([])", ""},
  };
  for (const auto& [json, field] : cases) EXPECT_EQ(ViolationOf(json).field, field);
}

TEST(FillMessage, ListsWhatIsAllowed) {
  EXPECT_THAT(ViolationOf(R"({"priority": "SOON"})").description, HasSubstr("ROUTINE, URGENT, ASAP, STAT"));
}

TEST(FillMessage, SuggestsTheField) {
  EXPECT_THAT(ViolationOf(R"({"Reason": "x"})").description, HasSubstr("did you mean reason?"));
}

TEST(FillMessage, NeverShowsAValue) {
  EXPECT_THAT(ViolationOf(R"({"authorization": {"sessions": "SECRET"}})").description, Not(HasSubstr("SECRET")));
  EXPECT_THAT(ViolationOf(R"({"priority": "SECRET"})").description, Not(HasSubstr("SECRET")));
}

TEST(FillMessage, ReadsItsOwnWriting) {
  referral::v1::Referral referral;
  EXPECT_TRUE(
      FillMessage(
          Json::parse(
              R"({"name": "referrals/a", "version": "7", "update_time": "2026-11-23T09:30:00.123Z", "priority": "PRIORITY_STAT",
      "findings": [{"code": "BP", "values": [{"value": 120, "unit": "mm[Hg]"}]}], "referringClinician": "organizations/o/clinicians/c", "note": null})"),
          "", referral)
          .ok());
  EXPECT_EQ(referral.version(), 7);
  EXPECT_EQ(referral.referring_clinician(), "organizations/o/clinicians/c");
  EXPECT_EQ(referral.update_time().nanos(), 123'000'000);
}

}  // namespace
}  // namespace tendon::cli
