// What the outcomes server knows of a referral, made from what the referral server shows its own servers: names and
// states, no patient.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/storage/outcomes_store.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::outcomes {

// The view of a referral, from SENT on. A draft has no assignments, and its view nobody to record for it.
v1::ReferralView MakeView(const referral::v1::Referral& referral);

// The organisation ids of every party of the view.
std::vector<std::string> PartiesOf(const v1::ReferralView& view);

// The organisation ids that see what an assignment did: the referrer and the informed parties, its own recipient, and
// those that took its place. Who was replaced sees nothing of what came after.
std::vector<std::string> ReadersOf(const v1::ReferralView& view, const v1::AssignmentView& assignment);

// Whether the organisation (id) was a recipient once, and has no part in the referral now.
bool IsFormerRecipient(const v1::ReferralView& view, const std::string& organization_id);

// The latest assignment of an organisation (id); null if it has none.
const v1::AssignmentView* AssignmentOf(const v1::ReferralView& view, const std::string& organization_id);

// Whether a session of this assignment is expected now: what is known needs no second look at the referral server.
bool IsUnderWay(const v1::ReferralView& view, const v1::AssignmentView& assignment);

storage::ReferralViewRow MakeRow(const v1::ReferralView& view);

}  // namespace tendon::outcomes
