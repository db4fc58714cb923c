// Turns the rows of a CSV file into sessions, as a CsvMap says. Pure.
#ifndef TENDON_CLIENTS_INTEROP_CSV_MAP_H_
#define TENDON_CLIENTS_INTEROP_CSV_MAP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tendon/interop/v1/csv_map.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::interop {

// A row's visit: a session to send, or why there is none.
struct CsvVisitRecord {
  std::string subject;   // the patient, as the file has it
  std::string referral;  // the cell of the referral's column
  outcomes::v1::Session session;
  std::string column;  // of the error
  std::string error;   // the rule that a cell breaks; never the cell. Empty when there is none
};

// A map fitted to the header of a file. Immutable.
class CsvMapper {
 public:
  // INVALID_ARGUMENT when the map lacks something, contradicts itself, or names a column that the header has not or has
  // twice.
  static absl::StatusOr<CsvMapper> Create(v1::CsvMap map, const std::vector<std::string>& header);

  // The visits of a row. A visit at which nothing was read and nobody was treated is left out. At most
  // visits_per_row().
  std::vector<CsvVisitRecord> Map(const std::vector<std::string>& cells) const;

  int visits_per_row() const { return map_.visits_size() == 0 ? 1 : map_.visits_size(); }

 private:
  using Row = std::vector<std::string>;

  CsvMapper(v1::CsvMap map, const std::vector<std::string>& header);
  absl::Status CheckColumns(const std::vector<std::string>& header) const;
  // Empty for a column that holds nothing in this row.
  std::string Cell(const Row& cells, const std::string& column) const;
  CsvVisitRecord MapVisit(const Row& cells, const v1::CsvVisit* visit, bool with_common) const;
  bool SetTime(const Row& cells, const v1::CsvVisit* visit, CsvVisitRecord* record) const;
  bool AddReading(const Row& cells, const v1::CsvReading& reading, CsvVisitRecord* record) const;
  bool AddTreatment(const Row& cells, CsvVisitRecord* record) const;

  v1::CsvMap map_;
  std::map<std::string, std::size_t> columns_;
  std::size_t width_;
  std::int64_t day_zero_s_ = 0;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_CSV_MAP_H_
