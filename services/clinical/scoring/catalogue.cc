#include "services/clinical/scoring/catalogue.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/clinical/knowledge/csv.h"
#include "services/clinical/scoring/bands.h"

namespace tendon::clinical::scoring {
namespace {

using knowledge::CsvRow;

constexpr absl::string_view kMeasuresFile = "measures.csv";
constexpr absl::string_view kTScoresFile = "promis_tscores.csv";
constexpr absl::string_view kNormsFile = "rom_norms.csv";

// T-score tables in circulation are often wrong: only the reviewed ones are used, whoever hands them in.
constexpr absl::string_view kReviewedTScores = "28262123422e0b71b69d51e7f385a50fdf42a0d7f21a530d651f25940a9524f5";

std::vector<absl::string_view> MeasureColumns() {
  return {"measure_id", "name",         "domain",       "items",          "item_min",    "item_max",  "raw_min",
          "raw_max",    "score_min",    "score_max",    "direction",      "ucum",        "loinc",     "loinc_status",
          "recall",     "scoring_rule", "missing_rule", "severity_bands", "mic_abs",     "mic_pct",   "mic_note",
          "mdc",        "mdc_note",     "licence",      "citation",       "source_type", "confidence"};
}
std::vector<absl::string_view> TScoreColumns() {
  return {"form_id", "instrument_version", "n_items",      "raw_sum", "t_score",
          "se",      "rederived_t",        "rederived_se", "status",  "source"};
}
std::vector<absl::string_view> NormColumns() {
  return {"joint",
          "motion",
          "source",
          "sex",
          "age_min",
          "age_max",
          "mode",
          "degrees",
          "ci_low",
          "ci_high",
          "loinc_for_observation",
          "ucum",
          "working_mdc_deg",
          "source_type",
          "confidence",
          "note"};
}

absl::StatusOr<std::vector<CsvRow>> Rows(const knowledge::FileSet& files, absl::string_view name,
                                         const std::vector<absl::string_view>& columns) {
  const auto text = files.Get(name);
  if (!text.ok()) return text.status();
  return knowledge::ParseCsv(name, *text, columns);
}

// Reads the cells of a row; the first that is wrong decides the status.
class Cells {
 public:
  explicit Cells(const CsvRow& row) : row_(row) {}

  std::string Text(absl::string_view column) const { return std::string(row_[column]); }
  std::optional<double> Optional(absl::string_view column) {
    if (row_[column].empty()) return std::nullopt;
    return Number(column);
  }
  // Of a range, "5-8", the larger: a change within it is not yet one.
  double Number(absl::string_view column) {
    double number = 0;
    absl::string_view cell = row_[column];
    const size_t hyphen = cell.find('-', 1);
    if (hyphen != absl::string_view::npos) cell.remove_prefix(hyphen + 1);
    if (!absl::SimpleAtod(cell, &number)) status_.Update(row_.Error(column, "must be a number"));
    return number;
  }
  int Whole(absl::string_view column) {
    int number = 0;
    if (!row_[column].empty() && !absl::SimpleAtoi(row_[column], &number))
      status_.Update(row_.Error(column, "must be a whole number"));
    return number;
  }
  // The place of the cell in `allowed`.
  size_t OneOf(absl::string_view column, const std::vector<absl::string_view>& allowed) {
    const auto found = std::find(allowed.begin(), allowed.end(), row_[column]);
    if (found == allowed.end()) status_.Update(row_.Error(column, "is not one of the values that are known"));
    return static_cast<size_t>(found - allowed.begin());
  }
  const absl::Status& status() const { return status_; }

 private:
  const CsvRow& row_;
  absl::Status status_;
};

constexpr std::array kDirections = {outcomes::v1::DIRECTION_LOWER_BETTER, outcomes::v1::DIRECTION_HIGHER_BETTER,
                                    outcomes::v1::DIRECTION_NEUTRAL, outcomes::v1::DIRECTION_UNSPECIFIED};

// Lengths, volumes and times begin at nothing, and so do scores from 0; T-scores, ranks and angles do not.
bool HasTrueZero(const Measure& measure) {
  static constexpr absl::string_view kPhysical[] = {"mm", "cm", "mL", "min", "/min", "mm[Hg]"};
  const bool physical = std::find(std::begin(kPhysical), std::end(kPhysical), measure.unit) != std::end(kPhysical);
  return physical || (!measure.is_t_score() && measure.score_min == 0);
}

Measure ReadMeasure(const CsvRow& row, Cells* cells) {
  Measure measure;
  measure.id = cells->Text("measure_id");
  measure.name = cells->Text("name");
  measure.domain = cells->Text("domain");
  measure.unit = cells->Text("ucum");
  measure.loinc_status = cells->Text("loinc_status");
  measure.recall = cells->Text("recall");
  measure.scoring_rule = cells->Text("scoring_rule");
  measure.missing_rule = cells->Text("missing_rule");
  measure.bands_text = cells->Text("severity_bands");
  measure.mic_note = cells->Text("mic_note");
  measure.mdc_note = cells->Text("mdc_note");
  measure.licence = cells->Text("licence");
  measure.citation = cells->Text("citation");
  measure.source_type = cells->Text("source_type");
  measure.confidence = cells->Text("confidence");
  // "see rom_norms.csv" is no code.
  for (const absl::string_view code : row.List("loinc")) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(code[0]))) measure.loinc.emplace_back(code);
  }
  measure.items = cells->Whole("items");
  measure.item_min = cells->Optional("item_min");
  measure.item_max = cells->Optional("item_max");
  measure.score_min = cells->Number("score_min");
  measure.score_max = cells->Number("score_max");
  measure.direction = kDirections[cells->OneOf("direction", {"LOWER_BETTER", "HIGHER_BETTER", "NEUTRAL"})];
  measure.mic_abs = cells->Optional("mic_abs");
  measure.mic_pct = cells->Optional("mic_pct");
  measure.mdc = cells->Optional("mdc");
  measure.true_zero = HasTrueZero(measure);
  measure.bands = ParseBands(measure.bands_text);
  return measure;
}

constexpr std::array kStatuses = {TableStatus::kPublishedAndRederived, TableStatus::kPublishedOnly,
                                  TableStatus::kRederivedOnly, TableStatus::kUnverified, TableStatus::kNone};

// "v1.0/v1.1", "v2.0 (PROMIS-29 v2.x)".
std::vector<std::string> Versions(absl::string_view cell) {
  return absl::StrSplit(absl::StripAsciiWhitespace(cell.substr(0, cell.find('('))), '/');
}

}  // namespace

absl::string_view TableStatusName(TableStatus status) {
  switch (status) {
    case TableStatus::kNone:
      return "";
    case TableStatus::kPublishedAndRederived:
      return "PUBLISHED_AND_REDERIVED";
    case TableStatus::kPublishedOnly:
      return "PUBLISHED_ONLY";
    case TableStatus::kRederivedOnly:
      return "REDERIVED_ONLY";
    case TableStatus::kUnverified:
      return "UNVERIFIED";
  }
  return "";
}

std::vector<absl::string_view> CatalogueFiles() { return {kMeasuresFile, kTScoresFile, kNormsFile}; }

const Catalogue& Catalogue::BuiltIn() {
  static const Catalogue* const catalogue = [] {
    auto loaded = Load(knowledge::FileSet::Embedded());
    if (!loaded.ok()) {
      std::cerr << "the catalogue that this program was built with: " << loaded.status().message() << '\n';
      std::abort();
    }
    return new Catalogue(*std::move(loaded));
  }();
  return *catalogue;
}

absl::StatusOr<Catalogue> Catalogue::Load(const knowledge::FileSet& files) {
  Catalogue catalogue;
  absl::Status status = catalogue.LoadMeasures(files);
  if (status.ok()) status = catalogue.LoadTScores(files);
  if (status.ok()) status = catalogue.LoadNorms(files);
  if (!status.ok()) return status;
  auto version = files.Version(CatalogueFiles());
  if (!version.ok()) return version.status();
  catalogue.version_ = *std::move(version);
  return catalogue;
}

absl::Status Catalogue::LoadMeasures(const knowledge::FileSet& files) {
  const auto rows = Rows(files, kMeasuresFile, MeasureColumns());
  if (!rows.ok()) return rows.status();
  for (const CsvRow& row : *rows) {
    Cells cells(row);
    Measure measure = ReadMeasure(row, &cells);
    if (!cells.status().ok()) return cells.status();
    if (measure.score_min > measure.score_max) return row.Error("score_min", "is above score_max");
    if (!by_id_.emplace(measure.id, measures_.size()).second) return row.Error("measure_id", "is there twice");
    measures_.push_back(std::move(measure));
  }
  // "as NPRS": read like another measure.
  for (Measure& measure : measures_) {
    const auto other = absl::StartsWith(measure.bands_text, "as ") ? Find(measure.bands_text.substr(3)) : nullptr;
    if (other != nullptr) measure.bands = other->bands;
  }
  return absl::OkStatus();
}

absl::Status Catalogue::LoadTScores(const knowledge::FileSet& files) {
  const auto text = files.Get(kTScoresFile);
  if (!text.ok()) return text.status();
  table_hash_ = knowledge::Sha256Hex(*text);
  if (table_hash_ != kReviewedTScores) {
    return knowledge::FileError(kTScoresFile, 1, "is not the reviewed table; its SHA-256 must be the one on record");
  }
  const auto rows = Rows(files, kTScoresFile, TScoreColumns());
  if (!rows.ok()) return rows.status();
  for (const CsvRow& row : *rows) {
    Cells cells(row);
    const auto found = by_id_.find(row["form_id"]);
    if (found == by_id_.end()) return row.Error("form_id", "is not in measures.csv");
    Measure& measure = measures_[found->second];
    measure.form_versions = Versions(row["instrument_version"]);
    measure.table_status =
        kStatuses[cells.OneOf("status", {"PUBLISHED_AND_REDERIVED", "PUBLISHED_ONLY", "REDERIVED_ONLY", "UNVERIFIED"})];
    if (cells.Whole("n_items") != measure.items) return row.Error("n_items", "differs from measures.csv");
    const TScore score = {cells.Number("t_score"), cells.Number("se")};
    if (!measure.t_scores.emplace(cells.Whole("raw_sum"), score).second) return row.Error("raw_sum", "is there twice");
    if (!cells.status().ok()) return cells.status();
  }
  return absl::OkStatus();
}

absl::Status Catalogue::LoadNorms(const knowledge::FileSet& files) {
  const auto rows = Rows(files, kNormsFile, NormColumns());
  if (!rows.ok()) return rows.status();
  for (const CsvRow& row : *rows) {
    Cells cells(row);
    RomNorm norm;
    norm.joint = cells.Text("joint");
    norm.motion = cells.Text("motion");
    norm.source = cells.Text("source");
    norm.note = cells.Text("note");
    norm.source_type = cells.Text("source_type");
    norm.confidence = cells.Text("confidence");
    norm.sex = cells.Text("sex");
    cells.OneOf("sex", {"F", "M", "ANY"});
    norm.age_min = cells.Optional("age_min");
    norm.age_max = cells.Optional("age_max");
    norm.passive = cells.OneOf("mode", {"ACTIVE", "PASSIVE"}) == 1;
    norm.degrees = cells.Number("degrees");
    norm.mdc = cells.Optional("working_mdc_deg");
    if (!cells.status().ok()) return cells.status();
    norms_.push_back(std::move(norm));
  }
  return absl::OkStatus();
}

const Measure* Catalogue::Find(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &measures_[found->second];
}

}  // namespace tendon::clinical::scoring
