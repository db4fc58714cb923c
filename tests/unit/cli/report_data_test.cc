// What a report shows of what the servers say. Numbers are of measures.csv and trajectory_rules.csv.
#include "clients/cli/report_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace out = outcomes::v1;

// Pain from 7 to 3 over four weeks.
out::Episode Pain() {
  out::Episode episode;
  episode.set_name("referrals/abc/episodes/1");
  episode.set_referrer("organizations/river");
  episode.set_recipient("organizations/hands");
  episode.set_sessions_completed(5);
  episode.set_sessions_authorized(8);
  auto* pain = episode.add_measures();
  pain->set_measure("NPRS");
  pain->set_title("Numeric Pain Rating Scale (0-10)");
  pain->set_unit("{score}");
  pain->set_direction(out::DIRECTION_LOWER_BETTER);
  pain->set_score_minimum(0);
  pain->set_score_maximum(10);
  pain->mutable_body_site()->set_region("lumbar");
  for (int week = 0; week < 5; ++week) {
    auto* point = pain->add_points();
    point->set_session_number(week + 1);
    point->mutable_effective_time()->set_seconds(1'700'000'000 + week * 604'800);
    point->set_value(7 - week);
  }
  pain->set_baseline(7);
  pain->set_latest(3);
  auto* band = pain->add_bands();
  band->set_label("mild");
  band->set_lower(1);
  band->set_upper(3);
  auto* trajectory = pain->mutable_trajectory();
  trajectory->set_classification(out::TRAJECTORY_CLASS_MAJOR_RESPONDER);
  trajectory->set_rule("TR09");
  trajectory->set_citation("Dworkin 2008");
  trajectory->set_confidence("HIGH");
  trajectory->set_minimal_important_change(2);
  trajectory->set_slope_per_week(-1);
  trajectory->set_slope_lower(-1.5);
  trajectory->set_slope_upper(-0.5);
  return episode;
}

report::EpisodeReport Make(const out::Episode& episode, const ReportSource& source = {}) {
  return MakeReport(episode, source, absl::FromUnixSeconds(1'800'000'000), absl::UTCTimeZone());
}

TEST(ReportDataTest, ACourseHasItsScaleBandsAndTheRuleBehindItsClass) {
  const report::EpisodeReport made = Make(Pain());
  ASSERT_EQ(made.courses.size(), 1U);
  const report::Course& pain = made.courses[0];
  EXPECT_EQ(pain.title, "Numeric Pain Rating Scale (0-10), NPRS, lumbar");
  EXPECT_EQ(pain.unit, "points");
  EXPECT_EQ(pain.scale_minimum, 0);
  EXPECT_EQ(pain.scale_maximum, 10);
  EXPECT_EQ(pain.points.size(), 5U);
  EXPECT_EQ(pain.points[2].day, 14);
  ASSERT_EQ(pain.bands.size(), 1U);
  EXPECT_EQ(pain.bands[0].label, "mild");
  EXPECT_EQ(pain.minimal_important_change, 2);
  EXPECT_EQ(pain.classification, "MAJOR_RESPONDER");
  EXPECT_EQ(pain.basis.rule, "TR09");
  EXPECT_EQ(pain.basis.citation, "Dworkin 2008");
  EXPECT_EQ(pain.basis.confidence, "HIGH");
  EXPECT_THAT(pain.details, ElementsAre("Slope (Theil-Sen): \xe2\x88\x92"
                                        "1 points a week, 95 % interval \xe2\x88\x92"
                                        "1.5 to \xe2\x88\x92"
                                        "0.5."));
}

TEST(ReportDataTest, WhatIsNormalForAJointIsDrawnAndSaid) {
  out::Episode episode;
  auto* flexion = episode.add_measures();
  flexion->set_measure("ROM_DEG");
  flexion->set_unit("deg");
  flexion->set_other_side(170);
  flexion->mutable_norm()->set_degrees(180);
  flexion->mutable_norm()->set_source("AAOS");
  flexion->mutable_norm()->set_confidence("HIGH");
  flexion->mutable_norm()->set_percent_of_norm(61.1);
  const report::EpisodeReport made = Make(episode);
  EXPECT_EQ(made.courses[0].norm, 180);
  EXPECT_EQ(made.courses[0].norm_label, "normal 180");
  EXPECT_THAT(made.courses[0].details,
              ElementsAre("Normal: 180 degrees (AAOS, confidence High); 61.1 % of it.", "Other side: 170 degrees."));
}

TEST(ReportDataTest, AdviceComesWithItsReasonsDoseAndCheckpoints) {
  out::Episode episode = Pain();
  out::Guidance& guidance = *episode.mutable_guidance();
  guidance.set_answer("Massage is enough so far.");
  guidance.set_knowledge_version("2026.11");
  auto* advice = guidance.add_advice();
  advice->set_action(out::ADVICE_ACTION_ADD_DISCIPLINE);
  advice->set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  advice->set_rule("TR38");
  advice->set_citation("WHO 2023; working rule");
  advice->set_confidence("MODERATE");
  advice->set_working_rule(true);
  advice->add_inputs("NPRS 7 to 3");
  guidance.mutable_dose()->set_adequate(true);
  guidance.mutable_dose()->set_text("6 of 6 sessions");
  guidance.mutable_dose()->set_rule("TR19");
  auto* checkpoint = guidance.add_checkpoints();
  checkpoint->set_kind("RE_EVALUATE");
  checkpoint->set_rule("TR24");
  checkpoint->set_state(out::CHECKPOINT_STATE_DUE);
  checkpoint->mutable_due_time()->set_seconds(1'702'419'200);  // 2023-12-12T22:13:20Z
  checkpoint->set_due_session(8);
  const report::EpisodeReport made = Make(episode);
  EXPECT_EQ(made.answer, "Massage is enough so far.");
  EXPECT_FALSE(made.alarming);
  ASSERT_EQ(made.advice.size(), 1U);
  EXPECT_EQ(made.advice[0].action, "ADD_DISCIPLINE: PHYSICAL_THERAPIST");
  EXPECT_EQ(made.advice[0].basis.rule, "TR38");
  EXPECT_TRUE(made.advice[0].basis.working_rule);
  EXPECT_THAT(made.advice[0].inputs, ElementsAre("NPRS 7 to 3"));
  EXPECT_EQ(made.dose->text, "Dose adequate: 6 of 6 sessions");
  EXPECT_EQ(made.dose->basis.rule, "TR19");
  ASSERT_EQ(made.checkpoints.size(), 1U);
  EXPECT_EQ(made.checkpoints[0].when, "2023-12-12, session 8");
  EXPECT_TRUE(made.checkpoints[0].pressing);
  EXPECT_EQ(made.knowledge_version, "2026.11");
}

TEST(ReportDataTest, ToStopAlarms) {
  out::Episode episode = Pain();
  episode.mutable_guidance()->add_advice()->set_action(out::ADVICE_ACTION_STOP_AND_ESCALATE);
  EXPECT_TRUE(Make(episode).alarming);
}

TEST(ReportDataTest, ARuleIsToldOnceWithEveryTechniqueThatItHit) {
  ReportSource source;
  for (const char* technique : {"DEEP_TISSUE", "FRICTION"}) {
    auto* verdict = source.referral.mutable_screening()->add_techniques();
    verdict->set_technique(technique);
    verdict->mutable_body_site()->set_region("neck");
    auto* hit = verdict->add_hits();
    hit->set_rule("CI023");
    hit->set_label("Anticoagulant therapy");
    hit->set_verdict(clinical::v1::VERDICT_PRECAUTION);
  }
  auto* elsewhere = source.plan.add_precautions();
  elsewhere->set_rule("CI001");
  elsewhere->set_verdict(clinical::v1::VERDICT_ABSOLUTE);
  const report::EpisodeReport made = Make(Pain(), source);
  ASSERT_EQ(made.precautions.size(), 2U);
  EXPECT_EQ(made.precautions[0].severity, "ABSOLUTE") << "what forbids comes first";
  EXPECT_EQ(made.precautions[1].where, "Deep tissue, Friction on neck");
}

TEST(ReportDataTest, OverridesAndClearancesThatStandGoWithTheirRule) {
  ReportSource source;
  auto* hit = source.plan.add_precautions();
  hit->set_rule("CI023");
  hit->set_verdict(clinical::v1::VERDICT_CLEARANCE);
  for (const int64_t expires : {1'900'000'000, 1'700'000'000}) {  // after and before the report is made
    auto* attested = source.plan.add_overrides();
    attested->set_rule("CI023");
    attested->set_technique("DEEP_TISSUE");
    attested->set_attesting_clinician("organizations/river/clinicians/ada");
    attested->set_reason_code("benefit-outweighs-risk");
    attested->set_comment(expires == 1'900'000'000 ? "INR stable" : "has ended");
    attested->mutable_expire_time()->set_seconds(expires);
  }
  auto* clearance = source.plan.add_clearances();
  clearance->set_clearing_clinician("Dr Grace Physician");
  clearance->set_clear_date("2026-11-20");
  clearance->set_text("Gentle mobilisation allowed");
  const report::EpisodeReport made = Make(Pain(), source);
  ASSERT_EQ(made.precautions.size(), 1U);
  ASSERT_EQ(made.precautions[0].answers.size(), 1U) << "one stands";
  EXPECT_THAT(made.precautions[0].answers[0], HasSubstr("Override: CI023 for DEEP_TISSUE by river/ada"));
  EXPECT_THAT(made.precautions[0].answers[0], HasSubstr("INR stable"));
  EXPECT_THAT(report::RenderHtml(made), HasSubstr("INR stable"));
  ASSERT_FALSE(made.plan.empty());
  EXPECT_EQ(made.plan.back().name, "Clearance") << "of no rule that hits";
  EXPECT_EQ(made.plan.back().text,
            "for every technique by Dr Grace Physician on 2026-11-20: Gentle mobilisation allowed");
}

TEST(ReportDataTest, TheOtherTreatmentsOfThePlanAndWhatCameOfThemAreShown) {
  ReportSource source;
  EXPECT_THAT(Make(Pain(), source).treatments, IsEmpty());
  auto* own = source.plan.add_parts();
  own->set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  own->set_sessions_completed(3);
  own->set_sessions_authorized(8);
  auto* child = own->add_child_outcomes();
  child->set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  child->set_sessions_completed(2);
  child->mutable_closing_summary()->set_text("Stopped after two.");
  child->mutable_closing_summary()->set_discharge_reason(referral::v1::DISCHARGE_REASON_REFERRED_BACK);
  const report::EpisodeReport made = Make(Pain(), source);
  ASSERT_EQ(made.treatments.size(), 2U);
  EXPECT_EQ(made.treatments[0].sessions, "3 of 8");
  EXPECT_EQ(made.treatments[1].next, "Referred back: Stopped after two.");
}

TEST(ReportDataTest, TheSummaryThatTravelsLeavesOutWhatPasses) {
  ReportSource source;
  source.referral.mutable_turn()->set_party(referral::v1::PARTY_ROLE_RECIPIENT);
  source.referral.mutable_turn()->set_expectation("go on with the sessions");
  const report::EpisodeReport made = Make(Pain(), source);
  EXPECT_THAT(report::RenderHtml(made), HasSubstr("go on with the sessions"));
  const std::string summary = report::RenderSummary(made, 4096);
  EXPECT_THAT(summary, HasSubstr("Sessions: 5 of 8\n"));
  EXPECT_THAT(summary, HasSubstr("Major responder. [TR09]"));
  EXPECT_THAT(summary, testing::Not(HasSubstr("Whose turn")));
}

}  // namespace
}  // namespace tendon::cli
