// The closing summary in plain text.
#include <vector>

#include "clients/report/chart.h"
#include "clients/report/report.h"
#include "clients/report/text.h"

namespace tendon::report {
namespace {

std::string CourseLine(const Course& course) {
  std::string line = course.title + ": " + DescribeCourse(course);
  if (!course.classification.empty()) line += " " + Words(course.classification) + ".";
  if (!course.basis.rule.empty()) line += " [" + course.basis.rule + "]";
  return line;
}

std::string AdviceLine(const AdviceItem& item) {
  std::string line = Words(item.action) + ": " + item.text;
  if (!item.basis.rule.empty()) line += " [" + item.basis.rule + (item.basis.working_rule ? ", working rule]" : "]");
  return line;
}

}  // namespace

std::string RenderSummary(const EpisodeReport& report, std::size_t most_bytes) {
  std::vector<std::string> lines = {report.title};
  if (!report.answer.empty()) lines.push_back(report.answer);
  for (const PlanItem& item : report.plan) lines.push_back(item.name + ": " + item.text);
  for (const Course& course : report.courses) lines.push_back(CourseLine(course));
  for (const AdviceItem& item : report.advice) lines.push_back(AdviceLine(item));
  lines.push_back("Decision support, not a decision; getting better is no proof of an effect.");
  std::string text;
  for (const std::string& line : lines) {
    if (text.size() + line.size() + 1 > most_bytes) break;
    text += line + "\n";
  }
  return text;
}

}  // namespace tendon::report
