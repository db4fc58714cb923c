// What of a session is reported to be screened, and what its answer makes of the session.
#include "services/outcomes/link/session_screening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/uuid.h"
#include "services/storage/memory/memory_store.h"

namespace tendon::outcomes {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::Session Treatment(const std::string& id) {
  v1::Session session;
  session.set_name("referrals/r1/sessions/" + id);
  session.set_version(1);
  session.set_status(v1::SESSION_STATUS_COMPLETED);
  session.mutable_start_time()->set_seconds(1'795'000'000);
  session.add_techniques()->set_technique("PETRISSAGE");
  session.add_flags(v1::SESSION_FLAG_UNSCREENED);
  return session;
}

class SessionScreeningTest : public ::testing::Test {
 protected:
  void Store(const std::string& id, const v1::Session& session, int episode = 1) {
    auto transaction = *store_->Begin();
    storage::SessionRow row;
    row.id = id;
    row.referral_id = "r1";
    row.organization = "hands";
    row.episode = episode;
    row.session_number = ++number_;
    row.start_us = number_;
    row.ordinal = *transaction->NextRevision();
    row.version = session.version();
    row.readers = {"hands"};
    row.body = session.SerializeAsString();
    ASSERT_TRUE(transaction->InsertSession(row).ok());
    ASSERT_TRUE(AppendSessionChange(*transaction, row.ordinal, session.name(), absl::Now()).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  void Amend(const std::string& id, const v1::Session& session) {
    auto transaction = *store_->Begin();
    auto row = *transaction->GetSession(storage::TenantScope::System(), "r1", id);
    row.version = session.version();
    row.body = session.SerializeAsString();
    ASSERT_TRUE(transaction->UpdateSession(row).ok());
    ASSERT_TRUE(AppendSessionChange(*transaction, *transaction->NextRevision(), session.name(), absl::Now()).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  std::vector<SessionReport> Unscreened() { return *UnscreenedSessions(**store_->Read(), "r1", 1); }
  void Keep(const SessionReport& report, bool against) {
    referral::v1::ReportSessionResponse answer;
    answer.mutable_screening()->set_knowledge_version("2026.11");
    answer.set_contraindicated_use(against);
    auto transaction = *store_->Begin();
    ASSERT_TRUE(KeepScreening(*transaction, "r1", report, answer, absl::Now()).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  v1::Session Read(const std::string& id) {
    v1::Session session;
    EXPECT_TRUE(session.ParseFromString((*store_->Read())->GetSession(storage::TenantScope::System(), "r1", id)->body));
    return session;
  }

  std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
  int number_ = 0;
};

TEST_F(SessionScreeningTest, ATechniqueThatTheKnowledgeBaseDoesNotKnowStaysUnscreened) {
  Store("a", Treatment("a"));
  referral::v1::ReportSessionResponse answer;
  answer.mutable_screening()->add_techniques()->set_technique("EFFLEURAGE");
  answer.mutable_screening()->add_techniques()->set_unknown_technique(true);
  auto transaction = *store_->Begin();
  ASSERT_TRUE(KeepScreening(*transaction, "r1", Unscreened()[0], answer, absl::Now()).ok());
  ASSERT_TRUE(transaction->Commit().ok());
  EXPECT_THAT(Read("a").flags(), ElementsAre(v1::SESSION_FLAG_UNSCREENED));
  EXPECT_THAT(FlagsOf(Read("a"), {}), Contains(v1::SESSION_FLAG_UNSCREENED)) << "derived anew";
  EXPECT_THAT(Unscreened(), IsEmpty()) << "it is not asked again";
}

TEST_F(SessionScreeningTest, WhatWasDoneAndFoundIsReportedOnce) {
  Store("a", Treatment("a"));
  ASSERT_THAT(Unscreened(), SizeIs(1));
  EXPECT_EQ(Unscreened()[0].request.techniques(0).technique(), "PETRISSAGE");
  Keep(Unscreened()[0], false);
  EXPECT_THAT(Unscreened(), IsEmpty());
  EXPECT_THAT(Read("a").flags(), IsEmpty());
  EXPECT_EQ(Read("a").screening().knowledge_version(), "2026.11");
  EXPECT_EQ(Read("a").version(), 1);
}

TEST_F(SessionScreeningTest, AUseAgainstAnAbsoluteIsFlaggedAndStaysSo) {
  Store("a", Treatment("a"));
  Keep(Unscreened()[0], true);
  EXPECT_THAT(Read("a").flags(), ElementsAre(v1::SESSION_FLAG_CONTRAINDICATED_USE));
  const SessionContext unknown{nullptr, nullptr, 0, false};
  EXPECT_THAT(FlagsOf(Read("a"), unknown),
              ElementsAre(v1::SESSION_FLAG_REFERRAL_UNRESOLVED, v1::SESSION_FLAG_CONTRAINDICATED_USE));
}

TEST_F(SessionScreeningTest, NothingIsReportedOfWhatHeldNothingOrIsInErrorOrOfAnotherEpisode) {
  v1::Session empty = Treatment("empty");
  empty.clear_techniques();
  Store("empty", empty);
  v1::Session error = Treatment("error");
  error.set_status(v1::SESSION_STATUS_ENTERED_IN_ERROR);
  Store("error", error);
  Store("other", Treatment("other"), 2);
  EXPECT_THAT(Unscreened(), IsEmpty());
}

TEST_F(SessionScreeningTest, FindingsOfASessionThatDidNotTakePlaceAreReportedAndItsTechniquesAreNot) {
  v1::Session stopped = Treatment("stopped");
  stopped.set_status(v1::SESSION_STATUS_CANCELLED);
  stopped.add_findings()->set_code("RF_SADDLE");
  Store("stopped", stopped);
  ASSERT_THAT(Unscreened(), SizeIs(1));
  EXPECT_THAT(Unscreened()[0].request.findings(), SizeIs(1));
  EXPECT_THAT(Unscreened()[0].request.techniques(), IsEmpty());
}

TEST_F(SessionScreeningTest, TheRequestIdIsTheVersionsOwn) {
  const v1::Session first = Treatment("a");
  v1::Session second = first;
  second.set_version(2);
  EXPECT_EQ(ReportOf(first).request_id(), ReportOf(first).request_id());
  EXPECT_NE(ReportOf(first).request_id(), ReportOf(second).request_id());
  EXPECT_NE(ReportOf(first).request_id(), ReportOf(Treatment("b")).request_id());
  EXPECT_TRUE(runtime::IsUuid(ReportOf(first).request_id()));
}

TEST_F(SessionScreeningTest, AnAnswerToAVersionThatWasAmendedIsNotKept) {
  Store("a", Treatment("a"));
  const SessionReport old = Unscreened()[0];
  v1::Session second = Treatment("a");
  second.set_version(2);
  Amend("a", second);
  Keep(old, true);
  EXPECT_FALSE(Read("a").has_screening());
}

}  // namespace
}  // namespace tendon::outcomes
