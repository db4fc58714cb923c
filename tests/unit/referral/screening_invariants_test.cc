// The referral exchange's invariant R8 8 as a property of random histories: no session is begun without a screening of
// that moment, nothing that screening holds against it is left unanswered then, no override is without reason, attestor
// and expiry, and none is of a rule that wants the patient seen today or now. 2,000 histories; a failure names its
// seed.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "services/clinical/screening/message.h"
#include "services/referral/handlers/screening_answers.h"
#include "services/referral/screening/current.h"
#include "services/referral/screening/question.h"
#include "tests/unit/referral/desk.h"

namespace tendon::referral {
namespace {

constexpr int kHistories = 2000;
constexpr int kSteps = 20;

constexpr const char* kTechniques[] = {"KINESIO_TAPE", "PETRISSAGE", "DEEP_TISSUE",
                                       "MANIPULATION", "EFFLEURAGE", "EDUCATION"};
constexpr const char* kRegions[] = {"lumbar", "calf", "lower_extremity", "neck"};
constexpr const char* kConditions[] = {"I82.412", "M81.0", "Z86.718", "Z79.01", "M54.50", "M06.9"};
constexpr const char* kFindings[] = {"RF_SADDLE", "RF_WEIGHT_LOSS", "RF_DVT"};
constexpr const char* kRules[] = {"CI001", "CI002", "CI004", "CI041", "CI062", "CI063", "CI147"};

class ScreenedHistory {
 public:
  explicit ScreenedHistory(uint32_t seed) : random_(seed) { Create(); }

  void Run() {
    for (int i = 0; i < kSteps && !::testing::Test::HasFailure(); ++i) {
      desk_.now += absl::Hours(Pick(0, 48));
      Step();
      Check();
    }
  }
  int sessions_begun() const { return sessions_; }

 private:
  int Pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  template <size_t n>
  const char* OneOf(const char* const (&items)[n]) {
    return items[static_cast<size_t>(Pick(0, static_cast<int>(n) - 1))];
  }

  void AddPlan(v1::Referral* referral) {
    auto* planned = referral->add_planned_techniques();
    planned->set_technique(OneOf(kTechniques));
    planned->add_body_sites()->set_region(OneOf(kRegions));
  }

  void Create() {
    v1::CreateReferralRequest request;
    *request.mutable_referral() = Order("hand", 1);
    for (int i = Pick(0, 2); i >= 0; --i) AddPlan(request.mutable_referral());
    for (int i = Pick(0, 2); i > 0; --i) request.mutable_referral()->add_conditions()->set_icd10cm(OneOf(kConditions));
    name_ = desk_.Run(River(), &CreateReferral, request)->name();
  }

  template <class Request>
  Request On() {
    Request request;
    request.set_name(name_);
    request.set_etag(desk_.Read(name_).referral.etag());
    return request;
  }

  // Every rule that the last screening hit, or some of them.
  template <class Request>
  void AcknowledgeMost(Request* request) {
    const auto screening = desk_.Read(name_).referral.screening();
    for (const auto& verdict : screening.techniques()) {
      for (const auto& hit : verdict.hits()) {
        if (Pick(0, 9) > 0) request->add_acknowledged_rules(hit.rule());
      }
    }
  }
  template <class Request>
  void FindSomething(Request* request) {
    auto* finding = request->add_findings();
    finding->set_code(OneOf(kFindings));
    finding->set_status(Pick(0, 1) == 0 ? clinical::v1::FACT_STATUS_PRESENT : clinical::v1::FACT_STATUS_ABSENT);
  }

  void Attest() {
    auto request = On<v1::AttestOverrideRequest>();
    request.set_rule(OneOf(kRules));
    request.set_reason_code("benefit-outweighs-risk");
    request.set_comment("seen together");
    *request.mutable_expire_time() = ToProto(desk_.now + absl::Hours(Pick(-1, 100)));
    (void)desk_.Run(Pick(0, 3) == 0 ? River() : Ada(), &AttestOverride, request);
  }
  void Clear() {
    auto request = On<v1::AttachClearanceRequest>();
    request.set_rule(OneOf(kRules));
    request.set_clearing_clinician("Dr Ada");
    request.set_clear_date("2026-11-01");
    request.set_text("may be treated");
    (void)desk_.Run(Ada(), &AttachClearance, request);
  }
  void Modify() {
    v1::ModifyReferralRequest request;
    request.mutable_referral()->set_name(name_);
    request.mutable_referral()->set_etag(desk_.Read(name_).referral.etag());
    AddPlan(request.mutable_referral());
    (void)desk_.Run(River(), &ModifyReferral, request);
  }
  void Learn() {
    auto request = On<v1::AddSafetyFactsRequest>();
    if (Pick(0, 1) == 0) request.add_conditions()->set_icd10cm(OneOf(kConditions));
    FindSomething(&request);
    (void)desk_.Run(Hand(), &AddSafetyFacts, request);
  }
  void Resume() {
    auto request = On<v1::ResumeReferralRequest>();
    FindSomething(&request);
    (void)desk_.Run(Ada(), &ResumeReferral, request);
  }
  void Accept() {
    auto request = On<v1::AcceptReferralRequest>();
    AcknowledgeMost(&request);
    (void)desk_.Run(Hand(), &AcceptReferral, request);
  }
  void Start() {
    auto request = On<v1::StartSessionRequest>();
    AcknowledgeMost(&request);
    if (Pick(0, 4) == 0) FindSomething(&request);
    const auto started = desk_.Run(Hand(), &StartSession, request);
    if (!started.ok() || started->last_transition().event() != v1::REFERRAL_EVENT_START_SESSION) return;
    ++sessions_;
    CheckSession(*started);
  }

  void Step() {
    switch (Pick(0, 9)) {
      case 0:
        return Attest();
      case 1:
        return Clear();
      case 2:
        return Modify();
      case 3:
        return Pick(0, 2) == 0 ? Learn() : Accept();
      case 4:
        return Resume();
      case 5:
      case 6:
        (void)desk_.Run(River(), &SendReferral, On<v1::SendReferralRequest>());
        return Accept();
      default:
        return Start();
    }
  }

  // By the engine itself, apart from what the handlers made of its answer.
  void CheckSession(const v1::Referral& referral) {
    EXPECT_EQ(referral.screening().screen_time().seconds(), absl::ToUnixSeconds(desk_.now))
        << "no screening of the day";
    const auto knowledge = CurrentScreeningKnowledge();
    const auto& read = referral.screening_acknowledgement().rules();
    const std::set<std::string> acknowledged(read.begin(), read.end());
    for (const auto& result : knowledge->engine.Screen(QuestionOf(referral, desk_.now)).techniques) {
      for (const auto& hit : result.hits) {
        EXPECT_TRUE(acknowledged.contains(hit.rule->id)) << hit.rule->id;
        if (hit.verdict == clinical::screening::Verdict::kAbsolute) {
          EXPECT_TRUE(hit.rule->overridable() && IsOverridden(referral, hit.rule->id)) << hit.rule->id;
        } else if (hit.verdict == clinical::screening::Verdict::kClearance) {
          EXPECT_TRUE(IsCleared(referral, hit.rule->id) || IsOverridden(referral, hit.rule->id)) << hit.rule->id;
        }
      }
    }
  }
  bool IsOverridden(const v1::Referral& referral, const std::string& rule) const {
    for (const auto& attested : referral.overrides()) {
      if (attested.rule() == rule && ToTime(attested.expire_time()) > desk_.now) return true;
    }
    return false;
  }
  static bool IsCleared(const v1::Referral& referral, const std::string& rule) {
    for (const auto& clearance : referral.clearances()) {
      if (clearance.rule() == rule) return true;
    }
    return false;
  }

  void Check() {
    const v1::Referral referral = desk_.Read(name_).referral;
    if (referral.state() == v1::REFERRAL_STATE_IN_PROGRESS) {
      EXPECT_TRUE(referral.screening().has_screen_time());
    }
    for (const auto& attested : referral.overrides()) {
      EXPECT_FALSE(attested.reason_code().empty());
      EXPECT_FALSE(attested.comment().empty());
      EXPECT_FALSE(attested.attesting_clinician().empty());
      EXPECT_GT(ToTime(attested.expire_time()), ToTime(attested.attest_time()));
      EXPECT_LE(ToTime(attested.expire_time()), ToTime(attested.attest_time()) + absl::Hours(24 * 90));
      EXPECT_TRUE(CurrentScreeningKnowledge()->engine.knowledge().FindRule(attested.rule())->overridable())
          << attested.rule();
    }
  }

  std::mt19937 random_;
  Desk desk_;
  std::string name_;
  int sessions_ = 0;
};

TEST(ScreeningInvariants, HoldOverRandomHistories) {
  int sessions = 0;
  for (uint32_t seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE(seed);
    ScreenedHistory history(seed);
    history.Run();
    sessions += history.sessions_begun();
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(sessions, kHistories / 2) << "the histories get nowhere";
}

}  // namespace
}  // namespace tendon::referral
