#include "clients/cpp/paging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tendon/referral/v1/referral_service.pb.h"

namespace tendon::client {
namespace {

using referral::v1::ListReferralsRequest;
using referral::v1::ListReferralsResponse;
using ::testing::ElementsAre;

ListReferralsResponse Page(const std::string& next) {
  ListReferralsResponse page;
  page.set_next_page_token(next);
  return page;
}

TEST(ForEachPage, FollowsTheTokensToTheEnd) {
  std::vector<std::string> tokens;
  const absl::Status status = ForEachPage(
      ListReferralsRequest(),
      [&](const ListReferralsRequest& request) -> absl::StatusOr<ListReferralsResponse> {
        tokens.push_back(request.page_token());
        return Page(tokens.size() == 1 ? "b" : tokens.size() == 2 ? "c" : "");
      },
      [](const ListReferralsResponse&) { return true; });
  EXPECT_TRUE(status.ok());
  EXPECT_THAT(tokens, ElementsAre("", "b", "c"));
}

TEST(ForEachPage, StopsWhenTheVisitorHasEnough) {
  int calls = 0;
  const absl::Status status = ForEachPage(
      ListReferralsRequest(),
      [&](const ListReferralsRequest&) -> absl::StatusOr<ListReferralsResponse> {
        return Page(std::to_string(++calls));
      },
      [&](const ListReferralsResponse&) { return calls < 2; });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(calls, 2);
}

TEST(ForEachPage, HandsErrorsOn) {
  const absl::Status status = ForEachPage(
      ListReferralsRequest(),
      [](const ListReferralsRequest&) -> absl::StatusOr<ListReferralsResponse> { return absl::NotFoundError(""); },
      [](const ListReferralsResponse&) { return true; });
  EXPECT_TRUE(absl::IsNotFound(status));
}

TEST(ForEachPage, DoesNotTurnInACircle) {
  const absl::Status status = ForEachPage(
      ListReferralsRequest(),
      [](const ListReferralsRequest&) -> absl::StatusOr<ListReferralsResponse> { return Page("same"); },
      [](const ListReferralsResponse&) { return true; });
  EXPECT_TRUE(absl::IsInternal(status));
}

}  // namespace
}  // namespace tendon::client
