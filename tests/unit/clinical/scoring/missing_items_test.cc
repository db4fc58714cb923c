// What items left out do to a score, at the border of each measure's own rule. Expected values by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/clinical/scoring/shared_tables.h"

namespace tendon::clinical::scoring {
namespace {

using outcomes::v1::ScoreFlag;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `answered` items with this answer, then `missing` without.
Score ScoreOf(const std::string& id, int answered, double answer, int missing) {
  Answers answers(static_cast<size_t>(answered), answer);
  answers.resize(static_cast<size_t>(answered + missing));
  const Reading reading = ReadBuiltIn(FromItems(id, answers), true);
  EXPECT_THAT(reading.faults, IsEmpty());
  return reading.score;
}

struct Border {
  const char* id;
  int items;
  int most_missing;  // so many are allowed, one more is no score
  double answer;
  double expected;  // with `most_missing` missing
};

class MissingItems : public ::testing::TestWithParam<Border> {};

TEST_P(MissingItems, OneMoreThanAllowedIsNoScore) {
  const Border& border = GetParam();
  const Score at = ScoreOf(border.id, border.items - border.most_missing, border.answer, border.most_missing);
  ASSERT_TRUE(at.value.has_value()) << at.no_score_reason;
  EXPECT_NEAR(*at.value, border.expected, 1e-9);
  const Score past = ScoreOf(border.id, border.items - border.most_missing - 1, border.answer, border.most_missing + 1);
  EXPECT_FALSE(past.value.has_value());
  EXPECT_EQ(past.no_score_reason, MeasureOf(border.id).missing_rule);
}

INSTANTIATE_TEST_SUITE_P(Measures, MissingItems,
                         ::testing::Values(Border{"ODI", 10, 2, 2, 40},        // 100 * 16 / 40
                                           Border{"NDI", 10, 2, 3, 60},        // 100 * 24 / 40
                                           Border{"RMDQ", 24, 4, 1, 20},       // 20 ticked, 4 count as not ticked
                                           Border{"QUICKDASH", 11, 1, 3, 50},  // (3 - 1) * 25
                                           Border{"LEFS", 20, 4, 3, 60},       // 48 * 20 / 16
                                           Border{"TSK11", 11, 1, 2, 22},      // 20 + 2
                                           Border{"PCS", 13, 1, 3, 39},        // 36 + 3
                                           Border{"PSFS", 5, 4, 6, 6},         // the one that was rated
                                           Border{"PEG", 3, 0, 5, 5}, Border{"PSS10", 10, 0, 2, 20},
                                           Border{"PSS4", 4, 0, 2, 8}, Border{"FABQ_PA", 4, 0, 3, 12},
                                           Border{"FABQ_W", 7, 0, 3, 21}, Border{"START_BACK", 9, 0, 1, 9},
                                           Border{"PROMIS_PI_4A", 4, 0, 1, 41.6}, Border{"NPRS", 1, 0, 4, 4},
                                           Border{"BP", 2, 0, 90, 90}, Border{"AE", 1, 0, 2, 2}),
                         [](const auto& info) { return std::string(info.param.id); });

TEST(MissingItemsTest, WhatWasDoneAboutThemIsFlagged) {
  EXPECT_THAT(ScoreOf("ODI", 9, 2, 1).flags,
              ElementsAre(ScoreFlag::SCORE_FLAG_REDUCED_DENOMINATOR, ScoreFlag::SCORE_FLAG_HOUSE_RULE));
  EXPECT_THAT(ScoreOf("NDI", 9, 2, 1).flags, ElementsAre(ScoreFlag::SCORE_FLAG_REDUCED_DENOMINATOR));
  EXPECT_THAT(ScoreOf("RMDQ", 23, 1, 1).flags,
              ElementsAre(ScoreFlag::SCORE_FLAG_MISSING_AS_ZERO, ScoreFlag::SCORE_FLAG_HOUSE_RULE));
  EXPECT_THAT(ScoreOf("LEFS", 19, 1, 1).flags,
              ElementsAre(ScoreFlag::SCORE_FLAG_PRORATED, ScoreFlag::SCORE_FLAG_HOUSE_RULE));
  EXPECT_THAT(ScoreOf("TSK11", 10, 1, 1).flags, ElementsAre(ScoreFlag::SCORE_FLAG_MEAN_IMPUTED));
  EXPECT_THAT(ScoreOf("PSFS", 2, 4, 1).flags, ElementsAre(ScoreFlag::SCORE_FLAG_ACTIVITY_DROPPED));
  EXPECT_THAT(ScoreOf("ODI", 10, 2, 0).flags, IsEmpty());
}

// The NDI out of 50 only where all ten were answered.
TEST(MissingItemsTest, TheRawNdiIsOfCompleteFormsOnly) {
  EXPECT_EQ(ScoreOf("NDI", 10, 2, 0).parts.at(0).value, 20);
  EXPECT_THAT(ScoreOf("NDI", 9, 2, 1).parts, IsEmpty());
}

// One item takes the mean of the others: 10 items of sum 21 give 23.1, shown as 23.1.
TEST(MissingItemsTest, AMeanIsKeptAtFullPrecision) {
  const Reading reading = Scored("TSK11", "3;2;2;2;2;2;2;2;2;2;NA");
  EXPECT_NEAR(reading.score.value.value_or(0), 23.1, 1e-9);
}

}  // namespace
}  // namespace tendon::clinical::scoring
