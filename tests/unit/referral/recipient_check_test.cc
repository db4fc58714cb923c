// Whether a referral could be accepted by a recipient: each obstacle raised once.
#include "services/referral/directory/recipient_check.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <class Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

class RecipientCheckTest : public ::testing::Test {
 protected:
  RecipientCheckTest() {
    referral_ = Parse<v1::Referral>(R"(
      recipient: "organizations/hands" discipline: DISCIPLINE_MASSAGE_THERAPIST
      patient { identifiers { system: "urn:x" value: "1" } language: "es-MX" }
      reason: "back" authorization { sessions: 6 latest_start_date: "2026-12-31" }
      body_sites { region: "lumbar" } planned_techniques { technique: "DEEP_TISSUE" })");
    organization_ = Parse<v1::Organization>(R"(
      name: "organizations/hands" sites { id: "main" state: "NY" } sites { id: "west" state: "NJ" })");
    max_ = Parse<v1::Clinician>(R"(
      name: "organizations/hands/clinicians/max" disciplines: DISCIPLINE_MASSAGE_THERAPIST
      licenses { discipline: DISCIPLINE_MASSAGE_THERAPIST state: "NY" number: "1" valid_to_date: "2026-11-25" }
      techniques: "DEEP_TISSUE" languages: "es" site_ids: "main")");
  }

  v1::CheckRecipientResponse Ask() {
    RecipientQuestion question;
    question.referral = &referral_;
    question.organization = &organization_;
    question.clinicians = {max_};
    question.clinicians.insert(question.clinicians.end(), others_.begin(), others_.end());
    question.wished_for = wished_for_;
    question.today = "2026-11-25";
    return CheckRecipientFor(question);
  }

  // "!CLOSED" for one that blocks, "CLOSED" for a warning.
  std::vector<std::string> Obstacles() {
    std::vector<std::string> names;
    const v1::CheckRecipientResponse response = Ask();
    for (const auto& obstacle : response.obstacles()) {
      const std::string name = v1::RecipientObstacleCode_Name(obstacle.code());
      names.push_back((obstacle.blocking() ? "!" : "") + name.substr(std::string("RECIPIENT_OBSTACLE_CODE_").size()));
    }
    EXPECT_EQ(response.acceptable(), names.empty() || names.front()[0] != '!');
    return names;
  }

  v1::Referral referral_;
  v1::Organization organization_;
  v1::Clinician max_;
  std::vector<v1::Clinician> others_;
  bool wished_for_ = false;
};

TEST_F(RecipientCheckTest, NothingIsInTheWay) {
  EXPECT_THAT(Obstacles(), IsEmpty());
  EXPECT_THAT(Ask().clinicians(), ElementsAre("organizations/hands/clinicians/max"));
}

TEST_F(RecipientCheckTest, WhatTheReferralLacksBlocks) {
  referral_.clear_reason();
  EXPECT_THAT(Obstacles(), ElementsAre("!REFERRAL_INCOMPLETE"));
  EXPECT_EQ(Ask().obstacles(0).field(), "reason_conditions");
}

TEST_F(RecipientCheckTest, AClosedOrganisationBlocks) {
  organization_.mutable_capacity()->set_status(v1::CAPACITY_STATUS_CLOSED);
  EXPECT_THAT(Obstacles(), ElementsAre("!CLOSED"));
}

TEST_F(RecipientCheckTest, AWaitingListIsAWarning) {
  organization_.mutable_capacity()->set_status(v1::CAPACITY_STATUS_WAITING_LIST);
  EXPECT_THAT(Obstacles(), ElementsAre("WAITING_LIST"));
}

TEST_F(RecipientCheckTest, ADateAfterTheLatestStartBlocks) {
  organization_.mutable_capacity()->set_next_available_date("2026-12-31");
  EXPECT_THAT(Obstacles(), IsEmpty());
  organization_.mutable_capacity()->set_next_available_date("2027-01-01");
  EXPECT_THAT(Obstacles(), ElementsAre("!TOO_LATE"));
  referral_.mutable_authorization()->set_latest_start_date("2027");
  EXPECT_THAT(Obstacles(), IsEmpty()) << "a year lasts to its last day";
}

TEST_F(RecipientCheckTest, NobodyOfTheDisciplineBlocks) {
  referral_.set_discipline(clinical::v1::DISCIPLINE_PHYSICIAN);
  EXPECT_THAT(Obstacles(), ElementsAre("!NO_DISCIPLINE"));
  EXPECT_THAT(Ask().clinicians(), IsEmpty());
}

TEST_F(RecipientCheckTest, ALicenceIsValidToItsLastDay) {
  max_.mutable_licenses(0)->set_valid_to_date("2026-11-24");
  EXPECT_THAT(Obstacles(), ElementsAre("!NO_LICENSE"));
  max_.mutable_licenses(0)->set_valid_to_date("2026-11");
  EXPECT_THAT(Obstacles(), IsEmpty());
  max_.mutable_licenses(0)->clear_valid_to_date();
  EXPECT_THAT(Obstacles(), IsEmpty());
}

TEST_F(RecipientCheckTest, ALicenceIsForTheStateOfAnOwnSite) {
  max_.mutable_licenses(0)->set_state("NJ");
  EXPECT_THAT(Obstacles(), ElementsAre("!NO_LICENSE")) << "max treats at main, in NY";
  max_.clear_site_ids();
  EXPECT_THAT(Obstacles(), IsEmpty()) << "who names no site treats at all";
}

TEST_F(RecipientCheckTest, ALicenceIsForTheDiscipline) {
  max_.mutable_licenses(0)->set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_THAT(Obstacles(), ElementsAre("!NO_LICENSE"));
}

TEST_F(RecipientCheckTest, NoListedLicenceIsAWarning) {
  max_.clear_licenses();
  EXPECT_THAT(Obstacles(), ElementsAre("LICENSE_NOT_LISTED"));
}

TEST_F(RecipientCheckTest, OneWhoCouldTreatIsEnough) {
  max_.mutable_capacity()->set_status(v1::CAPACITY_STATUS_CLOSED);
  EXPECT_THAT(Obstacles(), ElementsAre("!CLOSED"));
  others_.push_back(max_);
  others_[0].set_name("organizations/hands/clinicians/mia");
  others_[0].mutable_capacity()->set_status(v1::CAPACITY_STATUS_WAITING_LIST);
  EXPECT_THAT(Obstacles(), ElementsAre("WAITING_LIST"));
  EXPECT_THAT(Ask().clinicians(), ElementsAre("organizations/hands/clinicians/mia"));
}

TEST_F(RecipientCheckTest, ATechniqueThatNobodyOffersIsAWarning) {
  max_.clear_techniques();
  EXPECT_THAT(Obstacles(), IsEmpty()) << "who lists none does not say";
  max_.add_techniques("TENS");
  EXPECT_THAT(Obstacles(), ElementsAre("TECHNIQUE_NOT_OFFERED"));
  EXPECT_EQ(Ask().obstacles(0).field(), "planned_techniques[0]");
}

TEST_F(RecipientCheckTest, ALanguageThatNobodySpeaksIsAWarning) {
  max_.set_languages(0, "EN-us");
  EXPECT_THAT(Obstacles(), ElementsAre("LANGUAGE"));
  referral_.mutable_patient()->set_language("en");
  EXPECT_THAT(Obstacles(), IsEmpty());
}

TEST_F(RecipientCheckTest, WhatBlocksComesFirst) {
  max_.set_languages(0, "fr");
  max_.clear_licenses();
  referral_.clear_reason();
  organization_.mutable_capacity()->set_status(v1::CAPACITY_STATUS_WAITING_LIST);
  EXPECT_THAT(Obstacles(), ElementsAre("!REFERRAL_INCOMPLETE", "WAITING_LIST", "LICENSE_NOT_LISTED", "LANGUAGE"));
}

TEST_F(RecipientCheckTest, NothingIsSaidOfThePatient) {
  max_.set_languages(0, "fr");
  const v1::CheckRecipientResponse response = Ask();
  ASSERT_EQ(response.obstacles_size(), 1);
  EXPECT_EQ(response.obstacles(0).description().find("es-MX"), std::string::npos);
}

}  // namespace
}  // namespace tendon::referral
