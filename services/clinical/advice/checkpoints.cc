#include "services/clinical/advice/checkpoints.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tendon::clinical::advice {
namespace {

namespace pb = outcomes::v1;

// A checkpoint: in its days since the first visit, or by a visit's number, whichever comes first.
struct Plan {
  const char* rule;
  const char* kind;
  const char* text;
  int from_day, to_day;
  int session;  // 0: days only
};

constexpr Plan kEarly = {"TR23", "EARLY_CHECK", "Look at the trend; no decision to discharge yet", 14, 21, 3};
constexpr Plan kReEvaluation = {"TR24", "RE_EVALUATE", "Formal re-evaluation of massage", 28, 35, 8};
constexpr Plan kCourseEnd = {"TR26", "COURSE_END", "End-of-course evaluation: decide on discharge or referral",
                             70,     84,           0};
// Every so many treatment days (TR25).
constexpr int kProgressVisits = 10;

void SetTime(int64_t time_us, google::protobuf::Timestamp* timestamp) {
  timestamp->set_seconds(time_us / 1'000'000);
  timestamp->set_nanos(static_cast<int32_t>(time_us % 1'000'000) * 1000);
}

bool WasReadIn(const EpisodeFacts& facts, int64_t from_us, int64_t to_us) {
  return std::any_of(facts.reading_times_us.begin(), facts.reading_times_us.end(),
                     [=](int64_t time_us) { return time_us >= from_us && time_us <= to_us; });
}

pb::CheckpointState StateOf(const EpisodeFacts& facts, int64_t from_us, int64_t to_us) {
  if (facts.now_us < from_us) return pb::CHECKPOINT_STATE_UPCOMING;
  if (WasReadIn(facts, from_us, to_us)) return pb::CHECKPOINT_STATE_DONE;
  return facts.now_us <= to_us ? pb::CHECKPOINT_STATE_DUE : pb::CHECKPOINT_STATE_MISSED;
}

pb::Checkpoint Describe(const char* id, const std::string& kind, const std::string& text,
                        const trajectory::RuleBook& rules) {
  const trajectory::Rule& rule = rules.Find(id);
  pb::Checkpoint checkpoint;
  checkpoint.set_rule(id);
  checkpoint.set_kind(kind);
  checkpoint.set_text(text);
  checkpoint.set_citation(rule.citation);
  checkpoint.set_confidence(rule.confidence);
  checkpoint.set_working_rule(rule.working);
  return checkpoint;
}

// From its first day, or from the visit it names, whichever comes first, until its last day.
pb::Checkpoint ByDay(const EpisodeFacts& facts, const Plan& plan, const trajectory::RuleBook& rules) {
  const int64_t start_us = facts.visits.front().start_us;
  int64_t from_us = start_us + plan.from_day * kMicrosOfDay;
  const int64_t to_us = start_us + plan.to_day * kMicrosOfDay;
  const bool reached = plan.session > 0 && facts.visits.size() >= static_cast<size_t>(plan.session);
  if (reached) from_us = std::min(from_us, facts.visits[static_cast<size_t>(plan.session) - 1].start_us);
  pb::Checkpoint checkpoint = Describe(plan.rule, plan.kind, plan.text, rules);
  checkpoint.set_due_session(plan.session);
  SetTime(from_us, checkpoint.mutable_due_time());
  SetTime(to_us, checkpoint.mutable_latest_time());
  checkpoint.set_state(StateOf(facts, from_us, to_us));
  return checkpoint;
}

// The progress report that is due by the next tenth treatment day, or the one that was. A reading from the visit before
// it on counts as one.
pb::Checkpoint ProgressReport(const EpisodeFacts& facts, const trajectory::RuleBook& rules) {
  const int visits = static_cast<int>(facts.visits.size());
  const int due = std::max(1, (visits + kProgressVisits - 1) / kProgressVisits) * kProgressVisits;
  pb::Checkpoint checkpoint =
      Describe("TR25", "PROGRESS_REPORT", absl::StrCat("Progress report by treatment day ", due), rules);
  checkpoint.set_due_session(due);
  if (visits < due - 1) {
    checkpoint.set_state(pb::CHECKPOINT_STATE_UPCOMING);
    return checkpoint;
  }
  const int64_t from_us = facts.visits[static_cast<size_t>(due) - 2].start_us;
  SetTime(from_us, checkpoint.mutable_due_time());
  const bool past = visits == due && facts.now_us > facts.visits.back().start_us + kMicrosOfDay;
  checkpoint.set_state(WasReadIn(facts, from_us, facts.now_us) ? pb::CHECKPOINT_STATE_DONE
                       : past                                  ? pb::CHECKPOINT_STATE_MISSED
                                                               : pb::CHECKPOINT_STATE_DUE);
  return checkpoint;
}

}  // namespace

std::vector<pb::Checkpoint> CheckpointsOf(const EpisodeFacts& facts, const trajectory::RuleBook& rules) {
  std::vector<pb::Checkpoint> checkpoints;
  if (facts.visits.empty()) return checkpoints;
  pb::Checkpoint safety =
      Describe("TR22", "SAFETY_CHECK",
               "At the next visit: red flags, harm since the last one, blood pressure if indicated", rules);
  safety.set_due_session(static_cast<int>(facts.visits.size()) + 1);
  safety.set_state(pb::CHECKPOINT_STATE_UPCOMING);
  checkpoints.push_back(std::move(safety));
  checkpoints.push_back(ByDay(facts, kEarly, rules));
  if (facts.discipline == v1::DISCIPLINE_MASSAGE_THERAPIST) checkpoints.push_back(ByDay(facts, kReEvaluation, rules));
  if (facts.discipline == v1::DISCIPLINE_PHYSICAL_THERAPIST) checkpoints.push_back(ProgressReport(facts, rules));
  checkpoints.push_back(ByDay(facts, kCourseEnd, rules));
  return checkpoints;
}

}  // namespace tendon::clinical::advice
