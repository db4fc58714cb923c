// The course of a measure as an SVG with a title and a description for those who do not see it.
#pragma once

#include <string>

#include "clients/report/report.h"

namespace tendon::report {

// `id` makes the ids inside unique in the page: "chart-1". Empty without points.
std::string DrawChart(const Course& course, const std::string& id);

// What the chart shows, in words.
std::string DescribeCourse(const Course& course);

}  // namespace tendon::report
