// Each state's codes against the rules R1, written out, and against the published code systems.
#include "services/referral/lifecycle/mapping.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace tendon::referral {
namespace {

// The codes of a published code system, those within others too.
void Collect(const nlohmann::json& concepts, std::set<std::string>* codes) {
  for (const auto& entry : concepts) {
    codes->insert(entry["code"].get<std::string>());
    if (entry.contains("concept")) Collect(entry["concept"], codes);
  }
}

std::set<std::string> CodesOf(const std::string& system) {
  std::ifstream file(std::string(TENDON_SHARED_DIR) + "/fixtures/terminology-fhir-r4/CodeSystem-" + system + ".json");
  std::set<std::string> codes;
  if (file.good()) Collect(nlohmann::json::parse(file)["concept"], &codes);
  return codes;
}

#define TENDON_NEEDS_FIXTURES(codes)                                                      \
  if ((codes).empty()) {                                                                  \
    if (std::getenv("CI") != nullptr) FAIL() << "the terminology fixtures are not there"; \
    GTEST_SKIP() << "the terminology fixtures are not in " TENDON_SHARED_DIR;             \
  }

TEST(MappingTest, EveryTaskStatusIsOfFhirsTaskStatus) {
  const auto codes = CodesOf("task-status");
  TENDON_NEEDS_FIXTURES(codes);
  for (const MappingRow& row : kMappings) EXPECT_TRUE(codes.contains(std::string(row.task_status))) << row.task_status;
}

TEST(MappingTest, EveryServiceRequestStatusIsOfFhirsRequestStatus) {
  const auto codes = CodesOf("request-status");
  TENDON_NEEDS_FIXTURES(codes);
  for (const MappingRow& row : kMappings) {
    EXPECT_TRUE(codes.contains(std::string(row.service_request_status))) << row.service_request_status;
  }
}

TEST(MappingTest, EveryReferralStatusIsOfTable0283) {
  const auto codes = CodesOf("v2-0283");
  TENDON_NEEDS_FIXTURES(codes);
  for (const MappingRow& row : kMappings) {
    if (!row.referral_status.empty()) {
      EXPECT_TRUE(codes.contains(std::string(row.referral_status))) << row.referral_status;
    }
  }
}

TEST(MappingTest, EveryOrderStatusIsOfTable0038) {
  const auto codes = CodesOf("v2-0038");
  TENDON_NEEDS_FIXTURES(codes);
  for (const MappingRow& row : kMappings) {
    if (!row.order_status.empty()) {
      EXPECT_TRUE(codes.contains(std::string(row.order_status))) << row.order_status;
    }
  }
}

// R1, written out: Task.status, ServiceRequest.status, RF1-1 and ORC-5 of each state; alternatives by '|'.
struct R1 {
  ReferralState state;
  const char *task, *request, *rf1, *orc5;
};
constexpr R1 kR1[] = {
    {v1::REFERRAL_STATE_DRAFT, "draft", "draft", "", ""},
    {v1::REFERRAL_STATE_SENT, "requested", "active", "P", ""},
    {v1::REFERRAL_STATE_RECEIVED, "received", "active", "P", ""},
    {v1::REFERRAL_STATE_INFO_REQUESTED, "received", "active", "P", "HD"},
    {v1::REFERRAL_STATE_ACCEPTED, "accepted", "active", "A", "IP"},
    {v1::REFERRAL_STATE_WAITLISTED, "accepted", "active", "A", "IP"},
    {v1::REFERRAL_STATE_SCHEDULED, "accepted", "active", "A", "SC"},
    {v1::REFERRAL_STATE_IN_PROGRESS, "in-progress", "active", "A", "IP|A"},
    {v1::REFERRAL_STATE_ON_HOLD, "on-hold", "active|on-hold", "A", "HD"},
    {v1::REFERRAL_STATE_CANCEL_REQUESTED, "in-progress|on-hold", "revoked", "A", "DC"},
    {v1::REFERRAL_STATE_COMPLETED, "completed", "active", "A", "CM"},
    {v1::REFERRAL_STATE_CLOSED, "completed", "completed", "A", "CM"},
    {v1::REFERRAL_STATE_DECLINED, "rejected", "active", "R", "CA"},
    {v1::REFERRAL_STATE_REDIRECTED, "rejected|cancelled", "active|revoked", "R", "RP"},
    {v1::REFERRAL_STATE_FAILED, "failed", "active", "A", "DC|A"},
    {v1::REFERRAL_STATE_CANCELLED, "cancelled", "revoked", "R|E", "CA|DC"},
    {v1::REFERRAL_STATE_EXPIRED, "cancelled|failed", "revoked", "E", "CA"},
    {v1::REFERRAL_STATE_ENTERED_IN_ERROR, "entered-in-error", "entered-in-error", "", "ER"},
};

bool IsOneOf(std::string_view code, const std::string& alternatives) {
  return ("|" + alternatives + "|").find("|" + std::string(code) + "|") != std::string::npos;
}

TEST(MappingTest, EveryRowIsAsTheRulesSay) {
  std::map<ReferralState, int> usual;
  for (const MappingRow& row : kMappings) {
    if (row.applies == nullptr) ++usual[row.state];
    const R1* expected = nullptr;
    for (const R1& written : kR1) {
      if (written.state == row.state) expected = &written;
    }
    ASSERT_NE(expected, nullptr);
    SCOPED_TRACE(v1::ReferralState_Name(row.state));
    EXPECT_TRUE(IsOneOf(row.task_status, expected->task)) << row.task_status;
    EXPECT_TRUE(IsOneOf(row.service_request_status, expected->request)) << row.service_request_status;
    EXPECT_TRUE(IsOneOf(row.referral_status, expected->rf1)) << row.referral_status;
    EXPECT_TRUE(IsOneOf(row.order_status, expected->orc5)) << row.order_status;
  }
  EXPECT_EQ(usual.size(), std::size(kR1)) << "a state without its row";
  for (const auto& [state, rows] : usual) EXPECT_EQ(rows, 1) << v1::ReferralState_Name(state);
}

TEST(MappingTest, TheReferralDecidesWhereTheStateDoesNot) {
  v1::Referral referral;
  referral.set_state(v1::REFERRAL_STATE_ON_HOLD);
  referral.mutable_hold()->set_party(v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(MappingOf(referral).service_request_status, "on-hold");
  referral.mutable_hold()->set_party(v1::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(MappingOf(referral).service_request_status, "active");
  referral.set_state(v1::REFERRAL_STATE_IN_PROGRESS);
  EXPECT_EQ(MappingOf(referral).business_status, "5.1");
  EXPECT_EQ(MappingOf(referral).order_status, "IP");
  referral.mutable_progress()->set_sessions_completed(1);
  EXPECT_EQ(MappingOf(referral).business_status, "5.1.4");
  EXPECT_EQ(MappingOf(referral).order_status, "A");
  referral.set_state(v1::REFERRAL_STATE_EXPIRED);
  EXPECT_EQ(MappingOf(referral).task_status, "failed");
}

}  // namespace
}  // namespace tendon::referral
