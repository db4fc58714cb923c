#include "services/clinical/trajectory/rules.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/match.h"
#include "services/clinical/knowledge/csv.h"
#include "services/clinical/scoring/catalogue.h"

namespace tendon::clinical::trajectory {
namespace {

constexpr absl::string_view kFile = "trajectory_rules.csv";

const Rule kHouseRules[] = {
    {kGenericResponder, "CLASSIFY", "measures without a rule of their own", "change for the better >= MIC (or > MDC)",
     "RESPONDER", "the measure's MIC", "the measure's own row in measures.csv", "house rule; working rule", "LOW",
     true},
    {kGenericWorsening, "CLASSIFY", "measures without a rule of their own",
     "change for the worse >= MIC (or > MDC) at 2 consecutive assessments", "WORSENING", "the measure's MIC",
     "mirror of TN01, at two assessments as in TR17", "house rule; working rule", "LOW", true},
    {kGenericPartial, "CLASSIFY", "measures without a rule of their own", "change for the better >= half of the MIC",
     "PARTIAL", "half of the MIC", "between nothing and what matters", "house rule; working rule", "LOW", true},
    {kGenericNonResponder, "CLASSIFY", "measures without a rule of their own",
     "change for the better < half of the MIC after an adequate dose", "NON_RESPONDER", "half of the MIC", "as TR16",
     "house rule; working rule", "LOW", true},
    {kGenericDose, "DOSE", "treatment that no dose rule is about", ">= 6 sessions over >= 4 weeks", "ADEQUATE_DOSE",
     "6 sessions", "as TR21", "house rule; working rule", "LOW", true},
};

// The table's own words, and what its guide says of plateau, worsening and adding a discipline.
bool IsWorking(const Rule& rule) {
  return absl::StrContains(rule.citation, "working rule") || absl::StrContains(rule.result, "ADD_DISCIPLINE") ||
         absl::StrContains(rule.condition, "PLATEAU") || rule.result == "PLATEAU" || rule.result == "WORSENING";
}

}  // namespace

const RuleBook& RuleBook::BuiltIn() {
  static const RuleBook* const book = [] {
    auto loaded = Load(knowledge::FileSet::Embedded());
    if (!loaded.ok()) {
      std::cerr << "the rules that this program was built with: " << loaded.status().message() << '\n';
      std::abort();
    }
    return new RuleBook(*std::move(loaded));
  }();
  return *book;
}

absl::StatusOr<RuleBook> RuleBook::Load(const knowledge::FileSet& files) {
  const auto text = files.Get(kFile);
  if (!text.ok()) return text.status();
  const auto rows = knowledge::ParseCsv(kFile, *text,
                                        {"rule_id", "stage", "applies_to", "condition_expr", "result", "threshold",
                                         "rationale", "citation", "source_type", "confidence"});
  if (!rows.ok()) return rows.status();
  RuleBook book;
  for (const Rule& rule : kHouseRules) book.rules_.emplace(rule.id, rule);
  for (const knowledge::CsvRow& row : *rows) {
    const auto cell = [&row](absl::string_view column) { return std::string(row[column]); };
    Rule rule = {cell("rule_id"),   cell("stage"),     cell("applies_to"), cell("condition_expr"), cell("result"),
                 cell("threshold"), cell("rationale"), cell("citation"),   cell("confidence"),     false};
    if (rule.id.empty()) return row.Error("rule_id", "must not be empty");
    rule.working = IsWorking(rule);
    if (!book.rules_.emplace(rule.id, rule).second) return row.Error("rule_id", "is there twice");
  }
  std::vector<absl::string_view> names = scoring::CatalogueFiles();
  names.push_back(kFile);
  auto version = files.Version(names);
  if (!version.ok()) return version.status();
  book.version_ = *std::move(version);
  return book;
}

const Rule& RuleBook::Find(absl::string_view id) const {
  static const auto* const none = new Rule();
  const auto found = rules_.find(id);
  return found == rules_.end() ? *none : found->second;
}

}  // namespace tendon::clinical::trajectory
