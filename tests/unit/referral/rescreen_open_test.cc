// Open referrals after new knowledge was loaded. The knowledge before it is the embedded one without the row of CI062
// (osteoporosis and thrust: ABSOLUTE), so that CI062 is what is new.
#include "services/referral/rescreen_open.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/clinical/knowledge/file_set.h"
#include "services/clinical/screening/load.h"
#include "services/referral/screening/current.h"
#include "tests/testing/files.h"
#include "tests/unit/referral/desk.h"

namespace tendon::referral {
namespace {

using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

constexpr char kNewRule[] = "CI062";

std::string WithoutRow(const std::string& table, const std::string& id) {
  const size_t begin = table.find("\n" + id + ",") + 1;
  EXPECT_NE(begin, 0U);
  return std::string(table).erase(begin, table.find('\n', begin) + 1 - begin);
}

std::shared_ptr<const ScreeningKnowledge> KnowledgeOfBefore() {
  const auto embedded = clinical::knowledge::FileSet::Embedded();
  const testing::TempDir directory;
  for (const absl::string_view name : clinical::screening::KnowledgeFileNames()) {
    const std::string content(*embedded.Get(name));
    testing::WriteFile(directory.File(std::string(name)),
                       name == "contraindications.csv" ? WithoutRow(content, kNewRule) : content);
  }
  testing::WriteFile(directory.File("VERSION"), "before.1\n");
  auto knowledge = LoadScreeningKnowledge(directory.path());
  EXPECT_TRUE(knowledge.ok()) << knowledge.status();
  return *std::move(knowledge);
}

class RescreenOpenTest : public ::testing::Test {
 protected:
  RescreenOpenTest() { UseScreeningKnowledge(KnowledgeOfBefore()); }
  ~RescreenOpenTest() override { LoadNewKnowledge(); }
  static void LoadNewKnowledge() { UseScreeningKnowledge(*LoadScreeningKnowledge("")); }

  v1::Referral Draft(const std::string& technique) {
    v1::CreateReferralRequest request;
    *request.mutable_referral() = Order("hand", ++patients_);
    request.mutable_referral()->add_conditions()->set_icd10cm("M81.0");
    auto* planned = request.mutable_referral()->add_planned_techniques();
    planned->set_technique(technique);
    planned->add_body_sites()->set_region("lumbar");
    return *desk_.Run(River(), &CreateReferral, request);
  }
  std::string Sent(const std::string& technique) {
    const v1::Referral draft = Draft(technique);
    v1::SendReferralRequest request;
    request.set_name(draft.name());
    request.set_etag(draft.etag());
    const auto sent = desk_.Run(River(), &SendReferral, request);
    EXPECT_TRUE(sent.ok()) << sent.status();
    return draft.name();
  }
  v1::Referral Read(const std::string& name) { return desk_.Read(name).referral; }

  struct Clock : runtime::Clock {
    explicit Clock(absl::Time time) : time(time) {}
    absl::Time Now() const override { return time; }
    absl::Time time;
  };
  // Until so many pages were read.
  Rescreened Rescreen(int pages = 1'000'000) {
    const auto commit = [this](const std::function<absl::Status(storage::ReferralTransaction&)>& run) {
      ++transactions_;
      auto transaction = *desk_.store().Begin();
      const absl::Status status = run(*transaction);
      return status.ok() ? transaction->Commit() : status;
    };
    const auto publish = [this](const std::vector<std::string>& feeds) { woken_.insert(feeds.begin(), feeds.end()); };
    const auto done = RescreenOpen(desk_.store(), Clock(desk_.now), commit, publish, [&pages] { return pages-- == 0; });
    EXPECT_TRUE(done.ok()) << done.status();
    return done.value_or(Rescreened());
  }
  int Urgent(const std::string& organization) {
    int urgent = 0;
    const auto feed = (*desk_.store().Read())->ListFeed(storage::TenantScope::Organization(organization), 0, 1000);
    for (const auto& entry : *feed) {
      v1::Event event;
      EXPECT_TRUE(event.ParseFromString(entry.body));
      if (event.type() == v1::EVENT_TYPE_URGENT) ++urgent;
    }
    return urgent;
  }

  Desk desk_;
  int patients_ = 0;
  int transactions_ = 0;
  std::set<std::string> woken_;
};

TEST_F(RescreenOpenTest, WhatIsNewlyUnsafeIsToldOnceAndMadeTheReferrersTurn) {
  const std::string name = Sent("MANIPULATION");
  ASSERT_FALSE(Read(name).unsafe());
  LoadNewKnowledge();
  const Rescreened done = Rescreen();
  EXPECT_EQ(done.referrals, 1);
  EXPECT_EQ(done.newly_unsafe, 1);
  const v1::Referral referral = Read(name);
  EXPECT_TRUE(referral.unsafe());
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(referral.turn().party(), v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(referral.last_transition().event(), v1::REFERRAL_EVENT_RESCREEN);
  ASSERT_THAT(referral.screening_changes(), SizeIs(1));
  EXPECT_EQ(referral.screening_changes(0).rule(), kNewRule);
  EXPECT_EQ(Urgent("river"), 1);
  EXPECT_EQ(Urgent("hand"), 1);
  EXPECT_THAT(woken_, IsSupersetOf({"river", "hand"}));
  EXPECT_EQ(Rescreen().newly_unsafe, 0);
  EXPECT_EQ(Read(name).version(), referral.version());
  EXPECT_EQ(Urgent("river"), 1);
}

TEST_F(RescreenOpenTest, WhatIsNoLongerUnsafeIsReleasedOnceAndWithoutAlarm) {
  const std::string name = Sent("MANIPULATION");
  const auto turn_before = Read(name).turn();
  LoadNewKnowledge();
  Rescreen();
  ASSERT_TRUE(Read(name).unsafe());
  UseScreeningKnowledge(KnowledgeOfBefore());
  const Rescreened done = Rescreen();
  EXPECT_EQ(done.newly_unsafe, 0);
  EXPECT_EQ(done.released, 1);
  const v1::Referral referral = Read(name);
  EXPECT_FALSE(referral.unsafe());
  EXPECT_EQ(referral.turn().party(), turn_before.party());
  EXPECT_EQ(Urgent("river"), 1) << "that it was unsafe, and nothing since";
  EXPECT_EQ(Rescreen().released, 0);
  EXPECT_EQ(Read(name).version(), referral.version());
}

TEST_F(RescreenOpenTest, NothingIsWrittenForWhatIsSafeOrNotOpen) {
  const std::string safe = Sent("KINESIO_TAPE");
  const v1::Referral draft = Draft("MANIPULATION");
  const int64_t version = Read(safe).version();
  LoadNewKnowledge();
  EXPECT_EQ(Rescreen().newly_unsafe, 0);
  EXPECT_EQ(transactions_, 0);
  EXPECT_THAT(woken_, IsEmpty());
  EXPECT_EQ(Read(safe).version(), version);
  EXPECT_EQ(Read(draft.name()).version(), draft.version());
}

TEST_F(RescreenOpenTest, ManyAreToldInSmallBatchesAndTheNextStartGoesOnWhereOneWasStopped) {
  std::vector<std::string> names;
  for (int i = 0; i < 70; ++i) names.push_back(Sent("MANIPULATION"));
  LoadNewKnowledge();
  const Rescreened first = Rescreen(1);
  EXPECT_EQ(first.newly_unsafe, 64) << "a page";
  EXPECT_EQ(transactions_, 8) << "eight in a transaction";
  const Rescreened second = Rescreen();
  EXPECT_EQ(second.referrals, 70);
  EXPECT_EQ(second.newly_unsafe, 6);
  for (const std::string& name : names) EXPECT_TRUE(Read(name).unsafe());
  EXPECT_EQ(Urgent("river"), 70);
}

}  // namespace
}  // namespace tendon::referral
