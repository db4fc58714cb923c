// The referral exchange's invariants R8 (1-7, 9-12, 15; of 7 what this server knows) as properties of random histories:
// five organisations, every event by anybody, time that passes, stale etags. 10,000 histories; a failure names its
// seed.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "services/referral/lifecycle/mapping.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

// The sanitizers look at the same code in a tenth of them.
#ifdef TENDON_SANITIZED
constexpr int kHistories = 1'000;
#else
constexpr int kHistories = 10'000;
#endif
constexpr int kShards = 10;
constexpr int kSteps = 25;

class History {
 public:
  explicit History(uint32_t seed) : random_(seed) {
    Create();
    Create();
  }

  void Run() {
    for (int i = 0; i < kSteps && !::testing::Test::HasFailure(); ++i) {
      desk_.now += absl::Minutes(Pick(0, 600));
      const int what = Pick(0, 99);
      if (what < 4) {
        Create();
      } else if (what < 12) {
        LetTimePass();
      } else if (what < 20) {
        CountASession();
      } else {
        TryAnything();
      }
      CheckAll();
    }
    CheckFeeds();
  }

 private:
  int Pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  template <class Item>
  const Item& OneOf(const std::vector<Item>& items) {
    return items[static_cast<size_t>(Pick(0, static_cast<int>(items.size()) - 1))];
  }

  void Create() {
    v1::CreateReferralRequest request;
    *request.mutable_referral() = Order(OneOf<std::string>({"hand", "first", "elm"}), Pick(1, 4));
    v1::Authorization* authorization = request.mutable_referral()->mutable_authorization();
    authorization->set_sessions(Pick(1, 3));
    if (Pick(0, 3) == 0) authorization->set_latest_start_date("2026-12-20");
    if (Pick(0, 3) == 0) authorization->set_end_date("2027-01-10");
    // Of any organisation, also one without a part in it.
    request.mutable_referral()->set_responsible_physician(OneOf<std::string>(
        {"", "organizations/river/clinicians/river-clinician", "organizations/hand/clinicians/hand-clinician",
         "organizations/far/clinicians/far-clinician"}));
    const auto draft = desk_.Run(River(), &CreateReferral, request);
    ASSERT_TRUE(draft.ok()) << draft.status();
    names_.insert(draft->name());
    if (Pick(0, 4) > 0) Try(draft->name(), v1::REFERRAL_EVENT_SEND, River());
  }

  std::string AnyReferral() {
    auto chosen = names_.begin();
    std::advance(chosen, Pick(0, static_cast<int>(names_.size()) - 1));
    return *chosen;
  }

  // Mostly what the table offers to one of the parties, so that histories get somewhere; else anything by anybody.
  void TryAnything() {
    const std::string name = AnyReferral();
    const v1::Referral referral = desk_.Read(name).referral;
    const std::string recipient = referral.assignments().empty() ? "hand" : IdOf(referral.recipient());
    const std::vector<security::Principal> parties = {
        Of(IdOf(referral.referrer()), "", security::Role::kSystemClient),
        Of(recipient, recipient + "-clinician", security::Role::kPhysicalTherapist),
        Of(recipient, recipient + "-clinician", security::Role::kPhysicalTherapist),
        Informed(),
        Far(),
        Ada()};
    const security::Principal who = OneOf(parties);
    std::vector<ReferralEvent> events;
    for (const TransitionRow* row : AllowedRows(referral.state(), RolesOf(referral, who))) events.push_back(row->event);
    const bool anything = events.empty() || Pick(0, 4) == 0;
    Try(name, anything ? static_cast<ReferralEvent>(Pick(2, v1::ReferralEvent_MAX)) : OneOf(events), who);
  }

  void Try(const std::string& name, ReferralEvent event, const security::Principal& who) {
    const ReferralRecord before = desk_.Read(name);
    Choice choice;
    choice.elsewhere = "organizations/" + OneOf<std::string>({"oak", "elm", "first", "hand"});
    choice.other_referral = AnyReferral();
    choice.flag = Pick(0, 1) == 0;
    const bool stale = Pick(0, 9) == 0;
    if (stale) choice.etag = "v0";
    const auto answer = Perform(desk_, event, who, before, choice);
    if (answer.ok()) {
      EXPECT_FALSE(stale) << "15: a stale version had an effect";
      if (!answer->last_transition().subject().empty()) AddIfReferral(answer->last_transition().subject());
      CheckWriter(before.referral, desk_.Read(name).referral);
    } else {
      EXPECT_EQ(desk_.Read(name).referral.version(), before.referral.version()) << "a refusal had an effect";
    }
    if (stale && IsPerformable(event) && Sees(before.referral, who)) {
      const absl::StatusCode code = answer.status().code();
      EXPECT_TRUE(code == absl::StatusCode::kAborted || code == absl::StatusCode::kInvalidArgument) << answer.status();
    }
    const ReferralRecord after = desk_.Read(name);
    for (const v1::Proposal& proposal : after.details.proposals()) AddIfReferral(proposal.result());
  }

  static bool Sees(const v1::Referral& referral, const security::Principal& who) {
    const RoleSet roles = RolesOf(referral, who);
    const bool draft = referral.assignments().empty();
    return draft ? roles.contains(v1::PARTY_ROLE_REFERRER) : !roles.empty();
  }

  void AddIfReferral(const std::string& name) {
    if (runtime::ReferralId(name).has_value()) names_.insert(name);
  }

  void LetTimePass() {
    desk_.now += absl::Hours(24 * Pick(1, 10));
    for (const std::string& name : names_) ASSERT_TRUE(desk_.PassTime(name).ok());
  }

  void CountASession() {
    const std::string name = AnyReferral();
    const v1::Referral referral = desk_.Read(name).referral;
    if (referral.assignments().empty() || referral.progress().sessions_started() == 0) return;
    desk_.CountSessions(name, referral.progress().sessions_completed() + 1);
  }

  static std::string IdOf(const std::string& name) { return runtime::OrganizationId(name).value_or(""); }

  // 12: who did not write the order has not changed it, and who does not treat has not changed the course.
  static void CheckWriter(const v1::Referral& before, const v1::Referral& after) {
    const v1::Transition& last = after.last_transition();
    const bool by_referrer = last.actor_role() == v1::PARTY_ROLE_REFERRER;
    if (!by_referrer) {
      EXPECT_EQ(OrderOf(before), OrderOf(after)) << v1::ReferralEvent_Name(last.event());
    } else {
      EXPECT_EQ(before.progress().sessions_started(), after.assignments_size() > before.assignments_size()
                                                          ? before.progress().sessions_started()
                                                          : after.progress().sessions_started());
      if (after.assignments_size() == before.assignments_size() && !before.assignments().empty()) {
        const auto& then = before.assignments(before.assignments_size() - 1);
        const auto& now = after.assignments(after.assignments_size() - 1);
        EXPECT_EQ(then.clinician(), now.clinician());
        EXPECT_EQ(then.episode(), now.episode());
        EXPECT_EQ(before.closing_summary().text(), after.closing_summary().text());
      }
    }
  }

  // What the referrer authorises, without the safety facts that either may add.
  static std::string OrderOf(const v1::Referral& referral) {
    v1::Referral order;
    *order.mutable_patient() = referral.patient();
    *order.mutable_authorization() = referral.authorization();
    order.set_referrer(referral.referrer());
    order.set_recipient(referral.recipient());
    order.set_reason(referral.reason());
    order.set_note(referral.note());
    order.set_priority(referral.priority());
    return order.SerializeAsString();
  }

  void CheckAll() {
    for (const std::string& name : names_) {
      const ReferralRecord record = desk_.Read(name);
      const v1::Referral& referral = record.referral;
      SCOPED_TRACE(name + " " + v1::ReferralState_Name(referral.state()));
      for (const std::string& child : referral.open_children()) children_.insert(child);
      CheckAssignments(referral);
      CheckTurn(referral);
      CheckMapping(referral);
      CheckPast(referral);
      CheckFamily(referral);
      EXPECT_EQ(referral.progress().over_authorized(),
                referral.progress().sessions_completed() > referral.authorization().sessions())
          << "7: k > n is flagged";
    }
    for (const std::string& child : children_) names_.insert(child);
    children_.clear();
  }

  // 1: one assignment is the current one; all before it were replaced.
  static void CheckAssignments(const v1::Referral& referral) {
    const int count = referral.assignments_size();
    const bool never_sent = referral.state() == v1::REFERRAL_STATE_DRAFT || count == 0;
    if (never_sent) {
      EXPECT_EQ(count, 0);
      EXPECT_FALSE(states::kOpen.contains(referral.state()));
      return;
    }
    for (int i = 0; i < count; ++i) {
      const bool current = i + 1 == count;
      EXPECT_EQ(referral.assignments(i).state() == v1::REFERRAL_STATE_REDIRECTED, !current);
    }
    EXPECT_EQ(referral.assignments(count - 1).state(), referral.state());
    EXPECT_EQ(referral.assignments(count - 1).recipient(), referral.recipient());
  }

  // 2: an open referral is somebody's turn, with a clock. 3: whose turn it is, open or not, has it in a worklist.
  void CheckTurn(const v1::Referral& referral) {
    if (states::kNonTerminal.contains(referral.state())) {
      EXPECT_TRUE(referral.has_turn());
      EXPECT_TRUE(referral.turn().has_since_time());
      EXPECT_TRUE(referral.turn().has_due_time());
    }
    if (!referral.has_turn()) return;
    const PartyRole party = referral.turn().party();
    EXPECT_TRUE(party == v1::PARTY_ROLE_REFERRER || party == v1::PARTY_ROLE_RECIPIENT ||
                party == v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
    std::vector<std::string> organizations = {"river", "first", "hand", "step", "elm", "oak", "far"};
    if (party == v1::PARTY_ROLE_REFERRER) organizations = {IdOf(referral.referrer())};
    if (party == v1::PARTY_ROLE_RECIPIENT) organizations = {IdOf(referral.recipient())};
    int lists = 0;
    for (const std::string& organization : organizations) {
      lists += InWorklist(organization, storage::WorkList::kTurn, referral.name());
    }
    EXPECT_EQ(lists, 1) << "the turn is in one worklist";
    if (referral.acknowledgement().unread()) {
      EXPECT_EQ(InWorklist(IdOf(referral.referrer()), storage::WorkList::kUnread, referral.name()), 1);
    }
  }
  // How often it stands there.
  int InWorklist(const std::string& organization, storage::WorkList list, const std::string& name) {
    const auto reader = *desk_.store().Read();
    const auto rows = reader->ListWork(storage::TenantScope::Organization(organization), {list, 0, {}, 1000});
    EXPECT_TRUE(rows.ok()) << rows.status();
    int found = 0;
    for (const storage::WorkRow& row : *rows) {
      if (runtime::ReferralName(row.referral.id) == name) ++found;
    }
    return found;
  }

  // 4: what partners see is derived from the state, by its own row.
  static void CheckMapping(const v1::Referral& referral) { EXPECT_EQ(MappingOf(referral).state, referral.state()); }

  // 5 and 6: terminal states are left by rows 45a alone (33 and 44e stay in them); versions are dense, and the past
  // stays as it was.
  void CheckPast(const v1::Referral& referral) {
    const auto reader = *desk_.store().Read();
    auto& known = past_[referral.name()];
    for (int64_t version = 1; version < referral.version(); ++version) {
      const auto row = reader->GetReferralVersion(storage::TenantScope::System(),
                                                  runtime::ReferralId(referral.name()).value_or(""), version);
      ASSERT_TRUE(row.ok()) << "version " << version << " is missing";
      const auto [entry, first] = known.emplace(version, row->body);
      EXPECT_EQ(entry->second, row->body) << "version " << version << " has changed";
      if (first) CheckSuccession(version, *row, referral, *reader);
    }
  }
  static void CheckSuccession(int64_t version, const storage::ReferralRow& row, const v1::Referral& present,
                              storage::ReferralReader& reader) {
    const auto next = reader.GetReferralVersion(storage::TenantScope::System(), row.id, version + 1);
    ASSERT_TRUE(next.ok());
    const v1::Referral after = *ReadRow(*next);
    EXPECT_EQ(after.version(), version + 1);
    EXPECT_EQ(after.last_transition().from_state(), row.state);
    if (!states::kTerminal.contains(static_cast<ReferralState>(row.state)) || after.state() == row.state) return;
    EXPECT_EQ(after.last_transition().rule(), "45a") << "a terminal state was left";
  }

  // 9: a closed parent has no open child.
  void CheckFamily(const v1::Referral& referral) {
    EXPECT_LE(referral.depth(), 3);
    if (referral.state() != v1::REFERRAL_STATE_CLOSED) return;
    EXPECT_TRUE(referral.open_children().empty());
    for (const v1::ChildOutcome& outcome : referral.child_outcomes()) {
      EXPECT_TRUE(states::kTerminal.contains(desk_.Read(outcome.referral()).referral.state()));
    }
  }

  // 10: each organisation's events are dense and in order, and replaying them gives the present states.
  void CheckFeeds() {
    const auto reader = *desk_.store().Read();
    std::map<std::string, const v1::Event*> last;
    std::vector<v1::Event> events;
    const auto feed = reader->ListFeed(storage::TenantScope::System(), 0, 100'000);
    ASSERT_TRUE(feed.ok());
    for (const auto& entry : *feed) {
      v1::Event event;
      ASSERT_TRUE(event.ParseFromString(entry.body));
      EXPECT_EQ(entry.sequence, event.revision());
      events.push_back(event);
    }
    for (size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].revision(), static_cast<int64_t>(i) + 1);
    for (const v1::Event& event : events) last[event.resource()] = &event;
    for (const std::string& name : names_) {
      const v1::Referral referral = desk_.Read(name).referral;
      ASSERT_TRUE(last.contains(name));
      EXPECT_EQ(last[name]->state(), referral.state());
      EXPECT_EQ(last[name]->version(), referral.version());
    }
    const auto own = reader->ListFeed(storage::TenantScope::Organization("river"), 0, 100'000);
    for (size_t i = 0; i < own->size(); ++i) EXPECT_EQ((*own)[i].sequence, static_cast<int64_t>(i) + 1);
  }

  std::mt19937 random_;
  Desk desk_;
  std::set<std::string> names_;
  std::set<std::string> children_;
  std::map<std::string, std::map<int64_t, std::string>> past_;
};

class InvariantsTest : public ::testing::TestWithParam<int> {};

TEST_P(InvariantsTest, HoldInRandomHistories) {
  for (int i = 0; i < kHistories / kShards && !HasFailure(); ++i) {
    const auto seed = static_cast<uint32_t>(GetParam() * (kHistories / kShards) + i);
    SCOPED_TRACE("seed " + std::to_string(seed));
    History(seed).Run();
  }
}

INSTANTIATE_TEST_SUITE_P(Shard, InvariantsTest, ::testing::Range(0, kShards));

// 11.
TEST(InvariantsTest, EqualSendsAreOneReferral) {
  Desk desk;
  int sent = 0;
  for (int i = 0; i < 20; ++i) {
    v1::CreateReferralRequest create;
    *create.mutable_referral() = Order("hand", 1);
    const auto draft = desk.Run(River(), &CreateReferral, create);
    ASSERT_TRUE(draft.ok());
    const auto answer = Perform(desk, v1::REFERRAL_EVENT_SEND, River(), desk.Read(draft->name()));
    if (answer.ok()) ++sent;
    if (!answer.ok()) {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kAlreadyExists);
    }
  }
  EXPECT_EQ(sent, 1);
}

}  // namespace
}  // namespace tendon::referral
