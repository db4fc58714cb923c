// `tendon screen`: who is taken for the performer, and bad input.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::HasSubstr;

class ScreenCommandTest : public CliTest {
 protected:
  ScreenCommandTest() {
    servers_.screening.Screen_ = [this](grpc::ServerContext&, const pb::ScreenRequest& request, pb::ScreenResponse&) {
      asked_ = request;
      ++calls_;
      return grpc::Status::OK;
    };
  }

  pb::ScreenRequest asked_;
  int calls_ = 0;
};

TEST_F(ScreenCommandTest, AReferralSaysWhoTreats) {
  EXPECT_EQ(Run({"--role", "physician", "screen", "abc"}).code, 0);
  EXPECT_EQ(asked_.referral(), "referrals/abc");
  EXPECT_EQ(asked_.discipline(), clinical::v1::DISCIPLINE_UNSPECIFIED);
}

TEST_F(ScreenCommandTest, WithoutAReferralTheRoleTreats) {
  EXPECT_EQ(Run({"--role", "massage_therapist", "screen", "--technique", "EFFLEURAGE@back"}).code, 0);
  EXPECT_EQ(asked_.discipline(), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
}

TEST_F(ScreenCommandTest, TheDisciplineThatIsNamedTreats) {
  EXPECT_EQ(Run({"--role", "physician", "screen", "abc", "--discipline", "PHYSICAL_THERAPIST"}).code, 0);
  EXPECT_EQ(asked_.discipline(), clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
}

TEST_F(ScreenCommandTest, ADisciplineThatIsNoneIsAUsageError) {
  const auto result = Run({"screen", "abc", "--discipline", "BARBER"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--discipline: expects one of"));
  EXPECT_EQ(calls_, 0);
}

}  // namespace
}  // namespace tendon::testing
