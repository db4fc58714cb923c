#include "clients/cli/cohort_query.h"

#include <functional>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/labels.h"

namespace tendon::cli {
namespace {

constexpr char kConditionForm[] =
    "a condition is KEY:VALUE, such as technique:DEEP_TISSUE, condition:M54, discipline:physical-therapist, "
    "region:lumbar, "
    "goal:pain-relief, sessions:4..12, minutes:60.., or a measure's first reading: age:18..65";
constexpr char kRangeForm[] = "a range is FROM..TO, FROM.., ..TO or one number";

bool ParseEnd(const std::string& text, double* value) { return absl::SimpleAtod(text, value); }

template <class Enum>
absl::Status AddEnum(const char* what, const std::string& text, const std::function<void(Enum)>& add) {
  const auto& descriptor = *google::protobuf::GetEnumDescriptor<Enum>();
  const int value = EnumValue(descriptor, text);
  if (value <= 0) return UsageError(absl::StrCat(what, ": expects one of ", EnumLabels(descriptor)));
  add(static_cast<Enum>(value));
  return absl::OkStatus();
}

absl::Status AddArm(const std::string& text, outcomes::v1::QueryCohortRequest* request) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (parts.size() != 2 || parts[0].empty())
    return UsageError(absl::StrCat("--arm: expects LABEL=KEY:VALUE[,KEY:VALUE...]; ", kConditionForm));
  outcomes::v1::CohortArm* arm = request->add_arms();
  arm->set_label(parts[0]);
  for (const auto condition : absl::StrSplit(parts[1], ',', absl::SkipEmpty()))
    if (absl::Status status = AddCondition(std::string(condition), arm->mutable_filter()); !status.ok()) return status;
  return absl::OkStatus();
}

absl::Status SetDays(const std::string& text, outcomes::v1::ReadingRule* rule) {
  const auto range = ParseRange(text);
  if (!range.ok()) return range.status();
  *rule->mutable_days() = *range;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<outcomes::v1::NumberRange> ParseRange(const std::string& text) {
  const std::vector<std::string> ends = absl::StrSplit(text, absl::MaxSplits("..", 1));
  outcomes::v1::NumberRange range;
  double value = 0;
  if (ends.size() == 1) {
    if (!ParseEnd(ends[0], &value)) return UsageError(kRangeForm);
    range.set_minimum(value);
    range.set_maximum(value);
    return range;
  }
  if (ends[0].empty() && ends[1].empty()) return UsageError(kRangeForm);
  if (!ends[0].empty()) {
    if (!ParseEnd(ends[0], &value)) return UsageError(kRangeForm);
    range.set_minimum(value);
  }
  if (!ends[1].empty()) {
    if (!ParseEnd(ends[1], &value)) return UsageError(kRangeForm);
    range.set_maximum(value);
  }
  return range;
}

absl::Status AddCondition(const std::string& text, outcomes::v1::CohortFilter* filter) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) return UsageError(kConditionForm);
  const std::string& key = parts[0];
  const std::string& value = parts[1];
  if (key == "discipline")
    return AddEnum<clinical::v1::Discipline>("discipline", value,
                                             [filter](auto item) { filter->add_disciplines(item); });
  if (key == "goal")
    return AddEnum<clinical::v1::TreatmentGoal>("goal", value, [filter](auto item) { filter->add_goals(item); });
  const std::map<std::string, std::function<void()>> words = {{"technique", [&] { filter->add_techniques(value); }},
                                                              {"condition", [&] { filter->add_conditions(value); }},
                                                              {"region", [&] { filter->add_regions(value); }}};
  if (const auto word = words.find(key); word != words.end()) {
    word->second();
    return absl::OkStatus();
  }
  const auto range = ParseRange(value);
  if (!range.ok()) return range.status();
  if (key == "sessions") {
    *filter->mutable_sessions() = *range;
  } else if (key == "minutes") {
    *filter->mutable_minutes() = *range;
  } else {
    outcomes::v1::ReadingCondition* reading = filter->add_readings();
    reading->set_measure(key);
    *reading->mutable_range() = *range;
  }
  return absl::OkStatus();
}

absl::Status FillQuery(const CohortQueryOptions& options, outcomes::v1::QueryCohortRequest* request) {
  absl::Status status;
  if (!options.measure.empty()) request->set_measure(options.measure);
  if (!options.region.empty()) request->set_region(options.region);
  if (!options.motion.empty()) request->set_motion(options.motion);
  if (!options.reference.empty()) request->set_reference_arm(options.reference);
  if (options.percent > 0) request->mutable_threshold()->set_percent(options.percent);
  if (options.points > 0) request->mutable_threshold()->set_points(options.points);
  if (options.level > 0) request->set_confidence_level(options.level);
  if (!options.baseline_days.empty()) status.Update(SetDays(options.baseline_days, request->mutable_baseline()));
  if (!options.follow_up_days.empty()) status.Update(SetDays(options.follow_up_days, request->mutable_follow_up()));
  for (const auto& text : options.where) status.Update(AddCondition(text, request->mutable_filter()));
  for (const auto& text : options.arms) status.Update(AddArm(text, request));
  for (const auto& measure : options.covariates) request->add_covariates()->set_measure(measure);
  for (const auto& measure : options.factors) {
    request->add_covariates()->set_measure(measure);
    request->mutable_covariates()->rbegin()->set_kind(outcomes::v1::COVARIATE_KIND_FACTOR);
  }
  if (!options.split_by.empty())
    status.Update(AddEnum<outcomes::v1::CohortDimension>("--by", options.split_by,
                                                         [request](auto item) { request->set_split_by(item); }));
  return status;
}

}  // namespace tendon::cli
