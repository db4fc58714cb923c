#include "services/clinical/advice/red_flags.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "services/clinical/knowledge/csv.h"

namespace tendon::clinical::advice {
namespace {

constexpr absl::string_view kRedFlagsFile = "contraindications.csv";

}  // namespace

const RedFlags& RedFlags::BuiltIn() {
  static const RedFlags* const flags = [] {
    auto loaded = Load(knowledge::FileSet::Embedded());
    if (!loaded.ok()) {
      std::cerr << "the red flags that this program was built with: " << loaded.status().message() << '\n';
      std::abort();
    }
    return new RedFlags(*std::move(loaded));
  }();
  return *flags;
}

absl::StatusOr<RedFlags> RedFlags::Load(const knowledge::FileSet& files) {
  const auto text = files.Get(kRedFlagsFile);
  if (!text.ok()) return text.status();
  const auto rows = knowledge::ParseCsv(
      kRedFlagsFile, *text,
      {"rule_id",       "kind",         "label",         "icd10cm_prefixes", "icd10cm_exclude",    "rxnorm_ingredients",
       "trigger_logic", "finding_code", "finding_expr",  "active_within",    "technique_selector", "region_scope",
       "body_regions",  "severity",     "refer_urgency", "action",           "rationale",          "sources",
       "source_type",   "agreement",    "dispute_note",  "confidence"});
  if (!rows.ok()) return rows.status();
  RedFlags flags;
  for (const knowledge::CsvRow& row : *rows) {
    if (row["kind"] != "RED_FLAG" || row["finding_code"].empty()) continue;
    RedFlag flag;
    flag.code = std::string(row["finding_code"]);
    flag.rule = std::string(row["rule_id"]);
    flag.label = std::string(row["label"]);
    flag.citation = std::string(row["sources"]);
    flag.confidence = std::string(row["confidence"]);
    const std::string urgency = absl::StrCat("REFER_URGENCY_", std::string(row["refer_urgency"]));
    if (!v1::ReferUrgency_Parse(urgency, &flag.urgency)) return row.Error("refer_urgency", "is not known");
    flags.by_code_.emplace(flag.code, flag);
  }
  return flags;
}

const RedFlag* RedFlags::Find(absl::string_view finding_code) const {
  const auto found = by_code_.find(finding_code);
  return found == by_code_.end() ? nullptr : &found->second;
}

}  // namespace tendon::clinical::advice
