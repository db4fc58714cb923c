#include "services/referral/attachment_service.h"

#include <utility>

#include "services/referral/attachments/download.h"
#include "services/referral/attachments/upload.h"
#include "services/referral/handlers/attachment_handlers.h"

namespace tendon::referral {

Unary* AttachmentServiceImpl::CreateAttachment(Context* context, const v1::CreateAttachmentRequest* request,
                                               v1::Attachment* response) {
  return calls_->Write(context, "/tendon.referral.v1.AttachmentService/CreateAttachment", request, response,
                       [library = library_](Call& call, Transaction& transaction, const auto& body, auto* answer) {
                         return referral::CreateAttachment(*library, call, transaction, body, answer);
                       });
}

grpc::ServerReadReactor<v1::UploadAttachmentRequest>* AttachmentServiceImpl::UploadAttachment(
    Context* context, v1::Attachment* response) {
  auto call = calls_->Admit(context, "/tendon.referral.v1.AttachmentService/UploadAttachment", nullptr);
  if (!call.ok()) return AttachmentUpload::Refuse(call.status());
  return AttachmentUpload::Start(calls_, library_, files_, *std::move(call), response);
}

Unary* AttachmentServiceImpl::GetAttachment(Context* context, const v1::GetAttachmentRequest* request,
                                            v1::Attachment* response) {
  return calls_->Read(context, "/tendon.referral.v1.AttachmentService/GetAttachment", request, response,
                      [library = library_](Call& call, Reader& reader, const auto& body, auto* answer) {
                        return referral::GetAttachment(*library, call, reader, body, answer);
                      });
}

Unary* AttachmentServiceImpl::ListAttachments(Context* context, const v1::ListAttachmentsRequest* request,
                                              v1::ListAttachmentsResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.AttachmentService/ListAttachments", request, response,
                      &referral::ListAttachments);
}

grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* AttachmentServiceImpl::DownloadAttachment(
    Context* context, const v1::DownloadAttachmentRequest* request) {
  auto call = calls_->Admit(context, "/tendon.referral.v1.AttachmentService/DownloadAttachment", request);
  if (!call.ok()) return AttachmentDownload::Refuse(call.status());
  return AttachmentDownload::Start(calls_, library_, files_, *std::move(call), *request);
}

}  // namespace tendon::referral
