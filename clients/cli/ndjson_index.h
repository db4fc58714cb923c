// Where in FHIR NDJSON files the resources of each visit stand, so that files of any length are imported visit by
// visit: the lines themselves are not kept.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tendon::cli {

// A line; `number` counts over all files, from 1.
struct NdjsonLine {
  std::size_t file = 0;
  std::int64_t number = 0, offset = 0;
  std::size_t bytes = 0;
};

// The resources of one visit, or one resource that tells of none.
struct NdjsonVisit {
  absl::Time time = absl::InfiniteFuture();  // the earliest that they tell
  std::vector<NdjsonLine> lines;
};

// A line that cannot be read.
struct NdjsonFault {
  std::int64_t number = 0;
  std::string rule;
};

struct NdjsonIndex {
  std::vector<std::string> files;
  std::vector<NdjsonVisit> visits;  // by time
  std::vector<NdjsonLine> forms;    // Questionnaires
  std::vector<NdjsonFault> faults;
  std::map<std::string, int> skipped;          // lines of other types, by type
  std::set<std::string> subjects;              // "Patient/example"; no more than are worth telling
  std::map<std::string, NdjsonLine> patients;  // by "Patient/example"; the last line of each
  std::string digest;                          // SHA-256 of all files, in hex

  static constexpr std::size_t kMostSubjects = 20;
};

// Reads every file once. INVALID_ARGUMENT for a file that cannot be opened.
absl::StatusOr<NdjsonIndex> IndexNdjson(const std::vector<std::string>& files);

// The texts of lines. INVALID_ARGUMENT when a file is not what it was.
absl::StatusOr<std::vector<std::string>> ReadNdjsonLines(const NdjsonIndex& index,
                                                         const std::vector<NdjsonLine>& lines);

}  // namespace tendon::cli
