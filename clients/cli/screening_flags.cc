#include "clients/cli/screening_flags.h"

#include <cctype>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/labels.h"

namespace tendon::cli {
namespace {

constexpr char kFindingForm[] =
    "--finding: expects CODE, CODE=no, CODE=unknown or CODE=VALUE+UNIT[,VALUE+UNIT], such "
    "as RF_SADDLE=no or BP=168mm[Hg],96mm[Hg]";

// The text before and after the first `separator`; nothing after where there is none.
std::pair<std::string, std::string> Cut(const std::string& text, char separator) {
  const size_t at = text.find(separator);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

// "168mm[Hg]" or "168 mm[Hg]".
bool AddValue(const std::string& text, clinical::v1::Finding* finding) {
  const size_t end = text.find_first_not_of("0123456789.+-");
  double value = 0;
  if (end == 0 || end == std::string::npos || !absl::SimpleAtod(text.substr(0, end), &value)) return false;
  clinical::v1::Quantity* quantity = finding->add_values();
  quantity->set_value(value);
  quantity->set_unit(text.substr(text[end] == ' ' ? end + 1 : end));
  return true;
}

}  // namespace

absl::StatusOr<clinical::v1::BodySite> ParsePlace(const std::string& flag, const std::string& text) {
  const auto [region, side_text] = Cut(text, ':');
  clinical::v1::BodySite site;
  site.set_region(region);
  if (region.empty()) return UsageError(absl::StrCat(flag, ": expects REGION[:SIDE], such as knee:left"));
  if (side_text.empty()) return site;
  const int side = EnumValue(*clinical::v1::Laterality_descriptor(), side_text);
  if (side <= 0) {
    return UsageError(absl::StrCat(flag, ": SIDE is one of ", EnumLabels(*clinical::v1::Laterality_descriptor())));
  }
  site.set_laterality(static_cast<clinical::v1::Laterality>(side));
  return site;
}

absl::StatusOr<clinical::v1::Condition> ParseCondition(const std::string& text) {
  const auto [dated, place] = Cut(text, '/');
  const auto [code, onset] = Cut(dated, '@');
  if (code.empty()) return UsageError("--condition: expects CODE[@ONSET][/REGION[:SIDE]], such as I82.412@2026-05-01");
  clinical::v1::Condition condition;
  condition.set_icd10cm(code);
  condition.set_onset_date(onset);
  if (place.empty()) return condition;
  const auto site = ParsePlace("--condition", place);
  if (!site.ok()) return site.status();
  *condition.add_body_sites() = *site;
  return condition;
}

absl::StatusOr<clinical::v1::Medication> ParseMedication(const std::string& text) {
  const auto [routed, start] = Cut(text, '@');
  const auto [name, route] = Cut(routed, ':');
  if (name.empty()) return UsageError("--medication: expects INGREDIENT[:ROUTE][@START], such as fentanyl:transdermal");
  clinical::v1::Medication medication;
  medication.add_ingredients(name);
  medication.set_route(route);
  medication.set_start_date(start);
  return medication;
}

absl::StatusOr<clinical::v1::Finding> ParseFinding(const std::string& text) {
  const auto [code, rest] = Cut(text, '=');
  clinical::v1::Finding finding;
  finding.set_code(code);
  finding.set_status(clinical::v1::FACT_STATUS_PRESENT);
  if (code.empty()) return UsageError(kFindingForm);
  if (rest.empty() || rest == "yes") return finding;
  if (rest == "no") {
    finding.set_status(clinical::v1::FACT_STATUS_ABSENT);
    return finding;
  }
  if (rest == "unknown") {
    finding.set_status(clinical::v1::FACT_STATUS_UNKNOWN);
    return finding;
  }
  for (const absl::string_view value : absl::StrSplit(rest, ',')) {
    if (!AddValue(std::string(value), &finding)) return UsageError(kFindingForm);
  }
  return finding;
}

}  // namespace tendon::cli
