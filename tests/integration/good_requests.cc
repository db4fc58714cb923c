#include "tests/integration/good_requests.h"

#include "absl/time/clock.h"

namespace tendon::testing {

GoodCase CaseOf(const Party& party, const google::protobuf::Message& request) {
  GoodCase made{party.caller, std::unique_ptr<google::protobuf::Message>(request.New())};
  made.request->CopyFrom(request);
  return made;
}

out::DeclareMeasureRequest Declaration() {
  out::DeclareMeasureRequest request;
  request.set_parent(OrganizationName(kHandWork));
  request.set_measure_id("diary-score");
  auto* definition = request.mutable_measure_definition();
  definition->set_display_name("Diary score");
  definition->set_unit("{score}");
  definition->set_maximum(10);
  definition->set_direction(out::DIRECTION_LOWER_BETTER);
  definition->set_minimal_important_change(2);
  definition->add_categories()->set_label("none");
  definition->set_source("A diary");
  request.set_request_id(NewRequestId());
  return request;
}

out::CohortFilter FullFilter() {
  out::CohortFilter filter;
  filter.add_techniques("DEEP_TISSUE");
  filter.add_disciplines(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  filter.add_conditions("M54");
  filter.add_regions("lumbar");
  filter.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
  filter.mutable_sessions()->set_minimum(1);
  filter.mutable_minutes()->set_maximum(600);
  *filter.mutable_begin_from_time() = ToProto(absl::Now() - absl::Hours(24));
  *filter.mutable_begin_before_time() = ToProto(absl::Now());
  auto* reading = filter.add_readings();
  reading->set_measure("NPRS");
  reading->mutable_range()->set_minimum(1);
  return filter;
}

pb::CreateAttachmentRequest SmallAttachment(const std::string& referral) {
  pb::CreateAttachmentRequest request;
  request.set_parent(referral);
  request.mutable_attachment()->set_media_type("text/plain");
  request.mutable_attachment()->set_size_bytes(3);
  request.mutable_attachment()->set_sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  request.set_request_id(NewRequestId());
  return request;
}

std::string GoodRequests::Attached() {
  const auto announced = Must(river->Do(&Party::AttachmentStub::CreateAttachment, SmallAttachment(Sent().name())));
  grpc::ClientContext context;
  Prepare(river->caller, river->options, &context);
  pb::Attachment response;
  const auto stream = river->attachments()->UploadAttachment(&context, &response);
  pb::UploadAttachmentRequest chunk;
  chunk.set_name(announced.name());
  chunk.set_data("abc");
  chunk.set_request_id(NewRequestId());
  stream->Write(chunk);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  return announced.name();
}

std::string GoodRequests::Acknowledged() {
  auto request = Named<pb::AcknowledgeEventsRequest>(river->organization() + "/cursors/ehr");
  request.set_request_id(NewRequestId());
  return Must(river->Do(&Party::CursorStub::AcknowledgeEvents, request)).name();
}

GoodCase GoodRequests::GoodOf(const std::string& method) {
  for (const GoodRequestTable* table : {&DirectoryRequests(), &ReferralRequests(), &ThreadRequests(), &FeedRequests(),
                                        &SessionRequests(), &MeasureRequests()}) {
    if (const auto found = table->find(method); found != table->end()) return found->second(*this);
  }
  const auto found = LifecycleCases().find(method);
  return found == LifecycleCases().end() ? GoodCase() : found->second(*exchange);
}

}  // namespace tendon::testing
