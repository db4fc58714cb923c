// Where rules hold: regions, the diagnosis's own site and side, and what cannot be placed.
#include <gtest/gtest.h>

#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

const Regions& Body() { return EmbeddedEngine().knowledge().regions; }

bool Overlap(const char* a, const char* b) { return Body().Overlapping(*Body().Find(a)).test(*Body().Find(b)); }

std::string Says(const char* rule, const char* diagnoses, const char* technique, const char* place,
                 const char* findings = "") {
  ScreeningQuestion question = AskFor(technique, place);
  AddDiagnoses(diagnoses, &question.patient);
  AddFindings(findings, &question.patient);
  return VerdictOf(EmbeddedEngine().Screen(question), rule);
}

TEST(BodyRegions, OverlapWhenEqualContainedOrSaidSo) {
  EXPECT_TRUE(Overlap("calf", "calf"));
  EXPECT_TRUE(Overlap("calf", "lower_extremity"));
  EXPECT_TRUE(Overlap("lower_extremity", "calf"));
  EXPECT_TRUE(Overlap("lumbar", "back"));
  EXPECT_TRUE(Overlap("anterior_neck", "cervical"));  // cervical overlaps the neck, of which it is a part
  EXPECT_TRUE(Overlap("spine", "back"));
  EXPECT_FALSE(Overlap("calf", "thigh"));
  EXPECT_FALSE(Overlap("neck", "shoulder"));
  EXPECT_FALSE(Overlap("lumbar", "neck"));
  EXPECT_FALSE(Overlap("chest", "shoulder"));
}

TEST(BodyRegions, OverlapBothWays) {
  for (const auto& a : Body().entries()) {
    for (const auto& b : Body().entries())
      EXPECT_EQ(Overlap(a.id.c_str(), b.id.c_str()), Overlap(b.id.c_str(), a.id.c_str()));
  }
}

// CI059, unhealed fracture, LOCAL.
TEST(LocalRule, HoldsOnTheSiteAndSideOfTheCode) {
  EXPECT_EQ(Says("CI059", "S82.101A", "EFFLEURAGE", "calf"), "ABSOLUTE");
  EXPECT_EQ(Says("CI059", "S82.101A", "EFFLEURAGE", "calf:right"), "ABSOLUTE");
  EXPECT_EQ(Says("CI059", "S82.101A", "EFFLEURAGE", "calf:left"), "NONE");
  EXPECT_EQ(Says("CI059", "S82.102A", "EFFLEURAGE", "calf:left"), "ABSOLUTE");
  EXPECT_EQ(Says("CI059", "S82.109A", "EFFLEURAGE", "calf:left"), "ABSOLUTE");  // side not said
  EXPECT_EQ(Says("CI059", "S82.101A", "EFFLEURAGE", "neck"), "NONE");
}

TEST(LocalRule, NeedsClearanceWhereTheSiteIsNotKnown) {
  EXPECT_EQ(Says("CI048", "C80.1", "EFFLEURAGE", "foot"), "CLEARANCE");
  EXPECT_EQ(Says("CI048", "C80.1/hand", "EFFLEURAGE", "foot"), "NONE");
  EXPECT_EQ(Says("CI048", "C80.1/hand", "EFFLEURAGE", "wrist"), "NONE");
  EXPECT_EQ(Says("CI048", "C80.1/hand", "EFFLEURAGE", "upper_extremity"), "ABSOLUTE");
}

TEST(LocalRule, IsWeakenedToNoLessThanItIs) {
  // CI007, varicose veins, PRECAUTION: a place that is not known leaves it a precaution.
  EXPECT_EQ(Says("CI135", "L91.0", "IASTM", "back"), "PRECAUTION");
}

TEST(LocalRule, HoldsForATargetThatIsNotKnown) {
  EXPECT_EQ(Says("CI048", "C50.911", "EFFLEURAGE", ""), "ABSOLUTE");
  EXPECT_EQ(Says("CI048", "C50.911", "EFFLEURAGE", "nowhere_known"), "ABSOLUTE");
}

TEST(LocalRule, SitesThatWereSaidRefineTheCodeOrAddToIt) {
  // L97 lies somewhere on the leg; the clinician says where.
  EXPECT_EQ(Says("CI106", "L97.9/foot", "EFFLEURAGE", "thigh"), "NONE");
  // A breast tumour "of the hand": both are taken.
  EXPECT_EQ(Says("CI048", "C50.911/hand", "EFFLEURAGE", "chest"), "ABSOLUTE");
  EXPECT_EQ(Says("CI048", "C50.911/hand", "EFFLEURAGE", "hand"), "ABSOLUTE");
  // On the other side than the code: both sides.
  EXPECT_EQ(Says("CI048", "C50.911/chest:left", "EFFLEURAGE", "chest:right"), "ABSOLUTE");
}

TEST(LocalRule, ReadsTheSiteOfJointsAndBonesFromTheFifthCharacter) {
  EXPECT_EQ(Says("CI081", "M10.061", "EFFLEURAGE", "knee:right", "FLARE"), "ABSOLUTE");
  EXPECT_EQ(Says("CI081", "M10.061", "EFFLEURAGE", "knee:left", "FLARE"), "NONE");
  EXPECT_EQ(Says("CI081", "M10.071", "EFFLEURAGE", "foot", "FLARE"), "ABSOLUTE");
  EXPECT_EQ(Says("CI081", "M10.9", "EFFLEURAGE", "foot", "FLARE"), "CLEARANCE");
  EXPECT_EQ(Says("CI081", "M70.61", "EFFLEURAGE", "hip", "FLARE"), "ABSOLUTE");  // the 5th character is the side here
  EXPECT_EQ(Says("CI081", "M70.61", "EFFLEURAGE", "shoulder", "FLARE"), "NONE");
}

TEST(RegionalRule, NamesItsRegionsOnBothSides) {
  EXPECT_EQ(Says("CI001", "I82.412", "EFFLEURAGE", "calf:right"), "ABSOLUTE");
  EXPECT_EQ(Says("CI001", "I82.412", "EFFLEURAGE", "hand"), "NONE");
}

// CI102, cellulitis, affected_limb.
TEST(AffectedLimb, IsTheWholeLimbOnItsSide) {
  EXPECT_EQ(Says("CI102", "L03.115", "EFFLEURAGE", "foot:right"), "ABSOLUTE");
  EXPECT_EQ(Says("CI102", "L03.115", "EFFLEURAGE", "foot:left"), "NONE");
  EXPECT_EQ(Says("CI102", "L03.011", "EFFLEURAGE", "forearm"), "ABSOLUTE");  // a finger
  EXPECT_EQ(Says("CI102", "L03.22", "EFFLEURAGE", "neck"), "ABSOLUTE");
  EXPECT_EQ(Says("CI102", "L03.22", "EFFLEURAGE", "foot"), "NONE");
  EXPECT_EQ(Says("CI102", "L03.90", "EFFLEURAGE", "foot"), "CLEARANCE");
}

// CI070, osteomyelitis: affected_bone, and the spine.
TEST(AffectedBone, IsItsOwnSiteAndWhatTheRuleNames) {
  EXPECT_EQ(Says("CI070", "M86.651", "EFFLEURAGE", "thigh:right"), "ABSOLUTE");
  EXPECT_EQ(Says("CI070", "M86.651", "EFFLEURAGE", "lumbar"), "ABSOLUTE");
  EXPECT_EQ(Says("CI070", "M86.651", "EFFLEURAGE", "foot"), "NONE");
  EXPECT_EQ(Says("CI070", "M86.9", "EFFLEURAGE", "foot"), "CLEARANCE");
}

// CI056, mastectomy: ipsilateral_upper_extremity, and the chest.
TEST(Ipsilateral, IsTheSideOfTheDiagnosis) {
  EXPECT_EQ(Says("CI056", "Z90.11", "DEEP_TISSUE", "forearm:right"), "ABSOLUTE");
  EXPECT_EQ(Says("CI056", "Z90.11", "DEEP_TISSUE", "forearm:left"), "NONE");
  EXPECT_EQ(Says("CI056", "Z90.12", "DEEP_TISSUE", "forearm:left"), "ABSOLUTE");
  EXPECT_EQ(Says("CI056", "Z90.10", "DEEP_TISSUE", "forearm:left"), "ABSOLUTE");  // side not said
  EXPECT_EQ(Says("CI056", "I97.2/upper_arm:left", "DEEP_TISSUE", "hand:right"), "NONE");
}

// CI076, fusion within 180 days: fused_segment.
TEST(FusedSegment, IsWhereTheClinicianSaysOrNotKnown) {
  EXPECT_EQ(Says("CI076", "Z98.1/lumbar", "MANIPULATION", "lumbar"), "ABSOLUTE");
  EXPECT_EQ(Says("CI076", "Z98.1/lumbar", "MANIPULATION", "neck"), "NONE");
  EXPECT_EQ(Says("CI076", "Z98.1", "MANIPULATION", "neck"), "CLEARANCE");
}

TEST(FindingRule, IsAboutTheTargetUnlessItSaysWhere) {
  EXPECT_EQ(Says("CI137", "", "HOT_PACK", "knee", "ACUTE_INJURY"), "ABSOLUTE");
  EXPECT_EQ(Says("CI137", "", "HOT_PACK", "knee", "ACUTE_INJURY/ankle"), "NONE");
  EXPECT_EQ(Says("CI137", "", "HOT_PACK", "ankle", "ACUTE_INJURY/ankle"), "ABSOLUTE");
}

TEST(FindingRule, AFlareSomewhereDoesNotPlaceTheArthritis) {
  EXPECT_EQ(Says("CI068", "M06.9", "EFFLEURAGE", "knee", "FLARE/knee"), "ABSOLUTE");
  EXPECT_EQ(Says("CI068", "M06.9", "EFFLEURAGE", "back", "FLARE/knee"), "CLEARANCE");
}

}  // namespace
}  // namespace tendon::clinical::screening
