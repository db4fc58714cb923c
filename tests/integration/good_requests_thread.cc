// Good requests of what belongs to a referral: messages and attachments.
#include "tests/integration/good_requests.h"

namespace tendon::testing {

const GoodRequestTable& ThreadRequests() {
  static const auto* table = new GoodRequestTable{
      {"MessageService/PostMessage",
       [](GoodRequests& t) {
         pb::PostMessageRequest request;
         request.set_parent(t.Sent().name());
         request.mutable_message()->set_text("A text");
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"MessageService/GetMessage",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetMessageRequest>(t.Posted().name())); }},
      {"MessageService/ListMessages",
       [](GoodRequests& t) {
         pb::ListMessagesRequest request;
         request.set_parent(t.Sent().name());
         return CaseOf(*t.river, request);
       }},
      {"MessageService/MarkMessagesRead",
       [](GoodRequests& t) {
         const std::string name = t.Posted().name();
         pb::MarkMessagesReadRequest request;
         request.set_parent(name.substr(0, name.find("/messages/")));
         request.set_read_number(1);
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"AttachmentService/CreateAttachment",
       [](GoodRequests& t) { return CaseOf(*t.river, SmallAttachment(t.Sent().name())); }},
      {"AttachmentService/UploadAttachment",
       [](GoodRequests& t) {
         pb::UploadAttachmentRequest request;
         request.set_name(
             t.Must(t.river->Do(&Party::AttachmentStub::CreateAttachment, SmallAttachment(t.Sent().name()))).name());
         request.set_data("abc");
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"AttachmentService/GetAttachment",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetAttachmentRequest>(t.Attached())); }},
      {"AttachmentService/ListAttachments",
       [](GoodRequests& t) {
         pb::ListAttachmentsRequest request;
         request.set_parent(t.Sent().name());
         return CaseOf(*t.river, request);
       }},
      {"AttachmentService/DownloadAttachment",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::DownloadAttachmentRequest>(t.Attached())); }},
  };
  return *table;
}

}  // namespace tendon::testing
