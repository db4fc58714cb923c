// What advice rests on: the visits of an episode, and the course of each of its measures. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/clinical/trajectory/classify.h"
#include "tendon/clinical/v1/coding.pb.h"
#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::clinical::advice {

// A session that took place.
struct Visit {
  int64_t start_us = 0;
  int number = 0;
  int minutes = 0;  // 0 when nobody said
  std::vector<std::string> techniques, regions;
  std::vector<v1::AdverseEventGrade> harm;
};

// A measure's course: its readings, its class.
struct MeasureCourse {
  const trajectory::Course* course = nullptr;
  outcomes::v1::Trajectory trajectory;
  int index = 0;     // in Episode.measures
  std::string band;  // of the latest reading: "HIGH"
  // What its last two assessments are worth; kNone where there are none.
  trajectory::Step last = trajectory::Step::kNone, previous = trajectory::Step::kNone;
};

// A red flag that was said to be there and not said to be gone since.
struct RedFlag {
  std::string code, rule, label, citation, confidence;
  v1::ReferUrgency urgency = v1::REFER_URGENCY_UNSPECIFIED;
  int session_number = 0;
};

struct EpisodeFacts {
  v1::Discipline discipline = v1::DISCIPLINE_UNSPECIFIED;
  std::set<v1::Discipline> others;  // disciplines that treat the patient beside it, as far as they are known
  std::vector<Visit> visits;        // in the order in which they happened
  std::vector<MeasureCourse> courses;
  std::vector<RedFlag> red_flags;
  std::vector<int64_t> reading_times_us;  // of every reading, in order: a checkpoint is done when one lies in its time
  int64_t now_us = 0;
};

inline constexpr int64_t kMicrosOfDay = 86'400'000'000;

// Whole days from the first visit until now; 0 without visits.
int DaysSinceStart(const EpisodeFacts& facts);

// "Massage", "Physical therapy", "The treatment".
std::string DisciplineText(v1::Discipline discipline);

// "2026-11-25".
std::string DateText(int64_t time_us);

}  // namespace tendon::clinical::advice
