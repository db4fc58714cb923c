// A trial goes in through `tendon import csv` and comes out of QueryCohort as it was published: all cells of Tables 1-3
// of Vickers et al. 2004 (BMJ 328:744).
#include "tests/unit/clinical/statistics/vickers.h"

#include <cstdlib>
#include <fstream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/clinical/statistics/rounding.h"
#include "tendon/outcomes/v1/cohort_service.grpc.pb.h"
#include "tests/integration/command.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

constexpr char kTrialFile[] = "vickers2004_acupuncture_headache.csv";

struct TrialMeasure {
  const char* id;
  const char* column;  // without the digit of the visit
  const char* unit;
  double maximum;
  const char* direction;
  double divide_by;
  bool with_score;  // holds 0 where the headache score is missing
};
constexpr TrialMeasure kOutcomes[] = {
    {"headache-score", "pk", "{score}", 200, "LOWER_BETTER", 1, false},
    {"headache-days", "f", "d", 28, "LOWER_BETTER", 1, true},
    {"pain-medication", "painmedspk", "{score}", 1000, "LOWER_BETTER", 4, false},
    {"prophylactic-medication", "prophmqs", "{score}", 1000, "LOWER_BETTER", 4, false},
    {"sf36-pf", "pf", "{score}", 100, "HIGHER_BETTER", 1, false},
    {"sf36-rlp", "rlp", "{score}", 100, "HIGHER_BETTER", 1, false},
    {"sf36-ef", "ef", "{score}", 100, "HIGHER_BETTER", 1, false},
    {"sf36-p", "p", "{score}", 100, "HIGHER_BETTER", 1, false},
    {"sf36-sf", "sf", "{score}", 100, "HIGHER_BETTER", 1, false},
    {"sf36-gen", "gen", "{score}", 100, "HIGHER_BETTER", 1, false},
    {"sf36-hc", "hc", "{score}", 100, "HIGHER_BETTER", 1, false}};
constexpr const char* kCovariates[] = {"age", "sex", "migraine", "chronicity", "acupuncturist", "group", "completer"};

// The map of the wide file, as somebody at the clinic would write it.
std::string TrialMap() {
  std::string map =
      "subject_column: id\nday_zero: 2001-01-01\nreferral: {discipline: physician, reason: Chronic headache}\n";
  map += "measures:\n";
  const auto declare = [&map](const std::string& id, const std::string& unit, double maximum,
                              const std::string& direction) {
    absl::StrAppend(&map, "  - {id: ", id, ", definition: {display_name: ", id, ", unit: \"", unit,
                    "\", maximum: ", maximum, direction.empty() ? "" : ", direction: " + direction, "}}\n");
  };
  for (const TrialMeasure& measure : kOutcomes) declare(measure.id, measure.unit, measure.maximum, measure.direction);
  for (const char* covariate : kCovariates) declare(covariate, "1", 1000, "");
  map += "readings:\n";
  for (const char* covariate : kCovariates)
    absl::StrAppend(&map, "  - {measure: ", covariate, ", column: ", covariate, "}\n");
  map += "visits:\n";
  const std::pair<int, const char*> visits[] = {{0, "1"}, {91, "2"}, {365, "5"}};
  for (const auto& [day, suffix] : visits) {
    absl::StrAppend(&map, "  - day: ", day, "\n    readings:\n");
    for (const TrialMeasure& measure : kOutcomes) {
      absl::StrAppend(&map, "      - {measure: ", measure.id, ", column: ", measure.column, suffix);
      if (measure.divide_by != 1) absl::StrAppend(&map, ", divide_by: ", measure.divide_by);
      if (measure.with_score) absl::StrAppend(&map, ", only_with: pk", suffix);
      map += "}\n";
    }
  }
  return map;
}

std::string Tenth(double value) { return absl::StrFormat("%.1f", clinical::RoundHalfUp(value, 1)); }

std::string MeanAndSd(const out::NumberSummary& summary) {
  return Tenth(summary.mean()) + " (" + Tenth(summary.standard_deviation()) + ")";
}

class Vickers : public ExchangeTest {
 protected:
  void SetUp() override {
    if (!std::ifstream(SharedFile()).good()) {
      if (std::getenv("CI") != nullptr) FAIL() << "the shared clinical data are missing";
      GTEST_SKIP() << "needs the shared clinical data";
    }
    ExchangeTest::SetUp();
    std::ofstream(exchange->folder() + "/map.yaml") << TrialMap();
  }

  static std::string SharedFile() { return std::string(TENDON_SHARED_DIR) + "/clinical/" + kTrialFile; }

  // Runs the command as the clinic's system; its output.
  std::string Import() {
    const CommandResult result =
        RunCommand(*exchange, kStep, "system_client",
                   absl::StrCat("import csv ", SharedFile(), " --map ", exchange->folder(), "/map.yaml"));
    EXPECT_EQ(result.code, 0) << result.text;
    return result.text;
  }

  // Completers of the trial by arm: follow-up at the day of the visit.
  out::QueryCohortRequest Query(const std::string& measure, const std::string& visit) {
    out::QueryCohortRequest request;
    request.set_parent(OrganizationName(kStep));
    request.set_measure(measure);
    const double day = visit == "3 months" ? 91 : 365;
    SetRange(0, request.mutable_baseline()->mutable_days());
    SetRange(day, request.mutable_follow_up()->mutable_days());
    AddReading("completer", 1, request.mutable_filter());
    for (const auto& [label, value] : {std::pair("acupuncture", 1.0), std::pair("control", 0.0)}) {
      auto* arm = request.add_arms();
      arm->set_label(label);
      AddReading("group", value, arm->mutable_filter());
    }
    for (const char* covariate : {"age", "sex", "migraine", "chronicity"})
      request.add_covariates()->set_measure(covariate);
    auto* factor = request.add_covariates();
    factor->set_measure("acupuncturist");
    factor->set_kind(out::COVARIATE_KIND_FACTOR);
    return request;
  }

  static void SetRange(double value, out::NumberRange* range) {
    range->set_minimum(value);
    range->set_maximum(value);
  }
  static void AddReading(const std::string& measure, double value, out::CohortFilter* filter) {
    auto* condition = filter->add_readings();
    condition->set_measure(measure);
    SetRange(value, condition->mutable_range());
  }

  out::Cohort Ask(const out::QueryCohortRequest& request) {
    const auto stub = out::CohortService::NewStub(exchange->outcomes().channel());
    return Must(Call(stub.get(), &out::CohortService::Stub::QueryCohort, SystemOf(kStep), request));
  }

  // A cell as the paper prints it.
  std::string Cell(const Record& cell) {
    const std::string& row = cell.at("row");
    const std::string& visit = cell.at("visit");
    const bool baseline = visit == "baseline";
    const bool days = absl::StrContains(row, "headache days") || absl::StrContains(row, "days of headache");
    auto request = Query(MeasureOf(row, days), visit);
    if (cell.at("group") == "both") return Adjusted(std::move(request));
    request.mutable_threshold()->set_percent(days ? 50 : 35);
    const out::Cohort cohort = Ask(request);
    const out::CohortGroup& group = cohort.groups(cell.at("group") == "acupuncture" ? 0 : 1);
    if (row == "n") return absl::StrCat(baseline ? group.baseline().n() : group.completers());
    if (row == "age") return MeanAndSd(group.covariates(0).summary());
    if (row == "chr") return MeanAndSd(group.covariates(3).summary());
    if (row == "fem" || row == "mig") {
      const auto& summary = group.covariates(row == "fem" ? 1 : 2).summary();
      return absl::StrFormat("%.0f", summary.mean() * static_cast<double>(summary.n()));
    }
    if (absl::StartsWith(row, ">="))
      return absl::StrFormat("%d (%.0f%%)", group.responders_of_completers().count(),
                             clinical::RoundHalfUp(100 * group.responders_of_completers().share()));
    const out::NumberSummary& summary = baseline ? group.baseline() : group.follow_up();
    if (absl::StartsWith(row, "SF-36")) return absl::StrCat(summary.n(), ": ", MeanAndSd(summary));
    return MeanAndSd(summary);
  }

  static std::string MeasureOf(const std::string& row, bool days) {
    if (absl::StartsWith(row, "SF-36 ")) return "sf36-" + row.substr(6);
    if (absl::StartsWith(row, "scaled pain")) return "pain-medication";
    if (absl::StartsWith(row, "scaled prophylactic")) return "prophylactic-medication";
    return days ? "headache-days" : "headache-score";
  }

  std::string Adjusted(out::QueryCohortRequest request) {
    request.set_reference_arm("acupuncture");
    const out::Cohort cohort = Ask(request);
    const out::Difference& difference = cohort.comparisons(0).adjusted();
    return Tenth(difference.difference()) + " (" + Tenth(difference.lower()) + " to " + Tenth(difference.upper()) + ")";
  }
};

TEST_F(Vickers, LoadedByTheImportAndCountedByTheCohortIsAsPublished) {
  const std::string told = Import();
  EXPECT_THAT(told, ::testing::HasSubstr(" 0 rejected")) << told;
  const auto cells = ReadSharedCsv("vickers2004_published_tables.csv");
  EXPECT_EQ(cells.size(), 93U);
  // What is known of referrals comes by the feed.
  ASSERT_TRUE(Eventually([&] { return Ask(Query("headache-score", "12 months")).groups(0).baseline().n() == 161; }));
  for (const Record& cell : cells) {
    EXPECT_EQ(Cell(cell), cell.at("published"))
        << cell.at("table") << ", " << cell.at("row") << ", " << cell.at("group") << ", " << cell.at("visit");
  }
}

// 205 were allocated to acupuncture and 196 to control; 161 and 140 completed.
TEST_F(Vickers, AllReferredCountTheDropOuts) {
  Import();
  auto request = Query("headache-score", "12 months");
  request.clear_filter();
  ASSERT_TRUE(Eventually([&] { return Ask(request).groups(0).referred() == 205; }));
  const out::Cohort cohort = Ask(request);
  EXPECT_EQ(cohort.groups(0).completers(), 161);
  EXPECT_EQ(cohort.groups(0).drop_outs(), 44);
  EXPECT_EQ(cohort.groups(1).referred(), 196);
  EXPECT_EQ(cohort.groups(1).completers(), 140);
  EXPECT_EQ(cohort.total().referred(), 401);
  EXPECT_EQ(cohort.groups(0).responders_of_referred().of(), 205) << "a drop-out is no responder";
  EXPECT_THAT(cohort.notes(), ::testing::Contains(::testing::HasSubstr("no proof of effect")));

  EXPECT_THAT(Import(), ::testing::HasSubstr(": 0 stored, ")) << "the same file again stores nothing twice";
  EXPECT_EQ(Ask(request).groups(0).completers(), 161);
}

}  // namespace
}  // namespace tendon::testing
