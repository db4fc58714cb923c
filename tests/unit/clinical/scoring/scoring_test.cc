// How items become scores, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <set>
#include <string>

#include "services/clinical/scoring/bands.h"
#include "services/clinical/scoring/forms.h"
#include "services/clinical/scoring/units.h"
#include "tests/unit/clinical/scoring/shared_tables.h"

namespace tendon::clinical::scoring {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Fields(const Reading& reading) {
  std::vector<std::string> fields;
  for (const Fault& fault : reading.faults) fields.push_back(fault.field);
  return fields;
}

// Raising one answer moves the score in one direction only, for every item of every form, from many starting points.
TEST(ScoringPropertyTest, TheScoreIsMonotoneInEachItem) {
  int compared = 0;
  std::set<std::string> tried, moved;
  for (const Measure& measure : Catalogue::BuiltIn().measures()) {
    const ItemCount count = ItemCountOf(measure);
    std::vector<size_t> sizes = count.others;
    sizes.push_back(count.fewest);
    sizes.push_back(std::min<size_t>(count.most, count.fewest + 3));
    for (const size_t items : sizes) {
      for (int start = 0; start < 7; ++start) {
        Answers answers(items);
        for (size_t i = 0; i < items; ++i) {
          const ItemRange range = RangeOf(measure, items, i);
          answers[i] = range.minimum + std::floor((range.maximum - range.minimum) *
                                                  (static_cast<double>((i * 3 + static_cast<size_t>(start)) % 7) / 7));
        }
        for (size_t i = 0; i < items; ++i) {
          const ItemRange range = RangeOf(measure, items, i);
          if (*answers[i] + 1 > range.maximum) continue;
          Answers higher = answers;
          higher[i] = *answers[i] + 1;
          if (!CheckAnswers(measure, answers).empty() || !CheckAnswers(measure, higher).empty()) continue;
          const Score before = ScoreAnswers(measure, answers), after = ScoreAnswers(measure, higher);
          ASSERT_TRUE(before.value && after.value) << measure.id;
          EXPECT_GE((*after.value - *before.value) * ItemSign(measure, items, i), 0) << measure.id << " item " << i + 1;
          // Timed units are of 15 minutes: one more minute mostly is none.
          if (measure.id != "SESSION_MINUTES") tried.insert(measure.id);
          if (*after.value != *before.value) moved.insert(measure.id);
          ++compared;
        }
      }
    }
  }
  for (const std::string& id : tried) EXPECT_TRUE(moved.contains(id)) << id << ": what never moves is monotone too";
  EXPECT_GT(compared, 1000);
}

TEST(ScoringTest, AScoreStaysWithinTheRangeOfItsMeasure) {
  for (const Measure& measure : Catalogue::BuiltIn().measures()) {
    if (measure.id == "SESSION_MINUTES" || measure.id == "LIMB_VOLUME") continue;
    const size_t items = ItemCountOf(measure).fewest;
    for (const bool highest : {false, true}) {
      Answers answers(items);
      for (size_t i = 0; i < items; ++i) {
        const ItemRange range = RangeOf(measure, items, i);
        answers[i] = highest ? range.maximum : range.minimum;
      }
      const Score score = ScoreAnswers(measure, answers);
      ASSERT_TRUE(score.value.has_value()) << measure.id;
      EXPECT_GE(*score.value, measure.score_min) << measure.id;
      EXPECT_LE(*score.value, measure.score_max) << measure.id;
    }
  }
}

TEST(ScoringTest, AWrongNumberOfItemsIsRefusedWithTheRule) {
  for (const char* items : {"1;1;1", "1;1;1;1;1", "1"}) {
    const Reading reading = Scored("PROMIS_PI_4A", items);
    EXPECT_THAT(Fields(reading), ElementsAre("items")) << items;
    EXPECT_THAT(reading.faults[0].rule, HasSubstr("must be 4 for PROMIS_PI_4A"));
  }
  EXPECT_THAT(Fields(Scored("PSFS", "1;2;3;4;5;6")), ElementsAre("items"));
  EXPECT_THAT(Fields(Scored("LIMB_VOLUME", "4;30")), ElementsAre("items")) << "two circumferences are needed";
  EXPECT_THAT(Fields(Scored("ISS_NIH", "4;20")), ElementsAre("items"));
}

TEST(ScoringTest, AnAnswerOutsideItsRangeIsRefusedByItsPlace) {
  EXPECT_THAT(Fields(Scored("PROMIS_PI_4A", "1;6;1;0")), ElementsAre("items[1].value", "items[3].value"));
  EXPECT_THAT(Fields(Scored("ODI", "0;0;0;0;0;0;0;0;0;5.5")), ElementsAre("items[9].value")) << "ranks are whole";
  EXPECT_THAT(Fields(Scored("NPRS", "11")), ElementsAre("items[0].value"));
  EXPECT_THAT(Fields(Scored("GROC", "-8")), ElementsAre("items[0].value"));
  EXPECT_THAT(Fields(Scored("ISS_NIH", "3;20;0")), ElementsAre("items[0].value")) << "a raw sum is 4 to 20";
  EXPECT_THAT(Fields(Scored("BP", "80;120")), ElementsAre("items[0].value")) << "systolic below diastolic";
}

TEST(ScoringTest, AnItemThatIsThereTwiceOrMissingFromTheCountIsRefused) {
  v1::Observation observation = FromItems("PEG", {1, 2, 3});
  observation.mutable_items(2)->set_item(2);
  EXPECT_THAT(Fields(ReadBuiltIn(observation)), ElementsAre("items[2].item"));
  observation.mutable_items(2)->set_item(4);
  EXPECT_THAT(Fields(ReadBuiltIn(observation)), ElementsAre("items"));
}

TEST(ScoringTest, ItemsMayComeInAnyOrder) {
  v1::Observation observation;
  observation.set_measure("PSS4");
  for (const int item : {4, 3, 2, 1}) {
    observation.add_items()->set_item(item);
    observation.mutable_items(observation.items_size() - 1)->set_value(item == 1 ? 4 : 0);
  }
  EXPECT_EQ(ReadBuiltIn(observation).score.value, 4 + 4 + 4 + 0) << "items 2 and 3 are reversed";
}

// The subscales are numbered by themselves, or as on the whole form.
TEST(ScoringTest, TheFabqMayBeNumberedAsOnTheForm) {
  v1::Observation observation = FromItems("FABQ_PA", {4, 5, 3, 6});
  for (int i = 0; i < 4; ++i) observation.mutable_items(i)->set_item(i + 2);
  EXPECT_EQ(ReadBuiltIn(observation).score.value, 18);
}

TEST(ScoringTest, AnotherVersionOfTheFormIsRefused) {
  v1::Observation observation = FromItems("PROMIS_PF_4A_V1", {3, 3, 3, 3});
  for (const char* version : {"v1.0", "1.2", "V1.0", ""}) {
    observation.set_form_version(version);
    EXPECT_THAT(ReadBuiltIn(observation).faults, IsEmpty()) << version;
  }
  observation.set_form_version("v2.0");
  EXPECT_THAT(Fields(ReadBuiltIn(observation)), ElementsAre("form_version"));
  EXPECT_THAT(ReadBuiltIn(observation).faults[0].rule, HasSubstr("v1.0 or v1.2"));
}

TEST(ScoringTest, AnUnverifiedFormIsScoredOnlyWhereItIsSwitchedOn) {
  const v1::Observation observation = FromItems("PROMIS_PAININT_3A_V2", {3, 2, 2});
  EXPECT_THAT(Fields(ReadBuiltIn(observation)), ElementsAre("measure"));
  const Reading allowed = ReadBuiltIn(observation, true);
  EXPECT_EQ(allowed.score.value, 54.8);
  EXPECT_THAT(allowed.score.flags, ElementsAre(outcomes::v1::SCORE_FLAG_UNVERIFIED_TABLE));
}

// 4 + (24 - 8) + 3, from items and from parts.
TEST(ScoringTest, ImpactStratificationTakesItemsOrParts) {
  EXPECT_EQ(Scored("ISS_NIH", "1;1;1;1;2;2;2;2;3").score.value, 23);
  EXPECT_EQ(Scored("ISS_NIH", "4;8;3").score.value, 23);
}

TEST(ScoringTest, ThePcsHasItsSubscales) {
  const Score score = Scored("PCS", "1;1;1;1;1;2;2;3;3;3;3;1;2").score;
  EXPECT_EQ(score.value, 24);
  ASSERT_EQ(score.parts.size(), 3U);
  EXPECT_EQ(score.parts[0].value, 12);  // rumination 8-11
  EXPECT_EQ(score.parts[1].value, 6);   // magnification 6, 7, 13
  EXPECT_EQ(score.parts[2].value, 6);   // helplessness 1-5, 12
}

TEST(ScoringTest, TheEightMinuteRuleCountsUnitsAndKeepsMinutes) {
  const struct {
    const char* minutes;
    double units;
  } cases[] = {{"7", 0}, {"8", 1}, {"22", 1}, {"23", 2}, {"37", 2}, {"38", 3}, {"52", 3}, {"53", 4}, {"0", 0}};
  for (const auto& [minutes, units] : cases) {
    const Score score = Scored("SESSION_MINUTES", minutes).score;
    EXPECT_EQ(score.value, units) << minutes;
    EXPECT_EQ(score.reading, std::stod(minutes));
  }
}

// Two cones of 10 cm: 10 (30² + 30·20 + 20²) / (12 π), twice.
TEST(ScoringTest, ALimbIsTruncatedCones) {
  EXPECT_NEAR(Scored("LIMB_VOLUME", "10;30;20;30").score.value.value_or(0), 2 * 10 * 1900 / (12 * std::numbers::pi),
              1e-9);
  EXPECT_FALSE(Scored("LIMB_VOLUME", "10;30;NA;30").score.value.has_value());
}

TEST(ScoringTest, ALimbIsHeldAgainstTheOtherOne) {
  const v1::Observation affected = FromItems("LIMB_VOLUME", {10, 32, 22}),
                        other = FromItems("LIMB_VOLUME", {10, 30, 21});
  Score score = ReadBuiltIn(affected).score;
  CompareSides(MeasureOf("LIMB_VOLUME"), affected, other, ReadBuiltIn(other).score, &score);
  // 10 (32² + 32·22 + 22²) / 12π = 586.7; 10 (30² + 30·21 + 21²) / 12π = 522.8; 12.2 % more, 2 cm at one place.
  EXPECT_NEAR(score.parts[0].value, 63.93, 0.01);
  EXPECT_NEAR(score.parts[1].value, 12.23, 0.01);
  EXPECT_EQ(score.parts[2].value, 2);
  EXPECT_EQ(score.band, "lymphoedema criterion met");
}

TEST(ScoringTest, BloodPressureIsNamedByBothPressures) {
  EXPECT_EQ(Scored("BP", "180;80").score.band, "stop");
  EXPECT_EQ(Scored("BP", "130;120").score.band, "stop");
  EXPECT_EQ(Scored("BP", "160;80").score.band, "clearance");
  EXPECT_EQ(Scored("BP", "89;60").score.band, "low");
  EXPECT_EQ(Scored("BP", "120;80").score.band, "");
}

TEST(EnteredScoreTest, MustLieInTheRangeAndBeWholeWhereScoresAre) {
  EXPECT_EQ(ReadBuiltIn(Entered("NPRS", 7)).score.value, 7);
  EXPECT_THAT(Fields(ReadBuiltIn(Entered("NPRS", 10.5))), ElementsAre("value"));
  EXPECT_THAT(Fields(ReadBuiltIn(Entered("NPRS", 6.5))), ElementsAre("value"));
  EXPECT_THAT(Fields(ReadBuiltIn(Entered("PROMIS_PI_4A", 41.5))), ElementsAre("value"));
  EXPECT_EQ(ReadBuiltIn(Entered("ODI", 35.5)).score.value, 35.5);
}

TEST(EnteredScoreTest, ATScoreOfTheTableHasItsStandardError) {
  EXPECT_EQ(ReadBuiltIn(Entered("PROMIS_PI_4A", 55.6)).score.standard_error, 1.9);
  EXPECT_EQ(ReadBuiltIn(Entered("PROMIS_PI_4A", 55.7)).score.standard_error, std::nullopt) << "of an adaptive test";
}

TEST(EnteredScoreTest, UnitsAreConverted) {
  const Reading vas = ReadBuiltIn(Entered("VAS_PAIN", 6.3, "cm"));
  EXPECT_NEAR(vas.score.value.value_or(0), 63, 1e-9);
  EXPECT_THAT(vas.score.flags, ElementsAre(outcomes::v1::SCORE_FLAG_CONVERTED));
  EXPECT_NEAR(ReadBuiltIn(Entered("LIMB_VOLUME", 2.5, "L")).score.value.value_or(0), 2500, 1e-9);
  EXPECT_NEAR(ReadBuiltIn(Entered("CIRCUMFERENCE", 10, "[in_i]")).score.value.value_or(0), 25.4, 1e-9);
  EXPECT_NEAR(ReadBuiltIn(Entered("ODI", 0.36, "1")).score.value.value_or(0), 36, 1e-9);
  EXPECT_NEAR(ReadBuiltIn(Entered("SESSION_MINUTES", 1, "h")).score.value.value_or(0), 60, 1e-9);
  EXPECT_EQ(ReadBuiltIn(Entered("NPRS", 7, "{points}")).score.value, 7) << "an annotation has no size";
  const Reading wrong = ReadBuiltIn(Entered("NPRS", 7, "mm"));
  EXPECT_THAT(Fields(wrong), ElementsAre("unit"));
  EXPECT_THAT(Fields(ReadBuiltIn(Entered("VAS_PAIN", 6, "kg"))), ElementsAre("unit"));
}

TEST(EnteredScoreTest, MustAgreeWithTheAnswersAsItIsWritten) {
  v1::Observation observation = FromItems("ODI", ParseAnswers("2;1;2;1;2;2;1;NA;2;3"));  // 35.5556
  for (const double value : {35.5556, 35.56, 35.6, 36.0}) {
    observation.set_value(value);
    EXPECT_THAT(ReadBuiltIn(observation).faults, IsEmpty()) << value;
    EXPECT_NEAR(ReadBuiltIn(observation).score.value.value_or(0), 35.5556, 1e-4) << "the exact one is kept";
  }
  observation.set_value(35);
  EXPECT_THAT(Fields(ReadBuiltIn(observation)), ElementsAre("value"));
}

TEST(UnitsTest, RoundTripAndRefuse) {
  EXPECT_NEAR(Convert(90, "deg", "rad").value_or(0), std::numbers::pi / 2, 1e-12);
  EXPECT_NEAR(Convert(16, "kPa", "mm[Hg]").value_or(0), 120.01, 0.01);
  EXPECT_EQ(Convert(1, "mm", "deg"), std::nullopt);
  EXPECT_EQ(Convert(1, "furlong", "mm"), std::nullopt);
}

TEST(BandsTest, AreReadAsTheyAreWritten) {
  const auto band = [](const char* id, double value) { return BandOf(MeasureOf(id).bands, value); };
  EXPECT_EQ(band("NPRS", 0), "none");
  EXPECT_EQ(band("NPRS", 6), "moderate");
  EXPECT_EQ(band("PEG", 3.99), "mild");
  EXPECT_EQ(band("PEG", 4), "moderate");
  EXPECT_EQ(band("ODI", 20), "minimal");
  EXPECT_EQ(band("ODI", 20.1), "moderate");
  EXPECT_EQ(band("NDI", 8.4), "none");
  EXPECT_EQ(band("NDI", 8.5), "mild") << "whole bands are read half up";
  EXPECT_EQ(band("PROMIS_PF_4A_V2", 45), "mild");
  EXPECT_EQ(band("PROMIS_PF_4A_V2", 30), "severe");
  EXPECT_EQ(band("GROC", -3), "worse");
  EXPECT_EQ(band("PROMIS29_PAIN_ITEM", 8), "severe") << "as NPRS";
  EXPECT_EQ(band("QUICKDASH", 50), "") << "none agreed";
  EXPECT_THAT(MeasureOf("CIRCUMFERENCE").bands, IsEmpty()) << "of the side difference, not of the girth";
}

TEST(RoundingTest, IsHalfUp) {
  EXPECT_EQ(RoundHalfUp(2.5, 0), 3);
  EXPECT_EQ(RoundHalfUp(-2.5, 0), -2);
  EXPECT_DOUBLE_EQ(RoundHalfUp(2.675, 2), 2.68) << "which binary holds as 2.67499…";
  EXPECT_DOUBLE_EQ(RoundHalfUp(0.05, 1), 0.1);
}

}  // namespace
}  // namespace tendon::clinical::scoring
