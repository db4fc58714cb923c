// What several groups of handlers need.
#pragma once

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "services/referral/handlers/handlers.h"
#include "services/referral/lifecycle/apply.h"
#include "services/referral/lifecycle/calendar.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/page_token.h"

namespace tendon::referral {

inline int PageSize(int requested) {
  return requested == 0 ? runtime::kDefaultPageSize : std::min(requested, runtime::kMaxPageSize);
}

// The acting clinician and organisation, now.
Act ActOf(const Call& call);

// The referral by its resource name, as the caller's organisation may see it: NOT_FOUND otherwise.
absl::StatusOr<storage::ReferralRow> FindReferral(const Call& call, Reader& reader, const std::string& name);

// A referral as the caller may see it, and what the caller is to it.
struct FoundRecord {
  ReferralRecord record;
  RoleSet roles;
  int64_t ordinal = 0;
};
// The same, read. The recipient of an earlier assignment finds its own part (R7): the last version that was its own, as
// REDIRECTED, with its own count, and nobody's turn. NOT_FOUND.
absl::StatusOr<FoundRecord> FindRecord(const Call& call, Reader& reader, const std::string& name);
// What FindRecord answers, of a row that the caller may read.
absl::StatusOr<FoundRecord> SeenRecord(const Call& call, Reader& reader, const storage::ReferralRow& row);
// A version of what was found, as it was. NOT_FOUND where the caller could not read it when it was made.
absl::StatusOr<v1::Referral> ReadVersion(const Call& call, Reader& reader, const FoundRecord& found, int64_t version);

// "referrals/r/questions/1" -> "referrals/r"; the id alone, "r".
std::string ReferralNameOf(const std::string& name);
std::string ReferralIdOf(const std::string& name);

// What the referral server's configuration lays down.
struct ReferralRules final : runtime::ServerRules {
  TimerTable timers;
};

// How long timers run.
TimerTable TimersOf(const Call& call);
// The working time of an organisation; the usual one for a name that is empty or unknown.
absl::StatusOr<WorkingTime> CalendarOf(const Call& call, Reader& reader, const std::string& organization_name);
// That of both parties, and how long timers run.
absl::StatusOr<Calendars> CalendarsOf(const Call& call, Reader& reader, const v1::Referral& referral);

// Writes the next version of a referral with its event, to the feeds of its audience; sets the call's revision and
// resource, and adds to its feeds. INTERNAL for an open referral that is nobody's turn.
absl::Status WriteReferral(Call& call, Transaction& transaction, int64_t ordinal, ReferralRecord* record);
// Tells the audience of the version that was written last of something that must be looked at now; where screening
// found it, how fast a physician must see the patient.
absl::Status Alert(Call& call, Transaction& transaction, const v1::Referral& referral, v1::EventType type,
                   clinical::v1::ReferUrgency urgency = clinical::v1::REFER_URGENCY_UNSPECIFIED);

// That the clinicians and organisations named in a referral exist and belong together: INVALID_ARGUMENT naming the
// field.
absl::Status CheckReferences(const Call& call, Reader& reader, const v1::Referral& referral);

// That the organisation exists: INVALID_ARGUMENT naming the field.
absl::Status CheckOrganizationNamed(const Call& call, Reader& reader, const std::string& name, const char* field);
// That the clinician, if one is named, exists and is of the caller's organisation: INVALID_ARGUMENT naming the field.
absl::Status CheckClinicianOf(const Call& call, Reader& reader, const std::string& clinician, const char* field);

// The cursor in a page token of this query; INVALID_ARGUMENT for one of another query.
absl::StatusOr<std::string> OpenPage(Reader& reader, const std::string& fingerprint, const std::string& token);

}  // namespace tendon::referral
