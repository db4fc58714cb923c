// Named places in the feed.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/feed_cursor_service.pb.h"

namespace tendon::referral {

// cursors.cc
absl::Status AcknowledgeEvents(Call& call, Transaction& transaction, const v1::AcknowledgeEventsRequest& request,
                               v1::FeedCursor* response);
absl::Status GetFeedCursor(Call& call, Reader& reader, const v1::GetFeedCursorRequest& request,
                           v1::FeedCursor* response);
absl::Status ListFeedCursors(Call& call, Reader& reader, const v1::ListFeedCursorsRequest& request,
                             v1::ListFeedCursorsResponse* response);
absl::Status DeleteFeedCursor(Call& call, Transaction& transaction, const v1::DeleteFeedCursorRequest& request,
                              v1::FeedCursor* response);

}  // namespace tendon::referral
