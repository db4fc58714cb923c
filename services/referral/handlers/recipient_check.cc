// CheckRecipient: reads what the question needs; the answer is services/referral/directory/recipient_check.h.
#include "services/referral/directory/recipient_check.h"

#include "absl/time/civil_time.h"
#include "services/referral/handlers/directory_common.h"
#include "services/referral/handlers/directory_handlers.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr int kCliniciansChecked = 200;

std::string TodayOf(const v1::Organization& organization, absl::Time now) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!organization.time_zone().empty()) absl::LoadTimeZone(organization.time_zone(), &zone);
  return absl::FormatCivilTime(absl::ToCivilDay(now, zone));
}

absl::Status AddAllClinicians(const Call& call, Reader& reader, const std::string& organization_id,
                              std::vector<v1::Clinician>* clinicians) {
  std::string after;
  while (true) {
    const auto rows = reader.ListClinicians(call.scope, organization_id, after, kCliniciansChecked);
    if (!rows.ok()) return rows.status();
    for (const storage::DirectoryRow& row : *rows) {
      if (absl::Status status = ParseDirectoryRow(row, "clinician", &clinicians->emplace_back()); !status.ok()) {
        return status;
      }
      after = row.id;
    }
    if (static_cast<int>(rows->size()) < kCliniciansChecked) return absl::OkStatus();
  }
}

absl::Status AddTheClinician(const Call& call, Reader& reader, const std::string& organization_id,
                             const std::string& name, std::vector<v1::Clinician>* clinicians) {
  const auto key = runtime::ParseClinicianName(name);
  if (!key.has_value() || key->organization_id != organization_id) {
    return runtime::InvalidField("clinician", "must be a clinician of the recipient");
  }
  const auto row = reader.GetClinician(call.scope, organization_id, key->clinician_id);
  if (row.status().code() == absl::StatusCode::kNotFound) {
    return runtime::InvalidField("clinician", "names no clinician of the directory");
  }
  return ParseDirectoryRow(row, "clinician", &clinicians->emplace_back());
}

}  // namespace

absl::Status CheckRecipient(Call& call, Reader& reader, const v1::CheckRecipientRequest& request,
                            v1::CheckRecipientResponse* response) {
  auto found = FindRecord(call, reader, request.name());
  if (!found.ok()) return found.status();
  v1::Referral& referral = found->record.referral;
  referral.set_recipient(request.recipient());
  const std::string organization_id = runtime::OrganizationId(request.recipient()).value_or("");
  const auto organization_row = reader.GetOrganization(call.scope, organization_id);
  if (organization_row.status().code() == absl::StatusCode::kNotFound) {
    return runtime::InvalidField("recipient", "names no organisation of the directory");
  }
  v1::Organization organization;
  absl::Status status = ParseDirectoryRow(organization_row, "organisation", &organization);
  if (!status.ok()) return status;
  RecipientQuestion question;
  question.referral = &referral;
  question.organization = &organization;
  question.wished_for = !request.clinician().empty();
  question.today = TodayOf(organization, call.now);
  status = question.wished_for
               ? AddTheClinician(call, reader, organization_id, request.clinician(), &question.clinicians)
               : AddAllClinicians(call, reader, organization_id, &question.clinicians);
  if (!status.ok()) return status;
  *response = CheckRecipientFor(question);
  return absl::OkStatus();
}

}  // namespace tendon::referral
