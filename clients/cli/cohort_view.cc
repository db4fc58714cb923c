#include "clients/cli/cohort_view.h"

#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/labels.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/clinical/statistics/rounding.h"

namespace tendon::cli {
namespace {

std::string Tenths(double value) { return absl::StrFormat("%.1f", clinical::RoundHalfUp(value, 1)); }
std::string Hundredths(double value) { return absl::StrFormat("%.2f", clinical::RoundHalfUp(value, 2)); }

std::string Range(double lower, double upper, std::string (*format)(double)) {
  return absl::StrCat(format(lower), " to ", format(upper));
}

// "24.6 (14.1)".
std::string MeanAndSd(bool has, const outcomes::v1::NumberSummary& summary) {
  if (!has) return "";
  const std::string sd =
      summary.has_standard_deviation() ? absl::StrCat(" (", Tenths(summary.standard_deviation()), ")") : "";
  return absl::StrCat(Tenths(summary.mean()), sd);
}

std::string Share(bool has, const outcomes::v1::ShareSummary& share) {
  if (!has) return "";
  return absl::StrCat(share.count(), "/", share.of(), " ", clinical::RoundHalfUp(100 * share.share()), "%");
}

std::string Count(bool has, int64_t count) { return has ? absl::StrCat(count) : ""; }

void AddGroup(const outcomes::v1::CohortGroup& group, Table& table) {
  const auto& change = group.change();
  table.Add(
      {group.hidden() ? group.label() + " (hidden)" : group.label(), Count(group.has_referred(), group.referred()),
       Count(group.has_completers(), group.completers()), Count(group.has_drop_outs(), group.drop_outs()),
       MeanAndSd(group.has_baseline(), group.baseline()), MeanAndSd(group.has_follow_up(), group.follow_up()),
       MeanAndSd(group.has_change(), change),
       group.has_change() && change.has_mean_lower() ? Range(change.mean_lower(), change.mean_upper(), Tenths) : "",
       group.has_change() ? Tenths(change.median()) : "",
       Share(group.has_responders_of_completers(), group.responders_of_completers()),
       Share(group.has_responders_of_referred(), group.responders_of_referred())});
}

std::string ShownDifference(bool has, const outcomes::v1::Difference& difference) {
  if (!has) return "";
  return absl::StrCat(Tenths(difference.difference()), " (", Range(difference.lower(), difference.upper(), Tenths),
                      ")");
}

std::string ShownP(bool has, const outcomes::v1::Difference& difference) {
  if (!has) return "";
  return difference.p_value() < 0.001 ? "<0.001" : absl::StrFormat("%.3f", difference.p_value());
}

void PrintComparisons(const outcomes::v1::Cohort& cohort, Context& context) {
  Table table({{"ARM"},
               {"AGAINST"},
               {"CHANGE", true},
               {"HEDGES G", true},
               {"ADJUSTED", true},
               {"P", true},
               {"NOTE", false, true}});
  for (const auto& comparison : cohort.comparisons()) {
    const auto& g = comparison.hedges_g();
    table.Add({comparison.label(), comparison.reference(),
               ShownDifference(comparison.has_change(), comparison.change()),
               comparison.has_hedges_g()
                   ? absl::StrCat(Hundredths(g.value()), " (", Range(g.lower(), g.upper(), Hundredths), ")")
                   : "",
               ShownDifference(comparison.has_adjusted(), comparison.adjusted()),
               ShownP(comparison.has_adjusted(), comparison.adjusted()), comparison.not_adjusted_reason()});
  }
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
}

// A cell that a spreadsheet reads as it is, and never as a formula.
std::string CsvCell(std::string text) {
  if (!text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

void PrintCohort(const outcomes::v1::Cohort& cohort, Context& context) {
  const std::string percent = absl::StrCat(clinical::RoundHalfUp(100 * cohort.confidence_level(), 1), "% CI");
  context.out() << context.terminal().Styled(Printable(absl::StrCat(cohort.measure(), " in ", cohort.unit())),
                                             Style::kBold)
                << '\n';
  Table table({{"GROUP"},
               {"REFERRED", true},
               {"COMPLETED", true},
               {"DROPPED OUT", true},
               {"BASELINE (SD)", true},
               {"FOLLOW-UP (SD)", true},
               {"CHANGE (SD)", true},
               {percent, true},
               {"MEDIAN", true},
               {"RESPONDERS", true},
               {"OF REFERRED", true}});
  for (const auto& group : cohort.groups()) AddGroup(group, table);
  AddGroup(cohort.total(), table);
  table.Print(context.terminal(), context.out());
  PrintComparisons(cohort, context);
  context.out() << '\n';
  for (const auto& note : cohort.notes()) context.out() << Printable(note) << '\n';
}

std::string ExportHeader() {
  return "episode,discipline,measure,region,laterality,motion,motion_mode,time,day,phase,value,sessions_completed";
}

std::string ExportLine(const outcomes::v1::CohortReading& reading) {
  const absl::Time time =
      absl::FromUnixMicros(reading.effective_time().seconds() * 1'000'000 + reading.effective_time().nanos() / 1000);
  const std::vector<std::string> cells = {CsvCell(reading.episode()),
                                          Label(reading.discipline()),
                                          CsvCell(reading.measure()),
                                          CsvCell(reading.body_site().region()),
                                          Label(reading.body_site().laterality()),
                                          CsvCell(reading.motion()),
                                          Label(reading.motion_mode()),
                                          absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone()),
                                          absl::StrFormat("%.5g", reading.day()),
                                          Label(reading.phase()),
                                          reading.has_value() ? absl::StrFormat("%.15g", reading.value()) : "",
                                          absl::StrCat(reading.sessions_completed())};
  return absl::StrJoin(cells, ",");
}

}  // namespace tendon::cli
