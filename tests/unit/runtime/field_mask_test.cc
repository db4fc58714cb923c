#include "services/runtime/field_mask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/descriptor.pb.h"
#include "tests/testing/proto_types.h"

namespace tendon::runtime {
namespace {

using google::protobuf::FieldMask;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace pb = referral::v1;

FieldMask Mask(std::initializer_list<const char*> paths) {
  FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

std::vector<FieldViolation> Check(std::initializer_list<const char*> paths) {
  return ValidateFieldMask(pb::Referral::descriptor(), Mask(paths), "update_mask");
}

TEST(ValidateFieldMaskTest, NamesFieldsThatACallerMayChange) {
  EXPECT_THAT(Check({}), IsEmpty());
  EXPECT_THAT(Check({"*"}), IsEmpty());
  EXPECT_THAT(Check({"goals", "authorization.sessions", "patient.name.family", "note"}), IsEmpty());
}

TEST(ValidateFieldMaskTest, RefusesWhatIsNoField) {
  const std::string fault = "must name a field of tendon.referral.v1.Referral";
  for (const char* path : {"", "nothing", "patient.nothing", "note.nothing", "goals.kind", "goals[0]", ".", "note.",
                           ".note", "Note", "patient..name", "patientInstruction"}) {
    EXPECT_THAT(Check({path}), ElementsAre(FieldViolation{"update_mask.paths[0]", fault})) << path;
  }
}

TEST(ValidateFieldMaskTest, RefusesWhatTheServerSets) {
  const std::string fault = "must name a field that a caller may change";
  EXPECT_THAT(Check({"note", "state", "name", "turn.party"}),
              ElementsAre(FieldViolation{"update_mask.paths[1]", fault}, FieldViolation{"update_mask.paths[2]", fault},
                          FieldViolation{"update_mask.paths[3]", fault}));
}

TEST(ValidateFieldMaskTest, TheWildcardStandsAlone) {
  EXPECT_THAT(Check({"note", "*"}), ElementsAre(FieldViolation{"update_mask.paths[1]", "must stand alone"}));
  EXPECT_THAT(Check({"*", "*"}).size(), 2U);
}

TEST(ValidateFieldMaskTest, TimesAreChangedWhole) {
  const auto violations =
      ValidateFieldMask(outcomes::v1::Session::descriptor(), Mask({"start_time", "start_time.seconds"}), "mask");
  EXPECT_THAT(violations,
              ElementsAre(FieldViolation{"mask.paths[1]", "must name a field of tendon.outcomes.v1.Session"}));
}

TEST(ValidateFieldMaskTest, RefusesImmutableFields) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  google::protobuf::FileDescriptorProto file;
  file.set_name("test.proto");
  file.set_syntax("proto3");
  auto* message = file.add_message_type();
  message->set_name("Test");
  auto* field = message->add_field();
  field->set_name("fixed");
  field->set_number(1);
  field->set_type(google::protobuf::FieldDescriptorProto::TYPE_INT32);
  field->mutable_options()->MutableExtension(options::v1::field)->set_immutable(true);
  EXPECT_THAT(ValidateFieldMask(pool.BuildFile(file)->message_type(0), Mask({"fixed"}), "update_mask"),
              ElementsAre(FieldViolation{"update_mask.paths[0]", "must name a field that a caller may change"}));
}

pb::Referral Stored() {
  pb::Referral referral;
  referral.set_name("referrals/r");
  referral.set_state(pb::REFERRAL_STATE_DRAFT);
  referral.set_note("old");
  referral.add_goals()->set_text("old goal");
  referral.add_goals()->set_text("older goal");
  referral.mutable_patient()->mutable_name()->set_family("Old");
  referral.mutable_patient()->set_birth_date("1980-01-01");
  referral.mutable_authorization()->set_sessions(6);
  return referral;
}

pb::Referral Sent() {
  pb::Referral referral;
  referral.set_name("referrals/other");
  referral.set_state(pb::REFERRAL_STATE_CLOSED);
  referral.set_note("new");
  referral.add_goals()->set_text("new goal");
  referral.mutable_patient()->mutable_name()->set_family("New");
  return referral;
}

TEST(ApplyFieldMaskTest, ReplacesWhatItNamesWhole) {
  pb::Referral referral = Stored();
  ApplyFieldMask(Mask({"goals", "patient"}), Sent(), &referral);
  ASSERT_EQ(referral.goals_size(), 1);
  EXPECT_EQ(referral.goals(0).text(), "new goal");
  EXPECT_EQ(referral.patient().name().family(), "New");
  EXPECT_EQ(referral.patient().birth_date(), "");
  EXPECT_EQ(referral.note(), "old");
  EXPECT_EQ(referral.authorization().sessions(), 6);
}

TEST(ApplyFieldMaskTest, ASubFieldLeavesTheRest) {
  pb::Referral referral = Stored();
  ApplyFieldMask(Mask({"patient.name.family"}), Sent(), &referral);
  EXPECT_EQ(referral.patient().name().family(), "New");
  EXPECT_EQ(referral.patient().birth_date(), "1980-01-01");
}

TEST(ApplyFieldMaskTest, WhatIsNamedAndAbsentIsCleared) {
  pb::Referral referral = Stored();
  ApplyFieldMask(Mask({"note", "authorization", "patient.birth_date"}), pb::Referral(), &referral);
  EXPECT_EQ(referral.note(), "");
  EXPECT_FALSE(referral.has_authorization());
  EXPECT_EQ(referral.patient().birth_date(), "");
  EXPECT_EQ(referral.patient().name().family(), "Old");
}

TEST(ApplyFieldMaskTest, RepeatedAndOverlappingPathsAreOne) {
  pb::Referral referral = Stored();
  ApplyFieldMask(Mask({"goals", "goals", "patient.name", "patient"}), Sent(), &referral);
  EXPECT_EQ(referral.goals_size(), 1);
  EXPECT_EQ(referral.patient().birth_date(), "");
  EXPECT_EQ(referral.patient().name().family(), "New");
}

TEST(ApplyFieldMaskTest, AnEmptyMaskTakesWhatIsSet) {
  pb::Referral referral = Stored();
  ApplyFieldMask(FieldMask(), Sent(), &referral);
  EXPECT_EQ(referral.note(), "new");
  EXPECT_EQ(referral.goals_size(), 1);
  EXPECT_EQ(referral.authorization().sessions(), 6);
  EXPECT_EQ(referral.name(), "referrals/r");
  EXPECT_EQ(referral.state(), pb::REFERRAL_STATE_DRAFT);
}

TEST(ApplyFieldMaskTest, TheWildcardTakesEverythingThatACallerMaySet) {
  pb::Referral referral = Stored();
  ApplyFieldMask(Mask({"*"}), Sent(), &referral);
  EXPECT_EQ(referral.note(), "new");
  EXPECT_FALSE(referral.has_authorization());
  EXPECT_EQ(referral.name(), "referrals/r");
  EXPECT_EQ(referral.state(), pb::REFERRAL_STATE_DRAFT);
}

}  // namespace
}  // namespace tendon::runtime
