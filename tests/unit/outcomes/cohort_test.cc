// Cohorts over the store in memory: who is in, which readings count, what is hidden. Expected values by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/outcomes/cohort/query.h"
#include "services/storage/memory/memory_store.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::outcomes {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kDayOfCohort = 86'400'000'000;

class CohortTest : public ::testing::Test {
 protected:
  // An episode of an organisation, of a referral for low back pain; `benchmarking` as the patient consents.
  int AddEpisode(const std::string& organization, bool benchmarking = true) {
    const int number = ++episodes_;
    v1::ReferralView view;
    view.set_referral("referrals/r" + std::to_string(number));
    view.set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
    view.add_condition_codes("M54.50");
    view.set_benchmarking(benchmarking);
    auto* assignment = view.add_assignments();
    assignment->set_number(1);
    assignment->set_recipient("organizations/" + organization);
    assignment->mutable_accept_time()->set_seconds(1);
    Commit([&](storage::OutcomesTransaction& transaction) {
      return transaction.PutReferralView({"r" + std::to_string(number), 1, {organization}, view.SerializeAsString()})
          .status();
    });
    return number;
  }

  // A session with pain at its start, so many days after the first.
  void AddSession(const std::string& organization, int episode, int day, double pain,
                  const std::string& technique = "DEEP_TISSUE") {
    v1::Session session;
    session.set_status(v1::SESSION_STATUS_COMPLETED);
    session.add_techniques()->set_technique(technique);
    auto* observation = session.add_observations();
    observation->set_measure("NPRS");
    observation->set_value(pain);
    observation->set_phase(clinical::v1::OBSERVATION_PHASE_BEFORE);
    // What came out after the treatment is no follow-up.
    *session.add_observations() = *observation;
    session.mutable_observations(1)->set_value(0);
    session.mutable_observations(1)->set_phase(clinical::v1::OBSERVATION_PHASE_AFTER);
    storage::SessionRow row;
    row.ordinal = ++ordinal_;
    row.id = "s" + std::to_string(row.ordinal);
    row.referral_id = "r" + std::to_string(episode);
    row.organization = organization;
    row.episode = 1;
    row.session_number = static_cast<int32_t>(row.ordinal);
    row.start_us = day * kDayOfCohort;
    row.version = 1;
    row.counts = true;
    row.readers = {organization};
    row.body = session.SerializeAsString();
    Commit([&](storage::OutcomesTransaction& transaction) { return transaction.InsertSession(row); });
  }

  // `count` patients with pain from `before` to `after` in 30 days.
  void AddCourses(const std::string& organization, int count, double before, double after,
                  const std::string& technique = "DEEP_TISSUE") {
    for (int i = 0; i < count; ++i) {
      const int episode = AddEpisode(organization);
      AddSession(organization, episode, 0, before, technique);
      AddSession(organization, episode, 30, after, technique);
    }
  }

  void Commit(const std::function<absl::Status(storage::OutcomesTransaction&)>& write) {
    auto transaction = store_->Begin().value();
    ASSERT_TRUE(write(*transaction).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }

  v1::QueryCohortRequest Pain(const std::string& parent = "organizations/elm") {
    v1::QueryCohortRequest request;
    request.set_parent(parent);
    request.set_measure("NPRS");
    return request;
  }
  absl::StatusOr<v1::Cohort> Count(const v1::QueryCohortRequest& request) {
    v1::Cohort cohort;
    const auto reader = store_->Read().value();
    const absl::Status status = CountCohort(*reader, "elm", request, &cohort);
    if (!status.ok()) return status;
    return cohort;
  }

  const std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
  int episodes_ = 0;
  int64_t ordinal_ = 0;
};

TEST_F(CohortTest, AllReferredAndCompletersAreToldApart) {
  AddCourses("elm", 15, 8, 2);                     // 75 % better
  AddCourses("elm", 12, 6, 5);                     // 17 % better
  for (int i = 0; i < 13; ++i) AddEpisode("elm");  // never came
  const auto cohort = Count(Pain());
  ASSERT_TRUE(cohort.ok()) << cohort.status();
  const v1::CohortGroup& total = cohort->total();
  EXPECT_EQ(total.referred(), 40);
  EXPECT_EQ(total.completers(), 27);
  EXPECT_EQ(total.drop_outs(), 13);
  EXPECT_NEAR(total.change().mean(), (15 * -6 + 12 * -1) / 27.0, 1e-12);
  EXPECT_EQ(total.change().median(), -6);
  EXPECT_EQ(total.responders_of_completers().count(), 15);
  EXPECT_EQ(total.responders_of_completers().of(), 27);
  EXPECT_EQ(total.responders_of_referred().of(), 40);
  EXPECT_THAT(cohort->notes(0), HasSubstr("Observed, not caused"));
}

TEST_F(CohortTest, FewDropOutsHideThemselvesAndTheReferred) {
  AddCourses("elm", 20, 8, 2);
  AddEpisode("elm");
  const v1::Cohort cohort = Count(Pain()).value();
  EXPECT_EQ(cohort.total().completers(), 20);
  EXPECT_FALSE(cohort.total().has_drop_outs());
  EXPECT_FALSE(cohort.total().has_referred());
  EXPECT_FALSE(cohort.total().has_responders_of_completers()) << "that nobody failed tells of everybody";
}

TEST_F(CohortTest, AnArmUnderElevenIsHiddenAndTakesAnotherWithIt) {
  AddCourses("elm", 30, 8, 2, "DEEP_TISSUE");
  AddCourses("elm", 20, 8, 4, "CUPPING");
  AddCourses("elm", 5, 8, 6, "KINESIO_TAPING");
  auto request = Pain();
  for (const char* technique : {"DEEP_TISSUE", "CUPPING", "KINESIO_TAPING"}) {
    auto* arm = request.add_arms();
    arm->set_label(technique);
    arm->mutable_filter()->add_techniques(technique);
  }
  const v1::Cohort cohort = Count(request).value();
  EXPECT_FALSE(cohort.groups(0).hidden());
  EXPECT_TRUE(cohort.groups(1).hidden()) << "else 55 - 30 - 20 is 5";
  EXPECT_TRUE(cohort.groups(2).hidden());
  EXPECT_FALSE(cohort.groups(2).has_completers());
  EXPECT_FALSE(cohort.comparisons(0).has_change());
  EXPECT_FALSE(cohort.comparisons(1).has_adjusted());
}

TEST_F(CohortTest, ArmsAreComparedWithTheReference) {
  AddCourses("elm", 12, 8, 2, "DEEP_TISSUE");
  AddCourses("elm", 12, 7, 3, "DEEP_TISSUE");
  AddCourses("elm", 12, 8, 5, "CUPPING");
  AddCourses("elm", 12, 7, 4, "CUPPING");
  auto request = Pain();
  for (const char* technique : {"DEEP_TISSUE", "CUPPING"}) {
    auto* arm = request.add_arms();
    arm->set_label(technique);
    arm->mutable_filter()->add_techniques(technique);
  }
  request.set_reference_arm("CUPPING");
  const v1::Cohort cohort = Count(request).value();
  ASSERT_EQ(cohort.comparisons_size(), 1);
  const v1::CohortComparison& comparison = cohort.comparisons(0);
  EXPECT_EQ(comparison.label(), "DEEP_TISSUE");
  EXPECT_NEAR(comparison.change().difference(), -5 - -3, 1e-12);
  EXPECT_LT(comparison.hedges_g().upper(), 0);
  EXPECT_NEAR(comparison.adjusted().difference(), 2.5 - 4.5, 1e-9) << "both arms have the same baselines";
  EXPECT_EQ(comparison.adjusted().n(), 48);
}

TEST_F(CohortTest, ASplitLeavesSmallGroupsOutWithoutNamingThem) {
  AddCourses("elm", 30, 8, 2, "DEEP_TISSUE");
  AddCourses("elm", 20, 8, 4, "CUPPING");
  AddCourses("elm", 3, 8, 6, "KINESIO_TAPING");
  AddCourses("elm", 4, 8, 6, "SHIATSU");
  auto request = Pain();
  request.set_split_by(v1::COHORT_DIMENSION_TECHNIQUE);
  const v1::Cohort cohort = Count(request).value();
  ASSERT_EQ(cohort.groups_size(), 1);
  EXPECT_EQ(cohort.groups(0).label(), "DEEP_TISSUE");
  EXPECT_EQ(cohort.comparisons_size(), 0);
  EXPECT_THAT(cohort.notes(cohort.notes_size() - 1), HasSubstr("left out"));
}

TEST_F(CohortTest, FiltersChooseByConditionDoseAndFirstReading) {
  AddCourses("elm", 12, 8, 2);
  AddCourses("elm", 14, 5, 4);
  auto request = Pain();
  request.mutable_filter()->add_conditions("m54");
  auto* reading = request.mutable_filter()->add_readings();
  reading->set_measure("NPRS");
  reading->mutable_range()->set_minimum(6);
  EXPECT_EQ(Count(request)->total().completers(), 12);
  request.mutable_filter()->mutable_sessions()->set_minimum(3);
  EXPECT_TRUE(Count(request)->total().hidden()) << "nobody had three";
  request.clear_filter();
  request.mutable_filter()->add_conditions("S13");
  EXPECT_TRUE(Count(request)->total().hidden());
}

TEST_F(CohortTest, WindowsChooseTheReadings) {
  for (int i = 0; i < 12; ++i) {
    const int episode = AddEpisode("elm");
    for (const auto& [day, pain] : {std::pair(0, 8.0), std::pair(30, 4.0), std::pair(90, 6.0)})
      AddSession("elm", episode, day, pain);
  }
  EXPECT_EQ(Count(Pain())->total().change().mean(), -2) << "the first and the last";
  auto request = Pain();
  request.mutable_follow_up()->mutable_days()->set_minimum(20);
  request.mutable_follow_up()->mutable_days()->set_maximum(40);
  EXPECT_EQ(Count(request)->total().change().mean(), -4);
  request.mutable_follow_up()->mutable_days()->set_minimum(200);
  request.mutable_follow_up()->mutable_days()->set_maximum(300);
  EXPECT_FALSE(Count(request)->total().has_completers());
}

TEST_F(CohortTest, ABenchmarkNeedsConsentAndThreeOrganizations) {
  AddCourses("elm", 20, 8, 2);
  AddCourses("oak", 20, 8, 4);
  EXPECT_TRUE(Count(Pain("organizations/-"))->total().hidden()) << "each of two would know the other's";
  AddCourses("ash", 20, 8, 6);
  for (int i = 0; i < 12; ++i) AddSession("ash", AddEpisode("ash", /*benchmarking=*/false), 0, 9);
  const v1::Cohort cohort = Count(Pain("organizations/-")).value();
  EXPECT_EQ(cohort.total().completers(), 60);
  EXPECT_EQ(cohort.total().baseline().n(), 60) << "who does not consent is not counted";
}

TEST_F(CohortTest, NobodyAsksForAnothersEpisodesAndQuestionsMustMakeSense) {
  EXPECT_EQ(Count(Pain("organizations/oak")).status().code(), absl::StatusCode::kNotFound);
  auto request = Pain();
  request.set_measure("nobodys-measure");
  EXPECT_EQ(Count(request).status().code(), absl::StatusCode::kInvalidArgument);
  request = Pain();
  request.set_reference_arm("no such arm");
  EXPECT_EQ(Count(request).status().code(), absl::StatusCode::kInvalidArgument);
  request = Pain();
  request.mutable_threshold()->set_percent(30);
  request.mutable_threshold()->set_points(2);
  EXPECT_EQ(Count(request).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tendon::outcomes
