#include "clients/interop/csv_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tendon::interop {
namespace {

constexpr int kEnd = -1;
constexpr std::size_t kBufferBytes = std::size_t{64} << 10;

char SeparatorOf(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::count(line.begin(), line.end(), candidate) > std::count(line.begin(), line.end(), best)) best = candidate;
  return best;
}

}  // namespace

int CsvReader::Peek() {
  if (position_ == buffer_.size()) {
    buffer_.resize(kBufferBytes);
    in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.resize(static_cast<std::size_t>(in_.gcount()));
    position_ = 0;
  }
  return buffer_.empty() ? kEnd : static_cast<unsigned char>(buffer_[position_]);
}

int CsvReader::Take() {
  const int next = Peek();
  if (next != kEnd) {
    ++position_;
    ++record_bytes_;
  }
  if (next == '\n') ++line_;
  return next;
}

void CsvReader::Start() {
  started_ = true;
  Peek();
  if (buffer_.starts_with("\xef\xbb\xbf")) position_ = 3;
  if (separator_ == 0) separator_ = SeparatorOf(std::string_view(buffer_).substr(position_));
}

absl::StatusOr<bool> CsvReader::Next(std::vector<std::string>* cells) {
  if (!started_) Start();
  cells->clear();
  while (Peek() == '\n' || Peek() == '\r') TakeLineEnd();
  first_line_ = line_;
  record_bytes_ = 0;
  if (Peek() == kEnd) return in_.bad() ? absl::StatusOr<bool>(Error("cannot be read")) : false;
  if (absl::Status status = ReadRecord(cells); !status.ok()) return status;
  return true;
}

absl::Status CsvReader::ReadRecord(std::vector<std::string>* cells) {
  while (true) {
    std::string& cell = cells->emplace_back();
    const absl::Status status = Peek() == '"' ? ReadQuoted(&cell) : ReadPlain(&cell);
    if (!status.ok()) return status;
    if (cells->size() > kMaxCsvColumns) return Error(absl::StrCat("more than ", kMaxCsvColumns, " cells"));
    if (Peek() != static_cast<unsigned char>(separator_)) break;
    Take();
  }
  TakeLineEnd();
  return absl::OkStatus();
}

absl::Status CsvReader::ReadPlain(std::string* cell) {
  while (!AtCellEnd()) {
    const int next = Take();
    if (next == '"') return Error("a quote inside a cell that does not begin with one");
    if (next == 0) return Error("a NUL byte: not a text file");
    if (record_bytes_ > kMaxCsvRecordBytes) return Error("a record over 1 MiB");
    cell->push_back(static_cast<char>(next));
  }
  return absl::OkStatus();
}

absl::Status CsvReader::ReadQuoted(std::string* cell) {
  for (Take();;) {
    const int next = Take();
    if (next == kEnd) return Error("a quoted cell is not closed");
    if (record_bytes_ > kMaxCsvRecordBytes) return Error("a record over 1 MiB: perhaps a quoted cell is not closed");
    if (next == '"' && Peek() != '"') break;
    if (next == '"') Take();
    cell->push_back(static_cast<char>(next));
  }
  return AtCellEnd() ? absl::OkStatus() : Error("text after the closing quote of a cell");
}

bool CsvReader::AtCellEnd() {
  const int next = Peek();
  return next == kEnd || next == '\n' || next == '\r' || next == static_cast<unsigned char>(separator_);
}

// LF, CR LF, or the CR of old.
void CsvReader::TakeLineEnd() {
  if (Peek() == '\r') {
    Take();
    if (Peek() != '\n') ++line_;
  }
  if (Peek() == '\n') Take();
}

absl::Status CsvReader::Error(absl::string_view reason) const {
  return absl::InvalidArgumentError(absl::StrCat("line ", first_line_, ": ", reason));
}

}  // namespace tendon::interop
