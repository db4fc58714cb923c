// How each state looks to a partner that speaks FHIR R4, HL7 v2 or IHE 360X: derived on output, never taken in, so that
// combinations outside the table cannot be. Source: the referral exchange's rules R1; the code systems are FHIR's
// task-status and request-status and HL7's tables 0283 (RF1-1) and 0038 (ORC-5).
#pragma once

#include <array>
#include <string_view>

#include "services/referral/lifecycle/table.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

struct MappingRow {
  ReferralState state;
  std::string_view when;                 // "" for the usual one, the last of its state
  bool (*applies)(const v1::Referral&);  // null for the usual one
  std::string_view task_status;
  std::string_view business_status;  // BSeR's code where it begins with a digit, else COW's, AU's or GRAV's
  std::string_view service_request_status;
  std::string_view referral_status;    // RF1-1
  std::string_view order_status;       // ORC-5; "" where table 0038 has no value
  std::string_view transaction;        // 360X
  std::string_view nearest_ers_state;  // Tendon's reading
};

namespace mapping {
bool HasInterimReport(const v1::Referral& referral);
bool HasSession(const v1::Referral& referral);
bool IsHeldByReferrer(const v1::Referral& referral);
bool WasOnHold(const v1::Referral& referral);
bool WasStopped(const v1::Referral& referral);
}  // namespace mapping

inline constexpr auto kMappings = std::to_array<MappingRow>({
#include "services/referral/lifecycle/mapping.inc"
});

// The row that a referral shows.
const MappingRow& MappingOf(const v1::Referral& referral);

}  // namespace tendon::referral
