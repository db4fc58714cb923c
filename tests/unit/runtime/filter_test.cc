#include "services/runtime/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tendon/referral/v1/referral.pb.h"

namespace tendon::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::StatusOr<int> Parse(std::string_view filter) {
  return ParseStateFilter(filter, referral::v1::ReferralState_descriptor(), "REFERRAL_STATE_");
}

TEST(StateFilterTest, NoneIsAny) {
  for (const char* filter : {"", " ", "\t\n"}) {
    ASSERT_TRUE(Parse(filter).ok());
    EXPECT_EQ(*Parse(filter), 0);
  }
}

TEST(StateFilterTest, OneState) {
  for (const char* filter :
       {"state = SENT", "state=SENT", "  state  =  SENT  ", "state = \"SENT\"", "state=\"SENT\""}) {
    ASSERT_TRUE(Parse(filter).ok()) << filter;
    EXPECT_EQ(*Parse(filter), referral::v1::REFERRAL_STATE_SENT) << filter;
  }
  EXPECT_EQ(*Parse("state = IN_PROGRESS"), referral::v1::REFERRAL_STATE_IN_PROGRESS);
}

TEST(StateFilterTest, RefusesEverythingElseAndSaysWhatIsAllowed) {
  for (const char* filter :
       {"SENT", "state", "state =", "state = ", "state == SENT", "state = sent", "state = UNSPECIFIED", "state = \"\"",
        "state = \"SENT", "state = SENT\"", "state = SENT OR state = DRAFT", "state != SENT", "state = 2",
        "state = REFERRAL_STATE_SENT", "name = SENT", "state = Jane"}) {
    const absl::StatusOr<int> state = Parse(filter);
    ASSERT_FALSE(state.ok()) << filter;
    EXPECT_EQ(state.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(state.status().message()),
                HasSubstr("`state = NAME` with NAME one of DRAFT, SENT, RECEIVED,"));
    EXPECT_THAT(std::string(state.status().message()), Not(HasSubstr("Jane")));
    EXPECT_THAT(std::string(state.status().message()), Not(HasSubstr("UNSPECIFIED")));
  }
}

}  // namespace
}  // namespace tendon::runtime
