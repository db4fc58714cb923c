// Effects: how a decided transition changes the referral. Pure; the handler reads and writes the store.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/referral/lifecycle/decide.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// Who makes it happen, when and why.
struct Act {
  absl::Time time;
  std::string organization;  // resource name; empty for the system
  std::string clinician;     // resource name, or empty
  std::string reason_code;
  std::string comment;
};

google::protobuf::Timestamp ToProto(absl::Time time);

// "v3".
std::string EtagOf(int64_t version);

// Makes the next version: state, turn, the current assignment's state and end, last_transition, version, etag,
// update_time. The effects of the single events (a new assignment, a summary, …) are below and go before it.
void ApplyTransition(const Decision& decision, const Act& act, v1::Referral* referral);

// The current assignment; null while there is none.
v1::Assignment* CurrentAssignment(v1::Referral* referral);
const v1::Assignment* CurrentAssignment(const v1::Referral& referral);

// Send: opens the next assignment, to referral.recipient.
void OpenAssignment(const Act& act, v1::Referral* referral);
// Accept: who will treat, and the episode.
void AcceptAssignment(const Act& act, const std::string& clinician, v1::Referral* referral);
// Complete: the summary as it is stored.
void StoreSummary(const Act& act, const v1::ClosingSummary& summary, v1::Referral* referral);
// Acknowledge: who read it.
void StoreAcknowledgement(const Act& act, v1::Referral* referral);

}  // namespace tendon::referral
