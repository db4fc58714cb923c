#include "tests/unit/clinical/statistics/vickers.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/numbers.h"
#include "clients/interop/csv_reader.h"

namespace tendon::testing {

std::vector<Record> ReadSharedCsv(const std::string& name) {
  std::ifstream file(std::string(TENDON_SHARED_DIR) + "/clinical/" + name);
  interop::CsvReader reader(file);
  std::vector<std::string> header;
  std::vector<std::string> cells;
  std::vector<Record> records;
  absl::StatusOr<bool> more = reader.Next(&header);
  while (more.ok() && *more) {
    more = reader.Next(&cells);
    if (!more.ok() || !*more) break;
    Record record;
    for (size_t i = 0; i < cells.size(); ++i) record[header.at(i)] = cells[i];
    records.push_back(std::move(record));
  }
  if (!more.ok()) {
    std::cerr << name << ": " << more.status() << '\n';
    std::abort();
  }
  return records;
}

std::optional<double> Number(const Record& record, const std::string& column) {
  double value = 0;
  return absl::SimpleAtod(record.at(column), &value) ? std::optional(value) : std::nullopt;
}

std::vector<Record> VickersCompleters() {
  std::vector<Record> completers;
  for (Record& patient : ReadSharedCsv("vickers2004_acupuncture_headache.csv")) {
    if (patient["completer"] != "1") continue;
    if (patient["pk2"].empty()) patient["f2"].clear();
    if (patient["pk5"].empty()) patient["f5"].clear();
    completers.push_back(std::move(patient));
  }
  return completers;
}

}  // namespace tendon::testing
