// The distributions that intervals and tests stand on; Boost.Math's, without its exceptions. Pure.
#pragma once

namespace tendon::clinical {

// How many standard errors an interval of this level (0.95) reaches to each side: Student's t with `df` degrees of
// freedom, and the normal distribution. `df` > 0, 0 < level < 1.
double StudentReach(double df, double level);
double NormalReach(double level);

// The two-sided p of a t statistic.
double StudentP(double t, double df);

}  // namespace tendon::clinical
