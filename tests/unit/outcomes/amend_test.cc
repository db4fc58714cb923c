// Amending sessions: a new version each time, the old ones readable, and the episode counted anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "services/outcomes/handlers/handlers.h"
#include "services/storage/memory/memory_store.h"
#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;

class AmendTest : public ::testing::Test {
 protected:
  Call CallOf(const std::string& organization) {
    Call call;
    call.principal.organization_id = organization;
    call.scope = storage::TenantScope::Organization(organization);
    call.now = absl::FromUnixSeconds(now_day_ * kDaySeconds);
    return call;
  }
  v1::Session Record(int64_t day, double pain, int number = 0, int authorized = 12) {
    return Record(PainSession(number, day, pain), authorized);
  }
  v1::Session Record(v1::Session session, int authorized = 12) {
    session.clear_name();
    session.clear_revision();
    Call call = CallOf("hands");
    auto transaction = *store_->Begin();
    v1::Session response;
    const Lookup lookup = {LookupResult::kFound, InProgress(authorized)};
    EXPECT_EQ(RecordSession(call, *transaction, "referrals/r1", session, lookup, OnTakenNumber::kRefuse, &response),
              absl::OkStatus());
    EXPECT_TRUE(transaction->Commit().ok());
    return response;
  }
  absl::Status Amend(const v1::Session& session, v1::Session* response, const std::string& organization = "hands") {
    v1::AmendSessionRequest request;
    *request.mutable_session() = session;
    request.set_reason("Read from the wrong line");
    Call call = CallOf(organization);
    auto transaction = *store_->Begin();
    const absl::Status status = AmendSession(call, *transaction, request, {}, response);
    EXPECT_TRUE(!status.ok() || transaction->Commit().ok());
    return status;
  }
  v1::Session MustAmend(const v1::Session& session) {
    v1::Session response;
    EXPECT_EQ(Amend(session, &response), absl::OkStatus());
    return response;
  }
  v1::Session Get(const std::string& name, const std::string& organization = "river") {
    Call call = CallOf(organization);
    v1::GetSessionRequest request;
    request.set_name(name);
    v1::Session response;
    EXPECT_EQ(GetSession(call, **store_->Read(), request, &response), absl::OkStatus());
    return response;
  }
  std::vector<v1::Session> Versions(const std::string& name) {
    Call call = CallOf("river");
    v1::ListSessionVersionsRequest request;
    request.set_parent(name);
    v1::ListSessionVersionsResponse response;
    EXPECT_EQ(ListSessionVersions(call, **store_->Read(), request, &response), absl::OkStatus());
    return {response.sessions().begin(), response.sessions().end()};
  }
  int Counted() { return (*store_->Begin())->CountSessions("r1", 1)->sessions_completed; }

  int64_t now_day_ = 60;
  std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
};

// A reading at the start must not take the first treatment's number.
TEST_F(AmendTest, AnAssessmentHasNoNumberUntilItWasATreatment) {
  v1::Session reading = PainSession(0, 8, 8), another = PainSession(0, 9, 8);
  reading.set_status(v1::SESSION_STATUS_ASSESSMENT);
  another.set_status(v1::SESSION_STATUS_ASSESSMENT);
  v1::Session assessment = Record(reading);
  EXPECT_EQ(assessment.session_number(), 0);
  EXPECT_EQ(Record(another).session_number(), 0);
  EXPECT_EQ(Record(10, 7, 1).session_number(), 1);
  EXPECT_EQ(Record(12, 6).session_number(), 2);
  EXPECT_EQ(MustAmend(assessment).session_number(), 0);
  assessment = Get(assessment.name());
  EXPECT_THAT(assessment.flags(), Not(Contains(v1::SESSION_FLAG_NUMBER_CONFLICT)));
  EXPECT_EQ(Counted(), 2);
  assessment.set_status(v1::SESSION_STATUS_COMPLETED);
  EXPECT_EQ(MustAmend(assessment).session_number(), 3);
  EXPECT_EQ(Counted(), 3);
}

TEST_F(AmendTest, MakesANewVersionAndKeepsTheOldOne) {
  const v1::Session first = Record(10, 7);
  v1::Session changed = first;
  changed.mutable_observations(0)->set_value(5);
  const v1::Session second = MustAmend(changed);
  EXPECT_EQ(second.version(), 2);
  EXPECT_EQ(second.etag(), "v2");
  EXPECT_EQ(second.name(), first.name());
  EXPECT_EQ(second.amendment_reason(), "Read from the wrong line");
  EXPECT_EQ(second.create_time().seconds(), first.create_time().seconds());
  EXPECT_EQ(Get(first.name()).observations(0).value(), 5);
  const std::vector<v1::Session> versions = Versions(first.name());
  ASSERT_THAT(versions, SizeIs(2));
  EXPECT_EQ(versions[0].observations(0).value(), 5);
  EXPECT_EQ(versions[1].observations(0).value(), 7);
  EXPECT_EQ(versions[1].SerializeAsString(), first.SerializeAsString());
}

TEST_F(AmendTest, OfAnOldVersionIsRefused) {
  const v1::Session first = Record(10, 7);
  MustAmend(first);
  v1::Session response;
  EXPECT_EQ(Amend(first, &response).code(), absl::StatusCode::kAborted);
  EXPECT_THAT(Versions(first.name()), SizeIs(2));
}

TEST_F(AmendTest, IsForWhoRecordedIt) {
  const v1::Session first = Record(10, 7);
  v1::Session response;
  EXPECT_EQ(Amend(first, &response, "river").code(), absl::StatusCode::kNotFound) << "it may read, not write";
  EXPECT_EQ(Amend(first, &response, "stranger").code(), absl::StatusCode::kNotFound);
}

TEST_F(AmendTest, NeedsNameAndEtag) {
  v1::Session session = Record(10, 7), response;
  session.clear_etag();
  EXPECT_EQ(Amend(session, &response).code(), absl::StatusCode::kInvalidArgument);
  session.clear_name();
  EXPECT_EQ(Amend(session, &response).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AmendTest, IsCheckedLikeARecording) {
  v1::Session session = Record(10, 7), response;
  session.mutable_observations(0)->set_value(11);
  EXPECT_EQ(Amend(session, &response).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AmendTest, APlannedSessionCountsOnceItTookPlace) {
  v1::Session planned = PainSession(0, 50, 7);
  planned.clear_name();
  planned.clear_observations();
  planned.set_status(v1::SESSION_STATUS_PLANNED);
  Call call = CallOf("hands");
  auto transaction = *store_->Begin();
  v1::Session session;
  ASSERT_EQ(RecordSession(call, *transaction, "referrals/r1", planned, {LookupResult::kFound, InProgress(6)},
                          OnTakenNumber::kRefuse, &session),
            absl::OkStatus());
  ASSERT_TRUE(transaction->Commit().ok());
  transaction.reset();
  EXPECT_EQ(Counted(), 0);
  session.set_status(v1::SESSION_STATUS_COMPLETED);
  MustAmend(session);
  EXPECT_EQ(Counted(), 1);
}

TEST_F(AmendTest, OneEnteredInErrorNoLongerCountsAndStaysInTheHistory) {
  v1::Session session = Record(10, 7);
  session.set_status(v1::SESSION_STATUS_ENTERED_IN_ERROR);
  MustAmend(session);
  EXPECT_EQ(Counted(), 0);
  EXPECT_EQ(Versions(session.name())[1].status(), v1::SESSION_STATUS_COMPLETED);
}

TEST_F(AmendTest, TheFlagsOfTheOthersFollow) {
  v1::Session first = Record(10, 7, 0, 1);
  const v1::Session second = Record(11, 6, 0, 1);
  EXPECT_THAT(Get(second.name()).flags(), Contains(v1::SESSION_FLAG_OVER_AUTHORIZED));
  first.set_status(v1::SESSION_STATUS_ENTERED_IN_ERROR);
  MustAmend(first);
  EXPECT_THAT(Get(second.name()).flags(), Not(Contains(v1::SESSION_FLAG_OVER_AUTHORIZED)));
  EXPECT_EQ(Get(second.name()).version(), 1) << "what the server derives makes no version";
}

TEST_F(AmendTest, ANumberThatAnotherHasIsRefused) {
  Record(10, 7, 1);
  v1::Session second = Record(11, 6, 2), response;
  second.set_session_number(1);
  EXPECT_EQ(Amend(second, &response).code(), absl::StatusCode::kAlreadyExists);
  second.set_session_number(3);
  EXPECT_EQ(MustAmend(second).session_number(), 3);
}

TEST_F(AmendTest, ALaterTimeMovesItInTheOrderOfSessions) {
  v1::Session first = Record(10, 7);
  Record(11, 6);
  first.mutable_start_time()->set_seconds(12 * kDaySeconds);
  MustAmend(first);
  Call call = CallOf("river");
  v1::ListSessionsRequest request;
  request.set_parent("referrals/r1");
  v1::ListSessionsResponse response;
  ASSERT_EQ(ListSessions(call, **store_->Read(), request, &response), absl::OkStatus());
  std::vector<int64_t> days;
  for (const auto& session : response.sessions()) days.push_back(session.start_time().seconds() / kDaySeconds);
  EXPECT_THAT(days, ElementsAre(11, 12));
}

// "CLASS RULE" of the pain of each session, as it was kept.
std::string Kept(const v1::Session& session) {
  if (session.trajectories().empty()) return "";
  return v1::TrajectoryClass_Name(session.trajectories(0).classification()).substr(17) + " " +
         session.trajectories(0).rule();
}

TEST_F(AmendTest, ASessionKeepsWhatTheNumbersSaidWhenItWasRecorded) {
  const v1::Session first = Record(10, 8), second = Record(17, 5);
  EXPECT_EQ(Kept(first), "INSUFFICIENT_DATA TR01");
  EXPECT_EQ(Kept(second), "RESPONDER TR10");
  EXPECT_EQ(second.trajectories(0).baseline(), 8);
  EXPECT_EQ(second.trajectories(0).latest(), 5);
  EXPECT_EQ(second.trajectories(0).readings(), 2);
  EXPECT_FALSE(second.trajectories(0).knowledge_version().empty());
}

// The property: whatever is recorded later, in whatever order, what was kept stays byte for byte.
TEST_F(AmendTest, ALaterSessionNeverChangesWhatWasKept) {
  std::vector<v1::Session> kept;
  const double pain[] = {8, 5, 9, 2, 7, 7, 1, 4, 6, 3};
  const int64_t days[] = {10, 17, 13, 24, 11, 31, 20, 12, 38, 28};  // out of order
  for (size_t i = 0; i < std::size(pain); ++i) {
    kept.push_back(Record(days[i], pain[i]));
    for (const v1::Session& session : kept) {
      const v1::Session now = Get(session.name());
      ASSERT_EQ(now.trajectories_size(), session.trajectories_size());
      for (int j = 0; j < now.trajectories_size(); ++j)
        EXPECT_EQ(now.trajectories(j).SerializeAsString(), session.trajectories(j).SerializeAsString());
    }
  }
  // An amendment has a snapshot of its own; the version before it keeps the one that it had.
  v1::Session changed = kept[1];
  changed.mutable_observations(0)->set_value(8);
  MustAmend(changed);
  EXPECT_EQ(Versions(kept[1].name())[1].trajectories(0).SerializeAsString(),
            kept[1].trajectories(0).SerializeAsString());
}

TEST_F(AmendTest, ASessionThatIsRecordedLateSeesOnlyWhatHadHappenedByThen) {
  Record(10, 8);
  Record(30, 1);
  const v1::Session late = Record(20, 5);
  EXPECT_EQ(Kept(late), "RESPONDER TR10");
  EXPECT_EQ(late.trajectories(0).readings(), 2);
}

}  // namespace
}  // namespace tendon::outcomes
