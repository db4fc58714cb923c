// Where screening acts: at send, redirect, accept and start, when the facts or the order change, and when a hold ends.
// Each screens the step's referral as it will be written and stores the snapshot with it.
#pragma once

#include <string>

#include "google/protobuf/repeated_field.h"
#include "services/referral/handlers/move.h"
#include "services/referral/screening/judgement.h"

namespace tendon::referral {

using RuleIds = google::protobuf::RepeatedPtrField<std::string>;
using FindingList = google::protobuf::RepeatedPtrField<clinical::v1::Finding>;

// CONTRAINDICATED while an ABSOLUTE stands without an attested override, or a CLEARANCE without a clearance or
// override. Nobody has acknowledged anything yet then.
absl::Status ScreenToSend(Step& step);
// The same where the step leads to another recipient.
absl::Status ScreenToForward(Step& step);
// The same for whoever will treat, and SCREENING_NOT_ACKNOWLEDGED unless `acknowledged`, with what was acknowledged
// before, names every rule that hit. Standing overrides are acknowledged with it.
absl::Status ScreenToTreat(Step& step, const std::string& clinician, const RuleIds& acknowledged);
// Screens again after facts, order, overrides or clearances have changed; never refuses. What has become unsafe makes
// it the referrer's turn, and recipient and referrer are told at once.
absl::Status ScreenChanged(Step& step);
// The same; CONTRAINDICATED where a change of the plan alone made it unsafe.
absl::Status ScreenModified(Step& step);
// A safety hold ends only once nothing stands in the way.
absl::Status ScreenToResume(Step& step);

// CONTRAINDICATED or SCREENING_NOT_ACKNOWLEDGED, with ScreeningRefused.
absl::Status Contraindicated(const Objections& objections);

// INVALID_ARGUMENT for findings that the knowledge base does not know, or not in these units: they could not be
// screened.
absl::Status CheckFindings(const FindingList& findings);
// Adds findings to the facts of the referral, with who asserts them and when. INVALID_ARGUMENT when it is full.
absl::Status AddFindings(const Act& act, const FindingList& findings, v1::Referral* referral);

// What the facts of the referral say now; nothing is stored.
clinical::v1::ScreeningSnapshot ScreenNow(const v1::Referral& referral, absl::Time now);
// The red flags among them, also where nothing is planned: they are about whatever is done.
RedFlags RedFlagsNow(const v1::Referral& referral, absl::Time now);
// The state of the clinician's only licence for the discipline; empty where there is none or more than one.
std::string LicenceState(const Step& step, const std::string& clinician);

}  // namespace tendon::referral
