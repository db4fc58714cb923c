// What an import answers for one record.
#include <gtest/gtest.h>

#include "services/outcomes/import.h"
#include "services/runtime/errors.h"

namespace tendon::outcomes {
namespace {

v1::ImportSessionsResponse ResultOf(const absl::Status& status, const v1::Session& session = {},
                                    bool replayed = false) {
  Call call;
  call.replayed = replayed;
  v1::ImportSessionsResponse response;
  FillImportResult(status, call, session, &response);
  return response;
}

TEST(ImportResult, FieldAndRuleHaveTheirPlaces) {
  const auto result =
      ResultOf(runtime::InvalidField("session.observations[0].value", "must be a whole number from 0 to 10"));
  EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(result.reason(), "INVALID_ARGUMENT");
  EXPECT_EQ(result.field(), "session.observations[0].value");
  EXPECT_EQ(result.message(), "must be a whole number from 0 to 10") << "the field is not said twice";
}

TEST(ImportResult, AFaultOfTheStoreIsToldWithoutItsWords) {
  const auto result = ResultOf(absl::UnavailableError("SQLite error 13 in: COMMIT"));
  EXPECT_EQ(result.code(), static_cast<int>(absl::StatusCode::kUnavailable));
  EXPECT_EQ(result.message(), "could not be stored now; send this record again");
}

TEST(ImportResult, AStoredRecordHasItsSessionAndFlagsAlsoWhenItIsRepeated) {
  v1::Session session;
  session.set_name("referrals/r1/sessions/s1");
  session.add_flags(v1::SESSION_FLAG_UNSCREENED);
  for (const bool replayed : {false, true}) {
    const auto result = ResultOf(absl::OkStatus(), session, replayed);
    EXPECT_EQ(result.outcome(), replayed ? v1::IMPORT_OUTCOME_DUPLICATE : v1::IMPORT_OUTCOME_ACCEPTED);
    EXPECT_EQ(result.session(), "referrals/r1/sessions/s1");
    EXPECT_EQ(result.flags_size(), 1);
  }
}

}  // namespace
}  // namespace tendon::outcomes
