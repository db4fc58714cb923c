#include "tests/unit/report/samples.h"

#include <string>
#include <vector>

namespace tendon::report {
namespace {

// A reading a week.
Course Pain(const std::vector<double>& before, const std::vector<double>& after) {
  Course course;
  course.title = "Pain (NPRS), lumbar";
  course.unit = "points";
  course.better = Better::kLower;
  course.scale_minimum = 0;
  course.scale_maximum = 10;
  course.minimal_important_change = 2;
  course.minimal_detectable_change = 2.1;
  for (std::size_t i = 0; i < before.size(); ++i) {
    static constexpr const char* kDates[] = {"2026-09-02", "2026-09-09", "2026-09-16",
                                             "2026-09-23", "2026-09-30", "2026-10-07"};
    const std::string date = kDates[i];
    const std::string label = std::to_string(i + 1);
    course.points.push_back({7.0 * static_cast<double>(i), date, label, before[i], false});
    if (i < after.size()) course.points.push_back({7.0 * static_cast<double>(i), date, label, after[i], true});
  }
  course.baseline = before.front();
  course.latest = before.back();
  course.change = before.back() - before.front();
  course.change_percent = 100 * *course.change / before.front();
  return course;
}

EpisodeReport Common(const std::string& title) {
  EpisodeReport report;
  report.title = title;
  report.patient = "Quillfeather, Zebulon \xc2\xb7 born 1963-07-19";
  report.made_at = "2026-11-25 19:40";
  report.plan = {{"From", "river-clinic"},
                 {"To", "hand-work, massage therapist"},
                 {"Goal", "Pain relief: NPRS 2 by 2027-03-04"},
                 {"Sessions", "6 of 8"},
                 {"Whose turn", "hand-work: go on with the sessions, then complete"}};
  report.knowledge_version = "2026.11+sha256:ab12";
  return report;
}

}  // namespace

EpisodeReport Responder() {
  EpisodeReport report = Common("Low back pain: responds to massage");
  report.answer = "Massage is enough so far: pain has fallen by more than what matters to patients.";
  Course pain = Pain({7, 6, 5, 4, 3, 3}, {5, 4, 4, 2, 2, 2});
  pain.classification = "MAJOR_RESPONDER";
  pain.explanation = "pain is 57 % lower than at the baseline";
  pain.basis = {"TR08", "Dworkin et al. 2008, J Pain 9:105", "HIGH", false};
  Course disability;
  disability.title = "Disability (ODI)";
  disability.unit = "%";
  disability.better = Better::kLower;
  disability.scale_minimum = 0;
  disability.scale_maximum = 100;
  disability.minimal_important_change = 10;
  disability.bands = {{"minimal disability", 0.0, 20.0}};
  disability.points = {{0, "2026-09-02", "1", 42, false}, {35, "2026-10-07", "6", 18, false}};
  disability.baseline = 42;
  disability.latest = 18;
  disability.change = -24;
  disability.classification = "RESPONDER";
  disability.basis = {"TR09", "Ostelo et al. 2008, Spine 33:90", "HIGH", false};
  report.courses = {pain, disability};
  report.advice = {{"TAPER",
                    "",
                    "Go to one session every two weeks, and look again after two.",
                    {"TR31", "Working rule of the knowledge base", "LOW", true},
                    {"NPRS 7 to 3 over 6 sessions"}}};
  return report;
}

EpisodeReport Plateau() {
  EpisodeReport report = Common("Neck pain: no further change");
  report.answer = "Massage alone is probably not enough: pain has not changed over the last three readings.";
  Course pain = Pain({6, 5, 4, 4, 4, 4}, {});
  pain.classification = "PLATEAU";
  pain.explanation = "the last three readings differ by less than the error of measurement";
  pain.basis = {"TR15", "", "LOW", true};
  report.courses = {pain};
  report.advice = {{"ADD_DISCIPLINE",
                    "ROUTINE",
                    "Ask the referrer for physical therapy beside massage.",
                    {"TR33", "working rule; Blanpied et al. 2017, JOSPT 47:A1", "MODERATE", true},
                    {"6 sessions in 5 weeks: an adequate dose", "NPRS 4, 4, 4"}},
                   {"RE_EVALUATE", "ROUTINE", "Look at the patient anew.", {"TR24", "", "MODERATE", false}, {}}};
  report.precautions = {{"PRECAUTION",
                         "Anticoagulant therapy",
                         "DEEP_TISSUE on neck",
                         "Light pressure only; watch for bruises.",
                         "Bleeding into soft tissue.",
                         "Sources disagree on light massage.",
                         {"CI023", "Batavia 2004", "MODERATE", false}}};
  report.withheld = {"HISTORY", "COVERAGE"};
  return report;
}

EpisodeReport RedFlag() {
  EpisodeReport report = Common("Low back pain: stop and escalate");
  report.answer = "Stop the treatment and call the physician now: a red flag was found at the last session.";
  report.alarming = true;
  Course pain = Pain({5, 6, 8}, {});
  pain.classification = "WORSENING";
  pain.explanation = "pain is 3 points higher than at the baseline";
  pain.basis = {"TR11", "", "MODERATE", false};
  report.courses = {pain};
  report.advice = {{"STOP_AND_ESCALATE",
                    "EMERGENCY",
                    "Saddle numbness and new trouble passing urine: cauda equina must be ruled out now.",
                    {"RF03", "Finucane et al. 2020, JOSPT 50:350", "HIGH", false},
                    {"finding SADDLE_ANAESTHESIA, session 3"}}};
  report.precautions = {{"ABSOLUTE",
                         "Suspected cauda equina syndrome",
                         "every technique but education",
                         "Do not treat. Send to an emergency department.",
                         "Permanent loss of function within hours.",
                         "",
                         {"RF03", "Finucane et al. 2020, JOSPT 50:350", "HIGH", false}}};
  return report;
}

}  // namespace tendon::report
