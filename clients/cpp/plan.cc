#include "clients/cpp/plan.h"

#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cpp/referral_client.h"
#include "clients/cpp/session_client.h"

namespace tendon::client {
namespace {

// A tree is at most 3 deep; more referrals than a patient ever has in one.
constexpr int kMaxDepth = 8;
constexpr size_t kMaxReferrals = 100;

class PlanReader {
 public:
  explicit PlanReader(const std::shared_ptr<Connection>& connection) : referrals_(connection), sessions_(connection) {}

  absl::StatusOr<outcomes::v1::Plan> Read(const std::string& name) {
    auto asked = Get(name);
    if (!asked.ok()) return asked.status();
    referral::v1::Referral top = *std::move(asked);
    for (int depth = 0; depth < kMaxDepth && !top.parent_referral().empty(); ++depth) {
      auto parent = Get(top.parent_referral());
      if (!parent.ok()) {
        if (!absl::IsNotFound(parent.status())) return parent.status();
        ++hidden_;
        break;
      }
      top = *std::move(parent);
    }
    if (absl::Status status = Add(std::move(top)); !status.ok()) return status;
    return MakePlan(name, sources_, hidden_);
  }

 private:
  absl::StatusOr<referral::v1::Referral> Get(const std::string& name) {
    referral::v1::GetReferralRequest request;
    request.set_name(name);
    return referrals_.Get(std::move(request));
  }

  // A referral, its episode, and then its open children.
  absl::Status Add(referral::v1::Referral referral) {
    if (sources_.size() >= kMaxReferrals || !seen_.insert(referral.name()).second) return absl::OkStatus();
    PlanSource source;
    outcomes::v1::GetEpisodeRequest request;
    request.set_name(absl::StrCat(referral.name(), "/episodes/-"));
    const auto episode = sessions_.GetEpisode(std::move(request));
    if (episode.ok()) source.episode = *episode;
    source.referral = std::move(referral);
    const std::vector<std::string> children(source.referral.open_children().begin(),
                                            source.referral.open_children().end());
    sources_.push_back(std::move(source));
    for (const std::string& child : children) {
      auto read = Get(child);
      if (absl::IsNotFound(read.status())) {
        ++hidden_;
        continue;
      }
      if (!read.ok()) return read.status();
      if (absl::Status status = Add(*std::move(read)); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  ReferralClient referrals_;
  SessionClient sessions_;
  std::vector<PlanSource> sources_;
  std::set<std::string> seen_;
  int hidden_ = 0;
};

outcomes::v1::PlanPart MakePart(const PlanSource& source) {
  const referral::v1::Referral& referral = source.referral;
  outcomes::v1::PlanPart part;
  part.set_referral(referral.name());
  part.set_parent_referral(referral.parent_referral());
  part.set_discipline(referral.discipline());
  part.set_state(referral.state());
  part.set_referrer(referral.referrer());
  part.set_recipient(referral.recipient());
  // The outcomes server has counted; the referral server hears of it a moment later.
  const bool counted = source.episode.sessions_completed() > 0;
  part.set_sessions_completed(counted ? source.episode.sessions_completed() : referral.progress().sessions_completed());
  part.set_sessions_authorized(referral.authorization().sessions());
  if (source.episode.has_last_session_time()) {
    *part.mutable_last_session_time() = source.episode.last_session_time();
  } else if (referral.progress().has_last_session_time()) {
    *part.mutable_last_session_time() = referral.progress().last_session_time();
  }
  if (referral.has_turn()) *part.mutable_turn() = referral.turn();
  *part.mutable_open_children() = referral.open_children();
  *part.mutable_measures() = source.episode.measures();
  *part.mutable_child_outcomes() = referral.child_outcomes();
  if (source.episode.has_guidance()) *part.mutable_guidance() = source.episode.guidance();
  return part;
}

// Adds what is not there yet.
template <class Message>
void AddNew(const google::protobuf::RepeatedPtrField<Message>& from, std::set<std::string>* seen,
            google::protobuf::RepeatedPtrField<Message>* to) {
  for (const Message& message : from) {
    if (seen->insert(message.SerializeAsString()).second) *to->Add() = message;
  }
}

// The same rule hits many techniques and regions: it is told once, with its strongest verdict.
void AddHits(const clinical::v1::ScreeningSnapshot& screening, outcomes::v1::Plan* plan) {
  for (const auto& technique : screening.techniques()) {
    for (const clinical::v1::RuleHit& hit : technique.hits()) {
      auto& precautions = *plan->mutable_precautions();
      const auto same = std::find_if(precautions.begin(), precautions.end(),
                                     [&](const auto& other) { return other.rule() == hit.rule(); });
      if (same == precautions.end()) {
        *precautions.Add() = hit;
      } else if (hit.verdict() > same->verdict()) {
        *same = hit;
      }
    }
  }
}

// The plan's statement and version are those of the latest screening.
void AddStatement(const clinical::v1::ScreeningSnapshot& screening, int64_t* latest, outcomes::v1::Plan* plan) {
  if (!screening.has_screen_time() || screening.screen_time().seconds() < *latest) return;
  *latest = screening.screen_time().seconds();
  plan->set_statement(screening.statement());
  plan->set_knowledge_version(screening.knowledge_version());
}

template <class Message>
void LatestFirst(google::protobuf::RepeatedPtrField<Message>* messages) {
  std::stable_sort(messages->begin(), messages->end(),
                   [](const Message& a, const Message& b) { return a.start_date() > b.start_date(); });
}

}  // namespace

outcomes::v1::Plan MakePlan(const std::string& referral, const std::vector<PlanSource>& sources, int hidden) {
  outcomes::v1::Plan plan;
  plan.set_referral(referral);
  plan.set_hidden_referrals(hidden);
  std::set<std::string> goals, co_treatments, medications, overrides, clearances;
  int64_t latest_screening = INT64_MIN;
  std::set<int> withheld;
  for (const PlanSource& source : sources) {
    *plan.add_parts() = MakePart(source);
    AddNew(source.referral.goals(), &goals, plan.mutable_goals());
    AddNew(source.referral.co_treatments(), &co_treatments, plan.mutable_co_treatments());
    AddNew(source.referral.medications(), &medications, plan.mutable_medications());
    AddHits(source.referral.screening(), &plan);
    AddStatement(source.referral.screening(), &latest_screening, &plan);
    AddNew(source.referral.overrides(), &overrides, plan.mutable_overrides());
    AddNew(source.referral.clearances(), &clearances, plan.mutable_clearances());
    withheld.insert(source.referral.withheld_categories().begin(), source.referral.withheld_categories().end());
    withheld.insert(source.episode.withheld_categories().begin(), source.episode.withheld_categories().end());
  }
  std::stable_sort(plan.mutable_precautions()->begin(), plan.mutable_precautions()->end(),
                   [](const auto& a, const auto& b) { return a.verdict() > b.verdict(); });
  LatestFirst(plan.mutable_co_treatments());
  LatestFirst(plan.mutable_medications());
  for (const int category : withheld) plan.add_withheld_categories(static_cast<options::v1::DataCategory>(category));
  return plan;
}

absl::StatusOr<outcomes::v1::Plan> GetPlan(const std::shared_ptr<Connection>& connection, const std::string& referral) {
  return PlanReader(connection).Read(referral);
}

}  // namespace tendon::client
