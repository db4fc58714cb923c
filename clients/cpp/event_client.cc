#include "clients/cpp/event_client.h"

#include <utility>

namespace tendon::client {

using CursorStub = referral::v1::FeedCursorService::StubInterface;

EventClient::EventClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::EventService::NewStub(connection_->referral_channel())),
      cursor_stub_(referral::v1::FeedCursorService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::ListEventsResponse> EventClient::List(referral::v1::ListEventsRequest request,
                                                                   const CallOptions& call) {
  return connection_->Call(*stub_, &referral::v1::EventService::StubInterface::ListEvents, std::move(request), call);
}

absl::StatusOr<referral::v1::FeedCursor> EventClient::Acknowledge(referral::v1::AcknowledgeEventsRequest request,
                                                                  const CallOptions& call) {
  return connection_->Call(*cursor_stub_, &CursorStub::AcknowledgeEvents, std::move(request), call);
}

absl::StatusOr<referral::v1::FeedCursor> EventClient::GetCursor(referral::v1::GetFeedCursorRequest request,
                                                                const CallOptions& call) {
  return connection_->Call(*cursor_stub_, &CursorStub::GetFeedCursor, std::move(request), call);
}

absl::StatusOr<referral::v1::ListFeedCursorsResponse> EventClient::ListCursors(
    referral::v1::ListFeedCursorsRequest request, const CallOptions& call) {
  return connection_->Call(*cursor_stub_, &CursorStub::ListFeedCursors, std::move(request), call);
}

absl::StatusOr<referral::v1::FeedCursor> EventClient::DeleteCursor(referral::v1::DeleteFeedCursorRequest request,
                                                                   const CallOptions& call) {
  return connection_->Call(*cursor_stub_, &CursorStub::DeleteFeedCursor, std::move(request), call);
}

absl::StatusOr<Cursor> EventClient::LoadCursor(const std::string& name, const CallOptions& call) {
  referral::v1::GetFeedCursorRequest request;
  request.set_name(name);
  const auto cursor = GetCursor(std::move(request), call);
  if (absl::IsNotFound(cursor.status())) return Cursor();
  if (!cursor.ok()) return cursor.status();
  return Cursor{cursor->epoch(), cursor->acknowledged_sequence()};
}

std::function<absl::Status(const Cursor&)> EventClient::SaveTo(const std::string& name) {
  return [client = *this, name](const Cursor& cursor) mutable {
    referral::v1::AcknowledgeEventsRequest request;
    request.set_name(name);
    request.set_sequence(cursor.sequence);
    request.set_epoch(cursor.epoch);
    return client.Acknowledge(std::move(request)).status();
  };
}

std::unique_ptr<Watch> EventClient::MakeWatch(WatchOptions options) {
  return std::make_unique<Watch>(connection_, std::move(options));
}

}  // namespace tendon::client
