#include "services/runtime/uuid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace tendon::runtime {
namespace {

using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr char kV7[] = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
constexpr char kV4[] = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

TEST(UuidV7Test, HoldsTheTimeOfTheExampleInRfc9562) {
  // RFC 9562, A.6: 2022-02-22T19:22:22.00Z is 017F22E2-79B0-7….
  UuidV7Generator generator;
  const std::string uuid = generator.Next(absl::FromUnixMillis(0x017F22E279B0));
  EXPECT_THAT(uuid, StartsWith("017f22e2-79b0-7"));
  EXPECT_THAT(uuid, MatchesRegex(kV7));
}

TEST(UuidV7Test, GrowsWhileTheClockStandsStill) {
  UuidV7Generator generator;
  std::string last;
  for (int i = 0; i < 20'000; ++i) {  // more than the 4,096 of one millisecond
    std::string next = generator.Next(absl::FromUnixMillis(1'000'000));
    ASSERT_GT(next, last) << i;
    ASSERT_THAT(next.substr(14, 1), "7");
    last = std::move(next);
  }
}

TEST(UuidV7Test, GrowsWhenTheClockGoesBack) {
  UuidV7Generator generator;
  std::string last = generator.Next(absl::FromUnixMillis(2'000'000));
  for (const int64_t ms : {int64_t{1'999'999}, int64_t{0}, int64_t{-5}, int64_t{2'000'000}, int64_t{2'000'001}}) {
    std::string next = generator.Next(absl::FromUnixMillis(ms));
    EXPECT_GT(next, last) << ms;
    last = std::move(next);
  }
}

TEST(UuidV7Test, IsUniqueAcrossThreadsAndGrowsInEach) {
  constexpr int kThreads = 4;
  constexpr int kEach = 2'000;
  std::vector<std::vector<std::string>> made(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&mine = made[static_cast<size_t>(t)]] {
      for (int i = 0; i < kEach; ++i) mine.push_back(NewUuidV7(absl::FromUnixMillis(1'700'000'000'000)));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), static_cast<size_t>(kThreads * kEach));
}

TEST(UuidV4Test, IsRandomWithItsVersion) {
  std::set<std::string> all;
  for (int i = 0; i < 1'000; ++i) {
    const std::string uuid = NewUuidV4();
    ASSERT_THAT(uuid, MatchesRegex(kV4));
    all.insert(uuid);
  }
  EXPECT_EQ(all.size(), 1'000U);
}

TEST(UuidTest, ParsesToItsBytes) {
  const auto bytes = ParseUuid("6FA459EA-ee8a-3ca4-894e-db77e160355e");
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(*bytes, (UuidBytes{0x6f, 0xa4, 0x59, 0xea, 0xee, 0x8a, 0x3c, 0xa4, 0x89, 0x4e, 0xdb, 0x77, 0xe1, 0x60, 0x35,
                               0x5e}));
  EXPECT_EQ(FormatUuid(*bytes), "6fa459ea-ee8a-3ca4-894e-db77e160355e");
}

TEST(UuidTest, RefusesOtherText) {
  for (const char* text : {"", "6fa459eaee8a3ca4894edb77e160355e", "6fa459ea-ee8a-3ca4-894e-db77e160355",
                           "6fa459ea-ee8a-3ca4-894e-db77e160355ee", "6fa459ea-ee8a-3ca4-894e-db77e160355g",
                           "6fa459ea_ee8a-3ca4-894e-db77e160355e", "{6fa459ea-ee8a-3ca4-894e-db77e160355}",
                           "urn:uuid:6fa459ea-ee8a-3ca4-894e-db77"}) {
    EXPECT_FALSE(IsUuid(text)) << text;
    EXPECT_EQ(ParseUuid(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tendon::runtime
