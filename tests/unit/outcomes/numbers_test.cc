// Invariant R8 7 as a property of random histories: of the sessions of an episode no two have one number, not even one
// that was struck out and another (only its own correction frees a number), and beyond n they are only flagged.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "services/outcomes/handlers/handlers.h"
#include "services/storage/memory/memory_store.h"
#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

constexpr int kNumberHistories = 500;
constexpr int kNumberSteps = 30;
constexpr int kAuthorized = 4;

class NumbersHistory {
 public:
  explicit NumbersHistory(uint32_t seed) : random_(seed) {}

  void Run() {
    for (int i = 0; i < kNumberSteps && !::testing::Test::HasFailure(); ++i) {
      if (known_.empty() || Pick(0, 2) > 0) {
        Record();
      } else {
        Amend();
      }
      Check();
    }
  }

 private:
  int Pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  static Call CallOfHands() {
    Call call;
    call.principal.organization_id = "hands";
    call.scope = storage::TenantScope::Organization("hands");
    call.now = absl::FromUnixSeconds(1000 * kDaySeconds);
    return call;
  }

  // With a number of one's own now and then, which may be taken.
  void Record() {
    v1::Session session = PainSession(Pick(0, 2) == 0 ? Pick(1, 12) : 0, Pick(1, 900), 5);
    session.clear_name();
    session.clear_revision();
    Call call = CallOfHands();
    auto transaction = *store_->Begin();
    v1::Session recorded;
    const Lookup lookup = {LookupResult::kFound, InProgress(kAuthorized)};
    const absl::Status status =
        RecordSession(call, *transaction, "referrals/r1", session, lookup, OnTakenNumber::kRefuse, &recorded);
    const bool taken = session.session_number() != 0 && used_.contains(session.session_number());
    EXPECT_EQ(status.code(), taken ? absl::StatusCode::kAlreadyExists : absl::StatusCode::kOk) << status;
    if (!status.ok()) return;
    ASSERT_TRUE(transaction->Commit().ok());
    EXPECT_TRUE(used_.insert(recorded.session_number()).second) << "taken already: " << recorded.session_number();
    known_.push_back(recorded.name());
  }

  // Struck out, or struck out no more, or of another number.
  void Amend() {
    const std::string& name = known_[static_cast<size_t>(Pick(0, static_cast<int>(known_.size()) - 1))];
    Call call = CallOfHands();
    v1::GetSessionRequest get;
    get.set_name(name);
    v1::AmendSessionRequest request;
    request.set_reason("another look at the notes");
    ASSERT_TRUE(GetSession(call, **store_->Read(), get, request.mutable_session()).ok());
    const int before = request.session().session_number();
    const bool struck_out = request.session().status() == v1::SESSION_STATUS_ENTERED_IN_ERROR;
    request.mutable_session()->set_status(struck_out ? v1::SESSION_STATUS_COMPLETED
                                                     : v1::SESSION_STATUS_ENTERED_IN_ERROR);
    const int asked = Pick(0, 3) == 0 ? Pick(1, 12) : before;
    request.mutable_session()->set_session_number(asked);
    auto transaction = *store_->Begin();
    v1::Session amended;
    const absl::Status status = AmendSession(call, *transaction, request, {}, &amended);
    if (!status.ok()) {
      EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists) << status;
      return;
    }
    ASSERT_TRUE(transaction->Commit().ok());
    EXPECT_EQ(amended.session_number(), asked);
    used_.erase(before);
    used_.insert(asked);
  }

  void Check() {
    const auto rows = (*store_->Read())->ListSessions(storage::TenantScope::System(), "r1", {}, 1000);
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(rows->size(), known_.size()) << "nothing is ever gone";
    std::set<int> numbers;
    int counted = 0;
    int over = 0;
    for (const storage::SessionRow& row : *rows) {
      v1::Session session;
      ASSERT_TRUE(session.ParseFromString(row.body));
      EXPECT_TRUE(numbers.insert(session.session_number()).second) << "two have " << session.session_number();
      if (!row.counts) continue;
      ++counted;
      for (const int flag : session.flags()) over += flag == v1::SESSION_FLAG_OVER_AUTHORIZED ? 1 : 0;
    }
    EXPECT_EQ(over, std::max(0, counted - kAuthorized));
  }

  std::mt19937 random_;
  std::unique_ptr<storage::OutcomesStore> store_ = storage::MakeMemoryOutcomesStore();
  std::vector<std::string> known_;
  std::set<int> used_;  // every number that a session has, struck out or not
};

TEST(NumbersTest, AreUniqueAndOneThatWasStruckOutKeepsItsOwn) {
  for (uint32_t seed = 0; seed < kNumberHistories && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    NumbersHistory(seed).Run();
  }
}

}  // namespace
}  // namespace tendon::outcomes
