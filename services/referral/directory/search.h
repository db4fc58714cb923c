// Searches of the directory: the query of a request, and the order of what is found. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/storage/directory_index.h"
#include "tendon/referral/v1/directory_search.pb.h"

namespace tendon::referral {

// A clinician that was found, and how far the site is.
struct RankedMatch {
  double distance_km = 0;  // 0 in a search by name
  storage::ClinicianPosition clinician;
  std::string site_id;
};

// The conditions. INVALID_ARGUMENT naming the field where they do not fit together.
absl::StatusOr<storage::DirectoryQuery> QueryOf(const v1::SearchCliniciansRequest& request);

// Each clinician once, with the nearest site within the distance asked for, the nearest first; equals by name.
std::vector<RankedMatch> RankByDistance(const v1::SearchCliniciansRequest& request,
                                        const std::vector<storage::DirectoryMatch>& matches);

// A place in the order, as a page token holds it; the exact distance, so that no clinician is lost or comes twice.
std::string CursorOf(const RankedMatch& match);
// INVALID_ARGUMENT for what is no cursor; the beginning for "".
absl::StatusOr<RankedMatch> ParseCursor(const std::string& cursor);
// Whether `a` comes before `b`.
bool ComesBefore(const RankedMatch& a, const RankedMatch& b);

}  // namespace tendon::referral
