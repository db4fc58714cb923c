// The gRPC service of cursors. Wiring only.
#pragma once

#include "services/referral/services.h"
#include "tendon/referral/v1/feed_cursor_service.grpc.pb.h"

namespace tendon::referral {

class FeedCursorServiceImpl final : public v1::FeedCursorService::CallbackService {
 public:
  explicit FeedCursorServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* AcknowledgeEvents(Context*, const v1::AcknowledgeEventsRequest*, v1::FeedCursor*) override;
  Unary* GetFeedCursor(Context*, const v1::GetFeedCursorRequest*, v1::FeedCursor*) override;
  Unary* ListFeedCursors(Context*, const v1::ListFeedCursorsRequest*, v1::ListFeedCursorsResponse*) override;
  Unary* DeleteFeedCursor(Context*, const v1::DeleteFeedCursorRequest*, v1::FeedCursor*) override;

 private:
  ReferralCalls* const calls_;
};

}  // namespace tendon::referral
