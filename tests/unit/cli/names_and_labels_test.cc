#include <gtest/gtest.h>

#include "clients/cli/exit_code.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

TEST(Names, ShortOnesBecomeWhole) {
  EXPECT_EQ(ReferralName("abc"), "referrals/abc");
  EXPECT_EQ(ReferralName("referrals/abc"), "referrals/abc");
  EXPECT_EQ(OrganizationName("river"), "organizations/river");
  EXPECT_EQ(OrganizationName(""), "");
  EXPECT_EQ(ClinicianName("ada", "river"), "organizations/river/clinicians/ada");
  EXPECT_EQ(ClinicianName("ada", "organizations/river"), "organizations/river/clinicians/ada");
  EXPECT_EQ(ClinicianName("harbor/max", "river"), "organizations/harbor/clinicians/max");
  EXPECT_EQ(ClinicianName("organizations/h/clinicians/m", "river"), "organizations/h/clinicians/m");
  EXPECT_EQ(SessionName("abc/s1"), "referrals/abc/sessions/s1");
  EXPECT_EQ(SessionName("referrals/abc/sessions/s1"), "referrals/abc/sessions/s1");
  EXPECT_EQ(EpisodeName("abc"), "referrals/abc/episodes/-");
  EXPECT_EQ(EpisodeName("referrals/abc"), "referrals/abc/episodes/-");
  EXPECT_EQ(EpisodeName("abc/2"), "referrals/abc/episodes/2");
  EXPECT_EQ(EpisodeName("referrals/abc/episodes/2"), "referrals/abc/episodes/2");
}

TEST(Names, WholeOnesBecomeShort) {
  EXPECT_EQ(ShortName("referrals/abc"), "abc");
  EXPECT_EQ(ShortName("organizations/h/clinicians/m"), "h/m");
  EXPECT_EQ(ShortName("abc"), "abc");
  EXPECT_EQ(ShortName(""), "");
}

TEST(Labels, DropTheEnumsPrefix) {
  EXPECT_EQ(Label(pb::REFERRAL_STATE_IN_PROGRESS), "IN_PROGRESS");
  EXPECT_EQ(Label(pb::REFERRAL_STATE_UNSPECIFIED), "");
  EXPECT_EQ(Label(static_cast<pb::ReferralState>(999)), "999");
  EXPECT_EQ(Label(outcomes::v1::SESSION_FLAG_OVER_AUTHORIZED), "OVER_AUTHORIZED");
}

TEST(Labels, AreFoundInEveryWriting) {
  const auto& disciplines = *clinical::v1::Discipline_descriptor();
  for (const char* text :
       {"MASSAGE_THERAPIST", "massage-therapist", "Massage_Therapist", "DISCIPLINE_MASSAGE_THERAPIST"})
    EXPECT_EQ(EnumValue(disciplines, text), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST) << text;
  EXPECT_EQ(EnumValue(disciplines, "BAKER"), -1);
  EXPECT_EQ(EnumValue(disciplines, ""), -1);
}

// Every enum of the API has labels that lead back to their values: its prefix is what EnumPrefix computes.
TEST(Labels, LeadBackForEveryEnum) {
  for (const auto* file : {pb::Referral::descriptor()->file(), clinical::v1::TechniqueUse::descriptor()->file(),
                           outcomes::v1::Session::descriptor()->file()}) {
    for (int i = 0; i < file->enum_type_count(); ++i) {
      const auto& descriptor = *file->enum_type(i);
      for (int j = 0; j < descriptor.value_count(); ++j) {
        const int number = descriptor.value(j)->number();
        if (number == 0) continue;
        const std::string label = EnumLabel(descriptor, number);
        EXPECT_EQ(EnumValue(descriptor, label), number) << label;
        EXPECT_NE(label, descriptor.value(j)->name());
      }
    }
  }
}

TEST(Labels, NumbersHaveNoNeedlessDigits) {
  EXPECT_EQ(NumberLabel(7), "7");
  EXPECT_EQ(NumberLabel(2.5), "2.5");
  EXPECT_EQ(NumberLabel(-0.0001), "0");
  EXPECT_EQ(NumberLabel(100), "100");
}

TEST(ExitCodes, AreAsDocumented) {
  const std::pair<absl::StatusCode, int> expected[] = {{absl::StatusCode::kOk, 0},
                                                       {absl::StatusCode::kCancelled, 1},
                                                       {absl::StatusCode::kUnknown, 1},
                                                       {absl::StatusCode::kInvalidArgument, 3},
                                                       {absl::StatusCode::kDeadlineExceeded, 6},
                                                       {absl::StatusCode::kNotFound, 4},
                                                       {absl::StatusCode::kAlreadyExists, 5},
                                                       {absl::StatusCode::kPermissionDenied, 4},
                                                       {absl::StatusCode::kResourceExhausted, 6},
                                                       {absl::StatusCode::kFailedPrecondition, 5},
                                                       {absl::StatusCode::kAborted, 5},
                                                       {absl::StatusCode::kOutOfRange, 5},
                                                       {absl::StatusCode::kUnimplemented, 1},
                                                       {absl::StatusCode::kInternal, 1},
                                                       {absl::StatusCode::kUnavailable, 6},
                                                       {absl::StatusCode::kDataLoss, 1},
                                                       {absl::StatusCode::kUnauthenticated, 4}};
  for (const auto& [code, exit_code] : expected)
    EXPECT_EQ(static_cast<int>(ExitCodeOf(absl::Status(code, "x"))), exit_code) << static_cast<int>(code);
  EXPECT_EQ(static_cast<int>(ExitCodeOf(UsageError("x"))), 2);
}

}  // namespace
}  // namespace tendon::cli
