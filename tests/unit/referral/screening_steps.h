// What the tests of screening begin with: two organisations, orders with a plan, and the steps from them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/referral/handlers/report_session.h"
#include "services/referral/handlers/screening_answers.h"
#include "tests/unit/referral/desk.h"

namespace tendon::referral {

inline constexpr absl::StatusCode kFailedPrecondition = absl::StatusCode::kFailedPrecondition;
inline constexpr char kRedFlag[] = "RF_SADDLE";  // saddle anaesthesia: CI147, EMERGENCY

class ScreeningStepsTest : public ::testing::Test {
 protected:
  using Events = std::vector<v1::Event>;

  // River's order to Hand: `technique` on `region`, for a patient with this diagnosis.
  v1::Referral Draft(const std::string& technique, const std::string& region, const std::string& icd10cm = "") {
    v1::CreateReferralRequest request;
    *request.mutable_referral() = Order("hand", ++patients_);
    auto* planned = request.mutable_referral()->add_planned_techniques();
    planned->set_technique(technique);
    planned->add_body_sites()->set_region(region);
    if (!icd10cm.empty()) request.mutable_referral()->add_conditions()->set_icd10cm(icd10cm);
    return *desk_.Run(River(), &CreateReferral, request);
  }

  template <class Request>
  Request On(const v1::Referral& referral) {
    Request request;
    request.set_name(referral.name());
    request.set_etag(desk_.Read(referral.name()).referral.etag());
    return request;
  }
  absl::StatusOr<v1::Referral> Send(const v1::Referral& referral) {
    return desk_.Run(River(), &SendReferral, On<v1::SendReferralRequest>(referral));
  }
  absl::StatusOr<v1::Referral> Accept(const v1::Referral& referral, const std::vector<std::string>& rules = {}) {
    auto request = On<v1::AcceptReferralRequest>(referral);
    for (const std::string& rule : rules) request.add_acknowledged_rules(rule);
    return desk_.Run(Hand(), &AcceptReferral, request);
  }
  absl::StatusOr<v1::Referral> Start(const v1::Referral& referral, const std::vector<std::string>& rules = {},
                                     const std::string& finding = "") {
    auto request = On<v1::StartSessionRequest>(referral);
    for (const std::string& rule : rules) request.add_acknowledged_rules(rule);
    if (!finding.empty()) {
      request.add_findings()->set_code(finding);
      request.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_PRESENT);
    }
    return desk_.Run(Hand(), &StartSession, request);
  }
  absl::StatusOr<v1::Referral> Override(const v1::Referral& referral, const std::string& rule,
                                        absl::Duration lasts = absl::Hours(24),
                                        const security::Principal& who = Ada()) {
    auto request = On<v1::AttestOverrideRequest>(referral);
    request.set_rule(rule);
    request.set_reason_code("benefit-outweighs-risk");
    request.set_comment("a gentle grade, seen together");
    *request.mutable_expire_time() = ToProto(desk_.now + lasts);
    return desk_.Run(who, &AttestOverride, request);
  }
  absl::StatusOr<v1::Referral> Clear(const v1::Referral& referral, const std::string& rule) {
    auto request = On<v1::AttachClearanceRequest>(referral);
    request.set_rule(rule);
    request.set_clearing_clinician("Dr Ada");
    request.set_clear_date("2026-11-01");
    request.set_text("may be treated");
    return desk_.Run(Ada(), &AttachClearance, request);
  }
  absl::StatusOr<v1::Referral> AddCondition(const v1::Referral& referral, const std::string& icd10cm) {
    auto request = On<v1::AddSafetyFactsRequest>(referral);
    request.add_conditions()->set_icd10cm(icd10cm);
    return desk_.Run(Hand(), &AddSafetyFacts, request);
  }
  v1::ReportSessionRequest Treated(const v1::Referral& referral, const std::string& technique,
                                   const std::string& region) {
    v1::ReportSessionRequest request;
    request.set_session(referral.name() + "/sessions/0190a5b4-0000-7000-8000-000000000001");
    *request.mutable_start_time() = ToProto(desk_.now);
    auto* used = request.add_techniques();
    used->set_technique(technique);
    used->add_body_sites()->set_region(region);
    return request;
  }
  absl::StatusOr<v1::ReportSessionResponse> Report(const v1::ReportSessionRequest& request) {
    return desk_.Run(Exchange(), &ReportSession, request);
  }
  // A safe plan that is being treated.
  v1::Referral InProgress() {
    const v1::Referral sent = *Send(Draft("KINESIO_TAPE", "lumbar"));
    EXPECT_TRUE(Accept(sent).ok());
    return *Start(sent);
  }

  Events EventsOf(const std::string& organization, v1::EventType type) {
    const auto reader = *desk_.store().Read();
    Events events;
    const auto feed = *reader->ListFeed(storage::TenantScope::Organization(organization), 0, 1000);
    for (const auto& entry : feed) {
      v1::Event event;
      EXPECT_TRUE(event.ParseFromString(entry.body));
      if (event.type() == type) events.push_back(event);
    }
    return events;
  }
  Events Urgent(const std::string& organization) { return EventsOf(organization, v1::EVENT_TYPE_URGENT); }

  Desk desk_;
  int patients_ = 0;
};

// How long whoever's turn it is has.
inline absl::Duration TimeGiven(const v1::Referral& referral) {
  return ToTime(referral.turn().due_time()) - ToTime(referral.turn().since_time());
}

}  // namespace tendon::referral
