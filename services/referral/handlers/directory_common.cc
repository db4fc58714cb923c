#include "services/referral/handlers/directory_common.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/referral/lifecycle/apply.h"

namespace tendon::referral {
namespace {

struct Nucc {
  clinical::v1::Discipline discipline;
  const char* code;
};
constexpr Nucc kNucc[] = {{clinical::v1::DISCIPLINE_PHYSICIAN, "208100000X"},
                          {clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST, "225100000X"},
                          {clinical::v1::DISCIPLINE_MASSAGE_THERAPIST, "225700000X"}};

}  // namespace

absl::Status AnnounceDirectoryChange(Call& call, Transaction& transaction, const std::string& organization_id,
                                     const std::string& resource) {
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  v1::Event event;
  event.set_type(v1::EVENT_TYPE_DIRECTORY_CHANGED);
  event.set_revision(*revision);
  *event.mutable_event_time() = ToProto(call.now);
  event.set_resource(resource);
  event.set_actor_organization(ActOf(call).organization);
  call.revision = *revision;
  call.feeds = {organization_id};
  call.resource = resource;
  return transaction.AppendChange({*revision, event.SerializeAsString()}, call.feeds);
}

absl::Status ParseDirectoryRow(const absl::StatusOr<storage::DirectoryRow>& row, const char* kind,
                               google::protobuf::Message* response) {
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound(kind);
  if (!row.ok()) return row.status();
  return response->ParseFromString(row->body) ? absl::OkStatus()
                                              : absl::DataLossError("a stored directory entry cannot be read");
}

void FillTaxonomyCodes(v1::Clinician* clinician) {
  if (!clinician->taxonomy_codes().empty()) return;
  const auto& disciplines = clinician->disciplines();
  for (const Nucc& nucc : kNucc) {
    if (std::find(disciplines.begin(), disciplines.end(), nucc.discipline) == disciplines.end()) continue;
    clinician->add_taxonomy_codes(nucc.code);
  }
}

std::vector<runtime::FieldViolation> RepeatedSites(const v1::Organization& organization) {
  std::vector<runtime::FieldViolation> violations;
  absl::flat_hash_set<std::string> ids;
  for (int i = 0; i < organization.sites_size(); ++i) {
    if (ids.insert(organization.sites(i).id()).second) continue;
    violations.push_back({absl::StrCat("organization.sites[", i, "].id"), "must be unique in the organisation"});
  }
  return violations;
}

std::vector<runtime::FieldViolation> UnknownSites(const v1::Organization& organization,
                                                  const v1::Clinician& clinician) {
  absl::flat_hash_set<std::string> ids;
  for (const v1::Site& site : organization.sites()) ids.insert(site.id());
  std::vector<runtime::FieldViolation> violations;
  for (int i = 0; i < clinician.site_ids_size(); ++i) {
    if (ids.contains(clinician.site_ids(i))) continue;
    violations.push_back({absl::StrCat("clinician.site_ids[", i, "]"), "must be a site id of the organisation"});
  }
  return violations;
}

}  // namespace tendon::referral
