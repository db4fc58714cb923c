// Gathers the results of an import and tells them: each one to machines, those that need a person's eye to people, and
// how many of each.
#pragma once

#include <cstddef>
#include <map>

#include "clients/cli/context.h"
#include "clients/cli/table.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::cli {

class ImportReport {
 public:
  explicit ImportReport(Context& context) : context_(context), output_(context) {}

  // `sent_again`: over a new stream, after one that broke before its answer came.
  void Add(const outcomes::v1::ImportSessionsResponse& response, bool sent_again);
  // `records` is how many there were; sets the exit code.
  void Finish(std::size_t records);

  std::size_t answered() const;

 private:
  void AddRow(const outcomes::v1::ImportSessionsResponse& response);

  Context& context_;
  ListOutput output_;
  Table table_{{{"RECORD", true},
                {"RESULT"},
                {"REASON OR FLAGS", false, true},
                {"FIELD", false, true},
                {"RULE", false, true},
                {"SESSION", false, true}}};
  std::map<outcomes::v1::ImportOutcome, std::size_t> counts_;
  std::size_t flagged_ = 0;
  std::size_t rows_ = 0;
  std::size_t rows_left_out_ = 0;
};

}  // namespace tendon::cli
