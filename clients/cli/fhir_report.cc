#include "clients/cli/fhir_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxIssueRows = 100;  // for people; machines get all

std::string FateLabel(interop::Fate fate) {
  switch (fate) {
    case interop::Fate::kReferral:
      return "referral";
    case interop::Fate::kSession:
      return "session";
    case interop::Fate::kAssessment:
      return "assessment";
    case interop::Fate::kOutcome:
      return "outcome";
    case interop::Fate::kContext:
      return "context";
    case interop::Fate::kSkipped:
      return "skipped";
    case interop::Fate::kInvalid:
      return "invalid";
  }
  return "";
}

const char* SeverityLabel(interop::Severity severity) {
  return severity == interop::Severity::kError ? "error" : "warning";
}

void PrintKinds(const interop::ImportResult& import, Context& context) {
  Table table({{"RESOURCE"}, {"FOUND", true}, {"MAPPED", true}, {"USED BY THOSE", true}, {"LEFT OUT", false, true}});
  for (const auto& [type, count] : import.kinds()) {
    std::string skipped;
    for (const auto& [reason, times] : count.skipped)
      absl::StrAppend(&skipped, skipped.empty() ? "" : "; ", times, " ", reason);
    table.Add({type, absl::StrCat(count.total), absl::StrCat(count.mapped), absl::StrCat(count.context), skipped});
  }
  table.Print(context.terminal(), context.out());
}

void PrintOutcomes(const FhirReport& report, Context& context) {
  Table table({{"FROM", false, true}, {"BECAME"}, {"RESULT"}, {"ID"}, {"WHY", false, true}});
  for (const auto& outcome : report.outcomes)
    table.Add({outcome.source, outcome.became, Cell(outcome.result, outcome.failed ? Style::kBad : Style::kGood),
               outcome.name.empty() ? "" : ShortName(outcome.name), outcome.message});
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
}

// What a Procedure says came of a referral: a person writes it into the summary.
void PrintSummaries(const interop::ImportResult& import, Context& context) {
  for (const auto& outcome : import.outcomes) {
    Fields fields;
    fields.Add("Outcome of", absl::StrCat(outcome.based_on, ", by ", outcome.source));
    fields.Add("Summary", outcome.summary.text());
    fields.Add("Recommendation", outcome.summary.recommendation());
    context.out() << '\n';
    fields.Print(context.terminal(), context.out());
  }
}

void PrintIssues(const interop::ImportResult& import, Context& context) {
  Table table({{"", false}, {"RESOURCE", false, true}, {"PATH", false, true}, {"WHAT", false, true}});
  int rows = 0;
  // Errors first.
  for (const auto severity : {interop::Severity::kError, interop::Severity::kWarning}) {
    for (const auto& issue : import.issues) {
      if (issue.severity != severity || ++rows > kMaxIssueRows) continue;
      table.Add({Cell(SeverityLabel(severity), severity == interop::Severity::kError ? Style::kBad : Style::kWaiting),
                 issue.resource.empty() ? issue.document : issue.resource, issue.path, issue.text});
    }
  }
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
  if (rows > kMaxIssueRows) context.out() << rows - kMaxIssueRows << " more; -o json shows all.\n";
}

template <class Message>
Json ToTree(const Message& message) {
  return Json::parse(ToJson(message, JsonLayout::kOneLine), nullptr, false);
}

Json ToTree(const FhirReport& report) {
  Json tree = {{"referrals", Json::array()},
               {"sessions", Json::array()},
               {"assessments", Json::array()},
               {"outcomes", Json::array()}};
  for (const auto& each : report.import.referrals)
    tree["referrals"].push_back({{"source", each.fhir_reference}, {"referral", ToTree(each.referral)}});
  for (const auto& each : report.import.sessions)
    tree["sessions"].push_back(
        {{"sources", each.sources}, {"based_on", each.based_on}, {"session", ToTree(each.session)}});
  for (const auto& each : report.import.assessments)
    tree["assessments"].push_back(
        {{"sources", each.sources}, {"based_on", each.based_on}, {"session", ToTree(each.session)}});
  for (const auto& each : report.import.outcomes)
    tree["outcomes"].push_back(
        {{"source", each.source}, {"based_on", each.based_on}, {"closing_summary", ToTree(each.summary)}});
  tree["results"] = Json::array();
  for (const auto& each : report.outcomes)
    tree["results"].push_back({{"source", each.source},
                               {"became", each.became},
                               {"result", each.result},
                               {"name", each.name},
                               {"message", each.message}});
  tree["issues"] = Json::array();
  for (const auto& each : report.import.issues)
    tree["issues"].push_back({{"severity", SeverityLabel(each.severity)},
                              {"document", each.document},
                              {"resource", each.resource},
                              {"path", each.path},
                              {"text", each.text}});
  tree["resources"] = Json::array();
  for (const auto& each : report.import.dispositions)
    tree["resources"].push_back({{"document", each.document},
                                 {"type", each.type},
                                 {"resource", each.resource},
                                 {"fate", FateLabel(each.fate)},
                                 {"reason", each.reason}});
  return tree;
}

}  // namespace

bool FhirReport::has_failures() const {
  return import.has_errors() ||
         std::any_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.failed; });
}

void PrintFhirReport(const FhirReport& report, Context& context) {
  switch (context.options.output) {
    case OutputFormat::kJson:
      context.out() << ToTree(report).dump(context.options.json_lines ? -1 : 1, ' ', true,
                                           Json::error_handler_t::replace)
                    << '\n';
      break;
    case OutputFormat::kName:
      for (const auto& outcome : report.outcomes)
        if (!outcome.name.empty()) context.out() << Printable(outcome.name) << '\n';
      break;
    case OutputFormat::kTable:
      PrintKinds(report.import, context);
      PrintOutcomes(report, context);
      PrintSummaries(report.import, context);
      PrintIssues(report.import, context);
      break;
  }
}

}  // namespace tendon::cli
