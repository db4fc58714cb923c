// An import of a CSV file: reads it record by record, sends it in parts, and remembers after each part how far it came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/context.h"
#include "clients/cli/import_checkpoint.h"
#include "clients/cli/import_report.h"
#include "clients/cli/own_referrals.h"
#include "clients/cpp/import_ids.h"
#include "clients/interop/csv_map.h"
#include "clients/interop/csv_reader.h"

namespace tendon::cli {

struct CsvImportOptions {
  std::string checkpoint;  // the file; empty for none
  bool dry_run = false;    // map and report, send nothing
};

class CsvImport {
 public:
  CsvImport(Context& context, std::istream& file, interop::v1::CsvMap map, CsvImportOptions options)
      : context_(context), reader_(file), map_(std::move(map)), options_(std::move(options)), report_(context) {}

  absl::Status Run();

 private:
  using Record = outcomes::v1::ImportSessionsRequest;

  absl::Status Start();
  absl::Status DeclareMeasures();
  absl::Status ReadRows();
  // The records of one row, those that cannot be sent as rejected.
  void Take(const std::vector<std::string>& cells);
  absl::Status SendPart();
  absl::StatusOr<std::string> ParentOf(const interop::CsvVisitRecord& visit);
  void Reject(std::int64_t number, const std::string& field, const std::string& rule, absl::StatusCode code);

  // A visit that waits to be sent.
  struct Waiting {
    std::int64_t number;
    interop::CsvVisitRecord visit;
  };

  Context& context_;
  interop::CsvReader reader_;
  const interop::v1::CsvMap map_;
  const CsvImportOptions options_;
  ImportReport report_;
  std::optional<interop::CsvMapper> mapper_;
  std::shared_ptr<client::Connection> connection_;
  std::optional<OwnReferrals> own_referrals_;
  client::ImportIds ids_;
  ImportCheckpoint done_;
  std::vector<Waiting> waiting_;
  std::int64_t last_line_ = 0;
  std::size_t total_ = 0;
};

}  // namespace tendon::cli
