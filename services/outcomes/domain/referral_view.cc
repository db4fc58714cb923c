#include "services/outcomes/domain/referral_view.h"

#include <algorithm>

#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

namespace pb = tendon::referral::v1;

void AddParty(const std::string& organization_name, std::vector<std::string>* parties) {
  const auto id = runtime::OrganizationId(organization_name);
  if (!id.has_value() || std::find(parties->begin(), parties->end(), *id) != parties->end()) return;
  parties->push_back(*id);
}

// Whether the assignment's sessions have begun, by the state that it is in or ended in.
bool HasStarted(pb::ReferralState state) {
  return state == pb::REFERRAL_STATE_IN_PROGRESS || state == pb::REFERRAL_STATE_ON_HOLD ||
         state == pb::REFERRAL_STATE_CANCEL_REQUESTED || state == pb::REFERRAL_STATE_COMPLETED ||
         state == pb::REFERRAL_STATE_CLOSED;
}

// What cohorts are chosen by: codes, no words.
void AddCohortFacts(const pb::Referral& referral, v1::ReferralView* view) {
  for (const clinical::v1::Condition& condition : referral.reason_conditions())
    if (!condition.icd10cm().empty()) view->add_condition_codes(condition.icd10cm());
  for (const clinical::v1::Goal& goal : referral.goals()) view->add_goals(goal.kind());
  for (const clinical::v1::BodySite& site : referral.body_sites()) view->add_regions(site.region());
  view->set_benchmarking(referral.consent().benchmarking());
}

}  // namespace

v1::ReferralView MakeView(const pb::Referral& referral) {
  v1::ReferralView view;
  view.set_referral(referral.name());
  view.set_referrer(referral.referrer());
  *view.mutable_informed_parties() = referral.informed_parties();
  view.set_sessions_authorized(referral.authorization().sessions());
  view.set_state(referral.state());
  view.set_wrong_patient(referral.state() == pb::REFERRAL_STATE_ENTERED_IN_ERROR &&
                         referral.last_transition().event() == pb::REFERRAL_EVENT_WRONG_PATIENT);
  view.set_version(referral.version());
  view.set_discipline(referral.discipline());
  AddCohortFacts(referral, &view);
  for (int i = 0; i < referral.assignments_size(); ++i) {
    const pb::Assignment& assignment = referral.assignments(i);
    v1::AssignmentView* entry = view.add_assignments();
    entry->set_number(i + 1);
    entry->set_recipient(assignment.recipient());
    if (assignment.has_accept_time()) *entry->mutable_accept_time() = assignment.accept_time();
    if (assignment.has_end_time()) *entry->mutable_end_time() = assignment.end_time();
    const bool current = i + 1 == referral.assignments_size();
    entry->set_started(HasStarted(assignment.state()) || (current && referral.progress().sessions_started() > 0));
  }
  return view;
}

std::vector<std::string> PartiesOf(const v1::ReferralView& view) {
  std::vector<std::string> parties;
  AddParty(view.referrer(), &parties);
  for (const v1::AssignmentView& assignment : view.assignments()) AddParty(assignment.recipient(), &parties);
  for (const std::string& informed : view.informed_parties()) AddParty(informed, &parties);
  return parties;
}

std::vector<std::string> ReadersOf(const v1::ReferralView& view, const v1::AssignmentView& assignment) {
  std::vector<std::string> readers;
  AddParty(view.referrer(), &readers);
  for (const v1::AssignmentView& other : view.assignments()) {
    if (other.number() >= assignment.number()) AddParty(other.recipient(), &readers);
  }
  for (const std::string& informed : view.informed_parties()) AddParty(informed, &readers);
  return readers;
}

bool IsFormerRecipient(const v1::ReferralView& view, const std::string& organization_id) {
  if (view.assignments().empty() || AssignmentOf(view, organization_id) == nullptr) return false;
  const std::vector<std::string> readers = ReadersOf(view, view.assignments(view.assignments_size() - 1));
  return std::find(readers.begin(), readers.end(), organization_id) == readers.end();
}

const v1::AssignmentView* AssignmentOf(const v1::ReferralView& view, const std::string& organization_id) {
  const std::string name = runtime::OrganizationName(organization_id);
  for (int i = view.assignments_size() - 1; i >= 0; --i) {
    if (view.assignments(i).recipient() == name) return &view.assignments(i);
  }
  return nullptr;
}

bool IsUnderWay(const v1::ReferralView& view, const v1::AssignmentView& assignment) {
  return view.state() == pb::REFERRAL_STATE_IN_PROGRESS && assignment.started() && !assignment.has_end_time();
}

storage::ReferralViewRow MakeRow(const v1::ReferralView& view) {
  storage::ReferralViewRow row;
  row.referral_id = runtime::ReferralId(view.referral()).value_or("");
  row.version = view.version();
  row.readers = PartiesOf(view);
  row.body = view.SerializeAsString();
  return row;
}

}  // namespace tendon::outcomes
