#include "services/referral/feed_cursor_service.h"

#include "services/referral/handlers/cursor_handlers.h"

namespace tendon::referral {

Unary* FeedCursorServiceImpl::AcknowledgeEvents(Context* context, const v1::AcknowledgeEventsRequest* request,
                                                v1::FeedCursor* response) {
  return calls_->Write(context, "/tendon.referral.v1.FeedCursorService/AcknowledgeEvents", request, response,
                       &referral::AcknowledgeEvents);
}
Unary* FeedCursorServiceImpl::GetFeedCursor(Context* context, const v1::GetFeedCursorRequest* request,
                                            v1::FeedCursor* response) {
  return calls_->Read(context, "/tendon.referral.v1.FeedCursorService/GetFeedCursor", request, response,
                      &referral::GetFeedCursor);
}
Unary* FeedCursorServiceImpl::ListFeedCursors(Context* context, const v1::ListFeedCursorsRequest* request,
                                              v1::ListFeedCursorsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.FeedCursorService/ListFeedCursors", request, response,
                      &referral::ListFeedCursors);
}
Unary* FeedCursorServiceImpl::DeleteFeedCursor(Context* context, const v1::DeleteFeedCursorRequest* request,
                                               v1::FeedCursor* response) {
  return calls_->Write(context, "/tendon.referral.v1.FeedCursorService/DeleteFeedCursor", request, response,
                       &referral::DeleteFeedCursor);
}

}  // namespace tendon::referral
