#include "services/referral/handlers/duplicates.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "absl/strings/escaping.h"
#include "services/referral/lifecycle/family.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// With a recipient who treats or may still treat.
constexpr StateSet kHoldsKeys = states::kPre | states::kTreated | states::kCancelRequested;

// The store's keys tell nothing of the patient without the store's secret.
std::string Fingerprint(const std::string& secret, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(mac.data()), size));
}

absl::StatusOr<std::vector<std::string>> FingerprintsOf(Reader& reader, const v1::Referral& referral) {
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  std::vector<std::string> keys;
  for (const std::string& text : DuplicateKeys(referral)) keys.push_back(Fingerprint(*secret, "duplicate " + text));
  return keys;
}

absl::Status RefuseDuplicate(const storage::ReferralRow& row) {
  v1::DuplicateReferral detail;
  detail.set_existing_referral(runtime::ReferralName(row.id));
  detail.set_state(static_cast<ReferralState>(row.state));
  return runtime::WithDetail(
      runtime::Error(absl::StatusCode::kAlreadyExists, runtime::Reason::ERROR_REASON_DUPLICATE_REFERRAL,
                     "an open referral for the same patient, recipient, service and reason exists: " +
                         detail.existing_referral() + "; say in duplicate_override_reason why this is none"),
      detail);
}

}  // namespace

absl::Status CheckDuplicate(Step& step) {
  if (!step.act.comment.empty()) return absl::OkStatus();
  const auto keys = FingerprintsOf(step.transaction, step.referral());
  if (!keys.ok()) return keys.status();
  for (const std::string& key : *keys) {
    const auto id = step.transaction.FindByDuplicateKey(key);
    if (id.status().code() == absl::StatusCode::kNotFound) continue;
    if (!id.ok()) return id.status();
    if (runtime::ReferralName(*id) == step.referral().name()) continue;
    const auto row = step.transaction.GetReferral(storage::TenantScope::System(), *id);
    return row.ok() ? RefuseDuplicate(*row) : row.status();
  }
  return absl::OkStatus();
}

absl::Status KeepDuplicateKeys(Transaction& transaction, const v1::Referral& referral) {
  const v1::Transition& last = referral.last_transition();
  const std::string id = runtime::ReferralId(referral.name()).value_or("");
  const bool held = kHoldsKeys.contains(last.from_state());
  if (!kHoldsKeys.contains(referral.state())) {
    return held ? transaction.PutDuplicateKeys(id, {}) : absl::OkStatus();
  }
  if (held && last.event() != v1::REFERRAL_EVENT_REDIRECT) return absl::OkStatus();
  const auto keys = FingerprintsOf(transaction, referral);
  return keys.ok() ? transaction.PutDuplicateKeys(id, *keys) : keys.status();
}

}  // namespace tendon::referral
