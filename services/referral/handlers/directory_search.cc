// Searches of the directory: by name from the index's own order, by distance over all that lies in the box.
#include <map>

#include "services/referral/directory/search.h"
#include "services/referral/handlers/directory_common.h"
#include "services/referral/handlers/directory_handlers.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// What the page token is bound to: everything but the page itself.
std::string Fingerprint(const v1::SearchCliniciansRequest& request) {
  v1::SearchCliniciansRequest query = request;
  query.clear_page_size();
  query.clear_page_token();
  return runtime::QueryFingerprint({"SearchClinicians", query.SerializeAsString()});
}

absl::StatusOr<std::vector<RankedMatch>> FindByName(const Call& call, Reader& reader,
                                                    const storage::DirectoryQuery& query, const RankedMatch& after,
                                                    int limit) {
  const auto matches = reader.ListMatches(call.scope, query, after.clinician, limit);
  if (!matches.ok()) return matches.status();
  std::vector<RankedMatch> page;
  for (const storage::DirectoryMatch& match : *matches) page.push_back({0, match.clinician, match.site_id});
  return page;
}

absl::StatusOr<std::vector<RankedMatch>> FindByDistance(const Call& call, Reader& reader,
                                                        const v1::SearchCliniciansRequest& request,
                                                        const storage::DirectoryQuery& query, const RankedMatch& after,
                                                        int limit) {
  const auto matches = reader.ListMatchesInBox(call.scope, query, runtime::kMaxSearchCandidates);
  if (matches.status().code() == absl::StatusCode::kResourceExhausted) {
    return runtime::InvalidField("max_distance_km", "must be smaller: more than " +
                                                        std::to_string(runtime::kMaxSearchCandidates) + " lie within");
  }
  if (!matches.ok()) return matches.status();
  std::vector<RankedMatch> ranked = RankByDistance(request, *matches);
  ranked.erase(ranked.begin(), std::upper_bound(ranked.begin(), ranked.end(), after, ComesBefore));
  if (ranked.size() > static_cast<size_t>(limit)) ranked.resize(static_cast<size_t>(limit));
  return ranked;
}

// Organisations of a page, each read once.
using Organizations = std::map<std::string, v1::Organization>;

absl::StatusOr<const v1::Organization*> FindOrganization(const Call& call, Reader& reader, const std::string& id,
                                                         Organizations* known) {
  const auto [found, added] = known->try_emplace(id);
  if (!added) return &found->second;
  absl::Status status = ParseDirectoryRow(reader.GetOrganization(call.scope, id), "organisation", &found->second);
  if (!status.ok()) return status;
  return &found->second;
}

absl::Status FillMatch(const Call& call, Reader& reader, const RankedMatch& match, Organizations* organizations,
                       v1::ClinicianMatch* filled) {
  const auto& [organization_id, clinician_id] = match.clinician;
  absl::Status status = ParseDirectoryRow(reader.GetClinician(call.scope, organization_id, clinician_id), "clinician",
                                          filled->mutable_clinician());
  if (!status.ok()) return status;
  const auto organization = FindOrganization(call, reader, organization_id, organizations);
  if (!organization.ok()) return organization.status();
  filled->set_organization_display_name((*organization)->display_name());
  if ((*organization)->has_capacity()) *filled->mutable_organization_capacity() = (*organization)->capacity();
  for (const v1::Site& site : (*organization)->sites()) {
    if (site.id() == match.site_id) *filled->mutable_site() = site;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SearchClinicians(Call& call, Reader& reader, const v1::SearchCliniciansRequest& request,
                              v1::SearchCliniciansResponse* response) {
  const auto query = QueryOf(request);
  if (!query.ok()) return query.status();
  const std::string fingerprint = Fingerprint(request);
  const auto token = OpenPage(reader, fingerprint, request.page_token());
  if (!token.ok()) return token.status();
  const auto after = ParseCursor(*token);
  if (!after.ok()) return after.status();
  const int page_size = PageSize(request.page_size());
  const auto found = request.has_near() ? FindByDistance(call, reader, request, *query, *after, page_size + 1)
                                        : FindByName(call, reader, *query, *after, page_size + 1);
  if (!found.ok()) return found.status();
  const size_t count = std::min(found->size(), static_cast<size_t>(page_size));
  Organizations organizations;
  for (size_t i = 0; i < count; ++i) {
    v1::ClinicianMatch* filled = response->add_matches();
    absl::Status status = FillMatch(call, reader, (*found)[i], &organizations, filled);
    if (!status.ok()) return status;
    if (request.has_near()) filled->set_distance_km((*found)[i].distance_km);
  }
  if (found->size() <= count) return absl::OkStatus();
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, CursorOf((*found)[count - 1])));
  return absl::OkStatus();
}

}  // namespace tendon::referral
