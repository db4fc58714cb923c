// Recording sessions while the outcomes server knows little of the referral: a session that took place is never refused
// for what this server has not heard yet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/link/settle.h"
#include "services/storage/memory/memory_store.h"
#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr char kReferral[] = "referrals/r1";

// Before it was sent: nobody but the referrer has a part in it.
v1::ReferralView Draft() {
  v1::ReferralView view = InProgress(6);
  view.clear_assignments();
  view.set_version(1);
  return view;
}

Lookup Found(const v1::ReferralView& view) { return {LookupResult::kFound, view}; }
Lookup Unreachable() { return {LookupResult::kUnreachable, {}}; }

class RecordSessionTest : public ::testing::Test {
 protected:
  // By the organisation "hands", as in a batch of its own.
  absl::Status Record(const v1::Session& session, const Lookup& lookup, v1::Session* response,
                      OnTakenNumber on_taken = OnTakenNumber::kRefuse) {
    Call call;
    call.principal.organization_id = "hands";
    call.scope = storage::TenantScope::Organization("hands");
    call.now = absl::FromUnixSeconds(30 * kDaySeconds);
    auto transaction = *store_->Begin();
    const absl::Status status = RecordSession(call, *transaction, kReferral, session, lookup, on_taken, response);
    EXPECT_TRUE(!status.ok() || transaction->Commit().ok());
    dirty_after_refusal_ = !status.ok() && transaction->dirty();
    return status;
  }
  // Without a number of its own.
  v1::Session Recorded(int64_t day, const Lookup& lookup) {
    v1::Session session = PainSession(0, day, 7);
    session.clear_revision();
    v1::Session response;
    EXPECT_EQ(Record(session, lookup, &response), absl::OkStatus());
    return response;
  }
  void Take(const v1::ReferralView& view) {
    auto transaction = *store_->Begin();
    storage::ReferralViewRow row;
    row.referral_id = "r1";
    row.version = view.version();
    row.readers = {"river"};
    row.body = view.SerializeAsString();
    ASSERT_TRUE(transaction->PutReferralView(row).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  void Outdate() {
    auto transaction = *store_->Begin();
    ASSERT_TRUE(transaction->OutdateReferralView("r1").ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  bool AsksForTheReferral() {
    Call call;
    call.principal.organization_id = "hands";
    return NeedsLookup(call, **store_->Read(), kReferral);
  }
  int Counted() {
    auto transaction = *store_->Begin();
    return transaction->CountSessions("r1", 1)->sessions_completed;
  }

  bool dirty_after_refusal_ = false;
  std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
};

TEST_F(RecordSessionTest, IsKeptWithAMeasureThatNobodyKnowsAndSaysSo) {
  v1::Session session = PainSession(0, 10, 7);
  session.clear_revision();
  session.mutable_observations(0)->set_measure("NRPS");
  v1::Session response;
  ASSERT_EQ(Record(session, Unreachable(), &response), absl::OkStatus());
  EXPECT_EQ(response.observations(0).value(), 7);
  EXPECT_THAT(response.flags(), Contains(v1::SESSION_FLAG_UNKNOWN_MEASURE));
  ASSERT_EQ(response.unknown_measures_size(), 1);
  EXPECT_EQ(response.unknown_measures(0).nearest(0), "NPRS");
}

TEST_F(RecordSessionTest, IsKeptWhenTheReferralIsUnknownAndNobodyCanBeAsked) {
  const v1::Session session = Recorded(10, Unreachable());
  EXPECT_EQ(session.session_number(), 1);
  EXPECT_THAT(session.flags(), Contains(v1::SESSION_FLAG_REFERRAL_UNRESOLVED));
}

TEST_F(RecordSessionTest, IsKeptWhenOnlyTheDraftIsKnownAndNobodyCanBeAsked) {
  Take(Draft());
  const v1::Session session = Recorded(10, Unreachable());
  EXPECT_THAT(session.flags(), Contains(v1::SESSION_FLAG_REFERRAL_UNRESOLVED));
  EXPECT_EQ(session.episode(), "");
  // It is nobody's but the recorder's until it is known whose referral it is.
  const auto rows = (*store_->Read())->ListSessions(storage::TenantScope::System(), "r1", {}, 10);
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_THAT((*rows)[0].readers, ElementsAre("hands"));
}

TEST_F(RecordSessionTest, OfAReferralThatIsKnownAsSomebodyElsesIsAskedForLater) {
  v1::ReferralView view = InProgress(6);
  view.mutable_assignments(0)->set_recipient("organizations/others");
  Take(view);
  EXPECT_THAT(*(*store_->Read())->ListReferralsToLookUp("", 10), ElementsAre());
  EXPECT_THAT(Recorded(10, Unreachable()).flags(), Contains(v1::SESSION_FLAG_REFERRAL_UNRESOLVED));
  EXPECT_THAT(*(*store_->Read())->ListReferralsToLookUp("", 10), ElementsAre("r1"));
}

TEST_F(RecordSessionTest, WhatIsOutdatedIsAskedForAndReplacedAlsoByAnOlderVersion) {
  Take(InProgress(6));
  EXPECT_FALSE(AsksForTheReferral());
  Outdate();
  EXPECT_TRUE(AsksForTheReferral());
  v1::ReferralView restored = InProgress(6);
  restored.set_version(3);
  restored.mutable_assignments(0)->set_started(false);
  EXPECT_THAT(Recorded(10, Found(restored)).flags(), Contains(v1::SESSION_FLAG_NOT_STARTED));
  EXPECT_TRUE(AsksForTheReferral()) << "it has not been started";
  EXPECT_EQ((*store_->Read())->GetReferralView(storage::TenantScope::System(), "r1")->version, 3);
}

TEST_F(RecordSessionTest, OfAReferralThatTheServerHasLostIsKeptUnresolved) {
  Take(InProgress(6));
  Outdate();
  auto transaction = *store_->Begin();
  ASSERT_TRUE(NoteMissing(*transaction, "r1", absl::Now()).ok());
  ASSERT_TRUE(transaction->Commit().ok());
  transaction.reset();
  const v1::Session session = Recorded(10, {LookupResult::kMissing, {}});
  EXPECT_THAT(session.flags(), Contains(v1::SESSION_FLAG_REFERRAL_UNRESOLVED));
  EXPECT_EQ(session.episode(), "referrals/r1/episodes/1");
}

TEST_F(RecordSessionTest, IsRefusedWhenTheReferralServerSaysThatItIsNotTheCallers) {
  v1::Session response;
  EXPECT_EQ(Record(PainSession(0, 10, 7), Found(Draft()), &response).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Record(PainSession(0, 10, 7), {LookupResult::kMissing, {}}, &response).code(), absl::StatusCode::kNotFound);
}

TEST_F(RecordSessionTest, TheNextNumberComesAfterThoseThatWaitedForTheReferral) {
  Recorded(10, Unreachable());
  Recorded(11, Unreachable());
  const v1::Session third = Recorded(12, Found(InProgress(6)));
  EXPECT_EQ(third.session_number(), 3);
  EXPECT_EQ(Counted(), 3);
}

TEST_F(RecordSessionTest, ANumberOfOneThatWaitedIsTaken) {
  Recorded(10, Unreachable());
  v1::Session response;
  EXPECT_EQ(Record(PainSession(1, 11, 7), Found(InProgress(6)), &response).code(), absl::StatusCode::kAlreadyExists);
  // It decides first, so the refusal can be audited.
  EXPECT_FALSE(dirty_after_refusal_);
}

TEST_F(RecordSessionTest, OneThatWaitedIsKnownAgainInAnImport) {
  v1::Session first;
  ASSERT_EQ(Record(PainSession(1, 10, 7), Unreachable(), &first), absl::OkStatus());
  v1::Session again;
  EXPECT_EQ(Record(PainSession(1, 10, 7), Found(InProgress(6)), &again, OnTakenNumber::kKeepOrRefuse),
            absl::OkStatus());
  EXPECT_EQ(again.name(), first.name());
}

TEST_F(RecordSessionTest, ThoseThatWaitedCountTowardsTheAuthorizedNumber) {
  EXPECT_THAT(Recorded(10, Unreachable()).flags(), Not(Contains(v1::SESSION_FLAG_OVER_AUTHORIZED)));
  EXPECT_THAT(Recorded(11, Found(InProgress(1))).flags(), Contains(v1::SESSION_FLAG_OVER_AUTHORIZED));
}

}  // namespace
}  // namespace tendon::outcomes
