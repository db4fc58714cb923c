#include "services/storage/session_digest.h"

#include <google/protobuf/arena.h>

#include "services/storage/outcomes_store.h"

namespace tendon::storage {
namespace {

using outcomes::v1::Session;

void AddTechniques(const Session& session, Session* digest) {
  for (const auto& use : session.techniques()) {
    auto* kept = digest->add_techniques();
    kept->set_technique(use.technique());
    kept->set_duration_minutes(use.duration_minutes());
    for (const auto& site : use.body_sites()) kept->add_body_sites()->set_region(site.region());
  }
}

void AddReadings(const Session& session, Session* digest) {
  for (const auto& observation : session.observations()) *digest->add_observations() = observation;
  for (const auto& event : session.adverse_events()) digest->add_adverse_events()->set_grade(event.grade());
  for (const auto& finding : session.findings()) {
    auto* kept = digest->add_findings();
    kept->set_code(finding.code());
    kept->set_status(finding.status());
    *kept->mutable_values() = finding.values();
  }
}

}  // namespace

std::string DigestOf(const SessionRow& row) {
  google::protobuf::Arena arena;
  auto* session = google::protobuf::Arena::CreateMessage<Session>(&arena);
  return session->ParseFromString(row.body) ? DigestOf(*session) : row.body;
}

std::string DigestOf(const Session& session) {
  google::protobuf::Arena arena;
  Session& digest = *google::protobuf::Arena::CreateMessage<Session>(&arena);
  digest.set_session_number(session.session_number());
  digest.set_status(session.status());
  if (session.has_start_time()) *digest.mutable_start_time() = session.start_time();
  digest.set_duration_minutes(session.duration_minutes());
  digest.set_revision(session.revision());
  *digest.mutable_flags() = session.flags();
  AddTechniques(session, &digest);
  AddReadings(session, &digest);
  return digest.SerializeAsString();
}

}  // namespace tendon::storage
