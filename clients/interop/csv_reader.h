// Reads CSV record by record, as spreadsheets, statistics programs and clinic systems write it: RFC 4180 with any line
// ends, a byte order mark, and ',', ';' or tab between the cells. Holds one record at a time.
#ifndef TENDON_CLIENTS_INTEROP_CSV_READER_H_
#define TENDON_CLIENTS_INTEROP_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tendon::interop {

inline constexpr std::size_t kMaxCsvRecordBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxCsvColumns = 4096;

class CsvReader {
 public:
  // `separator` 0: the one of ',', ';' and tab that stands most often in the first line. The stream must outlive it.
  explicit CsvReader(std::istream& in, char separator = 0) : in_(in), separator_(separator) {}

  // Reads the next record; false at the end. Empty lines are passed over. INVALID_ARGUMENT "line N: reason" for what is
  // no CSV or over the limits above; nothing can be read after it. Never tells what stands in a cell.
  absl::StatusOr<bool> Next(std::vector<std::string>* cells);

  // The line on which the record read last begins, from 1.
  std::int64_t line() const { return first_line_; }

 private:
  int Peek();
  int Take();
  void Start();
  absl::Status ReadRecord(std::vector<std::string>* cells);
  absl::Status ReadQuoted(std::string* cell);
  absl::Status ReadPlain(std::string* cell);
  bool AtCellEnd();
  void TakeLineEnd();
  absl::Status Error(absl::string_view reason) const;

  std::istream& in_;
  char separator_;
  std::string buffer_;
  std::size_t position_ = 0;
  bool started_ = false;
  std::int64_t line_ = 1;
  std::int64_t first_line_ = 0;
  std::size_t record_bytes_ = 0;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_CSV_READER_H_
