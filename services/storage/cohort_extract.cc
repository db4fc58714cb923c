#include "services/storage/cohort_extract.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::storage {
namespace {

bool IsCounted(const SessionRow& row, const outcomes::v1::Session& session) {
  const bool of_recipient = std::find(session.flags().begin(), session.flags().end(),
                                      outcomes::v1::SESSION_FLAG_NOT_RECIPIENT) == session.flags().end();
  return row.episode > 0 && of_recipient &&
         (session.status() == outcomes::v1::SESSION_STATUS_COMPLETED ||
          session.status() == outcomes::v1::SESSION_STATUS_ASSESSMENT);
}

int64_t MicrosOf(const google::protobuf::Timestamp& time) { return time.seconds() * 1'000'000 + time.nanos() / 1000; }

void AddIfNew(const std::string& item, std::vector<std::string>* list) {
  if (!item.empty() && std::find(list->begin(), list->end(), item) == list->end()) list->push_back(item);
}

ExtractedReading ReadingFrom(const SessionRow& row, const clinical::v1::Observation& observation, int item) {
  ExtractedReading reading;
  reading.series = {row.organization,
                    observation.measure(),
                    observation.body_site().region(),
                    observation.body_site().laterality(),
                    observation.motion(),
                    observation.motion_mode()};
  reading.time_us = observation.has_effective_time() ? MicrosOf(observation.effective_time()) : row.start_us;
  reading.item = item;
  reading.phase = observation.phase();
  reading.value = observation.value();
  return reading;
}

}  // namespace

std::optional<ExtractedSession> ExtractForCohorts(const SessionRow& row) {
  google::protobuf::Arena arena;
  auto* session = google::protobuf::Arena::CreateMessage<outcomes::v1::Session>(&arena);
  return session->ParseFromString(row.body) ? ExtractForCohorts(row, *session) : std::nullopt;
}

std::optional<ExtractedSession> ExtractForCohorts(const SessionRow& row, const outcomes::v1::Session& session) {
  if (!IsCounted(row, session)) return std::nullopt;
  ExtractedSession extracted;
  std::vector<std::string> techniques;
  std::vector<std::string> regions;
  int32_t minutes = 0;
  for (const auto& use : session.techniques()) {
    AddIfNew(use.technique(), &techniques);
    for (const auto& site : use.body_sites()) AddIfNew(site.region(), &regions);
    minutes += use.duration_minutes();
  }
  if (row.counts) extracted.minutes = session.duration_minutes() > 0 ? session.duration_minutes() : minutes;
  extracted.techniques = absl::StrJoin(techniques, "\n");
  extracted.regions = absl::StrJoin(regions, "\n");
  for (int i = 0; i < session.observations_size(); ++i) {
    if (session.observations(i).has_value()) extracted.readings.push_back(ReadingFrom(row, session.observations(i), i));
  }
  return extracted;
}

std::vector<std::pair<std::string, int32_t>> EpisodesOf(const ReferralViewRow& row) {
  std::vector<std::pair<std::string, int32_t>> episodes;
  outcomes::v1::ReferralView view;
  if (!view.ParseFromString(row.body)) return episodes;
  for (const auto& assignment : view.assignments()) {
    absl::string_view recipient = assignment.recipient();
    if (assignment.has_accept_time() && absl::ConsumePrefix(&recipient, "organizations/") && !recipient.empty())
      episodes.emplace_back(std::string(recipient), assignment.number());
  }
  return episodes;
}

}  // namespace tendon::storage
