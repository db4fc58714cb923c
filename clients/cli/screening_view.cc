#include "clients/cli/screening_view.h"

#include <ostream>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/clinical/screening/finding.h"

namespace tendon::cli {
namespace {

namespace cpb = clinical::v1;

struct VerdictRow {
  cpb::Verdict verdict;
  const char* ascii;
  const char* utf8;
  const char* words;
  Style style;
};
constexpr VerdictRow kVerdicts[] = {
    {cpb::VERDICT_ABSOLUTE, "X", "✖", "DO NOT PERFORM", Style::kBad},
    {cpb::VERDICT_OUT_OF_SCOPE, "#", "⊘", "NOT YOUR SCOPE", Style::kBad},
    {cpb::VERDICT_CLEARANCE, "!", "▲", "CLEARANCE FIRST", Style::kWaiting},
    {cpb::VERDICT_PRECAUTION, "~", "◆", "MODIFY", Style::kWaiting},
    {cpb::VERDICT_NO_RULE_HIT, ".", "✔", "no rule hit", Style::kGood},
};

const VerdictRow* RowOf(cpb::Verdict verdict) {
  for (const VerdictRow& row : kVerdicts) {
    if (row.verdict == verdict) return &row;
  }
  return nullptr;
}

std::string PlaceLabel(const cpb::BodySite& site) {
  if (site.region().empty()) return "anywhere";
  const std::string side = Label(site.laterality());
  return side.empty() ? site.region() : absl::StrCat(site.region(), " ", side);
}

template <class Strings>
std::string List(const Strings& strings) {
  return absl::StrJoin(strings.begin(), strings.end(), ", ");
}

std::string RulesOf(const cpb::TechniqueVerdict& verdict) {
  std::vector<std::string> rules;
  for (const auto& hit : verdict.hits()) {
    rules.push_back(absl::StrCat(hit.rule(), hit.finding_assumed() || hit.site_unconfirmed() ? "?" : ""));
  }
  if (verdict.unknown_technique()) rules.emplace_back("not in the knowledge base");
  if (verdict.scope() == cpb::PERFORMER_SCOPE_OUT_OF_SCOPE) rules.emplace_back("licence");
  if (verdict.scope() == cpb::PERFORMER_SCOPE_DEPENDS_ON_STATE) rules.emplace_back("licence: by state");
  return absl::StrJoin(rules, ", ");
}

void PrintVerdicts(const cpb::ScreeningSnapshot& screening, const Terminal& terminal, std::ostream& out) {
  Table table({{""}, {"TECHNIQUE"}, {"PLACE"}, {"VERDICT"}, {"RULES", false, true}});
  for (const auto& verdict : screening.techniques()) {
    const Style style = StyleOf(verdict.verdict());
    table.Add({Cell(VerdictSymbol(verdict.verdict(), terminal.utf8), style), verdict.technique(),
               PlaceLabel(verdict.body_site()), Cell(VerdictWords(verdict.verdict()), style), RulesOf(verdict)});
  }
  table.Print(terminal, out);
}

std::string UrgencyWords(const cpb::RuleHit& hit) {
  switch (hit.refer_urgency()) {
    case cpb::REFER_URGENCY_EMERGENCY:
      return "EMERGENCY: a physician must see the patient now; no override";
    case cpb::REFER_URGENCY_URGENT_SAME_DAY:
      return "a physician must see the patient today; no override";
    case cpb::REFER_URGENCY_ROUTINE:
      return "to the physician at the next visit";
    default:
      return "";
  }
}

// What a reader needs to judge a rule.
void PrintHit(const cpb::RuleHit& hit, const Terminal& terminal, std::ostream& out) {
  out << "\n"
      << terminal.Styled(absl::StrCat(hit.rule(), " ", Printable(hit.label())), Style::kBold)
      << (hit.red_flag() ? " (red flag)" : "") << "\n";
  Fields fields;
  fields.Add("  Do", hit.action(), StyleOf(hit.verdict()));
  fields.Add("  Urgency", UrgencyWords(hit), Style::kBad);
  fields.Add("  Why", hit.rationale());
  if (hit.site_unconfirmed()) fields.Add("  Confirm", "where on the body the diagnosis sits");
  if (hit.finding_assumed()) fields.Add("  Confirm", "the finding that the rule asks for; taken for true until known");
  fields.Add("  Source", absl::StrCat(List(hit.sources()), " (", hit.source_type(), "); confidence ", hit.confidence(),
                                      "; ", hit.agreement()));
  fields.Add("  Dispute", hit.dispute_note());
  fields.Print(terminal, out);
}

void PrintHits(const cpb::ScreeningSnapshot& screening, const Terminal& terminal, std::ostream& out) {
  std::set<std::string> shown;
  for (const auto& row : kVerdicts) {
    for (const auto& verdict : screening.techniques()) {
      for (const auto& hit : verdict.hits()) {
        if (hit.verdict() == row.verdict && shown.insert(hit.rule()).second) PrintHit(hit, terminal, out);
      }
    }
  }
}

std::string Meaning(const std::string& code) {
  const auto finding = clinical::screening::ParseFindingCode(code);
  if (!finding.has_value()) return code;
  return absl::StrCat(code, " (", std::string(clinical::screening::FactsOf(*finding).present_means), ")");
}

std::string UnscreenedWords(const cpb::ScreeningSnapshot& screening) {
  std::vector<std::string> words;
  const auto add = [&](int count, const char* what) {
    if (count > 0) words.push_back(absl::StrCat(count, " ", what));
  };
  add(screening.unscreened_conditions(), "condition(s) without an ICD-10-CM code");
  add(screening.unscreened_medications(), "medication(s) without an ingredient");
  return words.empty() ? "" : absl::StrCat(absl::StrJoin(words, ", "), ": no rule has looked at them");
}

// What the performer's licence says, and who says so.
std::string LicenceWords(const cpb::TechniqueVerdict& verdict) {
  const bool out_of_scope = verdict.scope() == cpb::PERFORMER_SCOPE_OUT_OF_SCOPE;
  if (!out_of_scope && verdict.scope() != cpb::PERFORMER_SCOPE_DEPENDS_ON_STATE) return "";
  return absl::StrCat(
      verdict.technique(), ": ",
      out_of_scope ? "not within the performer's licence" : "depends on the state's practice act or on training",
      verdict.scope_note().empty() ? "" : ", ", verdict.scope_note(), "; sources ", List(verdict.scope_sources()),
      "; confidence ", verdict.scope_confidence());
}

void PrintRest(const cpb::ScreeningSnapshot& screening, const Terminal& terminal, std::ostream& out) {
  std::set<std::string> unknown;
  for (const auto& verdict : screening.techniques()) {
    unknown.insert(verdict.unknown_findings().begin(), verdict.unknown_findings().end());
  }
  Fields fields;
  std::set<std::string> licence;
  for (const auto& verdict : screening.techniques()) {
    const std::string words = LicenceWords(verdict);
    if (!words.empty() && licence.insert(words).second) fields.Add("Licence", words);
  }
  for (const auto& verdict : screening.techniques()) {
    if (verdict.alternatives().empty()) continue;
    fields.Add(absl::StrCat("Instead of ", verdict.technique()), List(verdict.alternatives()));
  }
  for (const auto& code : screening.asked_findings()) fields.Add("Ask now", Meaning(code), Style::kWaiting);
  fields.Add("Not known", absl::StrJoin(unknown, ", "));
  fields.Add("Not screened", UnscreenedWords(screening), Style::kWaiting);
  fields.Add("Knowledge", screening.knowledge_version());
  out << "\n";
  fields.Print(terminal, out);
  out << "\n" << Printable(screening.statement()) << "\n";
}

std::string GoalsLabel(const referral::v1::TechniqueSuggestion& suggestion) {
  std::vector<std::string> labels;
  for (const int goal : suggestion.goals()) labels.push_back(Label(static_cast<cpb::TreatmentGoal>(goal)));
  return absl::StrJoin(labels, ", ");
}

}  // namespace

std::string VerdictSymbol(cpb::Verdict verdict, bool utf8) {
  const VerdictRow* row = RowOf(verdict);
  if (row == nullptr) return "?";
  return utf8 ? row->utf8 : row->ascii;
}

std::string VerdictWords(cpb::Verdict verdict) {
  const VerdictRow* row = RowOf(verdict);
  return row == nullptr ? "not screened" : row->words;
}

Style StyleOf(cpb::Verdict verdict) {
  const VerdictRow* row = RowOf(verdict);
  return row == nullptr ? Style::kPlain : row->style;
}

void PrintScreening(const cpb::ScreeningSnapshot& screening, const Terminal& terminal, std::ostream& out) {
  PrintVerdicts(screening, terminal, out);
  PrintHits(screening, terminal, out);
  PrintRest(screening, terminal, out);
}

void PrintSuggestions(const referral::v1::SuggestTechniquesResponse& response, const Terminal& terminal,
                      std::ostream& out) {
  Table table({{""}, {"TECHNIQUE"}, {"GOALS"}, {"EVIDENCE", false, true}, {"RULES"}, {"SOURCE"}, {"CONFIDENCE"}});
  for (const auto& suggestion : response.suggestions()) {
    const auto& verdict = suggestion.verdict();
    table.Add({Cell(VerdictSymbol(verdict.verdict(), terminal.utf8), StyleOf(verdict.verdict())),
               suggestion.technique().id(), GoalsLabel(suggestion), suggestion.technique().evidence(), RulesOf(verdict),
               List(suggestion.technique().sources()), suggestion.technique().confidence()});
  }
  table.Print(terminal, out);
  std::set<std::string> shown;
  for (const auto& suggestion : response.suggestions()) {
    for (const auto& hit : suggestion.verdict().hits()) {
      if (shown.insert(hit.rule()).second) PrintHit(hit, terminal, out);
    }
  }
  out << "\nKnowledge " << Printable(response.knowledge_version()) << "\n" << Printable(response.statement()) << "\n";
}

}  // namespace tendon::cli
