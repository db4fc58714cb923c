// Distances on the earth, taken as a sphere.
#pragma once

#include "services/storage/directory_index.h"

namespace tendon::referral {

// The mean radius of the earth (IUGG 1980): the sphere is wrong by up to 0.56 % of a distance.
inline constexpr double kEarthRadiusKm = 6371.0088;

// The length of the great circle by the haversine formula (Sinnott, Sky and Telescope 68:159, 1984), in kilometres.
// Degrees of WGS 84.
double DistanceKm(double from_latitude_deg, double from_longitude_deg, double to_latitude_deg, double to_longitude_deg);

// A box that holds every point within the distance; near a pole all longitudes.
storage::GeoBox BoxAround(double latitude_deg, double longitude_deg, double distance_km);

}  // namespace tendon::referral
