#include "clients/cli/series.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/referral_view.h"

namespace tendon::cli {
namespace {

using clinical::v1::Observation;

// What is said of the parts, the rest left out.
std::string Said(const std::vector<std::string>& parts, const char* separator) {
  std::vector<std::string> said;
  for (const std::string& part : parts) {
    if (!part.empty()) said.push_back(part);
  }
  return absl::StrJoin(said, separator);
}

bool IsPain(const Observation& reading) { return reading.measure() == "NPRS" && reading.has_value(); }

// The smaller, the better the question fits a treatment's before and after.
int RankOfRecall(const std::string& recall) { return recall == kRecallNow ? 0 : recall.empty() ? 1 : 2; }

const Observation* LeadingPain(const outcomes::v1::Session& session) {
  const Observation* leading = nullptr;
  for (const Observation& reading : session.observations()) {
    const bool better = leading == nullptr || RankOfRecall(reading.recall()) < RankOfRecall(leading->recall());
    if (IsPain(reading) && better) leading = &reading;
  }
  return leading;
}

}  // namespace

std::string MeasureLabel(const outcomes::v1::MeasureSummary& measure) {
  return Said({measure.measure(), measure.recall()}, ", ");
}

std::string PlaceLabel(const outcomes::v1::MeasureSummary& measure) {
  return Said({SiteLabel(measure.body_site()), measure.motion()}, " ");
}

std::string SeriesLabel(const outcomes::v1::MeasureSummary& measure, const std::string& called) {
  return Said(
      {called.empty() ? measure.measure() : called, SiteLabel(measure.body_site()), measure.motion(), measure.recall()},
      ", ");
}

std::string ReadingLabel(const Observation& reading) {
  return Said({Said({reading.measure(), SiteLabel(reading.body_site()), reading.recall()}, ", "),
               reading.has_value() ? NumberLabel(reading.value()) : "from items", reading.unit(),
               Label(reading.phase()), reading.motion()},
              " ");
}

std::string PainLabel(const outcomes::v1::Session& session, bool utf8) {
  const Observation* leading = LeadingPain(session);
  if (leading == nullptr) return "";
  std::string before = "?", after = "?";
  for (const Observation& reading : session.observations()) {
    if (!IsPain(reading) || reading.recall() != leading->recall()) continue;
    if (reading.phase() == clinical::v1::OBSERVATION_PHASE_BEFORE) before = NumberLabel(reading.value());
    if (reading.phase() == clinical::v1::OBSERVATION_PHASE_AFTER) after = NumberLabel(reading.value());
  }
  if (before == "?" && after == "?") return "";
  const bool named = RankOfRecall(leading->recall()) == 2;
  return absl::StrCat(before, utf8 ? " \xe2\x86\x92 " : " -> ", after,
                      named ? absl::StrCat(" (", leading->recall(), ")") : "");
}

}  // namespace tendon::cli
