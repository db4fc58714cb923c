#include "tests/unit/referral/desk.h"

#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

using security::Role;

void AddOrganization(Transaction& transaction, const std::string& id) {
  v1::Organization organization;
  organization.set_name(runtime::OrganizationName(id));
  ASSERT_TRUE(transaction.InsertOrganization({id, 1, organization.SerializeAsString()}).ok());
  v1::Clinician clinician;
  clinician.set_ordering_authority(id == "hand" || id == "elm" || id == "oak" || id == "first");
  ASSERT_TRUE(transaction.InsertClinician(id, {id + "-clinician", 1, clinician.SerializeAsString()}).ok());
}

}  // namespace

security::Principal Of(const std::string& organization, const std::string& clinician, Role role) {
  return {role, organization, clinician.empty() ? "" : runtime::ClinicianName(organization, clinician)};
}
security::Principal River() { return Of("river", "", Role::kSystemClient); }
security::Principal Ada() { return Of("river", "river-clinician", Role::kPhysician); }
security::Principal First() { return Of("first", "first-clinician", Role::kMassageTherapist); }
security::Principal Hand() { return Of("hand", "hand-clinician", Role::kPhysicalTherapist); }
security::Principal Step_() { return Of("step", "step-clinician", Role::kPhysicalTherapist); }
security::Principal Informed() { return Of("step", "", Role::kPhysician); }
security::Principal Elm() { return Of("elm", "elm-clinician", Role::kMassageTherapist); }
security::Principal Oak() { return Of("oak", "oak-clinician", Role::kMassageTherapist); }
security::Principal Far() { return Of("far", "far-clinician", Role::kPhysician); }
security::Principal Exchange() { return {Role::kService, "", ""}; }

Desk::Desk() : Desk(storage::MakeMemoryReferralStore()) { FillDirectory(); }

Desk::Desk(std::shared_ptr<storage::ReferralStore> store)
    : now(absl::FromUnixSeconds(1'795'000'000)), store_(std::move(store)) {}

void Desk::FillDirectory() {
  auto transaction = *store_->Begin();
  for (const char* id : {"river", "first", "hand", "step", "elm", "oak", "far"}) AddOrganization(*transaction, id);
  EXPECT_TRUE(transaction->Commit().ok());
}

Call Desk::CallOf(const security::Principal& who) const {
  Call call;
  call.principal = who;
  call.scope = who.role == security::Role::kService ? storage::TenantScope::System()
                                                    : storage::TenantScope::Organization(who.organization_id);
  call.rules = rules;
  call.now = now;
  return call;
}

ReferralRecord Desk::Read(const std::string& name) {
  const auto reader = *store_->Read();
  const auto row = reader->GetReferral(storage::TenantScope::System(), runtime::ReferralId(name).value_or(""));
  EXPECT_TRUE(row.ok()) << row.status();
  return row.ok() ? *ReadRecord(*row) : ReferralRecord();
}

void Desk::CountSessions(const std::string& name, int sessions) {
  v1::ReportProgressRequest request;
  request.set_assignment(name + "/assignments/" + std::to_string(Read(name).referral.assignments_size()));
  request.set_sessions_completed(sessions);
  *request.mutable_last_session_time() = ToProto(now);
  request.set_progress_sequence(absl::ToUnixMicros(now) + sessions);
  const auto counted = Run(Exchange(), &ReportProgress, request);
  EXPECT_TRUE(counted.ok()) << counted.status();
}

absl::Status Desk::PassTime(const std::string& name) {
  auto transaction = *store_->Begin();
  Call call = CallOf(Exchange());
  const absl::Status status = FireTimers(call, *transaction, runtime::ReferralId(name).value_or(""));
  return status.ok() ? transaction->Commit() : status;
}

v1::Referral Order(const std::string& recipient, int patient) {
  v1::Referral order;
  order.set_recipient(runtime::OrganizationName(recipient));
  order.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  auto* identifier = order.mutable_patient()->add_identifiers();
  identifier->set_system("urn:river:mrn");
  identifier->set_value(std::to_string(patient));
  order.set_reason("low back pain");
  order.mutable_authorization()->set_sessions(6);
  order.add_informed_parties("organizations/step");
  return order;
}

}  // namespace tendon::referral
