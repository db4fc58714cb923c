// What the outcomes store keeps for cohorts, beside the sessions that it is derived from: a narrow row for each session
// and each reading, laid out in the order in which they are counted. It follows from the sessions and referral views
// and is written with them: nobody writes it by itself. Only what has an episode, took place or was assessed, and is
// the recipient's own, is in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// An episode of an organisation: of an assignment that was accepted, or that a session was recorded for.
struct CohortEpisode {
  int64_t id = 0;                 // of the store: grows, is never given twice
  std::string_view organization;  // id of who treats
  std::string_view referral_id;
  int32_t episode = 0;             // assignment number
  std::string_view referral_view;  // serialised tendon.outcomes.v1.ReferralView; empty while it is not known
};

// A session, or an assessment, which has no dose.
struct CohortSession {
  int64_t episode = 0;  // CohortEpisode.id
  int64_t start_us = 0;
  bool counts = false;          // in k
  int32_t minutes = 0;          // 0 for one that does not count
  std::string_view techniques;  // codes, separated by '\n'
  std::string_view regions;     // the same
};

// What a reading is of.
struct ReadingSeries {
  std::string organization;  // id
  std::string measure;
  std::string region;
  int32_t laterality = 0;  // of tendon.clinical.v1.Laterality
  std::string motion;
  int32_t motion_mode = 0;                                 // of tendon.clinical.v1.MotionMode
  auto operator<=>(const ReadingSeries&) const = default;  // NOLINT(modernize-use-nullptr): not one
};

struct CohortReading {
  int64_t episode = 0;  // CohortEpisode.id
  int64_t time_us = 0;
  int32_t phase = 0;  // of tendon.clinical.v1.ObservationPhase
  double value = 0;
};

// The scope is an organisation for its own episodes, the system for everybody's. What is handed out lives until the
// function returns; a function that returns false ends the scan.
class CohortReader {
 public:
  virtual ~CohortReader() = default;
  // By id.
  virtual absl::Status ScanCohortEpisodes(const TenantScope& scope,
                                          absl::FunctionRef<bool(const CohortEpisode&)> take) = 0;
  // In no order.
  virtual absl::Status ScanCohortSessions(const TenantScope& scope,
                                          absl::FunctionRef<bool(const CohortSession&)> take) = 0;
  // Of one measure, or of all for "": one series after the other, in it by episode id and time.
  virtual absl::Status ScanCohortReadings(const TenantScope& scope, std::string_view measure,
                                          absl::FunctionRef<bool(const ReadingSeries&, const CohortReading&)> take) = 0;
};

}  // namespace tendon::storage
