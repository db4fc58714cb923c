#include "clients/cli/own_referrals.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/uuid.h"

namespace tendon::cli {
namespace {

// A random UUID, fixed for ever: 3d7b52c4-8f0e-4a69-b1d3-5e96c07a2f18.
constexpr client::UuidBytes kOwnReferralNamespace = {0x3d, 0x7b, 0x52, 0xc4, 0x8f, 0x0e, 0x4a, 0x69,
                                                     0xb1, 0xd3, 0x5e, 0x96, 0xc0, 0x7a, 0x2f, 0x18};
constexpr int kMostSessions = 365;
constexpr char kUsualSystem[] = "urn:tendon:import:subject";

template <class Request>
Request Next(const referral::v1::Referral& referral, std::string request_id) {
  Request request;
  request.set_name(referral.name());
  request.set_etag(referral.etag());
  request.set_request_id(std::move(request_id));
  return request;
}

}  // namespace

absl::StatusOr<std::string> OwnReferrals::Of(const std::string& subject) {
  const auto known = names_.find(subject);
  if (known != names_.end()) return known->second;
  const auto referral = Make(subject);
  if (!referral.ok()) return referral.status();
  return names_[subject] = referral->name();
}

// Each step has a request id of its own, so that a second run gets the first one's answers.
absl::StatusOr<referral::v1::Referral> OwnReferrals::Make(const std::string& subject) {
  referral::v1::CreateReferralRequest create;
  *create.mutable_referral() = Draft(subject);
  create.set_request_id(RequestId("create", subject));
  auto referral = client_.Create(std::move(create));
  if (!referral.ok()) return referral;
  referral = client_.Send(Next<referral::v1::SendReferralRequest>(*referral, RequestId("send", subject)));
  if (!referral.ok()) return referral;
  referral = client_.Accept(Next<referral::v1::AcceptReferralRequest>(*referral, RequestId("accept", subject)));
  if (!referral.ok() || !treated_) return referral;
  return client_.StartSession(Next<referral::v1::StartSessionRequest>(*referral, RequestId("start", subject)));
}

referral::v1::Referral OwnReferrals::Draft(const std::string& subject) const {
  referral::v1::Referral draft;
  draft.set_recipient(organization_);
  draft.set_discipline(map_.discipline());
  auto* identifier = draft.mutable_patient()->add_identifiers();
  identifier->set_system(map_.identifier_system().empty() ? kUsualSystem : map_.identifier_system());
  identifier->set_value(subject);
  draft.set_reason(map_.reason().empty() ? "Imported records" : map_.reason());
  if (!map_.icd10cm().empty()) draft.add_reason_conditions()->set_icd10cm(map_.icd10cm());
  draft.mutable_authorization()->set_sessions(map_.sessions() > 0 ? map_.sessions() : kMostSessions);
  if (map_.benchmarking()) {
    draft.mutable_consent()->set_granted(true);
    draft.mutable_consent()->set_benchmarking(true);
  }
  return draft;
}

std::string OwnReferrals::RequestId(absl::string_view step, const std::string& subject) const {
  return client::NamedUuid(kOwnReferralNamespace,
                           absl::StrCat(step, "\n", organization_, "\n", subject, "\n", map_.SerializeAsString()));
}

}  // namespace tendon::cli
