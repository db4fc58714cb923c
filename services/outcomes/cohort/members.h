// The episodes of a cohort with what they are chosen by, and their readings: read from one snapshot into memory, once
// each, in the order in which they lie.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "services/storage/cohort_store.h"
#include "tendon/outcomes/v1/cohort_service.pb.h"

namespace tendon::outcomes {

// Words that occur again and again, by number.
class Words {
 public:
  int Number(std::string_view word);
  // -1 for one that does not occur.
  int Find(std::string_view word) const;
  const std::string& operator[](int number) const { return words_[static_cast<size_t>(number)]; }

 private:
  absl::flat_hash_map<std::string, int> numbers_;
  std::vector<std::string> words_;
};

using WordSet = absl::InlinedVector<int, 4>;

// Lists of words as the store has them, separated by '\n'. The same few occur in session after session: each is taken
// apart once, and the last one is not even looked up.
class WordLists {
 public:
  // Valid until the next call.
  const WordSet& Read(std::string_view separated, Words* words);

 private:
  std::string last_;
  const WordSet* last_set_ = nullptr;
  absl::node_hash_map<std::string, WordSet> sets_;
};

// An episode.
struct CohortMember {
  int64_t id = 0;        // of the store
  int organization = 0;  // word
  int discipline = 0;
  bool benchmarking = false;
  WordSet techniques;
  WordSet conditions;
  WordSet regions;
  WordSet goals;                 // numbers of tendon.clinical.v1.TreatmentGoal
  int32_t sessions = 0;          // that took place
  int64_t minutes = 0;           // of all of them
  int64_t begin_us = INT64_MAX;  // of the first session or assessment; INT64_MAX when there is none
  std::string name;              // "referrals/r/episodes/1"; kept only when asked for
};

// One number a member; NaN where there is none.
using Column = std::vector<double>;

// Immutable once loaded.
class CohortMembers {
 public:
  // Episodes of referrals that were entered in error are left out; for the system's scope, also those whose patients do
  // not consent to benchmarking.
  static absl::StatusOr<CohortMembers> Load(storage::CohortReader& reader, const storage::TenantScope& scope,
                                            bool with_names);

  const std::vector<CohortMember>& all() const { return members_; }
  const Words& words() const { return words_; }
  // The place of an episode in all(); -1 when it is not there.
  int Find(int64_t id) const;
  // How many organisations they are of.
  int organizations() const;

  // The first reading of a measure of each member.
  absl::StatusOr<Column> FirstReadings(storage::CohortReader& reader, const storage::TenantScope& scope,
                                       std::string_view measure) const;

  // The baseline and the follow-up of each member, as the request defines them; of one site and motion where a member
  // has both there, else the first of what there is.
  struct Pair {
    Column baseline;
    Column follow_up;
  };
  absl::StatusOr<Pair> Readings(storage::CohortReader& reader, const storage::TenantScope& scope,
                                const v1::QueryCohortRequest& request) const;

 private:
  void Take(const storage::CohortEpisode& episode, bool benchmark, bool with_names);
  void Take(const storage::CohortSession& session);

  std::vector<CohortMember> members_;
  absl::flat_hash_map<int64_t, int> places_;
  Words words_;
  WordLists techniques_, regions_;
};

}  // namespace tendon::outcomes
