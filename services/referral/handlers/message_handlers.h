// The thread on a referral.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/message_service.pb.h"

namespace tendon::referral {

// messages.cc
absl::Status PostMessage(Call& call, Transaction& transaction, const v1::PostMessageRequest& request,
                         v1::Message* response);
absl::Status GetMessage(Call& call, Reader& reader, const v1::GetMessageRequest& request, v1::Message* response);
absl::Status ListMessages(Call& call, Reader& reader, const v1::ListMessagesRequest& request,
                          v1::ListMessagesResponse* response);
absl::Status MarkMessagesRead(Call& call, Transaction& transaction, const v1::MarkMessagesReadRequest& request,
                              v1::MessageReadState* response);

}  // namespace tendon::referral
