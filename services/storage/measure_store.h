// The measures that organisations declare for themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tendon::storage {

// Serialised tendon.outcomes.v1.MeasureDefinition.
struct MeasureRow {
  std::string organization;  // id
  std::string id;            // "headache-score"
  std::string body;
};

class MeasureReader {
 public:
  virtual ~MeasureReader() = default;
  // NOT_FOUND.
  virtual absl::StatusOr<MeasureRow> GetMeasure(std::string_view organization, std::string_view id) = 0;
  // By id, after `after`, at most `limit`.
  virtual absl::StatusOr<std::vector<MeasureRow>> ListMeasures(std::string_view organization, std::string_view after,
                                                               int limit) = 0;
};

class MeasureWriter {
 public:
  virtual ~MeasureWriter() = default;
  // ALREADY_EXISTS.
  virtual absl::Status InsertMeasure(const MeasureRow& row) = 0;
};

}  // namespace tendon::storage
