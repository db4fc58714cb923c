#include "services/clinical/statistics/quantile.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace tendon::clinical {
namespace {

// Arguments out of range give NaN instead of an exception.
using Quiet =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::pole_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>>;
using Student = boost::math::students_t_distribution<double, Quiet>;
using Normal = boost::math::normal_distribution<double, Quiet>;

// The probability beyond an interval of this level, on one side.
double Tail(double level) { return (1 - level) / 2; }

}  // namespace

double StudentReach(double df, double level) {
  return boost::math::quantile(boost::math::complement(Student(df), Tail(level)));
}

double NormalReach(double level) { return boost::math::quantile(boost::math::complement(Normal(0, 1), Tail(level))); }

double StudentP(double t, double df) {
  if (std::isinf(t)) return 0;
  return 2 * boost::math::cdf(boost::math::complement(Student(df), std::abs(t)));
}

}  // namespace tendon::clinical
