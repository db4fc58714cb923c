#include "services/referral/message_service.h"

#include "services/referral/handlers/message_handlers.h"

namespace tendon::referral {

Unary* MessageServiceImpl::PostMessage(Context* context, const v1::PostMessageRequest* request, v1::Message* response) {
  return calls_->Write(context, "/tendon.referral.v1.MessageService/PostMessage", request, response,
                       &referral::PostMessage);
}
Unary* MessageServiceImpl::GetMessage(Context* context, const v1::GetMessageRequest* request, v1::Message* response) {
  return calls_->Read(context, "/tendon.referral.v1.MessageService/GetMessage", request, response,
                      &referral::GetMessage);
}
Unary* MessageServiceImpl::ListMessages(Context* context, const v1::ListMessagesRequest* request,
                                        v1::ListMessagesResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.MessageService/ListMessages", request, response,
                      &referral::ListMessages);
}
Unary* MessageServiceImpl::MarkMessagesRead(Context* context, const v1::MarkMessagesReadRequest* request,
                                            v1::MessageReadState* response) {
  return calls_->Write(context, "/tendon.referral.v1.MessageService/MarkMessagesRead", request, response,
                       &referral::MarkMessagesRead);
}

}  // namespace tendon::referral
