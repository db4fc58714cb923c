// The closing summary in plain text.
#include <vector>

#include "clients/report/chart.h"
#include "clients/report/report.h"
#include "clients/report/text.h"

namespace tendon::report {
namespace {

// " [TR33, working rule]".
std::string RuleMark(const Basis& basis) {
  return basis.rule.empty() ? "" : " [" + basis.rule + (basis.working_rule ? ", working rule]" : "]");
}

std::string CourseLine(const Course& course) {
  std::string line = course.title + ": " + DescribeCourse(course);
  if (!course.classification.empty()) line += " " + Words(course.classification) + ".";
  return line + RuleMark(course.basis);
}

std::string AdviceLine(const AdviceItem& item) { return Words(item.action) + ": " + item.text + RuleMark(item.basis); }

}  // namespace

std::string RenderSummary(const EpisodeReport& report, std::size_t most_bytes) {
  std::vector<std::string> lines = {report.title};
  if (!report.answer.empty()) lines.push_back(report.answer);
  for (const PlanItem& item : report.plan) {
    if (!item.passing) lines.push_back(item.name + ": " + item.text);
  }
  for (const Course& course : report.courses) lines.push_back(CourseLine(course));
  if (report.dose) lines.push_back(report.dose->text + RuleMark(report.dose->basis));
  for (const AdviceItem& item : report.advice) lines.push_back(AdviceLine(item));
  lines.emplace_back("Decision support, not a decision; getting better is no proof of an effect.");
  std::string text;
  for (const std::string& line : lines) {
    if (text.size() + line.size() + 1 > most_bytes) break;
    text += line + "\n";
  }
  return text;
}

}  // namespace tendon::report
