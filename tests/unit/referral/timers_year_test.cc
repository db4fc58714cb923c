// A year of timers over 10,000 referrals in one SQLite file, hour by hour: every timer that fires, and when, against
// what R6 says by hand. Nobody acts in that year.
#include <gtest/gtest.h>

#include <chrono>

#include "services/referral/record.h"
#include "services/referral/timer_engine.h"
#include "services/runtime/resource_name.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "tests/testing/files.h"
#include "tests/unit/referral/desk.h"

namespace tendon::referral {
namespace {

constexpr int kOfEachKind = 1000;

// 2026-01-05, a Monday, 09:00 UTC.
const absl::Time kStart = absl::FromCivil(absl::CivilHour(2026, 1, 5, 9), absl::UTCTimeZone());

// Many calls in one transaction.
class Bulk {
 public:
  explicit Bulk(Desk* desk) : desk_(desk), transaction_(*desk->store().Begin()) {}
  ~Bulk() { EXPECT_TRUE(transaction_->Commit().ok()); }

  template <class Request>
  v1::Referral Do(const security::Principal& who, Desk::Handler<Request, v1::Referral> handler, Request request,
                  const v1::Referral& on) {
    request.set_name(on.name());
    request.set_etag(on.etag());
    Call call = desk_->CallOf(who);
    v1::Referral response;
    const absl::Status status = handler(call, *transaction_, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  v1::Referral Create(v1::Priority priority, const std::string& latest_start, const std::string& end) {
    v1::CreateReferralRequest request;
    *request.mutable_referral() = Order("hand", ++patient_);
    request.mutable_referral()->set_priority(priority);
    request.mutable_referral()->mutable_authorization()->set_latest_start_date(latest_start);
    request.mutable_referral()->mutable_authorization()->set_end_date(end);
    Call call = desk_->CallOf(River());
    v1::Referral response;
    const absl::Status status = CreateReferral(call, *transaction_, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  v1::Referral Sent(v1::Priority priority = v1::PRIORITY_ROUTINE, const std::string& latest_start = "",
                    const std::string& end = "") {
    return Do(River(), &SendReferral, v1::SendReferralRequest(), Create(priority, latest_start, end));
  }
  v1::Referral Accepted() { return Do(Hand(), &AcceptReferral, v1::AcceptReferralRequest(), Sent()); }
  v1::Referral Begun(const std::string& end = "") {
    const v1::Referral sent = Sent(v1::PRIORITY_ROUTINE, "", end);
    const v1::Referral accepted = Do(Hand(), &AcceptReferral, v1::AcceptReferralRequest(), sent);
    return Do(Hand(), &StartSession, v1::StartSessionRequest(), accepted);
  }

 private:
  static int patient_;
  Desk* const desk_;
  std::unique_ptr<Transaction> transaction_;
};
int Bulk::patient_ = 0;

v1::Referral Asked(Bulk& bulk) {
  v1::AskQuestionsRequest request;
  v1::Question* question = request.add_questions();
  question->set_kind(v1::QUESTION_KIND_VALUE);
  question->set_text("since when?");
  question->set_mandatory(true);
  return bulk.Do(Hand(), &AskQuestions, request, bulk.Sent());
}
v1::Referral Held(Bulk& bulk) {
  v1::HoldReferralRequest request;
  request.set_reason_code("patient-request");
  return bulk.Do(Hand(), &HoldReferral, request, bulk.Begun());
}
v1::Referral ToStop(Bulk& bulk) {
  v1::RequestCancellationRequest request;
  request.set_reason_code("patient-declined");
  return bulk.Do(River(), &RequestCancellation, request, bulk.Begun());
}
v1::Referral Completed(Bulk& bulk) {
  v1::CompleteReferralRequest request;
  request.mutable_closing_summary()->set_text("done");
  request.mutable_closing_summary()->set_discharge_reason(v1::DISCHARGE_REASON_GOALS_MET);
  return bulk.Do(Hand(), &CompleteReferral, request, bulk.Begun());
}
v1::Referral Declined(Bulk& bulk) {
  v1::DeclineReferralRequest request;
  request.set_reason_code("capacity-full");
  request.set_comment("full");
  return bulk.Do(Hand(), &DeclineReferral, request, bulk.Sent());
}

struct Kind {
  const char* what;
  std::function<v1::Referral(Bulk&)> make;
  std::vector<std::string> fires;  // when, by which rule and why
};

std::vector<Kind> Kinds() {
  return {
      {"a draft that nobody sends: 30 days",
       [](Bulk& b) { return b.Create(v1::PRIORITY_ROUTINE, "", ""); },
       {"2026-02-04T09 4 expired-draft"}},
      {"sent, routine: 1 business day", [](Bulk& b) { return b.Sent(); }, {"2026-01-06T09 R6 escalated"}},
      {"sent, urgent: a quarter of a business day; the latest start is February 1st",
       [](Bulk& b) { return b.Sent(v1::PRIORITY_URGENT, "2026-02-01"); },
       {"2026-01-05T15 R6 escalated", "2026-02-02T00 40 validity-passed"}},
      {"asked: 5 business days, two reminders; then 3 days to redirect",
       Asked,
       {"2026-01-12T09 R6 reminder", "2026-01-19T09 R6 reminder", "2026-01-26T09 11 info-not-supplied",
        "2026-01-29T09 R6 escalated"}},
      {"accepted and not booked: 5 business days",
       [](Bulk& b) { return b.Accepted(); },
       {"2026-01-12T09 R6 escalated"}},
      {"begun, once a week, valid to March 31st: two weeks without a session; 7 days to discharge",
       [](Bulk& b) { return b.Begun("2026-03-31"); },
       {"2026-01-19T09 R6 stalled", "2026-04-01T00 41 validity-passed", "2026-04-08T00 R6 escalated"}},
      {"on hold: 14 days", Held, {"2026-01-19T09 R6 escalated"}},
      {"to be cancelled: 2 days", ToStop, {"2026-01-07T09 28 no-response"}},
      {"completed and not read: 7 days, two reminders",
       Completed,
       {"2026-01-12T09 R6 reminder", "2026-01-19T09 R6 reminder", "2026-01-26T09 34 no-response"}},
      {"declined: 3 days to redirect", Declined, {"2026-01-08T09 R6 escalated"}},
  };
}
// 1 + 1 + 2 + 4 + 1 + 3 + 1 + 1 + 3 + 1, of each kind a thousand.
constexpr int64_t kFiredInAYear = 18'000;

std::vector<std::string> FiredOn(Reader& reader, const v1::Referral& referral) {
  std::vector<std::string> fired;
  for (int64_t version = 1; version <= referral.version(); ++version) {
    const auto row = reader.GetReferralVersion(storage::TenantScope::System(),
                                               runtime::ReferralId(referral.name()).value_or(""), version);
    EXPECT_TRUE(row.ok()) << row.status();
    const v1::Referral then = *ReadRow(*row);
    const v1::Transition& transition = then.last_transition();
    if (transition.event() != v1::REFERRAL_EVENT_TIMER) continue;
    fired.push_back(absl::FormatTime("%Y-%m-%dT%H ", ToTime(transition.transition_time()), absl::UTCTimeZone()) +
                    transition.rule() + " " + transition.reason_code());
  }
  return fired;
}

TEST(TimersYearTest, TenThousandReferralsOfWhichNobodyThinksForAYear) {
  const testing::TempDir folder;
  storage::SqliteOptions options;
  options.path = folder.path() + "/referral.db";
  Desk desk(*storage::OpenSqliteReferralStore(options));
  desk.FillDirectory();
  desk.now = kStart;
  const std::vector<Kind> kinds = Kinds();
  std::vector<std::vector<std::string>> names;
  for (const Kind& kind : kinds) {
    Bulk bulk(&desk);
    std::vector<std::string>& of_kind = names.emplace_back();
    for (int i = 0; i < kOfEachKind; ++i) of_kind.push_back(kind.make(bulk).name());
  }
  ASSERT_FALSE(HasFailure());

  int64_t woken = 0;
  TimerEngine::Writer writer(&desk.store(), {});
  TimerEngine engine(&desk.store(), &writer, [&woken](const auto&) { ++woken; });
  int64_t fired = 0;
  const auto began = std::chrono::steady_clock::now();
  for (int hour = 0; hour < 24 * 365; ++hour) {
    const auto now = engine.Fire(kStart + absl::Hours(hour));
    ASSERT_TRUE(now.ok()) << now.status();
    ASSERT_EQ(now->set_aside, 0);
    fired += now->fired;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  RecordProperty("seconds", std::to_string(took.count()));
  std::cout << "a year of timers: " << took.count() << " s\n";
  EXPECT_EQ(fired, kFiredInAYear);
  EXPECT_EQ(woken, kFiredInAYear);

  const auto reader = *desk.store().Read();
  for (size_t kind = 0; kind < kinds.size(); ++kind) {
    SCOPED_TRACE(kinds[kind].what);
    for (const std::string& name : names[kind]) {
      ASSERT_EQ(FiredOn(*reader, desk.Read(name).referral), kinds[kind].fires) << name;
    }
  }
}

}  // namespace
}  // namespace tendon::referral
