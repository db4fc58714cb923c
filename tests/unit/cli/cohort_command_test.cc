// `tendon cohort query` and `export`: what is typed, what is asked, what is shown.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/cli/cli_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace v1 = outcomes::v1;
using ::testing::HasSubstr;
using ::testing::Not;

// One arm of the trial of Vickers et al. 2004 (BMJ 328:744, table 2), the other too small to be shown.
v1::Cohort TwoArms() {
  v1::Cohort cohort;
  cohort.set_measure("headache-score");
  cohort.set_unit("{score}");
  cohort.set_confidence_level(0.95);
  v1::CohortGroup* group = cohort.add_groups();
  group->set_label("acupuncture");
  group->set_referred(205);
  group->set_completers(161);
  group->set_drop_outs(44);
  group->mutable_baseline()->set_mean(24.62);
  group->mutable_baseline()->set_standard_deviation(14.09);
  group->mutable_responders_of_referred()->set_count(88);
  group->mutable_responders_of_referred()->set_of(205);
  group->mutable_responders_of_referred()->set_share(0.42927);
  v1::CohortGroup* hidden = cohort.add_groups();
  hidden->set_label("control");
  hidden->set_hidden(true);
  cohort.mutable_total()->set_label("all");
  cohort.mutable_total()->set_referred(215);
  v1::CohortComparison* comparison = cohort.add_comparisons();
  comparison->set_label("acupuncture");
  comparison->set_reference("control");
  comparison->mutable_adjusted()->set_difference(-4.6);
  comparison->mutable_adjusted()->set_lower(-7.0);
  comparison->mutable_adjusted()->set_upper(-2.2);
  comparison->mutable_adjusted()->set_p_value(0.0002);
  cohort.add_notes("A difference that was observed is no proof of an effect.");
  return cohort;
}

class CohortCommandTest : public CliTest {
 protected:
  CohortCommandTest() {
    servers_.cohorts.QueryCohort_ = [this](grpc::ServerContext&, const v1::QueryCohortRequest& request,
                                           v1::Cohort& cohort) {
      asked_ = request;
      cohort = TwoArms();
      return grpc::Status::OK;
    };
  }
  int Code(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"cohort", "query", "--measure", "NPRS"});
    return Run(arguments).code;
  }
  v1::QueryCohortRequest asked_;
};

TEST_F(CohortCommandTest, WhatIsTypedIsAsked) {
  const auto result = Run({"cohort",
                           "query",
                           "--measure",
                           "headache-score",
                           "--where",
                           "discipline:physical-therapist",
                           "--where",
                           "sessions:4..12",
                           "--where",
                           "age:18..",
                           "--arm",
                           "acupuncture=arm:1,region:neck",
                           "--arm",
                           "control=arm:0",
                           "--reference",
                           "control",
                           "--percent",
                           "35",
                           "--covariate",
                           "age",
                           "--factor",
                           "acupuncturist",
                           "--level",
                           "0.9",
                           "--follow-up-days",
                           "330..400"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(asked_.parent(), "organizations/river-clinic");
  EXPECT_EQ(asked_.measure(), "headache-score");
  EXPECT_EQ(asked_.filter().disciplines(0), clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(asked_.filter().sessions().minimum(), 4);
  EXPECT_EQ(asked_.filter().sessions().maximum(), 12);
  ASSERT_EQ(asked_.filter().readings_size(), 1);
  EXPECT_EQ(asked_.filter().readings(0).measure(), "age");
  EXPECT_FALSE(asked_.filter().readings(0).range().has_maximum());
  ASSERT_EQ(asked_.arms_size(), 2);
  EXPECT_EQ(asked_.arms(0).label(), "acupuncture");
  EXPECT_EQ(asked_.arms(0).filter().readings(0).range().minimum(), 1);
  EXPECT_EQ(asked_.arms(0).filter().regions(0), "neck");
  EXPECT_EQ(asked_.reference_arm(), "control");
  EXPECT_EQ(asked_.threshold().percent(), 35);
  EXPECT_EQ(asked_.confidence_level(), 0.9);
  EXPECT_EQ(asked_.follow_up().days().minimum(), 330);
  EXPECT_EQ(asked_.follow_up().days().maximum(), 400);
  EXPECT_FALSE(asked_.has_baseline());
  ASSERT_EQ(asked_.covariates_size(), 2);
  EXPECT_EQ(asked_.covariates(0).kind(), v1::COVARIATE_KIND_UNSPECIFIED);
  EXPECT_EQ(asked_.covariates(1).measure(), "acupuncturist");
  EXPECT_EQ(asked_.covariates(1).kind(), v1::COVARIATE_KIND_FACTOR);
}

TEST_F(CohortCommandTest, TheTableHasGroupsTheTotalDifferencesAndTheNotes) {
  const std::string out = Run({"cohort", "query", "--measure", "headache-score"}).out;
  EXPECT_THAT(out, HasSubstr("headache-score in {score}\n"));
  EXPECT_THAT(out, HasSubstr("DROPPED OUT"));
  EXPECT_THAT(out, HasSubstr("24.6 (14.1)"));
  EXPECT_THAT(out, HasSubstr("88/205 43%"));
  EXPECT_THAT(out, HasSubstr("control (hidden)"));
  EXPECT_THAT(out, HasSubstr("-4.6 (-7.0 to -2.2)"));
  EXPECT_THAT(out, HasSubstr("<0.001"));
  EXPECT_THAT(out, HasSubstr("no proof of an effect"));
  EXPECT_THAT(out, Not(HasSubstr("MEDIAN"))) << "a column that holds nothing is left out";
}

TEST_F(CohortCommandTest, JsonIsTheWholeAnswer) {
  const auto json = nlohmann::json::parse(Run({"cohort", "query", "--measure", "headache-score", "-o", "json"}).out);
  EXPECT_EQ(json["groups"][0]["completers"], "161");
  EXPECT_EQ(json["groups"][1]["hidden"], true);
  EXPECT_FALSE(json["groups"][1].contains("referred"));
}

TEST_F(CohortCommandTest, OptionsGoOverTheFile) {
  const auto file = File("query.yaml", "measure: ODI\nregion: lumbar\nsplit_by: technique\n");
  EXPECT_EQ(Run({"cohort", "query", "-f", file, "--measure", "NPRS", "--by", "dose"}).code, 0);
  EXPECT_EQ(asked_.measure(), "NPRS");
  EXPECT_EQ(asked_.region(), "lumbar");
  EXPECT_EQ(asked_.split_by(), v1::COHORT_DIMENSION_DOSE);
}

TEST_F(CohortCommandTest, ABenchmarkIsOfAllOrganisations) {
  EXPECT_EQ(Code({"--benchmark"}), 0);
  EXPECT_EQ(asked_.parent(), "organizations/-");
}

TEST_F(CohortCommandTest, WhatIsNoQueryIsAUsageErrorThatNamesTheForm) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"--where", "technique"}, "KEY:VALUE"},
      {{"--where", "sessions:many"}, "FROM..TO"},
      {{"--where", "sessions:.."}, "FROM..TO"},
      {{"--where", "discipline:barber"}, "discipline: expects one of PHYSICIAN"},
      {{"--arm", "control"}, "LABEL=KEY:VALUE"},
      {{"--arm", "=arm:1"}, "LABEL=KEY:VALUE"},
      {{"--by", "colour"}, "--by: expects one of"},
      {{"--follow-up-days", "a..b"}, "FROM..TO"},
      {{"--percent", "-5"}, "--percent"},
      {{"--percent", "lots"}, "--percent"}};
  for (const auto& [options, said] : wrong) {
    std::vector<std::string> arguments = {"cohort", "query", "--measure", "NPRS"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto result = Run(arguments);
    EXPECT_EQ(result.code, 2) << options[1];
    EXPECT_THAT(result.err, HasSubstr(said)) << options[1];
  }
  EXPECT_EQ(asked_.measure(), "") << "nothing was asked";
}

TEST_F(CohortCommandTest, WithoutAMeasureOrAnOrganisationNothingIsAsked) {
  EXPECT_EQ(Run({"cohort", "query"}).code, 2);
  environment_.erase("TENDON_ORGANIZATION");
  const auto result = Run({"cohort", "query", "--measure", "NPRS"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("TENDON_ORGANIZATION"));
}

TEST_F(CohortCommandTest, ARefusalNamesFieldAndRuleAndLeavesThree) {
  servers_.cohorts.QueryCohort_ = [](grpc::ServerContext&, const v1::QueryCohortRequest&, v1::Cohort&) {
    google::rpc::BadRequest fields;
    auto* violation = fields.add_field_violations();
    violation->set_field("reference_arm");
    violation->set_description("must be the label of an arm");
    return RpcError(grpc::INVALID_ARGUMENT, "INVALID_FIELD", "a field breaks a rule", fields);
  };
  const auto result = Run({"cohort", "query", "--measure", "NPRS", "--reference", "other"});
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("reference_arm"));
  EXPECT_THAT(result.err, HasSubstr("must be the label of an arm"));
}

TEST_F(CohortCommandTest, ExportWritesALineForEachReadingAndNoFormula) {
  servers_.cohorts.ExportCohort_ = [](const v1::ExportCohortRequest& request, FakeCohortService::Writer& writer) {
    EXPECT_EQ(request.measures(0), "NPRS");
    v1::ExportCohortResponse part;
    auto* reading = part.add_readings();
    reading->set_episode("=HYPERLINK(1)");
    reading->set_measure("NPRS");
    reading->mutable_effective_time()->set_seconds(978'307'200);
    reading->set_value(5.5);
    writer.Write(part);
    return grpc::Status::OK;
  };
  const auto result = Run({"cohort", "export", "--measure", "NPRS"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("episode,discipline,measure,"));
  EXPECT_THAT(result.out, HasSubstr("\n'=HYPERLINK(1),,NPRS,,,,,2001-01-01T00:00:00+00:00,0,,5.5,0\n"));
}

TEST_F(CohortCommandTest, AnExportThatBreaksSaysSoAndLeavesSix) {
  servers_.cohorts.ExportCohort_ = [](const v1::ExportCohortRequest&, FakeCohortService::Writer& writer) {
    v1::ExportCohortResponse part;
    part.add_readings()->set_measure("NPRS");
    writer.Write(part);
    return RpcError(grpc::UNAVAILABLE, "UNAVAILABLE", "the server is going down");
  };
  const auto result = Run({"cohort", "export"});
  EXPECT_EQ(result.code, 6);
  EXPECT_THAT(result.err, HasSubstr("not the whole"));
}

}  // namespace
}  // namespace tendon::testing
