#include "services/referral/handlers/report_session.h"

#include <algorithm>
#include <map>

#include "services/referral/handlers/red_flags.h"
#include "services/referral/handlers/screening_steps.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// More than a course of treatment can have; what came first is kept.
constexpr int kMaxUses = 200;

// The referral as it was treated: its facts and what was found, and what was done instead of what was planned.
v1::Referral AsTreated(const v1::Referral& referral, const v1::ReportSessionRequest& request) {
  v1::Referral treated = referral;
  *treated.mutable_planned_techniques() = request.techniques();
  for (const auto& finding : request.findings()) {
    clinical::v1::Finding* added = treated.add_findings();
    *added = finding;
    if (!added->has_effective_time()) *added->mutable_effective_time() = request.start_time();
  }
  return treated;
}

bool IsRecorded(const v1::Referral& referral, const v1::ContraindicatedUse& use) {
  return std::any_of(referral.contraindicated_uses().begin(), referral.contraindicated_uses().end(),
                     [&](const v1::ContraindicatedUse& known) {
                       return known.session() == use.session() && known.technique() == use.technique() &&
                              std::equal(known.rules().begin(), known.rules().end(), use.rules().begin(),
                                         use.rules().end());
                     });
}

// One for each technique.
std::vector<v1::ContraindicatedUse> UsesOf(const Objections& objections, const v1::ReportSessionRequest& request,
                                           absl::Time now) {
  std::map<std::string, v1::ContraindicatedUse> uses;
  for (const v1::ScreeningObjection& objection : objections) {
    if (objection.verdict() != clinical::v1::VERDICT_ABSOLUTE) continue;
    v1::ContraindicatedUse& use = uses[objection.technique()];
    use.set_session(request.session());
    use.set_technique(objection.technique());
    use.add_rules(objection.rule());
    use.set_refer_urgency(std::max(use.refer_urgency(), objection.refer_urgency()));
    *use.mutable_session_time() = request.start_time();
    *use.mutable_report_time() = ToProto(now);
  }
  std::vector<v1::ContraindicatedUse> all;
  for (auto& [technique, use] : uses) all.push_back(std::move(use));
  return all;
}

// What is unsafe in the session and not on record yet.
struct SessionNews {
  std::vector<v1::ContraindicatedUse> uses;
  RedFlags flags;
  const v1::ReportSessionRequest* request = nullptr;

  bool empty() const { return uses.empty() && flags.rules.empty(); }
  clinical::v1::ReferUrgency urgency() const {
    clinical::v1::ReferUrgency greatest = flags.urgency;
    for (const auto& use : uses) greatest = std::max(greatest, use.refer_urgency());
    return greatest;
  }
};

Effect RecordNews(const SessionNews& news) {
  return [&news](Step& step) {
    v1::Referral& referral = step.referral();
    step.act.subject = news.request->session();
    const bool halts = states::kTreated.contains(referral.state());  // which asks and tells by itself
    for (const auto& use : news.uses) {
      if (referral.contraindicated_uses_size() < kMaxUses) *referral.add_contraindicated_uses() = use;
    }
    if (!news.flags.rules.empty()) {
      Act found = step.act;
      found.clinician = news.request->clinician();
      // A full list must not keep a red flag from being told.
      (void)AddFindings(found, news.request->findings(), &referral);
      if (!halts) AskPhysician(step.act, news.flags, &referral);
    }
    step.alert = news.flags.rules.empty() || !halts;
    step.urgency = news.urgency();
    return absl::OkStatus();
  };
}

}  // namespace

absl::Status ReportSession(Call& call, Transaction& transaction, const v1::ReportSessionRequest& request,
                           v1::ReportSessionResponse* response) {
  const auto key = runtime::ParseSessionName(request.session());
  if (!key.has_value()) return runtime::InvalidField("session", "must be referrals/*/sessions/*");
  const auto row = FindReferral(call, transaction, runtime::ReferralName(key->referral_id));
  if (!row.ok()) return row.status();
  v1::Referral referral;
  if (absl::Status status = ReadRow(*row, &referral); !status.ok()) return status;
  const std::string name = referral.name();
  call.resource = name;
  const absl::Time then = ToTime(request.start_time());
  const v1::Referral treated = AsTreated(referral, request);
  *response->mutable_screening() = ScreenNow(treated, then);
  const Objections objections = ObjectionsTo(response->screening(), referral, then);
  response->set_contraindicated_use(HasAbsolute(objections));
  SessionNews news;
  news.request = &request;
  for (auto& use : UsesOf(objections, request, call.now)) {
    if (!IsRecorded(referral, use)) news.uses.push_back(std::move(use));
  }
  if (!request.findings().empty()) {
    v1::Referral found = treated;
    *found.mutable_planned_techniques() = referral.planned_techniques();
    news.flags = NewRedFlags(RedFlagsNow(referral, then), RedFlagsNow(found, then));
  }
  if (news.empty()) return absl::OkStatus();
  const RedFlags before = RedFlagsNow(referral, call.now);
  absl::Status status = TakeAsSystem(call, transaction, name, v1::REFERRAL_EVENT_UNSAFE_SESSION, "", RecordNews(news));
  if (!status.ok() || news.flags.rules.empty()) return status;
  const auto written = transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(name));
  if (!written.ok()) return written.status();
  if (status = ReadRow(*written, &referral); !status.ok()) return status;
  status = HaltForNewRedFlags(call, transaction, before, &referral);
  call.resource = name;
  return status;
}

}  // namespace tendon::referral
