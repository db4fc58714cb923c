// The page: its sections, one function each.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "clients/report/chart.h"
#include "clients/report/report.h"
#include "clients/report/style.h"
#include "clients/report/text.h"

namespace tendon::report {
namespace {

constexpr char kNoDecision[] =
    "Decision support, not a decision: the rules are drawn from published sources that no clinician has signed off for "
    "this system. A patient who gets better is no proof that the treatment did it.";

std::string Paragraph(const char* css, const std::string& text) {
  if (text.empty()) return "";
  return std::string("<p") + (css[0] == '\0' ? "" : std::string(" class=\"") + css + "\"") + ">" + Escape(text) +
         "</p>\n";
}

// The citation without what is said already.
std::string WithoutWorkingRule(const std::string& citation) {
  constexpr std::string_view kSaid = "working rule", kNext = "; ";
  std::string rest;
  for (std::size_t at = 0; at < citation.size();) {
    const std::size_t end = std::min(citation.find(kNext, at), citation.size());
    const std::string part = citation.substr(at, end - at);
    if (part != kSaid) rest.append(rest.empty() ? "" : kNext).append(part);
    at = end + kNext.size();
  }
  return rest;
}

// "Rule TR10 · confidence high · working rule: no trial is behind it · citation".
std::string BasisText(const Basis& basis) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : " \xc2\xb7 ") + part;
  };
  if (!basis.rule.empty()) add("Rule " + basis.rule);
  if (!basis.confidence.empty()) add("confidence " + Words(basis.confidence));
  if (basis.working_rule) add("working rule: no trial is behind it");
  add(basis.working_rule ? WithoutWorkingRule(basis.citation) : basis.citation);
  return text;
}
std::string BasisLine(const Basis& basis) { return Paragraph("basis", BasisText(basis)); }

std::string Head(const EpisodeReport& report) {
  std::string html = "<header>\n<h1>" + Escape(report.title) + "</h1>\n";
  html += Paragraph("", report.patient);
  html += Paragraph("soft", "Report of the episode, made " + report.made_at);
  html += "</header>\n";
  if (!report.answer.empty())
    html += std::string("<p class=\"answer") + (report.alarming ? " alarming" : "") + "\">" + Escape(report.answer) +
            "</p>\n";
  return html;
}

std::string Treatments(const EpisodeReport& report) {
  if (report.treatments.empty()) return "";
  std::string html = "<table>\n<caption>Treatments of this plan</caption>\n<thead><tr>";
  for (const char* head : {"Discipline", "By", "State", "Sessions", "Scores", "Next, or what came of it"})
    html += std::string("<th scope=\"col\">") + head + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const Treatment& treatment : report.treatments) {
    html += "<tr>";
    for (const std::string* cell : {&treatment.discipline, &treatment.who, &treatment.state, &treatment.sessions,
                                    &treatment.scores, &treatment.next})
      html += "<td>" + Escape(*cell) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

std::string Plan(const EpisodeReport& report) {
  if (report.plan.empty()) return "";
  std::string html = "<section aria-labelledby=\"plan\">\n<h2 id=\"plan\">Plan</h2>\n<dl class=\"plan\">\n";
  for (const PlanItem& item : report.plan)
    html += "<dt>" + Escape(item.name) + "</dt><dd>" + Escape(item.text) + "</dd>\n";
  return html + "</dl>\n" + Treatments(report) + "</section>\n";
}

std::string AdviceOf(const AdviceItem& item) {
  const bool urgent = !item.urgency.empty() && item.urgency != "ROUTINE";
  std::string html = "<li>\n<p><span class=\"word\">" + Escape(Words(item.action)) + "</span>";
  if (!item.urgency.empty())
    html += std::string(" <span class=\"") + (urgent ? "urgent" : "soft") + "\">(" + Escape(Words(item.urgency)) +
            ")</span>";
  html += ": " + Escape(item.text) + "</p>\n";
  if (!item.inputs.empty()) {
    std::string inputs;
    for (const std::string& input : item.inputs) inputs += (inputs.empty() ? "Rests on: " : "; ") + input;
    html += Paragraph("soft", inputs);
  }
  return html + BasisLine(item.basis) + "</li>\n";
}

std::string Checkpoints(const EpisodeReport& report) {
  if (report.checkpoints.empty()) return "";
  std::string html =
      "<table>\n<caption>When the plan is to be looked at</caption>\n<thead><tr><th scope=\"col\">Checkpoint</th>"
      "<th scope=\"col\">State</th><th scope=\"col\">When</th><th scope=\"col\">What to do</th><th "
      "scope=\"col\">Rule</th></tr></thead>\n<tbody>\n";
  for (const CheckItem& item : report.checkpoints) {
    html += "<tr><td>" + Escape(Words(item.what)) + "</td><td" + (item.pressing ? " class=\"urgent\"" : "") + ">" +
            Escape(Words(item.state)) + "</td><td>" + Escape(item.when) + "</td><td>" + Escape(item.text) +
            "</td><td>" + Escape(BasisText(item.basis)) + "</td></tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

std::string Advice(const EpisodeReport& report) {
  if (report.advice.empty()) return "";
  std::string html =
      "<section aria-labelledby=\"advice\">\n<h2 id=\"advice\">Advice and its reasons</h2>\n<ol class=\"advice\">\n";
  for (const AdviceItem& item : report.advice) html += AdviceOf(item);
  html += "</ol>\n";
  if (report.dose) html += Paragraph("", report.dose->text) + BasisLine(report.dose->basis);
  return html + Checkpoints(report) + "</section>\n";
}

std::string ReadingsTable(const Course& course) {
  std::string html =
      "<table>\n<caption>Readings of " + Escape(course.title) +
      "</caption>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Session</th><th scope=\"col\">When"
      "</th><th scope=\"col\" class=\"number\">" +
      Escape(course.unit.empty() ? "Score" : course.unit) + "</th></tr></thead>\n<tbody>\n";
  for (const Point& point : course.points) {
    html += "<tr><td>" + Escape(point.date) + "</td><td>" + Escape(point.label) + "</td><td>" +
            (point.after ? "after" : "before") + "</td><td class=\"number\">" + Number(point.value) + "</td></tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

std::string CourseOf(const Course& course, const std::string& id) {
  std::string html = "<h3>" + Escape(course.title) + "</h3>\n";
  if (!course.classification.empty())
    html += "<p><span class=\"word\">" + Escape(Words(course.classification)) + "</span>" +
            (course.explanation.empty() ? "" : ": " + Escape(course.explanation)) + "</p>\n";
  html += BasisLine(course.basis);
  const std::string chart = DrawChart(course, id);
  if (!chart.empty())
    html += "<figure>\n" + chart + "<figcaption>" + Escape(DescribeCourse(course)) + "</figcaption>\n</figure>\n";
  for (const std::string& detail : course.details) html += Paragraph("soft", detail);
  return html + (course.points.empty() ? "" : ReadingsTable(course));
}

std::string Courses(const EpisodeReport& report) {
  if (report.courses.empty()) return "";
  std::string html = "<section aria-labelledby=\"courses\">\n<h2 id=\"courses\">What the numbers say</h2>\n";
  for (std::size_t i = 0; i < report.courses.size(); ++i)
    html += CourseOf(report.courses[i], "chart-" + std::to_string(i + 1));
  return html + "</section>\n";
}

std::string PrecautionOf(const Precaution& precaution) {
  const bool absolute = precaution.severity == "ABSOLUTE";
  std::string html = std::string("<li") + (absolute ? " class=\"alarm\"" : "") + ">\n<p><span class=\"word\">" +
                     Escape(Words(precaution.severity)) + "</span>: " + Escape(precaution.what);
  if (!precaution.where.empty()) html += " \xe2\x80\x94 " + Escape(precaution.where);
  html += "</p>\n" + Paragraph("", precaution.action) + Paragraph("soft", precaution.rationale);
  if (!precaution.dispute_note.empty()) html += Paragraph("soft", "Disputed: " + precaution.dispute_note);
  for (const std::string& answer : precaution.answers) html += Paragraph("", answer);
  return html + BasisLine(precaution.basis) + "</li>\n";
}

std::string Precautions(const EpisodeReport& report) {
  if (report.precautions.empty()) return "";
  std::string html =
      "<section aria-labelledby=\"precautions\">\n<h2 id=\"precautions\">Precautions</h2>\n<ul "
      "class=\"precautions\">\n";
  for (const Precaution& precaution : report.precautions) html += PrecautionOf(precaution);
  return html + "</ul>\n</section>\n";
}

std::string Foot(const EpisodeReport& report) {
  std::string withheld;
  for (const std::string& category : report.withheld) withheld += (withheld.empty() ? "" : ", ") + Words(category);
  std::string html = "<footer>\n";
  if (!withheld.empty()) html += Paragraph("soft", "Withheld from this reader: " + withheld + ".");
  html += Paragraph("soft", kNoDecision);
  if (!report.knowledge_version.empty()) html += Paragraph("soft", "Knowledge base " + report.knowledge_version);
  return html + "</footer>\n";
}

}  // namespace

std::string RenderHtml(const EpisodeReport& report) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         Escape(report.title) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n<main>\n" + Head(report) +
         Precautions(report) + Advice(report) + Plan(report) + Courses(report) + "</main>\n" + Foot(report) +
         "</body>\n</html>\n";
}

}  // namespace tendon::report
