#include "services/outcomes/domain/guidance.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>

#include "services/clinical/advice/advise.h"
#include "services/clinical/advice/dose.h"
#include "services/clinical/advice/red_flags.h"
#include "services/clinical/scoring/bands.h"
#include "services/clinical/scoring/read.h"
#include "services/outcomes/domain/session_rules.h"

namespace tendon::outcomes {
namespace {

namespace advice = clinical::advice;
namespace scoring = clinical::scoring;
namespace trajectory = clinical::trajectory;

advice::Visit MakeVisit(const v1::Session& session) {
  advice::Visit visit;
  visit.start_us = ToMicros(session.start_time());
  visit.number = session.session_number();
  visit.minutes = session.duration_minutes();
  int technique_minutes = 0;
  for (const auto& technique : session.techniques()) {
    visit.techniques.push_back(technique.technique());
    technique_minutes += technique.duration_minutes();
    for (const auto& site : technique.body_sites()) visit.regions.push_back(site.region());
  }
  if (visit.minutes == 0) visit.minutes = technique_minutes;
  for (const auto& event : session.adverse_events()) visit.harm.push_back(event.grade());
  return visit;
}

bool IsThere(const clinical::v1::Finding& finding) {
  return finding.status() == clinical::v1::FACT_STATUS_PRESENT || !finding.values().empty();
}

// The last word on each finding counts: there until it is said to be gone.
std::vector<advice::RedFlag> RedFlagsIn(const SessionList& sessions) {
  std::map<std::string, advice::RedFlag> present;
  for (const v1::Session* session : sessions) {
    for (const clinical::v1::Finding& finding : session->findings()) {
      const advice::RedFlag* known = advice::RedFlags::BuiltIn().Find(finding.code());
      if (known == nullptr) continue;
      if (finding.status() == clinical::v1::FACT_STATUS_ABSENT) present.erase(finding.code());
      if (!IsThere(finding)) continue;
      advice::RedFlag flag = *known;
      flag.session_number = session->session_number();
      present.insert_or_assign(finding.code(), flag);
    }
  }
  std::vector<advice::RedFlag> flags;
  for (auto& [code, flag] : present) flags.push_back(std::move(flag));
  std::stable_sort(flags.begin(), flags.end(), [](const auto& a, const auto& b) { return a.urgency > b.urgency; });
  return flags;
}

std::string BandOfLatest(const Strand& strand) {
  if (strand.measure == nullptr || strand.latest == nullptr) return "";
  if (strand.latest->items().empty()) return scoring::BandOf(strand.measure->bands, strand.latest->value());
  return scoring::Read(scoring::Catalogue::BuiltIn(), *strand.measure, *strand.latest, {true}).score.band;
}

void FillNumbers(const trajectory::Course& course, v1::MeasureSummary* summary) {
  if (!course.baseline()) return;
  const std::vector<trajectory::Point> all = course.All();
  summary->set_baseline(*course.baseline());
  summary->set_latest(all.back().value);
  if (const auto best = course.Best()) summary->set_best(*best);
  if (course.size() == 0) return;
  const trajectory::Change change = course.ChangeAt(course.size() - 1);
  summary->set_baseline(change.baseline);
  summary->set_latest(change.value);
  summary->set_change(change.raw);
  if (course.measure().true_zero && change.baseline != 0)
    summary->set_change_percent(100 * change.raw / change.baseline);
}

// A measure that the catalogue does not hold has numbers, and no direction or class.
void FillUnknown(Strand* strand) {
  static const auto* const unknown = new scoring::Measure();
  strand->series.measure = unknown;
  FillNumbers(trajectory::Course(strand->series), &strand->summary);
}

bool AreSides(const v1::MeasureSummary& a, const v1::MeasureSummary& b) {
  using clinical::v1::LATERALITY_LEFT;
  using clinical::v1::LATERALITY_RIGHT;
  const auto left = a.body_site().laterality(), right = b.body_site().laterality();
  return a.measure() == b.measure() && a.motion() == b.motion() && a.body_site().region() == b.body_site().region() &&
         ((left == LATERALITY_LEFT && right == LATERALITY_RIGHT) ||
          (left == LATERALITY_RIGHT && right == LATERALITY_LEFT));
}

void FillOtherSides(v1::Episode* episode) {
  for (v1::MeasureSummary& one : *episode->mutable_measures()) {
    for (const v1::MeasureSummary& other : episode->measures()) {
      if (AreSides(one, other) && other.has_latest()) one.set_other_side(other.latest());
    }
  }
}

// What the patient said last of the change since treatment began; not what was said before it.
std::optional<int> GlobalImpression(const std::deque<Strand>& strands) {
  for (const Strand& strand : strands) {
    if (strand.summary.measure() == "PGIC" && !strand.series.assessments.empty())
      return static_cast<int>(strand.series.assessments.back().value);
  }
  return std::nullopt;
}

const v1::ReliabilityReference* ReferenceFor(const Judgement& judgement, const std::string& measure) {
  for (const v1::ReliabilityReference& reference : judgement.references) {
    if (reference.measure() == measure) return &reference;
  }
  return nullptr;
}

void ClassifyCourse(const trajectory::Situation& situation, const Judgement& judgement, advice::MeasureCourse* course) {
  course->trajectory = trajectory::Classify(*course->course, situation, judgement.rules);
  const size_t size = course->course->size();
  if (size >= 1) course->last = trajectory::GradeAt(*course->course, size - 1, situation).step;
  if (size >= 2) course->previous = trajectory::GradeAt(*course->course, size - 2, situation).step;
}

advice::EpisodeFacts FactsOf(const SessionList& sessions, const Judgement& judgement,
                             const std::deque<Strand>& strands) {
  advice::EpisodeFacts facts;
  facts.discipline = judgement.discipline;
  facts.now_us = absl::ToUnixMicros(judgement.now);
  for (const v1::Session* session : sessions) {
    if (TookPlace(*session)) facts.visits.push_back(MakeVisit(*session));
  }
  facts.red_flags = RedFlagsIn(sessions);
  for (const Strand& strand : strands) {
    for (const v1::MeasurePoint& point : strand.summary.points())
      facts.reading_times_us.push_back(ToMicros(point.effective_time()));
  }
  return facts;
}

}  // namespace

v1::ScoreBand BandMessage(const scoring::Band& band) {
  v1::ScoreBand message;
  message.set_label(band.label);
  if (band.lower) message.set_lower(*band.lower);
  if (band.upper) message.set_upper(*band.upper);
  message.set_lower_excluded(band.lower_excluded);
  message.set_upper_excluded(band.upper_excluded);
  return message;
}

void JudgeEpisode(const SessionList& sessions, const Judgement& judgement, v1::Episode* episode) {
  std::deque<Strand> strands = PartReadings(sessions, judgement.catalogue, judgement.own_measures);
  advice::EpisodeFacts facts = FactsOf(sessions, judgement, strands);
  std::deque<trajectory::Course> courses;
  for (size_t i = 0; i < strands.size(); ++i) {
    Strand& strand = strands[i];
    if (strand.measure == nullptr) {
      FillUnknown(&strand);
      continue;
    }
    courses.emplace_back(strand.series);
    FillNumbers(courses.back(), &strand.summary);
    for (const scoring::Band& band : strand.measure->bands) *strand.summary.add_bands() = BandMessage(band);
    advice::MeasureCourse course;
    course.course = &courses.back();
    course.index = static_cast<int>(i);
    course.band = BandOfLatest(strand);
    facts.courses.push_back(std::move(course));
  }
  const v1::Dose dose = advice::EvaluateDose(facts, judgement.rules);
  trajectory::Situation situation;
  situation.dose_adequate = dose.adequate();
  situation.dose_rule = dose.rule();
  situation.global_impression = GlobalImpression(strands);
  for (advice::MeasureCourse& course : facts.courses) {
    situation.reference = ReferenceFor(judgement, course.course->measure().id);
    ClassifyCourse(situation, judgement, &course);
    *strands[static_cast<size_t>(course.index)].summary.mutable_trajectory() = course.trajectory;
  }
  *episode->mutable_guidance() = advice::Advise(facts, judgement.rules);
  for (Strand& strand : strands) *episode->add_measures() = std::move(strand.summary);
  FillOtherSides(episode);
}

std::vector<v1::TrajectorySnapshot> SnapshotsOf(const v1::Episode& episode) {
  std::vector<v1::TrajectorySnapshot> snapshots;
  for (const v1::MeasureSummary& measure : episode.measures()) {
    if (measure.trajectory().classification() == v1::TRAJECTORY_CLASS_UNSPECIFIED) continue;
    v1::TrajectorySnapshot& snapshot = snapshots.emplace_back();
    snapshot.set_measure(measure.measure());
    if (measure.has_body_site()) *snapshot.mutable_body_site() = measure.body_site();
    snapshot.set_motion(measure.motion());
    snapshot.set_classification(measure.trajectory().classification());
    snapshot.set_rule(measure.trajectory().rule());
    if (measure.has_baseline()) snapshot.set_baseline(measure.baseline());
    if (measure.has_latest()) snapshot.set_latest(measure.latest());
    snapshot.set_readings(measure.trajectory().readings());
    snapshot.set_knowledge_version(episode.guidance().knowledge_version());
  }
  return snapshots;
}

}  // namespace tendon::outcomes
