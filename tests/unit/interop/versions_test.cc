// Copies, versions and withdrawals of one resource: at most one of them is read, and never one that is withdrawn.
#include "tests/unit/interop/resources.h"

namespace tendon::interop {
namespace {

using testing::AllOf;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kWarning = Severity::kWarning;
constexpr auto kError = Severity::kError;

json Version(const json& patch, const std::string& number = "", const std::string& updated = "") {
  json request = RequestOfP();
  request.merge_patch(patch);
  if (!number.empty()) request["meta"]["versionId"] = number;
  if (!updated.empty()) request["meta"]["lastUpdated"] = updated;
  return request;
}

const json kLive = json::object();
const json kInError = {{"status", "entered-in-error"}};

TEST(VersionsTest, AWithdrawnVersionOutlivesEveryOther) {
  for (const json& patch : {kInError, json{{"status", "revoked"}}, json{{"doNotPerform", true}}}) {
    for (const auto& pair : {std::vector<json>{Version(kLive), Version(patch, "2")},
                             std::vector<json>{Version(patch, "1"), Version(kLive, "2", "2026-01-02T10:00:00Z")}}) {
      for (const ImportResult& result : {ImportAll({BundleOf(pair)}), ImportAll(pair)}) {
        EXPECT_THAT(result.referrals, IsEmpty()) << patch;
        EXPECT_FALSE(result.has_errors());
        EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.status", "another version of it is")) << Show(result);
      }
    }
  }
}

TEST(VersionsTest, TheLatestOfTwoLiveOnesIsRead) {
  const auto text = [](const std::string& words) { return json{{"code", {{"text", words}}}}; };
  const std::vector<std::vector<json>> pairs = {
      {Version(text("new"), "10"), Version(text("old"), "9")},
      {Version(text("old"), "", "2026-01-02T10:00:00Z"), Version(text("new"), "", "2026-01-02T10:00:00.5Z")},
      {Version(text("new"), "x", "2026-01-02T09:00:00-05:00"), Version(text("old"), "y", "2026-01-02T10:00:00Z")}};
  for (const auto& pair : pairs) {
    const ImportResult result = ImportAll({BundleOf(pair)});
    ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
    EXPECT_EQ(result.referrals[0].referral.note(), "new");
    EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.meta", "2 versions of it: the latest is read"));
  }
}

TEST(VersionsTest, WhereTheLatestCannotBeToldNoneIsRead) {
  const json other = {{"note", {{{"text", "other"}}}}};
  const std::vector<std::vector<json>> pairs = {
      {Version(kLive), Version(other)},
      {Version(kLive, "1"), Version(other)},
      {Version(kLive, "a"), Version(other, "b")},
      {Version(kLive, "2", "2026-01-02T10:00:00Z"), Version(other, "1", "2026-01-03T10:00:00Z")}};
  for (const auto& pair : pairs) {
    const ImportResult result = ImportAll({BundleOf(pair)});
    EXPECT_THAT(result.referrals, IsEmpty());
    EXPECT_TRUE(HasIssue(result, kError, "ServiceRequest.meta", "which is the latest") ||
                HasIssue(result, kError, "ServiceRequest.meta", "tells the latest"))
        << Show(result);
    EXPECT_EQ(DispositionOf(result, "ServiceRequest/r").fate, Fate::kInvalid);
  }
}

TEST(VersionsTest, AReadingThatWasWithdrawnIsNotRecorded) {
  json withdrawn = PainOf("o", "Patient/p");
  withdrawn["status"] = "entered-in-error";
  const ImportResult result = ImportAll({BundleOf({PainOf("o", "Patient/p"), withdrawn})});
  EXPECT_THAT(result.assessments, IsEmpty());
  EXPECT_TRUE(HasIssue(result, kWarning, "Observation.status", "entered-in-error")) << Show(result);
}

TEST(VersionsTest, AConditionThatWasWithdrawnIsNoReason) {
  const json condition =
      Res("Condition", "c", R"("code": {"text": "Thrombosis"}, "subject": {"reference": "Patient/p"})");
  json withdrawn = condition;
  withdrawn["verificationStatus"]["coding"] = {{{"code", "entered-in-error"}}};
  json request = RequestOfP();
  request["reasonReference"] = {{{"reference", "Condition/c"}}};
  const ImportResult result = ImportAll({BundleOf({request, PatientOf("p", "77"), condition, withdrawn})});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.referrals[0].referral.reason_conditions(), IsEmpty());
  EXPECT_THAT(result.referrals[0].referral.conditions(), IsEmpty());
}

TEST(VersionsTest, AFileThatIsGivenTwiceIsReadOnce) {
  json request = RequestOfP();
  request.erase("id");
  json condition = Res("Condition", "c", R"("code": {"text": "Asthma"}, "subject": {"reference": "Patient/p"})");
  condition.erase("id");
  const json file = BundleOf({request, PatientOf("p", "77"), condition, PainOf("o", "Patient/p")});
  const ImportResult result = ImportTexts({file.dump(), file.dump(2)});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.referrals[0].referral.conditions(), SizeIs(1));
  EXPECT_THAT(result.assessments, SizeIs(1));
  EXPECT_TRUE(HasIssue(result, kWarning, "$", "taken once"));
  EXPECT_THAT(result.dispositions, SizeIs(10));
}

TEST(VersionsTest, TheSameResourcesInTwoBundlesAreReadOnce) {
  json request = RequestOfP();
  request["contained"] = {
      Res("Condition", "k", R"("code": {"text": "Asthma"}, "subject": {"reference": "Patient/p"})")};
  request["reasonReference"] = {{{"reference", "#k"}}};
  const json condition = Res("Condition", "c", R"("code": {"text": "Gout"}, "subject": {"reference": "Patient/p"})");
  const std::vector<json> all = {request, PatientOf("p", "77"), condition};
  const ImportResult result = ImportAll({BundleOf(all), BundleOf(all, "searchset")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.referrals[0].referral.reason_conditions(), SizeIs(1));
  EXPECT_THAT(result.referrals[0].referral.conditions(), SizeIs(1));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.id", "taken once")) << Show(result);
}

TEST(VersionsTest, EqualReadingsOfTwoPatientsOfOneNameAreTwo) {
  const ImportResult result = ImportAll({BundleOf({PatientOf("p", "77"), PainOf("o", "Patient/p")}),
                                         BundleOf({PatientOf("p", "78"), PainOf("o", "Patient/p")})});
  EXPECT_THAT(result.assessments, SizeIs(2)) << Show(result);
}

TEST(DeletionTest, WhatItsBundleDeletesIsNotRead) {
  json own = BundleOf({RequestOfP(), PatientOf("p", "77")}, "transaction");
  own["entry"][0]["request"] = {{"method", "DELETE"}, {"url", "x"}};
  json by_url = BundleOf({RequestOfP()}, "history");
  by_url["entry"].push_back({{"request", {{"method", "DELETE"}, {"url", "ServiceRequest/r"}}}});
  json by_full_url = BundleOf({RequestOfP()}, "history");
  by_full_url["entry"].push_back(
      {{"fullUrl", "https://example.org/ServiceRequest/r"}, {"request", {{"method", "DELETE"}}}});
  for (const json& bundle : {own, by_url, by_full_url}) {
    const ImportResult result = ImportAll({bundle});
    EXPECT_THAT(result.referrals, IsEmpty()) << bundle;
    EXPECT_EQ(DispositionOf(result, "ServiceRequest/r").reason, "deleted by its Bundle");
  }
}

TEST(DeletionTest, WhatIsDeletedIsNotFollowedTo) {
  json bundle = BundleOf({RequestOfP(), PatientOf("p", "77")}, "transaction");
  bundle["entry"][1]["request"] = {{"method", "DELETE"}, {"url", "Patient/p"}};
  const ImportResult result = ImportAll({bundle});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.referrals[0].referral.patient().identifiers(), IsEmpty());
}

TEST(DeletionTest, ADeletionBySearchIsSaid) {
  json bundle = BundleOf({RequestOfP()}, "transaction");
  bundle["entry"].push_back({{"request", {{"method", "DELETE"}, {"url", "ServiceRequest?identifier=1"}}}});
  EXPECT_TRUE(HasIssue(ImportAll({bundle}), kWarning, "Bundle.entry[1].request.method", "by a search"));
}

TEST(BundleTypeTest, WhatIsNoStatementOfThePresentIsSaid) {
  for (const std::string type : {"history", "transaction-response", "batch-response"}) {
    const ImportResult result = ImportAll({BundleOf({RequestOfP()}, type)});
    EXPECT_THAT(result.referrals, SizeIs(1));
    EXPECT_TRUE(HasIssue(result, kWarning, "Bundle.type", type)) << Show(result);
  }
  EXPECT_FALSE(HasIssue(ImportAll({BundleOf({RequestOfP()}, "searchset")}), kWarning, "Bundle.type", ""));
}

}  // namespace
}  // namespace tendon::interop
