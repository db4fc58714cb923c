// The same record has the same id in every import, however the file around it changed.
#include "clients/cpp/import_ids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tendon::client {
namespace {

using Records = std::vector<outcomes::v1::ImportSessionsRequest>;

outcomes::v1::ImportSessionsRequest Record(const std::string& parent, int minutes, int number = 0) {
  outcomes::v1::ImportSessionsRequest record;
  record.set_parent(parent);
  record.set_record_number(number);
  record.mutable_session()->set_duration_minutes(minutes);
  return record;
}

std::vector<std::string> Ids(Records records) {
  AssignRequestIds(records);
  std::vector<std::string> ids;
  for (const auto& record : records) ids.push_back(record.request_id());
  return ids;
}

TEST(AssignRequestIds, RepeatsThem) {
  const Records records = {Record("referrals/a", 30), Record("referrals/a", 45)};
  EXPECT_EQ(Ids(records), Ids(records));
}

TEST(AssignRequestIds, AreFixedForEver) {
  // Computed apart from this code: uuid.uuid5(uuid.UUID("6b0a1d8e-54c3-4f7b-9d21-0e7c5a8f3b46"), "referrals/a\nP\x1e"),
  // where 50 1E is field 10, duration_minutes = 30, on the wire. A change would store every record of a repeated import
  // again.
  EXPECT_EQ(Ids({Record("referrals/a", 30)})[0], "07c943a9-4361-53ca-ab02-5833b2b94008");
}

TEST(AssignRequestIds, EachContentHasItsOwn) {
  const auto ids = Ids({Record("referrals/a", 30), Record("referrals/a", 31), Record("referrals/b", 30)});
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 3U);
}

TEST(AssignRequestIds, PlaceAndNeighboursDoNotMatter) {
  const auto before = Ids({Record("referrals/a", 30, 1), Record("referrals/a", 45, 2)});
  const auto after = Ids({Record("referrals/a", 20, 1), Record("referrals/a", 45, 2), Record("referrals/a", 30, 3)});
  EXPECT_EQ(before[0], after[2]);
  EXPECT_EQ(before[1], after[1]);
}

TEST(AssignRequestIds, EqualRecordsAreToldApartByTheirOrder) {
  const auto two = Ids({Record("referrals/a", 30), Record("referrals/a", 30)});
  EXPECT_NE(two[0], two[1]);
  const auto three = Ids({Record("referrals/a", 30), Record("referrals/a", 30), Record("referrals/a", 30)});
  EXPECT_EQ(two[0], three[0]);
  EXPECT_EQ(two[1], three[1]);
}

TEST(AssignRequestIds, TheCallersOwnStays) {
  Records records = {Record("referrals/a", 30)};
  records[0].set_request_id("6fa459ea-ee8a-3ca4-894e-db77e160355e");
  AssignRequestIds(records);
  EXPECT_EQ(records[0].request_id(), "6fa459ea-ee8a-3ca4-894e-db77e160355e");
}

}  // namespace
}  // namespace tendon::client
