// What must be there before a load can run: a referring clinic, some practices that receive, and referrals between
// them. Every world has names of its own, so that one database can hold many.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/target.h"

namespace tendon::bench {

struct World {
  Caller referrer;
  std::vector<Caller> recipients;

  // Referral number i goes to them in turn, so that an inbox is scattered among those of others.
  const Caller& recipient_of(size_t i) const { return recipients[i % recipients.size()]; }
};

// Makes the organisations with one clinician each. The error names the call that failed.
absl::StatusOr<World> MakeWorld(Target& target, int recipients);

// How far the referrals of MakeReferrals are brought.
enum class Stage { kDraft, kSent, kStarted };

// Makes so many, many at a time; returns their names in the order of their numbers.
absl::StatusOr<std::vector<std::string>> MakeReferrals(Target& target, const World& world, int count, Stage stage);

}  // namespace tendon::bench
