// The report of an episode as one self-contained HTML file: what the numbers say, against what matters and what is
// normal, the advice with its reasons, the plan, the precautions. No script, nothing fetched; reads and prints well on
// A4 and Letter, light and dark. Pure: no clock, no files. Text of any kind may be given; it is escaped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tendon::report {

// What a statement rests on; shown with it.
struct Basis {
  std::string rule;  // "TR10"
  std::string citation;
  std::string confidence;     // HIGH, MODERATE or LOW
  bool working_rule = false;  // no trial is behind it
};

struct Point {
  double day = 0;     // since the first reading
  std::string date;   // "2026-11-23"
  std::string label;  // "session 3"; may be empty
  double value = 0;
  bool after = false;  // read after the treatment of its session
};

// A range of scores and what it is called: "no disability", or what is normal.
struct Band {
  std::string label;
  std::optional<double> lower;  // open when absent
  std::optional<double> upper;
};

enum class Better { kUnknown, kLower, kHigher };

// One measure.
struct Course {
  std::string title;  // "Pain (NPRS), lumbar"
  std::string unit;   // for people: "points", "%"
  Better better = Better::kUnknown;
  std::vector<Point> points;  // by day
  std::optional<double> baseline, latest, change, change_percent;
  std::optional<double> minimal_important_change, minimal_detectable_change;  // in the unit
  std::optional<double> scale_minimum, scale_maximum;
  std::vector<Band> bands;           // from the lowest
  std::optional<double> norm;        // what is normal, where that is one number
  std::string norm_label;            // "normal 180 (AAOS)"
  std::vector<std::string> details;  // more in words, a sentence each
  std::string classification;        // "RESPONDER"
  std::string explanation;
  Basis basis;
};

struct AdviceItem {
  std::string action;   // "CONTINUE"
  std::string urgency;  // empty, or "EMERGENCY"
  std::string text;
  Basis basis;
  std::vector<std::string> inputs;  // the sessions and readings that it rests on
};

// A rule of screening that hit.
struct Precaution {
  std::string severity;  // "ABSOLUTE"
  std::string what;      // "Acute deep vein thrombosis, leg"
  std::string where;     // "deep tissue, friction: lower leg"
  std::string action;
  std::string rationale;
  std::string dispute_note;
  Basis basis;
  std::vector<std::string> answers = {};  // overrides and clearances of it that stand, a sentence each
};

// A line of the plan: "Sessions", "4 of 6". What only passes, such as whose turn it is, is left out of the summary.
struct PlanItem {
  std::string name;
  std::string text;
  bool passing = false;
};

// One treatment of the plan across disciplines, or what came of one that has ended.
struct Treatment {
  std::string discipline, who, state;
  std::string sessions;  // "4 of 6"
  std::string scores;    // "NPRS 7 to 4"
  std::string next;      // whose turn it is, or what came of it
};

// A sentence and what it rests on: the dose.
struct Statement {
  std::string text;
  Basis basis;
};

// A moment at which the plan is to be looked at.
struct CheckItem {
  std::string what;   // "RE_EVALUATE"
  std::string state;  // "DUE"
  std::string when;   // "2026-12-01 to 2026-12-08, or session 8"
  std::string text;
  bool pressing = false;
  Basis basis;
};

struct EpisodeReport {
  std::string title;      // "Low back pain" or "Episode 0190a5b4-…/1"
  std::string patient;    // what the reader may see of who it is; may be empty
  std::string made_at;    // "2026-11-25 19:40"
  std::string answer;     // "is this treatment enough?", in one sentence
  bool alarming = false;  // the answer is to stop and escalate
  std::vector<PlanItem> plan;
  std::vector<Treatment> treatments;  // empty where there is only this one
  std::vector<AdviceItem> advice;
  std::optional<Statement> dose;
  std::vector<CheckItem> checkpoints;
  std::vector<Course> courses;
  std::vector<Precaution> precautions;
  std::vector<std::string> withheld;  // categories that the reader's role may not see
  std::string knowledge_version;
};

// UTF-8 HTML.
std::string RenderHtml(const EpisodeReport& report);

// The closing summary of an episode in plain text, a line a statement: what travels with the end of a referral. At most
// `most_bytes`, cut at a line.
std::string RenderSummary(const EpisodeReport& report, std::size_t most_bytes);

}  // namespace tendon::report
