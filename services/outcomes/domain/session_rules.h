// What the server derives from a session and what it knows of the referral: pure. A session that took place is stored
// whatever comes out.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/clinical/scoring/read.h"
#include "services/runtime/validator.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::outcomes {

// What the flags depend on.
struct SessionContext {
  const v1::ReferralView* view = nullptr;          // null: the referral is not known
  const v1::AssignmentView* assignment = nullptr;  // null: the organisation is not, and was not, a recipient
  int sessions_before = 0;                         // sessions of the episode that count already
  bool number_conflict = false;
};

// Whether a screening of the day is known that knew every technique that was used.
bool IsScreened(const v1::Session& session);

// The flags, in the order of their numbers.
std::vector<v1::SessionFlag> FlagsOf(const v1::Session& session, const SessionContext& context);

// Whether its readings count in the course of its measures.
bool HoldsReadings(const v1::Session& session);

// Whether it was performed.
bool TookPlace(const v1::Session& session);

// Whether the session counts in k.
bool Counts(const v1::Session& session, const SessionContext& context);

// Whether a flag asks for a person's eye. UNSCREENED and UNKNOWN_MEASURE do not by themselves.
bool NeedsAttention(const v1::Session& session);

// Rules that the annotations cannot say: the time of a session that took place, measures, their items, units and
// ranges. A measure that the catalogue does not hold is taken as given.
std::vector<runtime::FieldViolation> CheckSession(const v1::Session& session, absl::Time now,
                                                  const clinical::scoring::ScoringOptions& scoring = {});

// Scores the observations that have item answers and converts entered scores, in a session that CheckSession found
// good; notes the measures that are not known. A reading of one is kept: that it was taken is a fact.
void ScoreSession(const clinical::scoring::ScoringOptions& scoring, v1::Session* session);

// Beside each measure that is not known, those that may have been meant: for a person, who can answer.
void NameNearestMeasures(v1::Session* session);

// Whether two sessions tell the same: what a clinic sent twice, not what happened twice.
bool SameFacts(const v1::Session& a, const v1::Session& b);

absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToProto(absl::Time time);
int64_t ToMicros(const google::protobuf::Timestamp& timestamp);

}  // namespace tendon::outcomes
