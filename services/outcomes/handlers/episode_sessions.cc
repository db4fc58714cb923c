#include "services/outcomes/handlers/episode_sessions.h"

#include "services/runtime/resource_name.h"

namespace tendon::outcomes {

absl::Status ReadEpisode(Reader& reader, const storage::TenantScope& scope, const std::string& referral_id, int episode,
                         EpisodeSessions* read) {
  bool good = true;
  const absl::Status status =
      reader.ScanSessionDigests(scope, referral_id, episode, [&](const storage::SessionDigest& digest) {
        auto* session = google::protobuf::Arena::CreateMessage<v1::Session>(&read->arena);
        good = session->ParseFromArray(digest.body.data(), static_cast<int>(digest.body.size()));
        session->set_name(runtime::SessionName(referral_id, digest.id));
        read->sessions.push_back(session);
        read->organization = digest.organization;
        return good;
      });
  if (!status.ok()) return status;
  return good ? absl::OkStatus() : absl::DataLossError("a stored session cannot be read");
}

}  // namespace tendon::outcomes
