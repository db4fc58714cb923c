// The searchable side of the directory: small entries made from organisations and clinicians, and kept beside them. The
// proto is the truth; an index of an older version is made anew from it at start.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/log_store.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// Where an organisation treats.
struct SiteEntry {
  std::string id;
  std::string state;
  std::string postal_code;
  std::optional<double> latitude_deg;  // both coordinates, or neither
  std::optional<double> longitude_deg;
};

// What an organisation is found by. Capacities are tendon.referral.v1.CapacityStatus, ACCEPTING where nothing is said.
struct OrganizationEntry {
  std::string id;
  int32_t capacity = 0;
  std::vector<SiteEntry> sites;
};

// What a clinician is found by.
struct ClinicianEntry {
  std::string organization_id;
  std::string id;
  uint32_t disciplines = 0;  // bits: 1 << tendon.clinical.v1.Discipline
  int32_t capacity = 0;
  std::vector<std::string> site_ids;  // none: every site of the organisation
  std::vector<std::string> techniques;
  std::vector<std::string> languages;    // lower case
  std::vector<std::string> specialties;  // lower case
};

// Degrees, inclusive. A box over the antimeridian has west > east.
struct GeoBox {
  double south_deg = 0;
  double north_deg = 0;
  double west_deg = 0;
  double east_deg = 0;
};

// Conditions; those that are empty or 0 do not count.
struct DirectoryQuery {
  uint32_t disciplines = 0;  // any of these bits
  int32_t max_capacity = 0;  // of the organisation and of the clinician
  std::string organization_id;
  std::vector<std::string> techniques;  // any of them
  std::string language;                 // lower case; "es" finds "es-us" too
  std::string specialty;                // lower case; a part of one
  std::string state;
  std::string postal_code_prefix;
  std::optional<GeoBox> box;
};

struct ClinicianPosition {
  std::string organization_id;
  std::string clinician_id;
  auto operator<=>(const ClinicianPosition&) const = default;  // NOLINT(modernize-use-nullptr): not one
};

// A clinician, and a site there that meets the conditions; "" for an organisation without sites.
struct DirectoryMatch {
  ClinicianPosition clinician;
  std::string site_id;
  double latitude_deg = 0;  // of the site, if it has coordinates
  double longitude_deg = 0;
};

class DirectoryIndexReader : public virtual LogReader {
 public:
  // Clinicians after `after`, in the order of bytes of (organisation, clinician), at most `limit`, each with the first
  // site by id that meets the conditions. INVALID_ARGUMENT with a box.
  virtual absl::StatusOr<std::vector<DirectoryMatch>> ListMatches(const TenantScope& scope, const DirectoryQuery& query,
                                                                  const ClinicianPosition& after, int limit) = 0;
  // Every pair of clinician and site in the box, in no order. RESOURCE_EXHAUSTED when there are more than `limit`.
  virtual absl::StatusOr<std::vector<DirectoryMatch>> ListMatchesInBox(const TenantScope& scope,
                                                                       const DirectoryQuery& query, int limit) = 0;
  // The version that the index was made for; 0 in a new store.
  virtual absl::StatusOr<int64_t> DirectoryIndexVersion() = 0;
};

class DirectoryIndexTransaction : public virtual DirectoryIndexReader {
 public:
  // Puts the entry in the place of the one before. The organisation is there: NOT_FOUND otherwise.
  virtual absl::Status IndexOrganization(const OrganizationEntry& entry) = 0;
  // Puts the entry in the place of the one before. The organisation's entry is there: NOT_FOUND otherwise.
  virtual absl::Status IndexClinician(const ClinicianEntry& entry) = 0;
  virtual absl::Status SetDirectoryIndexVersion(int64_t version) = 0;
};

// Whether the clinician meets the conditions that are not of a site. Shared by the engines.
bool MeetsConditions(const DirectoryQuery& query, const ClinicianEntry& entry, int32_t organization_capacity);
// Whether it is one of the clinician's sites and meets the conditions.
bool MeetsConditions(const DirectoryQuery& query, const ClinicianEntry& entry, const SiteEntry& site);
// Whether conditions are of a site, so that a clinician without one is not found.
bool NeedsSite(const DirectoryQuery& query);
// Whether the site has coordinates in the box.
bool IsInBox(const GeoBox& box, const SiteEntry& site);

}  // namespace tendon::storage
