// A referral for people.
#pragma once

#include "clients/cli/context.h"
#include "clients/cli/table.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {

// Everything that the reader may see.
void PrintReferral(const referral::v1::Referral& referral, Context& context);

// One line after a change: its id, its state, what it was about (a proposal, a child), whose turn it is.
void PrintReferralState(const referral::v1::Referral& referral, Context& context);

// "RECIPIENT, accept or decline, since …, due …"; empty when nobody owes anything.
std::string TurnLabel(const referral::v1::Turn& turn);

// "2 of 6".
std::string ProgressLabel(const referral::v1::Progress& progress);

// "Maria Sample", from the parts or the text.
std::string PatientLabel(const clinical::v1::Patient& patient);

// "6 sessions, 2 a week, until 2027-01-31".
std::string AuthorizationLabel(const referral::v1::Authorization& authorization);

// "lumbar LEFT".
std::string SiteLabel(const clinical::v1::BodySite& site);

// "DEEP_TISSUE on lumbar, 30 min, light".
std::string TechniqueLabel(const clinical::v1::TechniqueUse& technique);

}  // namespace tendon::cli
