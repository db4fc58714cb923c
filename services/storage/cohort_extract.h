// What a session's row means for cohorts; the same on every engine. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/storage/cohort_store.h"
#include "services/storage/outcomes_store.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::storage {

struct ExtractedReading {
  ReadingSeries series;
  int64_t time_us = 0;
  int32_t item = 0;  // its place in the session, from 0
  int32_t phase = 0;
  double value = 0;
  bool operator==(const ExtractedReading&) const = default;
};

struct ExtractedSession {
  int32_t minutes = 0;
  std::string techniques;  // as in CohortSession
  std::string regions;
  std::vector<ExtractedReading> readings;
  bool operator==(const ExtractedSession&) const = default;
};

// Nothing for a session that cohorts do not count: without an episode, not of its recipient, neither completed nor an
// assessment; nor for a body that is no session.
std::optional<ExtractedSession> ExtractForCohorts(const SessionRow& row);
// The same of a row whose body has been parsed.
std::optional<ExtractedSession> ExtractForCohorts(const SessionRow& row, const outcomes::v1::Session& session);

// The numbers of the assignments of a view that make an episode: accepted ones.
std::vector<std::pair<std::string, int32_t>> EpisodesOf(const ReferralViewRow& row);

}  // namespace tendon::storage
