#include "services/referral/directory/distance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tendon::referral {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
// Rounding must not leave a point at the very edge out.
constexpr double kMarginDeg = 1e-6;

double SquaredSine(double angle) {
  const double sine = std::sin(angle);
  return sine * sine;
}

}  // namespace

double DistanceKm(double from_latitude_deg, double from_longitude_deg, double to_latitude_deg,
                  double to_longitude_deg) {
  const double from = from_latitude_deg * kRadians;
  const double to = to_latitude_deg * kRadians;
  const double turn = (to_longitude_deg - from_longitude_deg) * kRadians;
  const double haversine = SquaredSine((to - from) / 2) + std::cos(from) * std::cos(to) * SquaredSine(turn / 2);
  return 2 * kEarthRadiusKm * std::asin(std::sqrt(std::min(1.0, haversine)));
}

storage::GeoBox BoxAround(double latitude_deg, double longitude_deg, double distance_km) {
  const double angle = distance_km / kEarthRadiusKm;
  const double height_deg = angle / kRadians + kMarginDeg;
  storage::GeoBox box{std::max(-90.0, latitude_deg - height_deg), std::min(90.0, latitude_deg + height_deg), -180, 180};
  // The meridians that touch the circle; none when it holds a pole.
  const double ratio = std::sin(angle) / std::cos(latitude_deg * kRadians);
  if (box.south_deg <= -90 || box.north_deg >= 90 || !(ratio < 1)) return box;
  const double width_deg = std::asin(ratio) / kRadians + kMarginDeg;
  box.west_deg = longitude_deg - width_deg;
  box.east_deg = longitude_deg + width_deg;
  if (box.west_deg < -180) box.west_deg += 360;
  if (box.east_deg > 180) box.east_deg -= 360;
  return box;
}

}  // namespace tendon::referral
