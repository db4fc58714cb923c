// The catalogue of measures as loaded from the reviewed tables: what each instrument is, how its score is read, the
// T-score tables of the PROMIS short forms and the norms of range of motion. Immutable once loaded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/clinical/knowledge/file_set.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::clinical::scoring {

using outcomes::v1::Direction;

// A range of scores and its name. Absent ends are open.
struct Band {
  std::string label;
  std::optional<double> lower, upper;
  bool lower_excluded = false, upper_excluded = false;
};

// A row of a T-score table.
struct TScore {
  double t = 0;
  double se = 0;
};

// How well a T-score table is confirmed.
enum class TableStatus { kNone, kPublishedAndRederived, kPublishedOnly, kRederivedOnly, kUnverified };
absl::string_view TableStatusName(TableStatus status);

// One instrument: the columns of measures.csv, and what is derived from them.
struct Measure {
  std::string id, name, domain, unit, loinc_status, recall, scoring_rule, missing_rule, bands_text;
  std::string mic_note, mdc_note, licence, citation, source_type, confidence;
  std::vector<std::string> loinc;
  int items = 0;  // 0 where their number varies
  std::optional<double> item_min, item_max;
  double score_min = 0, score_max = 0;  // in the unit
  Direction direction = outcomes::v1::DIRECTION_UNSPECIFIED;
  std::optional<double> mic_abs, mic_pct, mdc;

  // Percentages of change mean something: the scale begins at nothing.
  bool true_zero = false;
  std::vector<Band> bands;  // of the score; empty where they cannot be read off it
  // PROMIS short forms.
  std::map<int, TScore> t_scores;  // by raw sum
  TableStatus table_status = TableStatus::kNone;
  std::vector<std::string> form_versions;  // "v1.0"

  bool is_t_score() const { return unit == "{Tscore}"; }
};

// A row of rom_norms.csv.
struct RomNorm {
  std::string joint, motion, source, note, source_type, confidence;
  std::string sex;  // "F", "M", "ANY"
  std::optional<double> age_min, age_max;
  bool passive = false;
  double degrees = 0;
  std::optional<double> mdc;
};

// The files that a catalogue is loaded from.
std::vector<absl::string_view> CatalogueFiles();

class Catalogue {
 public:
  // The tables that are part of the program.
  static const Catalogue& BuiltIn();
  // INVALID_ARGUMENT names file, line and column; also for T-score tables other than the reviewed ones, by their hash.
  static absl::StatusOr<Catalogue> Load(const knowledge::FileSet& files);

  // Null for a code that is not in it.
  const Measure* Find(absl::string_view id) const;
  const std::vector<Measure>& measures() const { return measures_; }
  const std::vector<RomNorm>& norms() const { return norms_; }
  // "2026.11.1+sha256:…" over the files of CatalogueFiles().
  const std::string& version() const { return version_; }
  // SHA-256 of the T-score tables.
  const std::string& table_hash() const { return table_hash_; }

 private:
  std::vector<Measure> measures_;
  std::map<std::string, size_t, std::less<>> by_id_;
  std::vector<RomNorm> norms_;
  std::string version_, table_hash_;

  absl::Status LoadMeasures(const knowledge::FileSet& files);
  absl::Status LoadTScores(const knowledge::FileSet& files);
  absl::Status LoadNorms(const knowledge::FileSet& files);
};

}  // namespace tendon::clinical::scoring
