#include "services/clinical/advice/facts.h"

#include <algorithm>

#include "absl/time/time.h"

namespace tendon::clinical::advice {

int DaysSinceStart(const EpisodeFacts& facts) {
  if (facts.visits.empty()) return 0;
  return static_cast<int>(std::max<int64_t>(0, facts.now_us - facts.visits.front().start_us) / kMicrosOfDay);
}

std::string DisciplineText(v1::Discipline discipline) {
  switch (discipline) {
    case v1::DISCIPLINE_MASSAGE_THERAPIST:
      return "Massage";
    case v1::DISCIPLINE_PHYSICAL_THERAPIST:
      return "Physical therapy";
    default:
      return "The treatment";
  }
}

std::string DateText(int64_t time_us) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMicros(time_us), absl::UTCTimeZone());
}

}  // namespace tendon::clinical::advice
