#include "clients/interop/csv_map.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace tendon::interop {
namespace {

using ::testing::HasSubstr;

v1::CsvMap MapFrom(const std::string& text) {
  v1::CsvMap map;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &map));
  return map;
}

constexpr char kLong[] = R"(
  subject_column: "id" missing: "NA" day_zero: "2001-01-01" time { column: "month" unit: CSV_TIME_UNIT_MONTH }
  readings { measure: "NPRS" column: "pain" } readings { measure: "arm" column: "arm" words { word: "A" value: 1 } }
  readings { measure: "weekly" column: "meds" divide_by: 4 only_with: "pain" })";
const std::vector<std::string> kHeader = {"id", "month", "pain", "arm", "meds"};

std::string ErrorOf(const std::string& map, const std::vector<std::string>& header = kHeader) {
  return std::string(CsvMapper::Create(MapFrom(map), header).status().message());
}

TEST(CsvMap, ALongRowIsAVisit) {
  const auto mapper = CsvMapper::Create(MapFrom(kLong), kHeader);
  ASSERT_TRUE(mapper.ok()) << mapper.status();
  const auto records = mapper->Map({"p1", "3", "5,5", "A", "10"});
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].error, "");
  EXPECT_EQ(records[0].subject, "p1");
  const auto& session = records[0].session;
  EXPECT_EQ(session.status(), outcomes::v1::SESSION_STATUS_ASSESSMENT);
  // Day 91 of 2001: 978307200 is its first second.
  EXPECT_EQ(session.start_time().seconds(), 978307200 + 91 * 86400);
  ASSERT_EQ(session.observations_size(), 3);
  EXPECT_EQ(session.observations(0).value(), 5.5);
  EXPECT_EQ(session.observations(1).value(), 1);
  EXPECT_EQ(session.observations(2).value(), 2.5);
}

TEST(CsvMap, CellsThatHoldNothingAreNoReadings) {
  const auto mapper = CsvMapper::Create(MapFrom(kLong), kHeader);
  EXPECT_TRUE(mapper->Map({"p1", "3", "NA", "", "0"}).empty()) << "0 counts only where the score is there";
}

TEST(CsvMap, ACellThatBreaksARuleIsNamedByItsColumnOnly) {
  const auto mapper = CsvMapper::Create(MapFrom(kLong), kHeader);
  const auto first = mapper->Map({"p1", "soon", "5", "A", "1"});
  EXPECT_EQ(first[0].column, "month");
  EXPECT_EQ(first[0].error, "must be a number");
  EXPECT_EQ(mapper->Map({"p1", "3", "5", "B", "1"})[0].error, "must be one of the map's words");
  EXPECT_EQ(mapper->Map({"", "3", "5", "A", "1"})[0].column, "id");
  EXPECT_THAT(mapper->Map({"p1", "3"})[0].error, HasSubstr("2 cells"));
}

TEST(CsvMap, AWideRowHasSeveralVisitsAndWhatIsCommonAtTheFirst) {
  const auto mapper = CsvMapper::Create(MapFrom(R"(
    subject_column: "id" day_zero: "2001-01-01" readings { measure: "age" column: "age" }
    visits { day: 0 readings { measure: "NPRS" column: "p0" } } visits { day: 90 readings { measure: "NPRS" column: "p1" } })"),
                                        {"id", "age", "p0", "p1"});
  ASSERT_TRUE(mapper.ok()) << mapper.status();
  const auto records = mapper->Map({"7", "44", "6", "2"});
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].session.observations(0).measure(), "age");
  EXPECT_EQ(records[1].session.observations_size(), 1);
  EXPECT_EQ(records[1].session.start_time().seconds() - records[0].session.start_time().seconds(), 90 * 86400);
  EXPECT_EQ(mapper->Map({"7", "44", "6", ""}).size(), 1U) << "who was not seen has no visit";
}

TEST(CsvMap, ATreatmentIsASessionWithItsDose) {
  const auto mapper = CsvMapper::Create(MapFrom(R"(
    subject_column: "id" time { column: "date" }
    treatment { number_column: "no" minutes_column: "min" technique: "CUPPING" body_site { region: "lumbar" } only_with: "no" })"),
                                        {"id", "date", "no", "min"});
  ASSERT_TRUE(mapper.ok()) << mapper.status();
  const auto session = mapper->Map({"7", "2026-11-23T09:30:00Z", "4", "45"})[0].session;
  EXPECT_EQ(session.status(), outcomes::v1::SESSION_STATUS_COMPLETED);
  EXPECT_EQ(session.session_number(), 4);
  EXPECT_EQ(session.duration_minutes(), 45);
  EXPECT_EQ(session.techniques(0).body_sites(0).region(), "lumbar");
  EXPECT_TRUE(mapper->Map({"7", "2026-11-23", "", ""}).empty());
}

TEST(CsvMap, AMapThatDoesNotFitTheFileSaysWhy) {
  EXPECT_THAT(ErrorOf(kLong, {"id", "month", "pain", "arm"}), HasSubstr("no column 'meds'"));
  EXPECT_THAT(ErrorOf(kLong, {"id", "month", "pain", "arm", "meds", "id"}), HasSubstr("two columns 'id'"));
  EXPECT_THAT(ErrorOf(R"(subject_column: "id")"), HasSubstr("one of time and visits"));
  EXPECT_THAT(ErrorOf(R"(subject_column: "id" time { column: "month" unit: CSV_TIME_UNIT_DAY })"),
              HasSubstr("day_zero"));
  EXPECT_THAT(ErrorOf(R"(time { column: "month" })"), HasSubstr("subject_column"));
}

}  // namespace
}  // namespace tendon::interop
