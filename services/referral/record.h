// Between the stored row of a referral and the referral: nothing else knows which column mirrors which field.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"
#include "services/security/identity.h"
#include "services/storage/referral_store.h"
#include "tendon/referral/v1/event_service.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// The referral of a row, with the progress that is kept beside its body. DATA_LOSS if the body cannot be read.
absl::Status ReadRow(const storage::ReferralRow& row, v1::Referral* referral);
absl::StatusOr<v1::Referral> ReadRow(const storage::ReferralRow& row);

// The same with what is kept beside the referral.
absl::StatusOr<ReferralRecord> ReadRecord(const storage::ReferralRow& row);

// The row of a referral. `ordinal` is the revision of its creation.
storage::ReferralRow MakeRow(const ReferralRecord& record, int64_t ordinal);

// What an organisation (id) is to a referral; empty for a stranger.
RoleSet RolesOf(const v1::Referral& referral, const std::string& organization_id);
// What a caller is: a physician of the referrer or of an informed party is a responsible one too, and so is the
// clinician whom the referral names, while their organisation has a part in it. The exchange's own servers are the
// system.
RoleSet RolesOf(const v1::Referral& referral, const security::Principal& principal);

// Whether the roles are those of one that was a recipient once and is nothing else now: it reads its own part.
bool IsFormerRecipient(RoleSet roles);

// The organisations (ids) that are told of what happens: those with a part in the referral now.
std::vector<std::string> AudienceOf(const v1::Referral& referral);

// The event that tells of the referral's last transition.
v1::Event MakeTransitionEvent(const v1::Referral& referral);

// The last event for a recipient that the last transition has replaced: that its assignment has ended, and nothing of
// what comes after.
v1::Event MakeReplacedEvent(const v1::Referral& referral, const v1::Assignment& ended);

// Fills what every event of a referral carries: the parties, the state, k of n, the turn.
void DescribeReferral(const v1::Referral& referral, v1::Event* event);

}  // namespace tendon::referral
