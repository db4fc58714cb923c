// Effects: how a decided transition changes the referral. Pure; the handler reads and writes the store.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "services/referral/lifecycle/calendar.h"
#include "services/referral/lifecycle/decide.h"
#include "services/referral/lifecycle/referral_record.h"

namespace tendon::referral {

// Who makes it happen, when and why.
struct Act {
  absl::Time time = absl::UnixEpoch();
  std::string organization = {};  // resource name; empty for the system
  std::string clinician = {};     // resource name, or empty
  std::string reason_code = {};
  std::string comment = {};
  std::string subject = {};  // the part of the referral, or the other referral, that it is about
};

// "v3".
std::string EtagOf(int64_t version);

// Makes the next version: the state that the row leads to, what follows from the state (the current assignment, the
// hold, appointments, proposals and questions that lapse), the turn, last_transition, version, etag, update_time. The
// effects of the single events (a new assignment, a summary, …) go before it.
void ApplyTransition(const Decision& decision, const Act& act, const Calendars& calendars, ReferralRecord* record);

// Send: opens the next assignment, to referral.recipient.
void OpenAssignment(const Act& act, v1::Referral* referral);
// Redirect: the current assignment ends as REDIRECTED, with the version and the count that were its own; the next is
// opened to `recipient`, and nothing of the course before stands in its way. Its episode counts from 0.
void RedirectAssignment(const Act& act, const std::string& recipient, const std::string& clinician,
                        v1::Referral* referral);
// Accept: who will treat, and the episode.
void AcceptAssignment(const Act& act, const std::string& clinician, v1::Referral* referral);
// Hold: who halts it and where it was. In ON_HOLD a safety reason takes the place of the one before, and what was
// attested before it counts no more (row 22b).
void StartHold(PartyRole party, const Act& act, v1::Referral* referral);
// RequestCancel: where it was.
void StartCancelRequest(const Act& act, v1::Referral* referral);
// The summary as it is stored; nothing is owed any more.
void StoreSummary(const Act& act, const v1::ClosingSummary& summary, bool partial, v1::Referral* referral);
// An addition to the summary.
void AppendAddendum(const Act& act, const std::string& text, v1::Referral* referral);
// A report before the end.
void AppendInterimReport(const Act& act, const std::string& text, v1::Referral* referral);
// Acknowledge: who read it.
void StoreAcknowledgement(const Act& act, v1::Referral* referral);

}  // namespace tendon::referral
