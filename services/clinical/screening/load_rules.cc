// contraindications.csv.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/clinical/screening/load_parts.h"

namespace tendon::clinical::screening {
namespace {

using knowledge::CsvRow;

constexpr std::array<Word<RuleKind>, 6> kKinds = {{{"CONDITION", RuleKind::kCondition},
                                                   {"PROCEDURE", RuleKind::kProcedure},
                                                   {"MEDICATION", RuleKind::kMedication},
                                                   {"FINDING", RuleKind::kFinding},
                                                   {"REGION", RuleKind::kRegion},
                                                   {"RED_FLAG", RuleKind::kRedFlag}}};
constexpr std::array<Word<Logic>, 7> kLogics = {{{"ICD", Logic::kIcd},
                                                 {"RX", Logic::kRx},
                                                 {"FINDING", Logic::kFinding},
                                                 {"ICD_AND_FINDING", Logic::kIcdAndFinding},
                                                 {"ICD_OR_FINDING", Logic::kIcdOrFinding},
                                                 {"RX_OR_ICD", Logic::kRxOrIcd},
                                                 {"RX_AND_FINDING", Logic::kRxAndFinding}}};
constexpr std::array<Word<RegionScope>, 3> kRegionScopes = {
    {{"SYSTEMIC", RegionScope::kSystemic}, {"REGIONAL", RegionScope::kRegional}, {"LOCAL", RegionScope::kLocal}}};
constexpr std::array<Word<Verdict>, 3> kSeverities = {
    {{"ABSOLUTE", Verdict::kAbsolute}, {"CLEARANCE", Verdict::kClearance}, {"PRECAUTION", Verdict::kPrecaution}}};
constexpr std::array<Word<Urgency>, 4> kUrgencies = {{{"NONE", Urgency::kNone},
                                                      {"ROUTINE", Urgency::kRoutine},
                                                      {"URGENT_SAME_DAY", Urgency::kUrgentSameDay},
                                                      {"EMERGENCY", Urgency::kEmergency}}};
constexpr std::array<Word<int>, 3> kSourceTypes = {{{"VERIFIED", 0}, {"UNVERIFIED", 1}, {"MIXED", 2}}};
constexpr std::array<Word<int>, 3> kAgreements = {{{"CONSENSUS", 0}, {"DISPUTED", 1}, {"SINGLE", 2}}};

// One item of a selector: a group, "class:HEAT" or "tech:MLD".
TechniqueSet Select(const CsvRow& row, absl::string_view item, const KnowledgeBase& knowledge, Problems* problems) {
  TechniqueSet selected;
  absl::string_view name = item;
  const bool by_class = absl::ConsumePrefix(&name, "class:");
  const bool by_technique = !by_class && absl::ConsumePrefix(&name, "tech:");
  for (size_t i = 0; i < knowledge.techniques.size() && i < kMaxTechniques; ++i) {
    const Technique& technique = knowledge.techniques[i];
    const bool is_class =
        std::find(technique.classes.begin(), technique.classes.end(), name) != technique.classes.end();
    if (by_class ? is_class : by_technique && technique.id == name) selected.set(i);
  }
  if (!by_class && !by_technique) {
    for (const TechniqueGroup& group : knowledge.groups) {
      if (group.id == name) selected |= group.members;
    }
  }
  if (selected.none()) {
    problems->Add(row, "technique_selector", absl::StrCat("'", item, "' selects no technique, class or group"));
  }
  return selected;
}

void ParseSelector(const CsvRow& row, const KnowledgeBase& knowledge, Rule* rule, Problems* problems) {
  for (const absl::string_view item : row.List("technique_selector")) {
    rule->selector.emplace_back(item);
    rule->techniques |= Select(row, item, knowledge, problems);
  }
  if (rule->selector.empty()) problems->Add(row, "technique_selector", "must select at least one technique");
}

void ParseIngredients(const CsvRow& row, Rule* rule, Problems* problems) {
  for (const absl::string_view item : row.List("rxnorm_ingredients")) {
    const size_t equals = item.find('=');
    const absl::string_view name = item.substr(0, equals);
    const absl::string_view rxcui = equals == absl::string_view::npos ? "" : item.substr(equals + 1);
    const bool digits = !rxcui.empty() &&
                        std::all_of(rxcui.begin(), rxcui.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
    if (name.empty() || name != absl::AsciiStrToLower(name) || !digits || rxcui.size() > 8) {
      problems->Add(row, "rxnorm_ingredients", "must be items like warfarin=11289: a name in lower case, its RxCUI");
    }
    rule->ingredients.push_back({std::string(name), std::string(rxcui)});
  }
}

void ParseRegionScope(const CsvRow& row, const KnowledgeBase& knowledge, Rule* rule, Problems* problems) {
  RuleRegions& regions = rule->regions;
  for (const absl::string_view item : row.List("body_regions")) {
    absl::string_view ipsilateral = item;
    if (item == "affected_bone" || item == "affected_joint" || item == "fused_segment") {
      regions.own_site = true;
    } else if (item == "affected_limb") {
      regions.own_limb = true;
    } else if (item == "below_lesion") {
      regions.everywhere = true;
    } else if (absl::ConsumePrefix(&ipsilateral, "ipsilateral_") && knowledge.regions.Find(ipsilateral).has_value()) {
      regions.ipsilateral.set(*knowledge.regions.Find(ipsilateral));
    } else if (const auto region = knowledge.regions.Find(item); region.has_value()) {
      regions.named.set(*region);
    } else {
      problems->Add(row, "body_regions", absl::StrCat("no region '", item, "' in body_regions.csv"));
    }
  }
  regions.targets = knowledge.regions.Overlapping(regions.named);
  const bool lists_any = !row.List("body_regions").empty();
  if (rule->scope == RegionScope::kSystemic) {
    regions.everywhere = true;
    if (lists_any) problems->Add(row, "body_regions", "must be empty where region_scope is SYSTEMIC");
  }
  if (rule->scope == RegionScope::kRegional && !lists_any) {
    problems->Add(row, "body_regions", "must not be empty where region_scope is REGIONAL");
  }
  // A LOCAL rule that names regions knows the site better than the code does.
  if (rule->scope == RegionScope::kLocal && !lists_any) regions.own_site = true;
}

bool NeedsIcd(Logic logic) {
  return logic == Logic::kIcd || logic == Logic::kIcdAndFinding || logic == Logic::kIcdOrFinding ||
         logic == Logic::kRxOrIcd;
}
bool NeedsRx(Logic logic) { return logic == Logic::kRx || logic == Logic::kRxOrIcd || logic == Logic::kRxAndFinding; }
bool NeedsFinding(Logic logic) {
  return logic == Logic::kFinding || logic == Logic::kIcdAndFinding || logic == Logic::kIcdOrFinding ||
         logic == Logic::kRxAndFinding;
}

// The finding's code and the predicate of its expression.
void ParseFinding(const CsvRow& row, Rule* rule, Problems* problems) {
  if (row["finding_code"].empty()) {
    if (!row["finding_expr"].empty()) problems->Add(row, "finding_expr", "needs a finding_code");
    return;
  }
  const auto code = ParseFindingCode(row["finding_code"]);
  if (!code.has_value()) {
    problems->Add(row, "finding_code", absl::StrCat("no finding '", row["finding_code"], "' is known"));
    return;
  }
  rule->predicate = FindPredicate(*code, row["finding_expr"]);
  if (rule->predicate != nullptr) return;
  std::string known;
  for (const Predicate& predicate : AllPredicates()) {
    if (predicate.code == *code) absl::StrAppend(&known, known.empty() ? "" : " | ", predicate.expression);
  }
  problems->Add(row, "finding_expr", absl::StrCat("no predicate says this; known for this finding: ", known));
}

void CheckTrigger(const CsvRow& row, const Rule& rule, Problems* problems) {
  if (NeedsIcd(rule.logic) && rule.prefixes.empty()) problems->Add(row, "icd10cm_prefixes", "must not be empty");
  if (rule.logic == Logic::kRx && !rule.prefixes.empty()) {
    problems->Add(row, "icd10cm_prefixes", "must be empty where trigger_logic is RX");
  }
  if (NeedsRx(rule.logic) && rule.ingredients.empty()) problems->Add(row, "rxnorm_ingredients", "must not be empty");
  if (NeedsFinding(rule.logic) && row["finding_code"].empty()) {
    problems->Add(row, "finding_code", "must not be empty for this trigger_logic");
  }
  if (!NeedsFinding(rule.logic) && !row["finding_code"].empty()) {
    problems->Add(row, "finding_code", "must be empty for this trigger_logic");
  }
  const bool for_diagnosis = rule.predicate != nullptr && rule.predicate->subject == Subject::kSeventhCharacter;
  if (for_diagnosis && rule.logic != Logic::kIcdAndFinding) {
    problems->Add(row, "trigger_logic", "must be ICD_AND_FINDING for ICD_7TH");
  }
  if (rule.kind == RuleKind::kRedFlag && rule.urgency == Urgency::kNone) {
    problems->Add(row, "refer_urgency", "must not be NONE for a red flag");
  }
}

Rule ParseRule(const CsvRow& row, const KnowledgeBase& knowledge, Problems* problems) {
  Rule rule;
  rule.id = std::string(row["rule_id"]);
  rule.label = std::string(row["label"]);
  rule.kind = ParseWord(row, "kind", kKinds, problems);
  for (const absl::string_view prefix : row.List("icd10cm_prefixes")) {
    rule.prefixes.push_back(ParsePrefix(row, "icd10cm_prefixes", prefix, problems));
  }
  for (const absl::string_view prefix : row.List("icd10cm_exclude")) {
    rule.excludes.push_back(ParsePrefix(row, "icd10cm_exclude", prefix, problems));
    const bool under_one = std::any_of(rule.prefixes.begin(), rule.prefixes.end(), [&](const std::string& included) {
      return absl::StartsWith(rule.excludes.back(), included);
    });
    if (!under_one) problems->Add(row, "icd10cm_exclude", absl::StrCat("'", prefix, "' is under no icd10cm_prefixes"));
  }
  ParseIngredients(row, &rule, problems);
  rule.logic = ParseWord(row, "trigger_logic", kLogics, problems);
  ParseFinding(row, &rule, problems);
  const auto window = ParseWindow(row["active_within"]);
  if (!window.has_value()) problems->Add(row, "active_within", "must be like 90d, 29-180d or >=90d use");
  rule.window = window.value_or(Window{});
  rule.window_text = std::string(row["active_within"]);
  rule.logic_text = std::string(row["trigger_logic"]);
  rule.kind_text = std::string(row["kind"]);
  rule.scope_text = std::string(row["region_scope"]);
  for (const absl::string_view word : row.List("body_regions")) rule.region_words.emplace_back(word);
  ParseSelector(row, knowledge, &rule, problems);
  rule.scope = ParseWord(row, "region_scope", kRegionScopes, problems);
  ParseRegionScope(row, knowledge, &rule, problems);
  rule.severity = ParseWord(row, "severity", kSeverities, problems);
  rule.urgency = ParseWord(row, "refer_urgency", kUrgencies, problems);
  rule.action = std::string(row["action"]);
  rule.rationale = std::string(row["rationale"]);
  rule.sources = ParseSources(row, knowledge, problems);
  ParseWord(row, "source_type", kSourceTypes, problems);
  ParseWord(row, "agreement", kAgreements, problems);
  ParseWord(row, "confidence", kConfidences, problems);
  rule.source_type = std::string(row["source_type"]);
  rule.agreement = std::string(row["agreement"]);
  rule.dispute_note = std::string(row["dispute_note"]);
  rule.confidence = std::string(row["confidence"]);
  return rule;
}

// As the API carries them.
constexpr std::pair<const char*, size_t> kLongest[] = {
    {"rule_id", 16}, {"label", 256}, {"action", 1024}, {"rationale", 1024}, {"dispute_note", 1024}};

}  // namespace

void LoadRules(const Rows& rows, KnowledgeBase* knowledge, Problems* problems) {
  for (const CsvRow& row : rows) {
    for (const char* column : {"rule_id", "label", "action", "rationale"}) CheckNotEmpty(row, column, problems);
    for (const auto& [column, longest] : kLongest) {
      if (row[column].size() > longest) problems->Add(row, column, absl::StrCat("is longer than ", longest, " bytes"));
    }
    if (row["agreement"] == "DISPUTED") CheckNotEmpty(row, "dispute_note", problems);
    if (knowledge->FindRule(row["rule_id"]) != nullptr) problems->Add(row, "rule_id", "is there twice");
    knowledge->rules.push_back(ParseRule(row, *knowledge, problems));
    CheckTrigger(row, knowledge->rules.back(), problems);
  }
}

}  // namespace tendon::clinical::screening
