#include "tests/testing/exchange.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/testing/party.h"
#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

struct Member {
  const char* organization;
  const char* clinician;
  clinical::v1::Discipline discipline;
};
constexpr Member kMembers[] = {{kRiver, kPhysician, clinical::v1::DISCIPLINE_PHYSICIAN},
                               {kHandWork, kMassageTherapist, clinical::v1::DISCIPLINE_MASSAGE_THERAPIST},
                               {kStep, kPhysicalTherapist, clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST},
                               {kFar, kFarPhysician, clinical::v1::DISCIPLINE_PHYSICIAN}};

absl::Status ToAbsl(const grpc::Status& status) {
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Exchange>> Exchange::Start(const Options& options) {
  std::unique_ptr<Exchange> exchange(new Exchange());
  auto referral =
      ServerProcess::Start({options.referral_program, exchange->folder(), options.referral_flags, options.environment});
  if (!referral.ok()) return referral.status();
  exchange->referral_ = *std::move(referral);
  std::vector<std::string> outcomes_flags = {"--referral-server", exchange->referral_->address()};
  outcomes_flags.insert(outcomes_flags.end(), options.outcomes_flags.begin(), options.outcomes_flags.end());
  auto outcomes =
      ServerProcess::Start({options.outcomes_program, exchange->folder(), outcomes_flags, options.environment});
  if (!outcomes.ok()) return outcomes.status();
  exchange->outcomes_ = *std::move(outcomes);
  if (!options.directory) return exchange;
  if (absl::Status status = exchange->FillDirectory(); !status.ok()) return status;
  return exchange;
}

absl::Status Exchange::FillDirectory() {
  for (const Member& member : kMembers) {
    Party keeper(this, Operator());
    const auto organization = keeper.CreateOrganization(member.organization, FullOrganization());
    if (!organization.ok()) return ToAbsl(organization.status);
    Party desk(this, SystemOf(member.organization, "administrator"));
    const auto clinician = desk.CreateClinician(member.clinician, FullClinician(member.discipline));
    if (!clinician.ok()) return ToAbsl(clinician.status);
  }
  return absl::OkStatus();
}

bool Eventually(const std::function<bool()>& holds, absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  while (!holds()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

}  // namespace tendon::testing
