#include "clients/interop/csv_map.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace tendon::interop {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr double kDaysOfWeek = 7;
constexpr double kDaysOfMonth = 365.25 / 12;

// Every column that a map names.
std::vector<std::string> ColumnsOf(const v1::CsvMap& map) {
  std::vector<std::string> columns = {map.subject_column(),
                                      map.time().column(),
                                      map.treatment().number_column(),
                                      map.treatment().minutes_column(),
                                      map.treatment().technique_column(),
                                      map.treatment().only_with(),
                                      map.referral().column()};
  const auto add = [&columns](const v1::CsvReading& reading) {
    columns.push_back(reading.column());
    columns.push_back(reading.only_with());
  };
  for (const auto& reading : map.readings()) add(reading);
  for (const auto& visit : map.visits())
    for (const auto& reading : visit.readings()) add(reading);
  std::erase(columns, "");
  return columns;
}

// A number as people and programs write it; with a decimal comma too.
std::optional<double> ToNumber(std::string text) {
  std::replace(text.begin(), text.end(), ',', '.');
  double value = 0;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> ToSeconds(const std::string& text) {
  absl::Time time;
  std::string error;
  const bool understood = absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
                          absl::ParseTime("%Y-%m-%d %H:%M:%S", text, &time, &error) ||
                          absl::ParseTime("%Y-%m-%dT%H:%M:%S", text, &time, &error) ||
                          absl::ParseTime("%Y-%m-%d %H:%M", text, &time, &error) ||
                          absl::ParseTime("%Y-%m-%d", text, &time, &error);
  return understood ? std::optional(absl::ToUnixSeconds(time)) : std::nullopt;
}

double DaysIn(v1::CsvTimeUnit unit, double value) {
  if (unit == v1::CSV_TIME_UNIT_WEEK) return value * kDaysOfWeek;
  return unit == v1::CSV_TIME_UNIT_MONTH ? std::round(value * kDaysOfMonth) : value;
}

bool Fail(const std::string& column, std::string rule, CsvVisitRecord* record) {
  record->column = column;
  record->error = std::move(rule);
  return false;
}

absl::Status Incomplete(absl::string_view what) { return absl::InvalidArgumentError(absl::StrCat("the map: ", what)); }

absl::Status CheckMap(const v1::CsvMap& map) {
  if (map.subject_column().empty()) return Incomplete("subject_column must say what tells the patients apart");
  if (map.has_time() == (map.visits_size() > 0))
    return Incomplete("one of time and visits must say when the visits were");
  if (map.has_time() && map.time().column().empty()) return Incomplete("time.column must name a column");
  const auto complete = [](const v1::CsvReading& reading) {
    return !reading.measure().empty() && !reading.column().empty();
  };
  bool all_complete = std::all_of(map.readings().begin(), map.readings().end(), complete);
  for (const auto& visit : map.visits())
    all_complete &= std::all_of(visit.readings().begin(), visit.readings().end(), complete);
  if (!all_complete) return Incomplete("every reading needs measure and column");
  if (!map.day_zero().empty() && !ToSeconds(map.day_zero())) return Incomplete("day_zero must be a whole date");
  const bool counted = map.visits_size() > 0 || map.time().unit() > v1::CSV_TIME_UNIT_DATE;
  if (counted && map.day_zero().empty()) return Incomplete("day_zero must say from when the days are counted");
  return absl::OkStatus();
}

}  // namespace

CsvMapper::CsvMapper(v1::CsvMap map, const std::vector<std::string>& header)
    : map_(std::move(map)), width_(header.size()) {
  for (std::size_t i = 0; i < header.size(); ++i)
    columns_.emplace(std::string(absl::StripAsciiWhitespace(header[i])), i);
  day_zero_s_ = ToSeconds(map_.day_zero()).value_or(0);
}

absl::StatusOr<CsvMapper> CsvMapper::Create(v1::CsvMap map, const std::vector<std::string>& header) {
  if (absl::Status status = CheckMap(map); !status.ok()) return status;
  CsvMapper mapper(std::move(map), header);
  if (absl::Status status = mapper.CheckColumns(header); !status.ok()) return status;
  return mapper;
}

absl::Status CsvMapper::CheckColumns(const std::vector<std::string>& header) const {
  for (const std::string& column : ColumnsOf(map_)) {
    const auto times = std::count_if(header.begin(), header.end(), [&column](const std::string& name) {
      return absl::StripAsciiWhitespace(name) == column;
    });
    // The map is not data: its words may be shown.
    if (times == 0) return Incomplete(absl::StrCat("the file has no column '", column, "'"));
    if (times > 1) return Incomplete(absl::StrCat("the file has two columns '", column, "'"));
  }
  return absl::OkStatus();
}

std::string CsvMapper::Cell(const Row& cells, const std::string& column) const {
  const std::size_t index = columns_.at(column);
  if (index >= cells.size()) return "";
  std::string cell(absl::StripAsciiWhitespace(cells[index]));
  const bool missing = std::find(map_.missing().begin(), map_.missing().end(), cell) != map_.missing().end();
  return missing ? "" : cell;
}

std::vector<CsvVisitRecord> CsvMapper::Map(const Row& cells) const {
  std::vector<CsvVisitRecord> records;
  const auto add = [&records](CsvVisitRecord record) {
    const bool nothing = record.session.observations().empty() && record.error.empty() &&
                         record.session.status() == outcomes::v1::SESSION_STATUS_ASSESSMENT;
    if (!nothing) records.push_back(std::move(record));
  };
  if (map_.visits_size() == 0) {
    add(MapVisit(cells, nullptr, true));
  } else {
    for (int i = 0; i < map_.visits_size(); ++i) add(MapVisit(cells, &map_.visits(i), i == 0));
  }
  return records;
}

CsvVisitRecord CsvMapper::MapVisit(const Row& cells, const v1::CsvVisit* visit, bool with_common) const {
  CsvVisitRecord record;
  if (cells.size() != width_) {
    Fail("", absl::StrCat("the row has ", cells.size(), " cells, and the header ", width_), &record);
    return record;
  }
  record.subject = Cell(cells, map_.subject_column());
  if (record.subject.empty()) {
    Fail(map_.subject_column(), "must tell the patient", &record);
    return record;
  }
  if (!map_.referral().column().empty()) record.referral = Cell(cells, map_.referral().column());
  record.session.set_status(outcomes::v1::SESSION_STATUS_ASSESSMENT);
  if (!SetTime(cells, visit, &record) || !AddTreatment(cells, &record)) return record;
  if (with_common) {
    for (const auto& reading : map_.readings())
      if (!AddReading(cells, reading, &record)) return record;
  }
  if (visit == nullptr) return record;
  for (const auto& reading : visit->readings())
    if (!AddReading(cells, reading, &record)) return record;
  return record;
}

bool CsvMapper::SetTime(const Row& cells, const v1::CsvVisit* visit, CsvVisitRecord* record) const {
  double days = visit == nullptr ? 0 : visit->day();
  if (visit == nullptr) {
    const std::string& column = map_.time().column();
    const std::string cell = Cell(cells, column);
    if (map_.time().unit() <= v1::CSV_TIME_UNIT_DATE) {
      const auto seconds = ToSeconds(cell);
      if (!seconds) return Fail(column, "must be a date: 2026-11-23, or 2026-11-23T09:30:00Z", record);
      record->session.mutable_start_time()->set_seconds(*seconds);
      return true;
    }
    const auto number = ToNumber(cell);
    if (!number) return Fail(column, "must be a number", record);
    days = DaysIn(map_.time().unit(), *number);
  }
  record->session.mutable_start_time()->set_seconds(
      day_zero_s_ + static_cast<std::int64_t>(std::llround(days * static_cast<double>(kSecondsOfDay))));
  return true;
}

bool CsvMapper::AddReading(const Row& cells, const v1::CsvReading& reading, CsvVisitRecord* record) const {
  const std::string cell = Cell(cells, reading.column());
  if (cell.empty()) return true;
  if (!reading.only_with().empty() && Cell(cells, reading.only_with()).empty()) return true;
  std::optional<double> value;
  for (const v1::CsvWord& word : reading.words())
    if (word.word() == cell) value = word.value();
  if (reading.words().empty()) value = ToNumber(cell);
  if (!value)
    return Fail(reading.column(), reading.words().empty() ? "must be a number" : "must be one of the map's words",
                record);
  clinical::v1::Observation* observation = record->session.add_observations();
  observation->set_measure(reading.measure());
  observation->set_value(reading.divide_by() == 0 ? *value : *value / reading.divide_by());
  observation->set_phase(reading.phase());
  if (reading.has_body_site()) *observation->mutable_body_site() = reading.body_site();
  observation->set_motion(reading.motion());
  return true;
}

bool CsvMapper::AddTreatment(const Row& cells, CsvVisitRecord* record) const {
  const v1::CsvTreatment& treatment = map_.treatment();
  if (!map_.has_treatment()) return true;
  if (!treatment.only_with().empty() && Cell(cells, treatment.only_with()).empty()) return true;
  record->session.set_status(outcomes::v1::SESSION_STATUS_COMPLETED);
  const auto whole = [&](const std::string& column, std::int32_t* number) {
    const std::string cell = column.empty() ? "" : Cell(cells, column);
    if (cell.empty()) return true;
    return absl::SimpleAtoi(cell, number) || Fail(column, "must be a whole number", record);
  };
  std::int32_t number = 0;
  std::int32_t minutes = 0;
  if (!whole(treatment.number_column(), &number) || !whole(treatment.minutes_column(), &minutes)) return false;
  record->session.set_session_number(number);
  record->session.set_duration_minutes(minutes);
  std::string technique = treatment.technique();
  if (!treatment.technique_column().empty()) technique = Cell(cells, treatment.technique_column());
  if (technique.empty()) return true;
  clinical::v1::TechniqueUse* use = record->session.add_techniques();
  use->set_technique(technique);
  if (treatment.has_body_site()) *use->add_body_sites() = treatment.body_site();
  return true;
}

}  // namespace tendon::interop
