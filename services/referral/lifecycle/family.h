// Referrals made from others: children, prolongations. Pure; the handler looks up ancestors and writes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/referral/lifecycle/apply.h"
#include "services/referral/lifecycle/referral_record.h"

namespace tendon::referral {

// A child of a child of a child: more hands than anybody can coordinate.
inline constexpr int kMaxDepth = 3;

// Why a child to `recipient` cannot be: too deep, or an organisation that is on the path already (row 44d); empty when
// it can. `path` is the parent and its ancestors.
std::string PathRefusal(const std::vector<const v1::Referral*>& path, const std::string& recipient);

// The draft of a child: what the recipient of the parent asks for, for the parent's patient, with the parent's safety
// facts and nothing else of its chart. `referrer` is the organisation (resource name) that orders it: the parent's
// recipient, or who approved its proposal. The parent's parties and those it informs are told of the child.
v1::Referral MakeChild(const v1::Referral& parent, const v1::Referral& asked, const std::string& referrer);

// The draft of a prolongation: the same order again with its own authorisation (row 35).
v1::Referral MakeProlongation(const v1::Referral& referral, const v1::Authorization& authorization);

// What of a child travels up to its parent.
v1::ChildOutcome OutcomeOf(const v1::Referral& child);
void AddOpenChild(const std::string& child, v1::Referral* parent);
// What came of a child so far; open no more once that is terminal.
void EndChild(const v1::ChildOutcome& outcome, v1::Referral* parent);

// Whether this step ends the treatment that its children were part of: they are reached (rows 18, 19, 25, 28 to 30, 37,
// 39, 40, 45, 45a).
bool ReachesChildren(const v1::Referral& parent);

// The safety facts of a referral (conditions, medications, findings), and nothing else of it.
v1::Referral FactsOf(const v1::Referral& referral);
// Those of `after` that `before` had not; nullopt when there is none.
std::optional<v1::Referral> FactsLearnt(const v1::Referral& before, const v1::Referral& after);
// Adds the facts that it has not, however many: none that bears on safety is dropped for a limit.
void AddFacts(const v1::Referral& learnt, v1::Referral* referral);

// Whether the identifiers say that these are two: they have one of the same system, and none in common. Clinics that
// number patients each in their own way say nothing of it.
bool AreDifferentPatients(const clinical::v1::Patient& patient, const clinical::v1::Patient& other);

// A fingerprint of what makes two open referrals the same (patient, recipient, service, reason), one for each of the
// patient's identifiers. Two referrals with a common one are duplicates.
std::vector<std::string> DuplicateKeys(const v1::Referral& referral);

}  // namespace tendon::referral
