// The gRPC service of messages. Wiring only.
#pragma once

#include "services/referral/services.h"
#include "tendon/referral/v1/message_service.grpc.pb.h"

namespace tendon::referral {

class MessageServiceImpl final : public v1::MessageService::CallbackService {
 public:
  explicit MessageServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* PostMessage(Context*, const v1::PostMessageRequest*, v1::Message*) override;
  Unary* GetMessage(Context*, const v1::GetMessageRequest*, v1::Message*) override;
  Unary* ListMessages(Context*, const v1::ListMessagesRequest*, v1::ListMessagesResponse*) override;
  Unary* MarkMessagesRead(Context*, const v1::MarkMessagesReadRequest*, v1::MessageReadState*) override;

 private:
  ReferralCalls* const calls_;
};

}  // namespace tendon::referral
