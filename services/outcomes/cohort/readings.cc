// CohortMembers::Readings: which readings are an episode's baseline and follow-up.
#include <cmath>
#include <limits>
#include <optional>

#include "services/outcomes/cohort/members.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::outcomes {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;

bool IsWanted(const v1::QueryCohortRequest& request, const storage::ReadingSeries& series) {
  return (request.region().empty() || request.region() == series.region) &&
         (request.motion().empty() || request.motion() == series.motion);
}

bool IsWanted(const v1::QueryCohortRequest& request, int phase) {
  if (request.phase() != clinical::v1::OBSERVATION_PHASE_UNSPECIFIED) return phase == request.phase();
  return phase != clinical::v1::OBSERVATION_PHASE_AFTER && phase != clinical::v1::OBSERVATION_PHASE_DURING;
}

// Whole days since the beginning.
double DayOf(int64_t time_us, int64_t begin_us) {
  return std::floor(static_cast<double>(time_us - begin_us) / static_cast<double>(kDayUs));
}

bool IsIn(const v1::NumberRange& range, double value) {
  return (!range.has_minimum() || value >= range.minimum()) && (!range.has_maximum() || value <= range.maximum());
}

struct Candidate {
  int64_t time_us = 0;
  double value = std::numeric_limits<double>::quiet_NaN();
  bool found() const { return !std::isnan(value); }
};

// Takes in the readings of one episode and series in the order of time.
class PairOfOne {
 public:
  explicit PairOfOne(const v1::QueryCohortRequest& request)
      : baseline_(request.baseline()),
        follow_up_(request.follow_up()),
        last_baseline_(request.baseline().choice() == v1::READING_CHOICE_LAST),
        first_follow_up_(request.follow_up().choice() == v1::READING_CHOICE_FIRST) {}

  void Take(double day, const storage::CohortReading& reading) {
    if (IsIn(baseline_.days(), day) && (last_baseline_ || !before_.found())) {
      // A later baseline leaves only later follow-ups.
      before_ = {reading.time_us, reading.value};
      after_ = {};
    }
    const bool later = !before_.found() || reading.time_us > before_.time_us;
    if (later && IsIn(follow_up_.days(), day) && !(first_follow_up_ && after_.found()))
      after_ = {reading.time_us, reading.value};
  }

  // Puts what was found where there is less.
  void Store(size_t place, CohortMembers::Pair* pair) const {
    const bool complete = before_.found() && after_.found();
    const bool has_any = !std::isnan(pair->baseline[place]) || !std::isnan(pair->follow_up[place]);
    const bool has_all = !std::isnan(pair->baseline[place]) && !std::isnan(pair->follow_up[place]);
    if (has_all || (has_any && !complete)) return;
    pair->baseline[place] = before_.value;
    pair->follow_up[place] = after_.value;
  }

 private:
  const v1::ReadingRule& baseline_;
  const v1::ReadingRule& follow_up_;
  const bool last_baseline_;
  const bool first_follow_up_;
  Candidate before_;
  Candidate after_;
};

}  // namespace

absl::StatusOr<CohortMembers::Pair> CohortMembers::Readings(storage::CohortReader& reader,
                                                            const storage::TenantScope& scope,
                                                            const v1::QueryCohortRequest& request) const {
  const double none = std::numeric_limits<double>::quiet_NaN();
  Pair pair{Column(members_.size(), none), Column(members_.size(), none)};
  storage::ReadingSeries series;
  const storage::ReadingSeries* last = nullptr;
  int64_t episode = 0;
  int place = -1;
  std::optional<PairOfOne> one;
  const auto finish = [&] {
    if (one.has_value() && place >= 0) one->Store(static_cast<size_t>(place), &pair);
    one.reset();
  };
  const absl::Status status = reader.ScanCohortReadings(
      scope, request.measure(), [&](const storage::ReadingSeries& of, const storage::CohortReading& reading) {
        if (!IsWanted(request, of) || !IsWanted(request, reading.phase)) return true;
        // The same object, mostly: its words need not be compared.
        if (!one.has_value() || episode != reading.episode || (last != &of && series != of)) {
          finish();
          series = of;
          last = &of;
          episode = reading.episode;
          place = Find(episode);
          one.emplace(request);
        }
        if (place < 0) return true;
        one->Take(DayOf(reading.time_us, members_[static_cast<size_t>(place)].begin_us), reading);
        return true;
      });
  finish();
  if (!status.ok()) return status;
  return pair;
}

}  // namespace tendon::outcomes
