// Distances and the boxes around a place.
#include "services/referral/directory/distance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace tendon::referral {
namespace {

storage::SiteEntry SiteAt(double latitude_deg, double longitude_deg) {
  return {"site", "", "", latitude_deg, longitude_deg};
}

TEST(DistanceTest, IsThePublishedOne) {
  // Rosetta Code, "Haversine formula": Nashville (BNA) to Los Angeles (LAX), 2887.2599506 km on a sphere of 6372.8 km.
  EXPECT_NEAR(DistanceKm(36.12, -86.67, 33.94, -118.40), 2887.2599506 * kEarthRadiusKm / 6372.8, 1e-5);
}

TEST(DistanceTest, AQuarterOfAMeridianIsAQuarterOfTheCircle) {
  EXPECT_NEAR(DistanceKm(0, 0, 90, 0), 6371.0088 * 1.5707963267948966, 1e-6);
  EXPECT_NEAR(DistanceKm(0, 0, 0, 180), 6371.0088 * 3.141592653589793, 1e-6);
}

TEST(DistanceTest, GoesTheShortWayOverTheAntimeridian) {
  EXPECT_NEAR(DistanceKm(0, 179.5, 0, -179.5), DistanceKm(0, 0, 0, 1), 1e-9);
}

TEST(DistanceTest, AMetreIsNotLost) {
  // A degree of latitude is 111.195 km on this sphere.
  EXPECT_NEAR(DistanceKm(40.7, -74.0, 40.7 + 1e-5, -74.0), 0.00111195, 1e-8);
  EXPECT_EQ(DistanceKm(40.7, -74.0, 40.7, -74.0), 0);
}

TEST(BoxTest, OverTheAntimeridianGoesRound) {
  const storage::GeoBox box = BoxAround(0, 179.9, 50);
  EXPECT_GT(box.west_deg, box.east_deg);
  EXPECT_TRUE(IsInBox(box, SiteAt(0, -179.9)));
  EXPECT_FALSE(IsInBox(box, SiteAt(0, 0)));
}

TEST(BoxTest, AtAPoleHoldsEveryLongitude) {
  const storage::GeoBox box = BoxAround(89.9, 0, 50);
  for (const double longitude : {-180.0, -90.0, 0.0, 179.0}) EXPECT_TRUE(IsInBox(box, SiteAt(89.9, longitude)));
}

TEST(BoxTest, ASiteWithoutCoordinatesIsInNoBox) {
  EXPECT_FALSE(IsInBox(BoxAround(0, 0, 1000), {"site", "NY", "10001", std::nullopt, std::nullopt}));
}

// Whatever lies within the distance lies in the box.
TEST(BoxTest, HoldsEverythingWithinTheDistance) {
  std::mt19937_64 random(20261125);
  std::uniform_real_distribution<double> latitude(-89.9, 89.9), longitude(-180, 180), near(-12, 12), reach(0.1, 1000);
  int within = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double from_latitude = latitude(random), from_longitude = longitude(random), distance_km = reach(random);
    const double to_latitude = std::clamp(from_latitude + near(random), -90.0, 90.0);
    const double to_longitude = std::remainder(from_longitude + 3 * near(random), 360.0);
    if (DistanceKm(from_latitude, from_longitude, to_latitude, to_longitude) > distance_km) continue;
    ++within;
    ASSERT_TRUE(IsInBox(BoxAround(from_latitude, from_longitude, distance_km), SiteAt(to_latitude, to_longitude)))
        << from_latitude << " " << from_longitude << " " << distance_km << " " << to_latitude << " " << to_longitude;
  }
  EXPECT_GT(within, 10'000);
}

}  // namespace
}  // namespace tendon::referral
