#include "services/outcomes/cohort/query.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/outcomes/cohort/check_query.h"
#include "services/outcomes/cohort/split.h"
#include "services/outcomes/cohort/tabulate.h"
#include "services/outcomes/domain/known_measure.h"
#include "services/runtime/errors.h"
#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

constexpr double kUsualPercent = 30;

constexpr const char* kNotes[] = {
    "Observed, not caused: unless the arms were drawn by lot, a difference says nothing of what a treatment does.",
    "A responder is no proof of effect: of untreated controls in one trial, 27-32 % met such a threshold (Vickers "
    "2004, "
    "BMJ 328:744).",
    "Cells of fewer than 11 patients, and what would tell of them by subtraction, are hidden."};

// NOT_FOUND for the episodes of another organisation.
absl::StatusOr<storage::TenantScope> ScopeOf(const std::string& parent, const std::string& organization) {
  if (parent == "organizations/-") return storage::TenantScope::System();
  const auto id = runtime::OrganizationId(parent);
  if (!id.has_value() || *id != organization) return runtime::NotFound("organization");
  return storage::TenantScope::Organization(organization);
}

TableOptions OptionsOf(const v1::QueryCohortRequest& request, const KnownMeasure& measure) {
  TableOptions options;
  options.level = request.confidence_level() == 0 ? clinical::kUsualLevel : request.confidence_level();
  options.knows_direction =
      measure.direction == v1::DIRECTION_LOWER_BETTER || measure.direction == v1::DIRECTION_HIGHER_BETTER;
  options.rule.lower_is_better = measure.direction == v1::DIRECTION_LOWER_BETTER;
  options.rule.kind = request.threshold().has_points() ? clinical::Threshold::kPoints : clinical::Threshold::kPercent;
  options.rule.least = request.threshold().has_points()    ? request.threshold().points()
                       : request.threshold().has_percent() ? request.threshold().percent()
                                                           : kUsualPercent;
  options.records_are_foreign = request.parent() == "organizations/-";
  return options;
}

// Everything that a query reads.
struct Loaded {
  CohortMembers members;
  Readings readings;  // of filters, arms and covariates
  CohortSample sample;
};

absl::StatusOr<Loaded> Load(storage::CohortReader& reader, const storage::TenantScope& scope,
                            const v1::QueryCohortRequest& request) {
  auto members = CohortMembers::Load(reader, scope, /*with_names=*/false);
  if (!members.ok()) return members.status();
  Loaded loaded{*std::move(members), {}, {}};
  absl::Status status = LoadReadings(reader, scope, loaded.members, request.filter(), &loaded.readings);
  for (const v1::CohortArm& arm : request.arms())
    status.Update(LoadReadings(reader, scope, loaded.members, arm.filter(), &loaded.readings));
  if (!status.ok()) return status;
  auto pair = loaded.members.Readings(reader, scope, request);
  if (!pair.ok()) return pair.status();
  loaded.sample.baseline = std::move(pair->baseline);
  loaded.sample.follow_up = std::move(pair->follow_up);
  for (const v1::Covariate& covariate : request.covariates()) {
    auto column = loaded.members.FirstReadings(reader, scope, covariate.measure());
    if (!column.ok()) return column.status();
    loaded.sample.covariates.push_back({covariate.measure(), covariate.kind(), *std::move(column)});
  }
  return loaded;
}

CohortSelection Select(const Loaded& loaded, const v1::CohortFilter& filter) {
  CohortSelection all{"all", {}};
  const CohortFilterMatch match(filter, loaded.members, loaded.readings);
  for (size_t i = 0; i < loaded.members.all().size(); ++i)
    if (match.Matches(i)) all.places.push_back(static_cast<uint32_t>(i));
  return all;
}

// Each is in the first arm that it fits.
std::vector<CohortSelection> Divide(const Loaded& loaded, const CohortSelection& all,
                                    const v1::QueryCohortRequest& request) {
  std::vector<CohortSelection> arms;
  std::vector<CohortFilterMatch> matches;
  for (const v1::CohortArm& arm : request.arms()) {
    arms.push_back({arm.label(), {}});
    matches.emplace_back(arm.filter(), loaded.members, loaded.readings);
  }
  for (const uint32_t place : all.places) {
    for (size_t arm = 0; arm < arms.size(); ++arm) {
      if (!matches[arm].Matches(place)) continue;
      arms[arm].places.push_back(place);
      break;
    }
  }
  return arms;
}

size_t ReferenceOf(const v1::QueryCohortRequest& request) {
  for (int i = 0; i < request.arms_size(); ++i)
    if (request.arms(i).label() == request.reference_arm()) return static_cast<size_t>(i);
  return 0;
}

void Describe(const v1::QueryCohortRequest& request, const KnownMeasure& measure, const TableOptions& options,
              v1::Cohort* cohort) {
  cohort->set_measure(request.measure());
  cohort->set_unit(measure.unit);
  cohort->set_direction(measure.direction);
  cohort->set_confidence_level(options.level);
  if (options.knows_direction && options.rule.kind == clinical::Threshold::kPoints)
    cohort->mutable_threshold()->set_points(options.rule.least);
  if (options.knows_direction && options.rule.kind == clinical::Threshold::kPercent)
    cohort->mutable_threshold()->set_percent(options.rule.least);
  for (const char* note : kNotes) cohort->add_notes(note);
}

}  // namespace

absl::Status LoadReadings(storage::CohortReader& reader, const storage::TenantScope& scope,
                          const CohortMembers& members, const v1::CohortFilter& filter, Readings* readings) {
  for (const v1::ReadingCondition& condition : filter.readings()) {
    if (readings->contains(condition.measure())) continue;
    auto column = members.FirstReadings(reader, scope, condition.measure());
    if (!column.ok()) return column.status();
    (*readings)[condition.measure()] = *std::move(column);
  }
  return absl::OkStatus();
}

absl::Status CountCohort(storage::OutcomesReader& reader, const std::string& organization,
                         const v1::QueryCohortRequest& request, v1::Cohort* cohort) {
  const auto scope = ScopeOf(request.parent(), organization);
  if (!scope.ok()) return scope.status();
  const auto violations = CheckQuery(request);
  if (!violations.empty()) return runtime::InvalidFields(violations);
  const auto measure = FindKnownMeasure(reader, organization, request.measure());
  if (measure.status().code() == absl::StatusCode::kNotFound)
    return runtime::InvalidField("measure",
                                 "must be a measure of the knowledge base, or one that your organisation has declared");
  if (!measure.ok()) return measure.status();
  const auto revision = reader.Revision();
  if (!revision.ok()) return revision.status();
  const auto loaded = Load(reader, *scope, request);
  if (!loaded.ok()) return loaded.status();
  const TableOptions options = OptionsOf(request, *measure);
  Describe(request, *measure, options, cohort);
  cohort->set_revision(*revision);
  if (scope->is_system() && loaded->members.organizations() < kLeastBenchmarkOrganizations) {
    cohort->mutable_total()->set_label("all");
    cohort->mutable_total()->set_hidden(true);
    cohort->add_notes("Fewer than three organisations contribute: nothing is shown.");
    return absl::OkStatus();
  }
  const CohortSelection all = Select(*loaded, request.filter());
  if (request.split_by() == v1::COHORT_DIMENSION_UNSPECIFIED) {
    TabulateArms(loaded->sample, all, Divide(*loaded, all, request), ReferenceOf(request), options, cohort);
  } else {
    TabulateSplit(loaded->sample, all, SplitBy(request.split_by(), loaded->members, all), options, cohort);
  }
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
