// The summary of an episode.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/outcomes/domain/episode.h"
#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/handlers/episode_sessions.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/handlers/own_measures.h"
#include "services/runtime/errors.h"
#include "services/runtime/resource_name.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::outcomes {
namespace {

// The episode that is asked for: its number, or for "-" the caller's latest, or the referral's.
int EpisodeNumber(const runtime::NumberedKey& key, const std::optional<v1::ReferralView>& view,
                  const std::string& organization_id) {
  if (key.number.has_value()) return *key.number;
  if (!view.has_value()) return 0;
  const v1::AssignmentView* own = AssignmentOf(*view, organization_id);
  return own != nullptr ? own->number() : view->assignments_size();
}

// Whether the caller sees what that assignment did.
bool Sees(const Call& call, const v1::ReferralView& view, int number) {
  if (number < 1 || number > view.assignments_size()) return false;
  const auto readers = ReadersOf(view, view.assignments(number - 1));
  return call.scope.is_system() ||
         std::find(readers.begin(), readers.end(), call.principal.organization_id) != readers.end();
}

}  // namespace

absl::Status GetEpisode(Call& call, Reader& reader, const v1::GetEpisodeRequest& request, v1::Episode* response) {
  const auto key = runtime::ParseEpisodeName(request.name());
  if (!key.has_value()) return runtime::NotFound("episode");
  std::optional<v1::ReferralView> view;
  const auto row = reader.GetReferralView(call.scope, key->referral_id);
  if (row.ok() && !view.emplace().ParseFromString(row->body))
    return absl::DataLossError("a stored view cannot be read");
  if (!row.ok() && row.status().code() != absl::StatusCode::kNotFound) return row.status();
  const int number = EpisodeNumber(*key, view, call.principal.organization_id);
  EpisodeSessions recorded;
  if (absl::Status status = ReadEpisode(reader, call.scope, key->referral_id, number, &recorded); !status.ok())
    return status;
  const bool exists = view.has_value() && Sees(call, *view, number);
  // Sessions that wait for their referral to become known are an episode for the one who recorded them.
  if (!exists && recorded.sessions.empty()) return runtime::NotFound("episode");
  // For whoever was replaced the referral has ended there.
  if (exists && IsFormerRecipient(*view, call.principal.organization_id)) {
    view->set_state(referral::v1::REFERRAL_STATE_REDIRECTED);
  }
  const std::string name = number == 0 ? runtime::ReferralName(key->referral_id) + "/episodes/-"
                                       : runtime::EpisodeName(key->referral_id, number);
  Judgement judgement;
  judgement.now = call.now;
  auto own = OwnMeasuresIn(reader, recorded.organization, recorded.sessions);
  if (!own.ok()) return own.status();
  judgement.own_measures = *std::move(own);
  judgement.references = {request.references().begin(), request.references().end()};
  *response =
      SummarizeEpisode(name, view.has_value() ? &*view : nullptr, number, recorded.sessions, std::move(judgement));
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
