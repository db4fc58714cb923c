// A session that took place is a fact: stored whatever the referral's state, flagged, counted once, and told to the
// referral server however long that is away.
#include "tendon/referral/v1/errors.pb.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Sessions = ExchangeTest;

out::Session Numbered(int number, absl::Time start) {
  out::Session session = SmallSession(start, 5, 4);
  session.set_session_number(number);
  return session;
}

TEST_F(Sessions, TheSameRequestIsOneSessionAlsoAfterARestart) {
  const pb::Referral referral = InProgress();
  const std::string request_id = NewRequestId();
  const out::Session body = SmallSession(absl::Now(), 5, 4);
  const out::Session first = Must(hand->Record(referral.name(), body, request_id));
  exchange->outcomes().Kill();
  ASSERT_THAT(exchange->outcomes().StartAgain(), IsOk());
  const out::Session again = Must(hand->Record(referral.name(), body, request_id));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(hand->Sessions(referral.name())->sessions(), SizeIs(1));
  EXPECT_THAT(hand->Record(referral.name(), SmallSession(absl::Now(), 9, 9), request_id),
              HasReason("REQUEST_ID_REUSED"));
}

TEST_F(Sessions, ATakenNumberIsAConflictAndNothingIsOverwritten) {
  const pb::Referral referral = InProgress();
  const out::Session first = Must(hand->Record(referral.name(), Numbered(3, absl::Now())));
  const auto second = hand->Record(referral.name(), Numbered(3, absl::Now()));
  EXPECT_THAT(second, AllOf(StatusIs(grpc::StatusCode::ALREADY_EXISTS), HasReason("SESSION_NUMBER_TAKEN")));
  const auto detail = DetailOf<pb::SessionConflict>(second.status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->existing_session(), first.name());
  EXPECT_EQ(detail->session_number(), 3);
  EXPECT_EQ(Must(hand->GetSession(first.name())).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4))).session_number(), 4);
}

TEST_F(Sessions, ASessionAfterCancellationIsStoredAndFlagged) {
  const pb::Referral cancelled = Must(river->Cancel(Accepted(), "patient-declined"));
  const absl::Time later = absl::Now() + absl::Minutes(5);
  const out::Session session = Must(hand->Record(cancelled.name(), SmallSession(later, 5, 4)));
  EXPECT_THAT(session.flags(), AllOf(Contains(out::SESSION_FLAG_AFTER_END), Contains(out::SESSION_FLAG_NOT_STARTED)));
  EXPECT_TRUE(Eventually([&] { return river->Get(cancelled.name())->progress().sessions_completed() == 1; }));
  EXPECT_EQ(Must(river->Get(cancelled.name())).state(), pb::REFERRAL_STATE_CANCELLED);
}

TEST_F(Sessions, ASessionOverTheAuthorisedNumberIsStoredAndFlagged) {
  const pb::Referral referral = InProgress(/*sessions=*/2);
  for (int k = 1; k <= 3; ++k) {
    const out::Session session = Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
    if (k <= 2) {
      EXPECT_THAT(session.flags(), Not(Contains(out::SESSION_FLAG_OVER_AUTHORIZED))) << k;
    } else {
      EXPECT_THAT(session.flags(), Contains(out::SESSION_FLAG_OVER_AUTHORIZED));
    }
  }
  ASSERT_TRUE(Eventually([&] { return river->Get(referral.name())->progress().sessions_completed() == 3; }));
  EXPECT_TRUE(Must(river->Get(referral.name())).progress().over_authorized());
  EXPECT_EQ(Must(river->Episode(referral.name())).flagged_sessions(), 1);
}

TEST_F(Sessions, ANoShowIsAFactThatDoesNotCount) {
  const pb::Referral referral = InProgress();
  out::Session session = SmallSession(absl::Now(), 5, 4);
  session.set_status(out::SESSION_STATUS_NO_SHOW);
  session.clear_observations();
  Must(hand->Record(referral.name(), session));
  EXPECT_EQ(Must(hand->Episode(referral.name())).sessions_completed(), 0);
  EXPECT_THAT(hand->Sessions(referral.name())->sessions(), SizeIs(1));
}

TEST_F(Sessions, CountingKeepsACliniciansEtagGood) {
  const pb::Referral referral = InProgress();
  Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  ASSERT_TRUE(Eventually([&] { return hand->Get(referral.name())->progress().sessions_completed() == 1; }));
  EXPECT_THAT(hand->Complete(referral), IsOk());
}

TEST_F(Sessions, AReadingOffTheScaleNamesItsField) {
  const pb::Referral referral = InProgress();
  EXPECT_THAT(hand->Record(referral.name(), SmallSession(absl::Now(), 11, 4)),
              AllOf(StatusIs(grpc::StatusCode::INVALID_ARGUMENT), NamesField("session.observations[0].value")));
}

TEST_F(Sessions, ATypingErrorInTheYearIsSeen) {
  const pb::Referral referral = InProgress();
  EXPECT_THAT(hand->Record(referral.name(), SmallSession(absl::Now() + absl::Hours(24 * 365), 5, 4)),
              AllOf(StatusIs(grpc::StatusCode::INVALID_ARGUMENT), NamesField("session.start_time")));
}

TEST_F(Sessions, RecordingGoesOnWhileTheReferralServerIsDown) {
  const pb::Referral known = InProgress();
  Must(hand->Record(known.name(), SmallSession(absl::Now(), 7, 6)));  // it knows this one
  exchange->outcomes().Kill();
  const pb::Referral unknown = InProgress();  // and never heard of this one
  exchange->referral().Kill();
  ASSERT_THAT(exchange->outcomes().StartAgain(), IsOk());

  const out::Session of_known = Must(hand->Record(known.name(), SmallSession(absl::Now(), 6, 5)));
  EXPECT_EQ(of_known.episode(), known.name() + "/episodes/1");
  const out::Session of_unknown = Must(hand->Record(unknown.name(), SmallSession(absl::Now(), 5, 4)));
  EXPECT_THAT(of_unknown.flags(), Contains(out::SESSION_FLAG_REFERRAL_UNRESOLVED));
  EXPECT_THAT(of_unknown.episode(), IsEmpty());
  EXPECT_THAT(hand->GetSession(of_unknown.name()), IsOk()) << "its recorder sees it";
  EXPECT_THAT(river->GetSession(of_unknown.name()), StatusIs(grpc::StatusCode::NOT_FOUND)) << "nobody else yet";

  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  ASSERT_TRUE(Eventually([&] { return river->GetSession(of_unknown.name()).ok(); }))
      << "settled, and the referrer's to see";
  const out::Session settled = Must(river->GetSession(of_unknown.name()));
  EXPECT_THAT(settled.flags(), ElementsAre(out::SESSION_FLAG_UNSCREENED));
  EXPECT_EQ(settled.episode(), unknown.name() + "/episodes/1");
  EXPECT_TRUE(Eventually([&] { return river->Get(unknown.name())->progress().sessions_completed() == 1; }));
  EXPECT_TRUE(Eventually([&] { return river->Get(known.name())->progress().sessions_completed() == 2; }));
}

TEST_F(Sessions, OfSomebodyElsesReferralTheyCountNowhere) {
  exchange->outcomes().Kill();
  const pb::Referral referral = InProgress();
  exchange->referral().Kill();
  ASSERT_THAT(exchange->outcomes().StartAgain(), IsOk());
  // Nobody can be asked, so it is stored; once the referral is known it turns out not to be theirs.
  const out::Session intruder = Must(far->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  ASSERT_TRUE(Eventually([&] {
    const out::Session session = Must(far->GetSession(intruder.name()));
    return std::find(session.flags().begin(), session.flags().end(), out::SESSION_FLAG_NOT_RECIPIENT) !=
           session.flags().end();
  }));
  EXPECT_THAT(river->GetSession(intruder.name()), StatusIs(grpc::StatusCode::NOT_FOUND));
  EXPECT_THAT(hand->GetSession(intruder.name()), StatusIs(grpc::StatusCode::NOT_FOUND));
  EXPECT_EQ(Must(river->Episode(referral.name())).sessions_completed(), 0);
}

TEST_F(Sessions, AnImportAnswersForEachRecordInOrder) {
  const pb::Referral referral = InProgress();
  const absl::Time now = absl::Now();
  std::vector<out::ImportSessionsRequest> records(4);
  for (size_t i = 0; i < records.size(); ++i) {
    records[i].set_record_number(static_cast<int64_t>(i) + 10);
    records[i].set_parent(referral.name());
    records[i].set_request_id(NewRequestId());
    *records[i].mutable_session() =
        Numbered(static_cast<int>(i) + 1, now - absl::Hours(24 * (10 - static_cast<int>(i))));
  }
  records[1].mutable_session()->clear_start_time();
  records[3].mutable_session()->set_session_number(1);

  const auto import = [&] {
    grpc::ClientContext context;
    Prepare(hand->caller, {}, &context);
    const auto stream = hand->sessions()->ImportSessions(&context);
    for (const auto& record : records) EXPECT_TRUE(stream->Write(record));
    stream->WritesDone();
    std::vector<out::ImportSessionsResponse> results;
    out::ImportSessionsResponse result;
    while (stream->Read(&result)) results.push_back(result);
    EXPECT_THAT(stream->Finish(), IsOk());
    return results;
  };
  const auto results = import();
  ASSERT_THAT(results, SizeIs(4));
  for (size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].record_number(), records[i].record_number());
  EXPECT_EQ(results[0].outcome(), out::IMPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(results[1].outcome(), out::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(results[1].field(), "session.start_time");
  EXPECT_EQ(results[1].code(), static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
  EXPECT_EQ(results[2].outcome(), out::IMPORT_OUTCOME_ACCEPTED) << "a bad record harms no other";
  EXPECT_EQ(results[3].outcome(), out::IMPORT_OUTCOME_ACCEPTED) << "it took place; a person settles the number";
  EXPECT_THAT(results[3].flags(), Contains(out::SESSION_FLAG_NUMBER_CONFLICT));

  // A broken import is sent again whole.
  const auto again = import();
  ASSERT_THAT(again, SizeIs(4));
  EXPECT_EQ(again[0].outcome(), out::IMPORT_OUTCOME_DUPLICATE);
  EXPECT_EQ(again[0].session(), results[0].session());
  EXPECT_THAT(hand->Sessions(referral.name())->sessions(), SizeIs(3));
  EXPECT_EQ(Must(hand->Episode(referral.name())).sessions_completed(), 2) << "of two with one number one counts";
}

TEST_F(Sessions, AnImportNumbersSessionsInTheOrderOfItsRecords) {
  const pb::Referral referral = Accepted();  // so that the referral server is asked for each
  constexpr int kRecords = 200;
  grpc::ClientContext context;
  Prepare(hand->caller, {}, &context);
  const auto stream = hand->sessions()->ImportSessions(&context);
  const absl::Time first = absl::Now() - absl::Hours(24 * kRecords);
  for (int i = 0; i < kRecords; ++i) {
    out::ImportSessionsRequest record;
    record.set_record_number(i);
    record.set_parent(referral.name());
    record.set_request_id(NewRequestId());
    *record.mutable_session() = SmallSession(first + absl::Hours(24 * i), 5, 4);
    ASSERT_TRUE(stream->Write(record));
  }
  stream->WritesDone();
  out::ImportSessionsResponse result;
  while (stream->Read(&result)) EXPECT_EQ(result.outcome(), out::IMPORT_OUTCOME_ACCEPTED);
  EXPECT_THAT(stream->Finish(), IsOk());
  const auto sessions = hand->Sessions(referral.name(), kRecords);
  ASSERT_THAT(sessions->sessions(), SizeIs(kRecords));
  for (int i = 0; i < kRecords; ++i) EXPECT_EQ(sessions->sessions(i).session_number(), i + 1);
}

TEST_F(Sessions, ARecordThatMovesToAnotherLineOfItsFileIsTheSame) {
  const pb::Referral referral = InProgress();
  out::ImportSessionsRequest record;
  record.set_record_number(3);
  record.set_parent(referral.name());
  record.set_request_id(NewRequestId());
  *record.mutable_session() = SmallSession(absl::Now(), 5, 4);
  std::vector<out::ImportSessionsResponse> results;
  for (const int64_t number : {3, 4}) {
    record.set_record_number(number);
    grpc::ClientContext context;
    Prepare(hand->caller, {}, &context);
    const auto stream = hand->sessions()->ImportSessions(&context);
    ASSERT_TRUE(stream->Write(record));
    stream->WritesDone();
    ASSERT_TRUE(stream->Read(&results.emplace_back()));
    EXPECT_THAT(stream->Finish(), IsOk());
    EXPECT_EQ(results.back().record_number(), number);
  }
  EXPECT_EQ(results[0].outcome(), out::IMPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(results[1].outcome(), out::IMPORT_OUTCOME_DUPLICATE);
  EXPECT_EQ(results[1].session(), results[0].session());
}

}  // namespace
}  // namespace tendon::testing
