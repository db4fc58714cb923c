#include "services/storage/directory_index.h"

#include <algorithm>

namespace tendon::storage {
namespace {

bool Contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// "es" covers "es" and "es-us", not "est".
bool Covers(const std::string& asked, const std::string& spoken) {
  if (spoken.compare(0, asked.size(), asked) != 0) return false;
  return spoken.size() == asked.size() || spoken[asked.size()] == '-';
}

bool Speaks(const ClinicianEntry& entry, const std::string& language) {
  return std::any_of(entry.languages.begin(), entry.languages.end(),
                     [&](const std::string& spoken) { return Covers(language, spoken); });
}

bool OffersAny(const ClinicianEntry& entry, const std::vector<std::string>& techniques) {
  return std::any_of(techniques.begin(), techniques.end(),
                     [&](const std::string& technique) { return Contains(entry.techniques, technique); });
}

bool HasSpecialty(const ClinicianEntry& entry, const std::string& words) {
  return std::any_of(entry.specialties.begin(), entry.specialties.end(),
                     [&](const std::string& specialty) { return specialty.find(words) != std::string::npos; });
}

}  // namespace

bool MeetsConditions(const DirectoryQuery& query, const ClinicianEntry& entry, int32_t organization_capacity) {
  if (!query.organization_id.empty() && entry.organization_id != query.organization_id) return false;
  if (query.disciplines != 0 && (entry.disciplines & query.disciplines) == 0) return false;
  if (query.max_capacity != 0 && std::max(entry.capacity, organization_capacity) > query.max_capacity) return false;
  if (!query.techniques.empty() && !OffersAny(entry, query.techniques)) return false;
  if (!query.language.empty() && !Speaks(entry, query.language)) return false;
  return query.specialty.empty() || HasSpecialty(entry, query.specialty);
}

bool MeetsConditions(const DirectoryQuery& query, const ClinicianEntry& entry, const SiteEntry& site) {
  if (!entry.site_ids.empty() && !Contains(entry.site_ids, site.id)) return false;
  if (!query.state.empty() && site.state != query.state) return false;
  if (site.postal_code.compare(0, query.postal_code_prefix.size(), query.postal_code_prefix) != 0) return false;
  return !query.box.has_value() || IsInBox(*query.box, site);
}

bool NeedsSite(const DirectoryQuery& query) {
  return !query.state.empty() || !query.postal_code_prefix.empty() || query.box.has_value();
}

bool IsInBox(const GeoBox& box, const SiteEntry& site) {
  if (!site.latitude_deg.has_value() || !site.longitude_deg.has_value()) return false;
  const double latitude = *site.latitude_deg;
  const double longitude = *site.longitude_deg;
  if (latitude < box.south_deg || latitude > box.north_deg) return false;
  if (box.west_deg <= box.east_deg) return longitude >= box.west_deg && longitude <= box.east_deg;
  return longitude >= box.west_deg || longitude <= box.east_deg;
}

}  // namespace tendon::storage
