#include "clients/report/chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "clients/report/text.h"

namespace tendon::report {
namespace {

// The drawing in its own units; it grows with the page.
constexpr double kWidth = 720;
constexpr double kHeight = 300;
constexpr double kLeft = 52;
constexpr double kRight = 184;  // for the words at the lines
constexpr double kTop = 16;
constexpr double kBottom = 44;

// From scores and days to the drawing.
struct Scale {
  double low, high;  // scores at the bottom and the top
  double days;       // at the right end
  double X(double day) const { return kLeft + (kWidth - kLeft - kRight) * (days > 0 ? day / days : 0.5); }
  double Y(double value) const {
    const double clipped = std::clamp(value, low, high);
    return kTop + (kHeight - kTop - kBottom) * (high - clipped) / (high - low);
  }
};

std::string Coordinate(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f", value);
  return text;
}

std::string Line(const char* css, double x1, double y1, double x2, double y2) {
  return std::string("<line class=\"") + css + "\" x1=\"" + Coordinate(x1) + "\" y1=\"" + Coordinate(y1) + "\" x2=\"" +
         Coordinate(x2) + "\" y2=\"" + Coordinate(y2) + "\"/>\n";
}

std::string Label(const char* css, const char* anchor, double x, double y, const std::string& text) {
  return std::string("<text class=\"") + css + "\" text-anchor=\"" + anchor + "\" x=\"" + Coordinate(x) + "\" y=\"" +
         Coordinate(y) + "\">" + Escape(text) + "</text>\n";
}

std::string Area(const char* css, const Scale& scale, double from, double to) {
  const double top = scale.Y(std::max(from, to));
  const double bottom = scale.Y(std::min(from, to));
  return std::string("<rect class=\"") + css + "\" x=\"" + Coordinate(kLeft) + "\" y=\"" + Coordinate(top) +
         "\" width=\"" + Coordinate(kWidth - kLeft - kRight) + "\" height=\"" + Coordinate(bottom - top) + "\"/>\n";
}

Scale ScaleOf(const Course& course) {
  Scale scale{course.points.front().value, course.points.front().value, course.points.back().day};
  const auto include = [&scale](double value) {
    scale.low = std::min(scale.low, value);
    scale.high = std::max(scale.high, value);
  };
  for (const Point& point : course.points) include(point.value);
  if (course.baseline) include(*course.baseline);
  if (course.norm) include(*course.norm);
  // The whole scale where it has one that is not much larger than what was read.
  if (course.scale_minimum && course.scale_maximum && *course.scale_maximum - *course.scale_minimum <= 120) {
    include(*course.scale_minimum);
    include(*course.scale_maximum);
  } else {
    const double margin = std::max(1.0, 0.15 * (scale.high - scale.low));
    scale.low -= margin;
    scale.high += margin;
  }
  if (scale.high - scale.low < 1e-9) scale.high = scale.low + 1;
  return scale;
}

// 4 to 6 round numbers.
std::vector<double> TicksOf(const Scale& scale) {
  const double span = scale.high - scale.low;
  double step = std::pow(10, std::floor(std::log10(span)));
  for (const double part : {0.2, 0.5, 1.0}) {
    if (span / (step * part) <= 6) {
      step *= part;
      break;
    }
  }
  if (span / step > 6) step *= 2;
  std::vector<double> ticks;
  const double first = std::ceil(scale.low / step) * step;
  for (int i = 0; first + i * step <= scale.high + 1e-9; ++i) ticks.push_back(first + i * step);
  return ticks;
}

// The words at the right side, moved apart where lines lie close.
class SideLabels {
 public:
  void Add(const char* css, double y, std::string text) { labels_.push_back({css, y, std::move(text)}); }
  std::string Draw() {
    std::sort(labels_.begin(), labels_.end(), [](const Item& a, const Item& b) { return a.y < b.y; });
    std::string svg;
    double last = -100;
    for (Item& label : labels_) {
      label.y = std::max(label.y, last + 15);
      last = label.y;
      svg += Label(label.css, "start", kWidth - kRight + 8, label.y + 4, label.text);
    }
    return svg;
  }

 private:
  struct Item {
    const char* css;
    double y;
    std::string text;
  };
  std::vector<Item> labels_;
};

// Where scores have reached the minimal important change, and the bands.
std::string DrawAreas(const Course& course, const Scale& scale, SideLabels* labels) {
  std::string svg;
  for (std::size_t i = 0; i < course.bands.size(); ++i) {
    const Band& band = course.bands[i];
    // Scores in whole numbers leave gaps between bands: each reaches to where the next begins.
    const bool has_next = i + 1 < course.bands.size() && course.bands[i + 1].lower;
    const double upper = has_next ? *course.bands[i + 1].lower : band.upper.value_or(scale.high);
    const double from = std::max(band.lower.value_or(scale.low), scale.low);
    const double to = std::min(upper, scale.high);
    if (from >= to) continue;
    svg += Area(i % 2 == 0 ? "band" : "band other", scale, from, to);
    labels->Add("side", scale.Y((from + to) / 2), band.label);
  }
  if (!course.baseline || !course.minimal_important_change || course.better == Better::kUnknown) return svg;
  const bool lower = course.better == Better::kLower;
  const double reached = *course.baseline + (lower ? -1 : 1) * *course.minimal_important_change;
  if (reached < scale.low || reached > scale.high) return svg;
  svg += Area("important", scale, reached, lower ? scale.low : scale.high);
  svg += Line("important-line", kLeft, scale.Y(reached), kWidth - kRight, scale.Y(reached));
  labels->Add("side", scale.Y(reached), "better by " + Number(*course.minimal_important_change) + " (MIC)");
  return svg;
}

std::string DrawAxes(const Course& course, const Scale& scale) {
  std::string svg;
  for (const double tick : TicksOf(scale)) {
    svg += Line("grid", kLeft, scale.Y(tick), kWidth - kRight, scale.Y(tick));
    svg += Label("tick", "end", kLeft - 8, scale.Y(tick) + 4, Number(tick));
  }
  svg += Line("axis", kLeft, kHeight - kBottom, kWidth - kRight, kHeight - kBottom);
  const Point& first = course.points.front();
  const Point& last = course.points.back();
  svg += Label("tick", "start", kLeft, kHeight - kBottom + 18, first.date);
  if (last.day > first.day)
    svg += Label("tick", "end", kWidth - kRight, kHeight - kBottom + 18,
                 last.date + " (day " + Number(std::floor(last.day)) + ")");
  return svg;
}

// Before-treatment readings are joined; what was read after a treatment is a mark of its own.
std::string DrawPoints(const Course& course, const Scale& scale) {
  const bool any_before =
      std::any_of(course.points.begin(), course.points.end(), [](const Point& point) { return !point.after; });
  std::string path;
  std::string marks;
  for (const Point& point : course.points) {
    const bool aside = point.after && any_before;
    // A little later, so that neither hides the other where the treatment changed nothing.
    const std::string x = Coordinate(scale.X(point.day) + (aside ? 7 : 0));
    const std::string y = Coordinate(scale.Y(point.value));
    if (!aside) path.append(path.empty() ? "" : " ").append(x).append(",").append(y);
    marks.append("<circle class=\"").append(aside ? "after" : "mark").append("\" cx=\"").append(x);
    marks.append("\" cy=\"").append(y).append("\" r=\"").append(aside ? "3.5" : "5").append("\"/>\n");
  }
  return "<polyline class=\"course\" points=\"" + path + "\"/>\n" + marks;
}

}  // namespace

std::string DescribeCourse(const Course& course) {
  std::string text = course.better == Better::kLower    ? "Less is better. "
                     : course.better == Better::kHigher ? "More is better. "
                                                        : "";
  text += std::to_string(course.points.size()) + (course.points.size() == 1 ? " reading" : " readings");
  if (course.baseline && course.latest)
    text += ", from " + Number(*course.baseline) + " to " + Number(*course.latest) + " " + course.unit;
  if (course.change) text += ", change " + Signed(*course.change);
  if (course.change_percent) text += " (" + Signed(*course.change_percent) + " %)";
  if (course.minimal_important_change)
    text += ". What matters to patients (MIC): " + Number(*course.minimal_important_change);
  if (course.minimal_detectable_change)
    text += ". Error of measurement (MDC): " + Number(*course.minimal_detectable_change);
  text += ".";
  const bool any_after =
      std::any_of(course.points.begin(), course.points.end(), [](const Point& point) { return point.after; });
  const bool any_before =
      std::any_of(course.points.begin(), course.points.end(), [](const Point& point) { return !point.after; });
  if (any_after && any_before) text += " Filled marks were read before a treatment, hollow ones after it.";
  return text;
}

std::string DrawChart(const Course& course, const std::string& id) {
  if (course.points.empty()) return "";
  const Scale scale = ScaleOf(course);
  SideLabels labels;
  std::string svg = "<svg class=\"chart\" viewBox=\"0 0 720 300\" role=\"img\" aria-labelledby=\"" + id + "-title " +
                    id + "-desc\">\n<title id=\"" + id + "-title\">Course of " + Escape(course.title) +
                    "</title>\n<desc id=\"" + id + "-desc\">" + Escape(DescribeCourse(course)) + "</desc>\n";
  svg += DrawAreas(course, scale, &labels);
  svg += DrawAxes(course, scale);
  if (course.baseline) {
    svg += Line("baseline", kLeft, scale.Y(*course.baseline), kWidth - kRight, scale.Y(*course.baseline));
    labels.Add("side", scale.Y(*course.baseline), "baseline " + Number(*course.baseline));
  }
  if (course.norm) {
    svg += Line("norm", kLeft, scale.Y(*course.norm), kWidth - kRight, scale.Y(*course.norm));
    labels.Add("side", scale.Y(*course.norm), course.norm_label);
  }
  svg += DrawPoints(course, scale);
  svg += labels.Draw();
  return svg + "</svg>\n";
}

}  // namespace tendon::report
