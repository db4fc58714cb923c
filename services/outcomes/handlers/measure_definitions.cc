// Declaring, getting and listing measures of one's own, and holding sessions against them.
#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/clinical/scoring/nearest.h"
#include "services/outcomes/domain/known_measure.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/handlers/own_measures.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/page_token.h"
#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

constexpr char kMeasureNames[] = "organizations/*/measures/*";

// Somebody else's organisation has no measures for the caller.
absl::Status CheckOwnOrganization(const Call& call, const std::string& parent) {
  const auto id = runtime::OrganizationId(parent);
  const bool own = id.has_value() && *id == call.principal.organization_id;
  return own ? absl::OkStatus() : runtime::NotFound("organization");
}

absl::StatusOr<v1::MeasureDefinition> ParseDefinition(const storage::MeasureRow& row) {
  v1::MeasureDefinition definition;
  if (!definition.ParseFromString(row.body)) return absl::DataLossError("a stored measure cannot be read");
  return definition;
}

std::string MeasureRule(const std::string& code) {
  const auto nearest = clinical::scoring::NearestMeasures(clinical::scoring::Catalogue::BuiltIn(), code);
  return absl::StrCat("must be a measure of the knowledge base", nearest.empty() ? "" : ", as ",
                      absl::StrJoin(nearest, ", "), ", or one that your organisation has declared");
}

}  // namespace

absl::Status DeclareMeasure(Call& call, Transaction& transaction, const v1::DeclareMeasureRequest& request,
                            v1::MeasureDefinition* response) {
  if (absl::Status status = CheckOwnOrganization(call, request.parent()); !status.ok()) return status;
  const auto violations = CheckDefinition(request.measure_definition());
  if (!violations.empty()) return runtime::InvalidFields(violations);
  const std::string& organization = call.principal.organization_id;
  const auto existing = transaction.GetMeasure(organization, request.measure_id());
  if (existing.ok()) {
    return runtime::Error(absl::StatusCode::kAlreadyExists, runtime::Reason::ERROR_REASON_ALREADY_EXISTS,
                          "the measure is declared; a definition never changes: take another measure_id");
  }
  if (existing.status().code() != absl::StatusCode::kNotFound) return existing.status();
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  *response = request.measure_definition();
  response->set_name(absl::StrCat(request.parent(), "/measures/", request.measure_id()));
  *response->mutable_create_time() = ToProto(call.now);
  call.revision = *revision;
  call.resource = response->name();
  absl::Status status = transaction.InsertMeasure({organization, request.measure_id(), response->SerializeAsString()});
  if (!status.ok()) return status;
  return AppendSessionChange(transaction, *revision, response->name(), call.now);
}

absl::Status GetMeasureDefinition(Call& call, Reader& reader, const v1::GetMeasureDefinitionRequest& request,
                                  v1::MeasureDefinition* response) {
  const auto segments = runtime::MatchResourceName(kMeasureNames, request.name());
  if (!segments.has_value() || (*segments)[0] != call.principal.organization_id) return runtime::NotFound("measure");
  const auto row = reader.GetMeasure((*segments)[0], (*segments)[1]);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("measure");
  if (!row.ok()) return row.status();
  auto definition = ParseDefinition(*row);
  if (!definition.ok()) return definition.status();
  *response = *std::move(definition);
  return absl::OkStatus();
}

absl::Status ListMeasureDefinitions(Call& call, Reader& reader, const v1::ListMeasureDefinitionsRequest& request,
                                    v1::ListMeasureDefinitionsResponse* response) {
  if (absl::Status status = CheckOwnOrganization(call, request.parent()); !status.ok()) return status;
  const std::string& organization = call.principal.organization_id;
  const std::string fingerprint = runtime::QueryFingerprint({"ListMeasureDefinitions", organization});
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  const auto after = runtime::OpenPageToken(*secret, fingerprint, request.page_token());
  if (!after.ok()) return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  const int page_size =
      request.page_size() == 0 ? runtime::kDefaultPageSize : std::min(request.page_size(), runtime::kMaxPageSize);
  const auto rows = reader.ListMeasures(organization, *after, page_size + 1);
  if (!rows.ok()) return rows.status();
  const size_t count = std::min(rows->size(), static_cast<size_t>(page_size));
  for (size_t i = 0; i < count; ++i) {
    auto definition = ParseDefinition((*rows)[i]);
    if (!definition.ok()) return definition.status();
    *response->add_measure_definitions() = *std::move(definition);
  }
  if (rows->size() > count)
    response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, (*rows)[count - 1].id));
  return absl::OkStatus();
}

absl::Status CheckOwnMeasures(storage::MeasureReader& reader, const std::string& organization, v1::Session* session) {
  std::vector<runtime::FieldViolation> violations;
  for (int i = 0; i < session->observations_size(); ++i) {
    clinical::v1::Observation* observation = session->mutable_observations(i);
    if (!IsOwnMeasure(observation->measure())) continue;
    const std::string path = absl::StrCat("session.observations[", i, "]");
    const auto row = reader.GetMeasure(organization, observation->measure());
    if (row.status().code() == absl::StatusCode::kNotFound) {
      violations.push_back({path + ".measure", MeasureRule(observation->measure())});
      continue;
    }
    if (!row.ok()) return row.status();
    const auto definition = ParseDefinition(*row);
    if (!definition.ok()) return definition.status();
    const auto broken = CheckReading(*definition, *observation, path);
    violations.insert(violations.end(), broken.begin(), broken.end());
    observation->set_unit(definition->unit());
  }
  return violations.empty() ? absl::OkStatus() : runtime::InvalidFields(violations);
}

absl::StatusOr<OwnMeasures> OwnMeasuresIn(storage::MeasureReader& reader, const std::string& organization,
                                          const std::vector<const v1::Session*>& sessions) {
  OwnMeasures own;
  for (const v1::Session* session : sessions) {
    for (const auto& observation : session->observations()) {
      const std::string& code = observation.measure();
      if (!IsOwnMeasure(code) || own.contains(code)) continue;
      const auto row = reader.GetMeasure(organization, code);
      if (row.status().code() == absl::StatusCode::kNotFound) continue;
      if (!row.ok()) return row.status();
      const auto definition = ParseDefinition(*row);
      if (!definition.ok()) return definition.status();
      own.emplace(code, MeasureOf(code, *definition));
    }
  }
  return own;
}

}  // namespace tendon::outcomes
