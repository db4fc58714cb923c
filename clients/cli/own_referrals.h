// A referral for each patient of an import, from the organisation to itself and accepted: the case that nobody else
// referred, under which its sessions are recorded. The same patient has the same one in every run.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/referral_client.h"
#include "tendon/interop/v1/csv_map.pb.h"

namespace tendon::cli {

class OwnReferrals {
 public:
  // `organization` is a resource name. With `treated`, sessions are started under it too.
  OwnReferrals(const std::shared_ptr<client::Connection>& connection, std::string organization,
               interop::v1::CsvReferral map, bool treated)
      : client_(connection), organization_(std::move(organization)), map_(std::move(map)), treated_(treated) {}

  // The name of the patient's referral; made when it is asked for first.
  absl::StatusOr<std::string> Of(const std::string& subject);

 private:
  absl::StatusOr<referral::v1::Referral> Make(const std::string& subject);
  referral::v1::Referral Draft(const std::string& subject) const;
  std::string RequestId(absl::string_view step, const std::string& subject) const;

  client::ReferralClient client_;
  const std::string organization_;
  const interop::v1::CsvReferral map_;
  const bool treated_;
  std::map<std::string, std::string> names_;  // by patient
};

}  // namespace tendon::cli
