// Valid resources for requests. "Full" ones set every field that a caller may set, at every depth, so that tests that
// walk over fields reach all of them; a test fails when a new field is missing here. Every string of patient data in
// them is one that is found nowhere else, so that a leak is seen.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/directory.pb.h"
#include "tendon/referral/v1/referral.pb.h"
#include "tendon/referral/v1/screening_service.pb.h"

namespace tendon::testing {

referral::v1::Organization FullOrganization();
referral::v1::Clinician FullClinician(clinical::v1::Discipline discipline);

// From River Clinic's physician to Hand Work's massage therapist, Step informed; six sessions. Complete: can be sent.
referral::v1::Referral FullReferral();
// What is needed to send and nothing else, from whoever creates it to the organisation.
referral::v1::Referral SmallReferral(const std::string& recipient_id);
referral::v1::ClosingSummary FullSummary();

// By Hand Work's massage therapist.
outcomes::v1::Session FullSession(absl::Time start);
// The pain before and after on the numeric scale 0-10, and nothing else that is not needed.
outcomes::v1::Session SmallSession(absl::Time start, double pain_before, double pain_after);

// Facts and a technique that the knowledge base knows, with every field set.
referral::v1::PatientFacts KnownFacts();
clinical::v1::TechniqueUse KnownTechnique();

google::protobuf::Timestamp ToProto(absl::Time time);

}  // namespace tendon::testing
