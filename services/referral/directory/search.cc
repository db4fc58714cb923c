#include "services/referral/directory/search.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/referral/directory/distance.h"
#include "services/referral/directory/entries.h"
#include "services/referral/directory/technique_goals.h"
#include "services/runtime/errors.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr double kDefaultDistanceKm = 50;

double MaxDistanceKm(const v1::SearchCliniciansRequest& request) {
  return request.max_distance_km() == 0 ? kDefaultDistanceKm : request.max_distance_km();
}

// A technique and a goal together: the technique, if it serves the goal; else nothing can be found.
std::vector<std::string> Techniques(const v1::SearchCliniciansRequest& request) {
  std::vector<std::string> serving = TechniquesServing(request.goal());
  if (request.technique().empty()) return serving;
  const bool serves = request.goal() == clinical::v1::TREATMENT_GOAL_UNSPECIFIED ||
                      std::find(serving.begin(), serving.end(), request.technique()) != serving.end();
  return {serves ? request.technique() : std::string()};
}

}  // namespace

absl::StatusOr<storage::DirectoryQuery> QueryOf(const v1::SearchCliniciansRequest& request) {
  if (request.max_distance_km() != 0 && !request.has_near()) {
    return runtime::InvalidField("max_distance_km", "goes with near only");
  }
  storage::DirectoryQuery query;
  if (request.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED) {
    query.disciplines = uint32_t{1} << static_cast<uint32_t>(request.discipline());
  }
  query.max_capacity = request.capacity();
  query.organization_id = runtime::OrganizationId(request.organization()).value_or("");
  query.techniques = Techniques(request);
  query.language = SearchText(request.language());
  query.specialty = SearchText(request.specialty());
  query.state = request.state();
  query.postal_code_prefix = request.postal_code_prefix();
  if (request.has_near()) {
    query.box = BoxAround(request.near().latitude_deg(), request.near().longitude_deg(), MaxDistanceKm(request));
  }
  return query;
}

std::vector<RankedMatch> RankByDistance(const v1::SearchCliniciansRequest& request,
                                        const std::vector<storage::DirectoryMatch>& matches) {
  std::vector<RankedMatch> ranked;
  for (const storage::DirectoryMatch& match : matches) {
    const double distance_km = DistanceKm(request.near().latitude_deg(), request.near().longitude_deg(),
                                          match.latitude_deg, match.longitude_deg);
    if (distance_km <= MaxDistanceKm(request)) ranked.push_back({distance_km, match.clinician, match.site_id});
  }
  std::sort(ranked.begin(), ranked.end(), [](const RankedMatch& a, const RankedMatch& b) {
    return std::tie(a.clinician, a.distance_km, a.site_id) < std::tie(b.clinician, b.distance_km, b.site_id);
  });
  const auto farther = std::unique(ranked.begin(), ranked.end(), [](const RankedMatch& a, const RankedMatch& b) {
    return a.clinician == b.clinician;
  });
  ranked.erase(farther, ranked.end());
  std::sort(ranked.begin(), ranked.end(), ComesBefore);
  return ranked;
}

bool ComesBefore(const RankedMatch& a, const RankedMatch& b) {
  return std::tie(a.distance_km, a.clinician) < std::tie(b.distance_km, b.clinician);
}

std::string CursorOf(const RankedMatch& match) {
  return absl::StrCat(absl::Hex(std::bit_cast<uint64_t>(match.distance_km)), "/", match.clinician.organization_id, "/",
                      match.clinician.clinician_id);
}

absl::StatusOr<RankedMatch> ParseCursor(const std::string& cursor) {
  // Before every clinician, also those at no distance.
  if (cursor.empty()) return RankedMatch{-1, {}, ""};
  const std::vector<std::string> parts = absl::StrSplit(cursor, '/');
  uint64_t bits = 0;
  if (parts.size() != 3 || !absl::SimpleHexAtoi(parts[0], &bits)) {
    return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  }
  return RankedMatch{std::bit_cast<double>(bits), {parts[1], parts[2]}, ""};
}

}  // namespace tendon::referral
