#include "services/runtime/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/runtime/limits.h"

namespace tendon::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

const std::string kSecret(32, 's');
const std::string kQuery =
    QueryFingerprint({"river-clinic", "ListReferrals", "organizations/river-clinic", "state = SENT"});

void ExpectRefused(const absl::StatusOr<std::string>& cursor) {
  ASSERT_FALSE(cursor.ok());
  EXPECT_EQ(cursor.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(cursor.status().message()), HasSubstr("page_token must be the next_page_token"));
}

TEST(PageTokenTest, GivesTheCursorBack) {
  for (const std::string& cursor :
       {std::string("2026-11-23|r"), std::string(), std::string("\0\xff", 2), std::string(700, 'c')}) {
    const std::string token = MakePageToken(kSecret, kQuery, cursor);
    EXPECT_THAT(token, MatchesRegex("[A-Za-z0-9_-]+"));
    EXPECT_LE(token.size(), kMaxPageTokenBytes);
    const auto opened = OpenPageToken(kSecret, kQuery, token);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, cursor);
  }
}

TEST(PageTokenTest, TheFirstPageHasNone) {
  const auto opened = OpenPageToken(kSecret, kQuery, "");
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(*opened, "");
}

TEST(PageTokenTest, IsOfOneStoreAndOneQuery) {
  const std::string token = MakePageToken(kSecret, kQuery, "c");
  ExpectRefused(OpenPageToken(std::string(32, 't'), kQuery, token));
  ExpectRefused(OpenPageToken(kSecret, QueryFingerprint({"other-clinic", "ListReferrals"}), token));
  ExpectRefused(OpenPageToken(kSecret, "", token));
}

TEST(PageTokenTest, RefusesEverySingleChangedCharacter) {
  const std::string token = MakePageToken(kSecret, kQuery, "cursor of 20 bytes..");
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char c : std::string("Az09-_=+ \n\x80")) {
      std::string changed = token;
      changed[i] = c;
      if (changed != token) ExpectRefused(OpenPageToken(kSecret, kQuery, changed));
    }
  }
}

TEST(PageTokenTest, RefusesEveryOtherLength) {
  const std::string token = MakePageToken(kSecret, kQuery, "cursor");
  for (size_t length = 1; length < token.size(); ++length)
    ExpectRefused(OpenPageToken(kSecret, kQuery, token.substr(0, length)));
  ExpectRefused(OpenPageToken(kSecret, kQuery, token + "A"));
  ExpectRefused(OpenPageToken(kSecret, kQuery, token + "="));
  ExpectRefused(OpenPageToken(kSecret, kQuery, " " + token));
  ExpectRefused(OpenPageToken(kSecret, kQuery, std::string(kMaxPageTokenBytes + 1, 'A')));
}

TEST(PageTokenTest, WithoutASecretNothingOpens) {
  const auto opened = OpenPageToken("", kQuery, MakePageToken(kSecret, kQuery, "c"));
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kInternal);
}

TEST(QueryFingerprintTest, PartsDoNotRunIntoOneAnother) {
  EXPECT_NE(QueryFingerprint({"ab", "c"}), QueryFingerprint({"a", "bc"}));
  EXPECT_NE(QueryFingerprint({"a", ""}), QueryFingerprint({"a"}));
  EXPECT_NE(QueryFingerprint({"1:a"}), QueryFingerprint({"", "a"}));
}

}  // namespace
}  // namespace tendon::runtime
