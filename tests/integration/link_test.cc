// What the outcomes server makes of a referral server that was away, was restored, is another, or has a damaged record:
// nothing that it counts or shows stays wrong, and one record stops no other.
#include <sqlite3.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// What a damaged disk leaves of a body.
constexpr char kDamaged[] = "x'0a'";

// The first column of the first row; empty where there is none.
std::string Ask(const std::string& database, const std::string& sql) {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
  sqlite3_busy_timeout(handle, 5000);
  std::string answer;
  const auto take = [](void* to, int, char** values, char**) {
    *static_cast<std::string*>(to) = values[0] == nullptr ? "" : values[0];
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), take, &answer, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
  return answer;
}

std::string IdOf(const std::string& name) { return name.substr(name.find('/') + 1); }

int Occurrences(const std::string& text, const std::string& word) {
  int count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

class LinkTest : public ExchangeTest {
 protected:
  std::string OutcomesAsk(const std::string& sql) { return Ask(exchange->outcomes().database(), sql); }
  // The version that the outcomes server knows.
  std::string KnownVersion(const pb::Referral& referral) {
    return OutcomesAsk(
        absl::StrCat("SELECT version FROM referral_views WHERE referral_id = '", IdOf(referral.name()), "'"));
  }
  bool Knows(const pb::Referral& referral) {
    return Eventually([&] { return KnownVersion(referral) == std::to_string(referral.version()); });
  }
  int CountOf(const pb::Referral& referral) {
    return Must(river->Get(referral.name())).progress().sessions_completed();
  }
  std::vector<int> FlagsOf(Party& party, const std::string& session) {
    const auto flags = Must(party.GetSession(session)).flags();
    return {flags.begin(), flags.end()};
  }

  // Ends a server, does something to its database, starts it again.
  void WhileDown(ServerProcess& server, const std::function<void(const std::string&)>& change) {
    ASSERT_THAT(server.Terminate(), IsOk());
    change(server.database());
    ASSERT_THAT(server.StartAgain(), IsOk());
  }
  void Restart(ServerProcess& server, const std::string& sql) {
    WhileDown(server, [&](const std::string& database) { Ask(database, sql); });
  }
  static void Copy(const std::string& from, const std::string& to) {
    for (const char* part : {"-wal", "-shm"}) std::filesystem::remove(to + part);
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  }

  // As the feed is left when it was pruned while the outcomes server was away: its last change.
  static constexpr char kPruneFeed[] =
      "DELETE FROM changes WHERE revision < (SELECT max(revision) FROM changes); DELETE FROM feed WHERE sequence < "
      "(SELECT max(sequence) FROM feed AS f WHERE f.organization = feed.organization)";

  // Of another patient, to Step; in progress.
  pb::Referral OfAnother() {
    pb::Referral referral = SmallReferral(kStep);
    referral.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
    referral.mutable_authorization()->set_sessions(6);
    referral.mutable_patient()->mutable_identifiers(0)->set_value("of-another");
    return Must(step->StartSession(Must(step->Accept(Must(river->Send(Must(river->Create(referral))))))));
  }
  void ReportWrongPatient(Party& party, const pb::Referral& referral) {
    pb::ReportWrongPatientRequest request;
    request.set_name(referral.name());
    request.set_etag(Must(party.Get(referral.name())).etag());
    request.set_request_id(NewRequestId());
    request.set_reason_code("wrong-patient");
    request.set_comment("another of the same name");
    Must(party.Do(&Party::OrderStub::ReportWrongPatient, request));
  }
};

TEST_F(LinkTest, SessionsOfTheWrongPatientAreStruckOutAlsoWhenTheFeedForgotIt) {
  const pb::Referral referral = InProgress();
  const out::Session session = Must(hand->Record(referral.name(), SmallSession(absl::Now(), 6, 4)));
  ASSERT_TRUE(Eventually([&] { return CountOf(referral) == 1; }));
  ASSERT_THAT(exchange->outcomes().Terminate(), IsOk());
  ReportWrongPatient(*hand, referral);
  ReportWrongPatient(*river, referral);
  OfAnother();
  Restart(exchange->referral(), kPruneFeed);
  ASSERT_THAT(exchange->outcomes().StartAgain(), IsOk());
  EXPECT_TRUE(Eventually(
      [&] { return Must(hand->GetSession(session.name())).status() == out::SESSION_STATUS_ENTERED_IN_ERROR; }));
  EXPECT_TRUE(Eventually([&] { return CountOf(referral) == 0; }));
}

TEST_F(LinkTest, ARestoredReferralDatabaseIsBelievedThoughItsVersionsAreLower) {
  const pb::Referral accepted = Accepted();
  ASSERT_TRUE(Knows(accepted));
  const std::string backup = exchange->folder() + "/backup.db";
  WhileDown(exchange->referral(), [&](const std::string& database) { Copy(database, backup); });
  ASSERT_TRUE(Knows(Must(river->Cancel(accepted, "patient-declined"))));
  WhileDown(exchange->referral(), [&](const std::string& database) { Copy(backup, database); });
  ASSERT_TRUE(Knows(accepted)) << "the cancellation was lost with the disk";
  ASSERT_TRUE(Knows(Must(hand->StartSession(Must(hand->Get(accepted.name()))))));
  const out::Session session = Must(hand->Record(accepted.name(), SmallSession(absl::Now() + absl::Minutes(1), 5, 4)));
  EXPECT_THAT(session.flags(), Not(Contains(out::SESSION_FLAG_AFTER_END)));
}

TEST_F(LinkTest, OfAReferralThatIsGoneTheSessionsStayAndTheLogSaysItOnce) {
  const pb::Referral referral = InProgress();
  const out::Session session = Must(hand->Record(referral.name(), SmallSession(absl::Now(), 6, 4)));
  ASSERT_TRUE(Knows(referral));
  WhileDown(exchange->referral(), [](const std::string& database) {
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(database + part);
  });
  ASSERT_TRUE(Eventually([&] {
    const auto flags = FlagsOf(*hand, session.name());
    return std::count(flags.begin(), flags.end(), out::SESSION_FLAG_REFERRAL_UNRESOLVED) == 1;
  }));
  EXPECT_THAT(river->GetSession(session.name()), IsOk()) << "who could read it can";
  ASSERT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "referral_missing") > 0; }));
  ASSERT_THAT(exchange->referral().Terminate(), IsOk());
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  ASSERT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "referral_server_reached") >= 2; }));
  EXPECT_EQ(Occurrences(exchange->outcomes().Log(), "referral_missing"), 1);
  EXPECT_THAT(exchange->outcomes().Log(), HasSubstr(IdOf(referral.name())));
}

TEST_F(LinkTest, ADamagedReferralStopsNeitherTheReportsNorTheFeedOfOthers) {
  const pb::Referral damaged = InProgress();
  const pb::Referral other = OfAnother();
  ASSERT_TRUE(Knows(damaged) && Knows(other));
  const std::string id = IdOf(damaged.name());
  const std::string where = absl::StrCat(" WHERE id = '", id, "'");
  Restart(exchange->referral(), absl::StrCat("CREATE TABLE kept AS SELECT body FROM referrals", where,
                                             "; UPDATE referrals SET body = ", kDamaged, where));
  Must(hand->Record(damaged.name(), SmallSession(absl::Now(), 5, 4)));
  const out::Session session = Must(step->Record(other.name(), SmallSession(absl::Now(), 5, 4)));
  EXPECT_TRUE(Eventually([&] { return CountOf(other) == 1; }));
  EXPECT_TRUE(Knows(Must(step->Complete(Must(step->Get(other.name())))))) << "the feed goes on";
  ASSERT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "report_set_aside") > 0; }));
  Restart(exchange->referral(),
          absl::StrCat("UPDATE referrals SET body = (SELECT body FROM kept)", where, "; DROP TABLE kept"));
  EXPECT_TRUE(Eventually([&] { return CountOf(damaged) == 1; })) << "it is tried again when the server is back";
  EXPECT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "report_delivered_late") == 1; }));
  EXPECT_EQ(Occurrences(exchange->outcomes().Log(), "report_set_aside"), 1);
}

TEST_F(LinkTest, AWatchGoesPastAReferralThatCannotBeRead) {
  const pb::Referral damaged = InProgress();
  ASSERT_TRUE(Knows(damaged));
  ASSERT_THAT(exchange->outcomes().Terminate(), IsOk());
  Must(hand->Complete(damaged));
  const pb::Referral other = OfAnother();
  Restart(exchange->referral(),
          absl::StrCat("UPDATE referrals SET body = ", kDamaged, " WHERE id = '", IdOf(damaged.name()), "'"));
  ASSERT_THAT(exchange->outcomes().StartAgain(), IsOk());
  EXPECT_TRUE(Knows(other));
  EXPECT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "referral_lookup_failed") == 1; }));
}

TEST_F(LinkTest, ASessionThatCannotBeReadStopsTheFeedOfItsReferralOnly) {
  const pb::Referral referral = InProgress();
  const pb::Referral other = OfAnother();
  const out::Session session = Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  ASSERT_TRUE(Eventually([&] { return CountOf(referral) == 1; }));
  ASSERT_TRUE(Knows(referral) && Knows(other));
  Restart(exchange->outcomes(), absl::StrCat("UPDATE sessions SET body = ", kDamaged));
  Must(hand->Complete(Must(hand->Get(referral.name()))));
  EXPECT_TRUE(Knows(Must(step->Complete(Must(step->Get(other.name()))))));
  EXPECT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "event_left_out") > 0; }));
  EXPECT_EQ(KnownVersion(referral), "0") << "to be asked for";
}

TEST_F(LinkTest, WhatWasRecordedWhileTheServerWasAwayIsLookedUpWhenItIsBack) {
  const pb::Referral referral = InProgress();
  ASSERT_TRUE(Knows(referral));
  ASSERT_THAT(exchange->referral().Terminate(), IsOk());
  const std::string nobody = "referrals/01936b5e-0000-7000-8000-000000000000";
  const out::Session of_nobody = Must(hand->Record(nobody, SmallSession(absl::Now(), 6, 4)));
  const out::Session named = Must(hand->Record("referrals/john-doe", SmallSession(absl::Now(), 6, 4)));
  const out::Session of_a_stranger = Must(far->Record(referral.name(), SmallSession(absl::Now(), 6, 4)));
  EXPECT_THAT(of_a_stranger.flags(), Contains(out::SESSION_FLAG_REFERRAL_UNRESOLVED));
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  EXPECT_TRUE(Eventually([&] {
    const auto flags = FlagsOf(*far, of_a_stranger.name());
    return std::count(flags.begin(), flags.end(), out::SESSION_FLAG_NOT_RECIPIENT) == 1;
  }));
  EXPECT_THAT(FlagsOf(*far, of_a_stranger.name()), Not(Contains(out::SESSION_FLAG_REFERRAL_UNRESOLVED)));
  EXPECT_TRUE(Eventually([&] { return Occurrences(exchange->outcomes().Log(), "referral_missing") == 2; }));
  EXPECT_THAT(exchange->outcomes().Log(), HasSubstr(IdOf(nobody)));
  EXPECT_THAT(exchange->outcomes().Log(), Not(HasSubstr("john-doe"))) << "an id that nobody gave may be anything";
  EXPECT_THAT(FlagsOf(*hand, of_nobody.name()), Contains(out::SESSION_FLAG_REFERRAL_UNRESOLVED)) << "it stays";
}

TEST_F(LinkTest, TheLogSaysOnceThatTheServerIsAwayAndOnceThatItIsBack) {
  const auto said = [this](const char* what) { return Occurrences(exchange->outcomes().Log(), what); };
  ASSERT_TRUE(Eventually([&] { return said("referral_server_reached") == 1; }));
  ASSERT_THAT(exchange->referral().Terminate(), IsOk());
  ASSERT_TRUE(Eventually([&] { return said("referral_server_away") == 1; }));
  for (int i = 0; i < 2; ++i) Must(hand->Record("referrals/unknown", SmallSession(absl::Now(), 6, 4)));
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  ASSERT_TRUE(Eventually([&] { return said("referral_server_reached") == 2; }));
  EXPECT_EQ(said("referral_server_away"), 1);
}

TEST_F(LinkTest, ARestoredOutcomesDatabaseIsCountedAnew) {
  const pb::Referral referral = InProgress();
  Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  ASSERT_TRUE(Eventually([&] { return CountOf(referral) == 1; }));
  const std::string backup = exchange->folder() + "/backup.db";
  WhileDown(exchange->outcomes(), [&](const std::string& database) { Copy(database, backup); });
  for (int i = 0; i < 3; ++i) Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  ASSERT_TRUE(Eventually([&] { return CountOf(referral) == 4; }));
  WhileDown(exchange->outcomes(), [&](const std::string& database) { Copy(backup, database); });
  Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  EXPECT_TRUE(Eventually([&] { return CountOf(referral) == 2; })) << "three were lost with the disk, one came";
  Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  EXPECT_TRUE(Eventually([&] { return CountOf(referral) == 3; }));
}

}  // namespace
}  // namespace tendon::testing
