// The catalogue of measures, and scoring.
#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/clinical/scoring/bands.h"
#include "services/clinical/scoring/rom.h"
#include "services/clinical/trajectory/rules.h"
#include "services/outcomes/domain/guidance.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/page_token.h"

namespace tendon::outcomes {
namespace {

namespace scoring = clinical::scoring;

void SetIf(const std::optional<double>& number, const auto& set) {
  if (number) set(*number);
}

v1::Measure Describe(const scoring::Measure& measure, const scoring::ScoringOptions& options) {
  v1::Measure result;
  result.set_measure(measure.id);
  result.set_title(measure.name);
  result.set_domain(measure.domain);
  result.set_items(measure.items);
  SetIf(measure.item_min, [&](double number) { result.set_item_minimum(number); });
  SetIf(measure.item_max, [&](double number) { result.set_item_maximum(number); });
  result.set_score_minimum(measure.score_min);
  result.set_score_maximum(measure.score_max);
  result.set_direction(measure.direction);
  result.set_unit(measure.unit);
  *result.mutable_loinc_codes() = {measure.loinc.begin(), measure.loinc.end()};
  result.set_loinc_status(measure.loinc_status);
  result.set_recall(measure.recall);
  result.set_scoring_rule(measure.scoring_rule);
  result.set_missing_rule(measure.missing_rule);
  for (const scoring::Band& band : measure.bands) *result.add_bands() = BandMessage(band);
  result.set_bands_text(measure.bands_text);
  SetIf(measure.mic_abs, [&](double number) { result.set_minimal_important_change(number); });
  SetIf(measure.mic_pct, [&](double number) { result.set_minimal_important_percent(number); });
  result.set_minimal_important_note(measure.mic_note);
  SetIf(measure.mdc, [&](double number) { result.set_minimal_detectable_change(number); });
  result.set_minimal_detectable_note(measure.mdc_note);
  result.set_licence(measure.licence);
  result.set_citation(measure.citation);
  result.set_source_type(measure.source_type);
  result.set_confidence(measure.confidence);
  *result.mutable_form_versions() = {measure.form_versions.begin(), measure.form_versions.end()};
  result.set_table_status(std::string(TableStatusName(measure.table_status)));
  result.set_enabled(IsEnabled(measure, options));
  return result;
}

void FillScore(const scoring::Measure& measure, const scoring::Score& score, v1::ScoreInstrumentResponse* response) {
  constexpr double kNormal975 = 1.96;
  response->set_measure(measure.id);
  response->set_unit(score.unit);
  response->set_decimals(DecimalsOf(measure));
  response->set_no_score_reason(score.no_score_reason);
  response->set_band(score.band);
  response->set_scoring_rule(score.rule);
  response->set_knowledge_version(clinical::trajectory::RuleBook::BuiltIn().version());
  for (const v1::ScoreFlag flag : score.flags) response->add_flags(flag);
  for (const scoring::Part& part : score.parts) {
    v1::ScorePart* added = response->add_parts();
    added->set_name(part.name);
    added->set_value(part.value);
    added->set_unit(part.unit);
  }
  if (!score.value) return;
  response->set_value(*score.value);
  response->set_rounded_value(scoring::RoundHalfUp(*score.value, DecimalsOf(measure)));
  if (!score.standard_error) return;
  response->set_standard_error(*score.standard_error);
  response->set_lower(*score.value - kNormal975 * *score.standard_error);
  response->set_upper(*score.value + kNormal975 * *score.standard_error);
}

absl::Status Faults(const std::string& parent, const std::vector<scoring::Fault>& faults) {
  std::vector<runtime::FieldViolation> violations;
  for (const scoring::Fault& fault : faults)
    violations.push_back({fault.field.empty() ? parent : absl::StrCat(parent, ".", fault.field), fault.rule});
  return runtime::InvalidFields(violations);
}

void FillNorm(const v1::ScoreInstrumentRequest& request, const scoring::Measure& measure, const scoring::Score& score,
              v1::ScoreInstrumentResponse* response) {
  if (measure.id != "ROM_DEG" || !score.value) return;
  const clinical::v1::Observation& observation = request.observation();
  scoring::RomQuery query = {observation.body_site().region(), observation.motion(), observation.motion_mode(),
                             request.gender(), std::nullopt};
  if (request.has_age_years()) query.age_years = request.age_years();
  const scoring::RomNorm* norm = FindNorm(scoring::Catalogue::BuiltIn().norms(), query);
  if (norm == nullptr) return;
  *response->mutable_norm() = CompareToNorm(*norm, measure, *score.value);
  if (response->band().empty()) response->set_band(response->norm().limitation());
}

absl::Status CheckOtherSide(const v1::ScoreInstrumentRequest& request, const scoring::Measure& measure) {
  if (!request.has_other_side()) return absl::OkStatus();
  if (request.other_side().measure() != measure.id)
    return runtime::InvalidField("other_side.measure", "must be the observation's");
  return absl::OkStatus();
}

}  // namespace

absl::Status ScoreInstrument(const v1::ScoreInstrumentRequest& request, const scoring::ScoringOptions& options,
                             v1::ScoreInstrumentResponse* response) {
  const auto& catalogue = scoring::Catalogue::BuiltIn();
  const scoring::Measure* measure = catalogue.Find(request.observation().measure());
  if (measure == nullptr)
    return runtime::InvalidField("observation.measure", "must be a measure of the catalogue; see ListMeasures");
  if (absl::Status status = CheckOtherSide(request, *measure); !status.ok()) return status;
  scoring::Reading reading = Read(catalogue, *measure, request.observation(), options);
  if (!reading.faults.empty()) return Faults("observation", reading.faults);
  if (request.has_other_side()) {
    const scoring::Reading other = Read(catalogue, *measure, request.other_side(), options);
    if (!other.faults.empty()) return Faults("other_side", other.faults);
    CompareSides(*measure, request.observation(), request.other_side(), other.score, &reading.score);
  }
  FillScore(*measure, reading.score, response);
  FillNorm(request, *measure, reading.score, response);
  return absl::OkStatus();
}

absl::Status ListMeasures(Reader& reader, const v1::ListMeasuresRequest& request,
                          const scoring::ScoringOptions& options, v1::ListMeasuresResponse* response) {
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  const std::string fingerprint = runtime::QueryFingerprint({"ListMeasures"});
  const auto cursor = runtime::OpenPageToken(*secret, fingerprint, request.page_token());
  size_t first = 0;
  if (!cursor.ok() || (!cursor->empty() && !absl::SimpleAtoi(*cursor, &first)))
    return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  const auto& measures = scoring::Catalogue::BuiltIn().measures();
  const int page_size =
      request.page_size() == 0 ? runtime::kDefaultPageSize : std::min(request.page_size(), runtime::kMaxPageSize);
  const size_t end = std::min(measures.size(), first + static_cast<size_t>(page_size));
  for (size_t i = first; i < end; ++i) *response->add_measures() = Describe(measures[i], options);
  if (end < measures.size())
    response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, absl::StrCat(end)));
  return absl::OkStatus();
}

absl::Status GetMeasure(const v1::GetMeasureRequest& request, const scoring::ScoringOptions& options,
                        v1::Measure* response) {
  const scoring::Measure* measure = scoring::Catalogue::BuiltIn().Find(request.measure());
  if (measure == nullptr) return runtime::NotFound("measure");
  *response = Describe(*measure, options);
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
