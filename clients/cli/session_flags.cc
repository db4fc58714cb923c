#include "clients/cli/session_flags.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/labels.h"

namespace tendon::cli {
namespace {

constexpr char kTechniqueForm[] =
    "--technique: expects TECHNIQUE@REGION[:SIDE][,REGION[:SIDE]...][/MINUTES], such as DEEP_TISSUE@lumbar:left/20";
constexpr char kMeasureForm[] =
    "--measure: expects MEASURE=SCORE[:PHASE[:RECALL]] or MEASURE=ITEM,ITEM,...[:PHASE[:RECALL]], such as "
    "ODI=32:before, "
    "PEG=6,7,5 or 'NPRS=8:before:worst 7d'; PHASE one of before, during, after; RECALL what the question asked for";

absl::StatusOr<clinical::v1::BodySite> ParseSite(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  clinical::v1::BodySite site;
  site.set_region(parts[0]);
  if (parts[0].empty() || parts.size() > 2) return UsageError(kTechniqueForm);
  if (parts.size() == 2) {
    const int side = EnumValue(*clinical::v1::Laterality_descriptor(), parts[1]);
    if (side <= 0)
      return UsageError(
          absl::StrCat("--technique: SIDE is one of ", EnumLabels(*clinical::v1::Laterality_descriptor())));
    site.set_laterality(static_cast<clinical::v1::Laterality>(side));
  }
  return site;
}

}  // namespace

absl::StatusOr<clinical::v1::TechniqueUse> ParseTechnique(const std::string& text) {
  const std::vector<std::string> by_minutes = absl::StrSplit(text, '/');
  const std::vector<std::string> by_site = absl::StrSplit(by_minutes[0], absl::MaxSplits('@', 1));
  clinical::v1::TechniqueUse technique;
  int minutes = 0;
  const bool has_minutes = by_minutes.size() == 2;
  if (by_minutes.size() > 2 || by_site[0].empty() || (has_minutes && !absl::SimpleAtoi(by_minutes[1], &minutes)))
    return UsageError(kTechniqueForm);
  technique.set_technique(by_site[0]);
  technique.set_duration_minutes(minutes);
  if (by_site.size() == 1) return technique;
  for (const auto site_text : absl::StrSplit(by_site[1], ',')) {
    const auto site = ParseSite(std::string(site_text));
    if (!site.ok()) return site.status();
    *technique.add_body_sites() = *site;
  }
  return technique;
}

absl::StatusOr<clinical::v1::Observation> ParseMeasure(const std::string& text) {
  const std::vector<std::string> by_score = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (by_score.size() != 2 || by_score[0].empty()) return UsageError(kMeasureForm);
  const std::vector<std::string> by_phase = absl::StrSplit(by_score[1], absl::MaxSplits(':', 2));
  double score = 0;
  const int phase = by_phase.size() >= 2 ? EnumValue(*clinical::v1::ObservationPhase_descriptor(), by_phase[1])
                                         : clinical::v1::OBSERVATION_PHASE_BEFORE;
  clinical::v1::Observation observation;
  const bool items = by_phase[0].find_first_of(",;") != std::string::npos;
  if (items && !AddItems(by_phase[0], &observation).ok()) return UsageError(kMeasureForm);
  const bool no_recall =
      by_phase.size() == 3 &&
      (by_phase[2].empty() || EnumValue(*clinical::v1::ObservationPhase_descriptor(), by_phase[2]) > 0);
  if (phase <= 0 || no_recall || (!items && !absl::SimpleAtod(by_phase[0], &score))) return UsageError(kMeasureForm);
  observation.set_measure(by_score[0]);
  if (!items) observation.set_value(score);
  observation.set_phase(static_cast<clinical::v1::ObservationPhase>(phase));
  if (by_phase.size() == 3) observation.set_recall(by_phase[2]);
  return observation;
}

absl::Status AddItems(const std::string& text, clinical::v1::Observation* observation) {
  if (text.empty()) return absl::OkStatus();
  for (const absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(",;"))) {
    clinical::v1::ItemAnswer* item = observation->add_items();
    item->set_item(observation->items_size());
    double answer = 0;
    if (absl::EqualsIgnoreCase(part, "NA") || part.empty()) continue;
    if (!absl::SimpleAtod(part, &answer))
      return UsageError("items: expects numbers, NA for one that was left out: 2,1,NA,3");
    item->set_value(answer);
  }
  return absl::OkStatus();
}

absl::StatusOr<clinical::v1::AdverseEvent> ParseAdverseEvent(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  const int grade = EnumValue(*clinical::v1::AdverseEventGrade_descriptor(), parts[0]);
  if (grade <= 0)
    return UsageError(absl::StrCat("--adverse-event: expects GRADE[:TEXT]; GRADE one of ",
                                   EnumLabels(*clinical::v1::AdverseEventGrade_descriptor())));
  clinical::v1::AdverseEvent event;
  event.set_grade(static_cast<clinical::v1::AdverseEventGrade>(grade));
  if (parts.size() == 2) event.set_text(parts[1]);
  return event;
}

absl::StatusOr<google::protobuf::Timestamp> ParseMoment(const std::string& text, absl::Time now, absl::TimeZone local) {
  absl::Time time = now;
  std::string error;
  const bool understood = text == "now" || absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
                          absl::ParseTime("%Y-%m-%d %H:%M", text, local, &time, &error) ||
                          absl::ParseTime("%Y-%m-%dT%H:%M", text, local, &time, &error);
  if (!understood) return UsageError("--time: expects now, 2026-11-23T09:30:00Z, or '2026-11-23 09:30' in local time");
  google::protobuf::Timestamp result;
  result.set_seconds(absl::ToUnixSeconds(time));
  return result;
}

}  // namespace tendon::cli
