// The course of a measure, drawn with characters. Pure.
#pragma once

#include <string>
#include <vector>

#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::cli {

// Lines of at most `width` columns (80 when 0): a scale on the left, a column a session, the reading before the
// treatment joined with the one after it. Sessions that do not fit are left out at the beginning, and the last line
// says so. Empty when there are no readings.
std::vector<std::string> DrawCourse(const outcomes::v1::MeasureSummary& measure, int width, bool utf8);

// The readings before the treatment in one line of blocks, lowest to highest; empty with fewer than two, or where only
// ASCII is drawn.
std::string DrawSparkline(const outcomes::v1::MeasureSummary& measure, bool utf8);

// "k of n" as a bar of 20 columns at most.
std::string DrawBar(int done, int of, bool utf8);

}  // namespace tendon::cli
