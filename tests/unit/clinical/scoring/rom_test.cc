// Norms of range of motion; expected values from rom_norms.csv.
#include "services/clinical/scoring/rom.h"

#include <gtest/gtest.h>

#include "tests/unit/clinical/scoring/shared_tables.h"

namespace tendon::clinical::scoring {
namespace {

const RomNorm* Norm(RomQuery query) { return FindNorm(Catalogue::BuiltIn().norms(), query); }

TEST(RomTest, SexAndAgeChooseTheNorm) {
  RomQuery query = {"knee", "flexion", v1::MOTION_MODE_PASSIVE, v1::ADMINISTRATIVE_GENDER_FEMALE, 44};
  ASSERT_NE(Norm(query), nullptr);
  EXPECT_EQ(Norm(query)->degrees, 141.9);
  query.age_years = 45;
  EXPECT_EQ(Norm(query)->degrees, 137.8);
  query.gender = v1::ADMINISTRATIVE_GENDER_MALE;
  EXPECT_EQ(Norm(query)->degrees, 132.9);
}

TEST(RomTest, ANormOfASexOrAgeThatIsNotKnownIsNotUsed) {
  const RomNorm* norm = Norm({"shoulder", "flexion", v1::MOTION_MODE_ACTIVE});
  ASSERT_NE(norm, nullptr);
  EXPECT_EQ(norm->source, "AAOS");
  EXPECT_EQ(norm->degrees, 180);
  EXPECT_EQ(Norm({"shoulder", "flexion", v1::MOTION_MODE_ACTIVE, v1::ADMINISTRATIVE_GENDER_MALE, 30})->source,
            "BOONE_AZEN1979");
  EXPECT_EQ(Norm({"shoulder", "flexion", v1::MOTION_MODE_ACTIVE, v1::ADMINISTRATIVE_GENDER_FEMALE, 70})->source,
            "WALKER1984");
}

TEST(RomTest, MotionsMayBeWrittenWithHyphens) {
  ASSERT_NE(Norm({"cervical", "Rotation-Left"}), nullptr);
  EXPECT_EQ(Norm({"cervical", "Rotation-Left"})->degrees, 60);
  EXPECT_EQ(Norm({"knee", "rotation"}), nullptr);
}

// 108 of 135 degrees is 80 %: mild by the working bands; 27 degrees short.
TEST(RomTest, AReadingIsHeldAgainstTheNorm) {
  const RomNorm* norm = Norm({"knee", "flexion", v1::MOTION_MODE_ACTIVE});
  ASSERT_NE(norm, nullptr);
  const auto compared = CompareToNorm(*norm, MeasureOf("ROM_DEG"), 108);
  EXPECT_EQ(compared.degrees(), 135);
  EXPECT_DOUBLE_EQ(compared.percent_of_norm(), 80);
  EXPECT_EQ(compared.deficit(), 27);
  EXPECT_EQ(compared.limitation(), "mild");
  EXPECT_EQ(compared.minimal_detectable_change(), 6);
  EXPECT_EQ(CompareToNorm(*norm, MeasureOf("ROM_DEG"), 80).limitation(), "severe limitation");
}

TEST(RomTest, OfANormOfZeroThereIsNoPercentage) {
  const RomNorm* norm = Norm({"knee", "extension", v1::MOTION_MODE_ACTIVE});
  ASSERT_NE(norm, nullptr);
  const auto compared = CompareToNorm(*norm, MeasureOf("ROM_DEG"), -10);
  EXPECT_FALSE(compared.has_percent_of_norm());
  EXPECT_EQ(compared.deficit(), 10);
}

TEST(RomTest, TheOtherSideIsTheUnaffectedOne) {
  Score affected = ReadBuiltIn(Entered("ROM_DEG", 110)).score;
  CompareSides(MeasureOf("ROM_DEG"), {}, {}, ReadBuiltIn(Entered("ROM_DEG", 135)).score, &affected);
  EXPECT_EQ(affected.parts.at(0).value, 25);
}

}  // namespace
}  // namespace tendon::clinical::scoring
