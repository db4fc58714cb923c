// Attachments through the server: streamed both ways, resumed over a kill, refused when they are not what they are said
// to be, seen as the referral is.
#include <openssl/sha.h>

#include <filesystem>
#include <ostream>
#include <string>

#include "absl/strings/escaping.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {

// What was downloaded is known by its status too.
inline void PrintTo(const Answer<std::string>& answer, std::ostream* out) {
  *out << (answer.ok() ? "OK" : answer.status.error_message()) << " " << answer.value.size() << " bytes";
}

namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr size_t kChunk = 256 << 10;

std::string Sha256(const std::string& bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

// A text of so many bytes, no two lines of which are equal.
std::string Document(size_t size) {
  std::string text;
  for (int line = 0; text.size() < size; ++line) text += "MARKERDOCUMENT line " + std::to_string(line) + "\n";
  text.resize(size);
  return text;
}

class Attachments : public ExchangeTest {
 protected:
  static Answer<pb::Attachment> Announce(Party& party, const std::string& referral, const std::string& bytes,
                                         const std::string& media_type = "text/plain") {
    pb::CreateAttachmentRequest request;
    request.set_parent(referral);
    request.mutable_attachment()->set_title("MARKERTITLE");
    request.mutable_attachment()->set_media_type(media_type);
    request.mutable_attachment()->set_size_bytes(static_cast<int64_t>(bytes.size()));
    request.mutable_attachment()->set_sha256(Sha256(bytes));
    request.set_request_id(NewRequestId());
    return party.Do(&Party::AttachmentStub::CreateAttachment, request);
  }
  // The bytes from `begin` to `end` in one call.
  static Answer<pb::Attachment> Upload(Party& party, const std::string& name, const std::string& bytes,
                                       size_t begin = 0, size_t end = std::string::npos) {
    grpc::ClientContext context;
    Prepare(party.caller, party.options, &context);
    Answer<pb::Attachment> answer;
    const auto stream = party.attachments()->UploadAttachment(&context, &answer.value);
    pb::UploadAttachmentRequest chunk;
    chunk.set_name(name);
    chunk.set_request_id(NewRequestId());
    for (size_t offset = begin; offset < std::min(end, bytes.size()); offset += kChunk) {
      chunk.set_write_offset(static_cast<int64_t>(offset));
      chunk.set_data(bytes.substr(offset, std::min(kChunk, std::min(end, bytes.size()) - offset)));
      if (!stream->Write(chunk)) break;
    }
    stream->WritesDone();
    answer.status = stream->Finish();
    return answer;
  }
  static Answer<std::string> Download(Party& party, const std::string& name, int64_t offset = 0) {
    grpc::ClientContext context;
    Prepare(party.caller, party.options, &context);
    pb::DownloadAttachmentRequest request;
    request.set_name(name);
    request.set_read_offset(offset);
    const auto stream = party.attachments()->DownloadAttachment(&context, request);
    Answer<std::string> answer;
    pb::DownloadAttachmentResponse chunk;
    while (stream->Read(&chunk)) {
      EXPECT_EQ(chunk.read_offset(), offset + static_cast<int64_t>(answer.value.size()));
      answer.value += chunk.data();
    }
    answer.status = stream->Finish();
    return answer;
  }
  static Answer<pb::Attachment> Get(Party& party, const std::string& name) {
    pb::GetAttachmentRequest request;
    request.set_name(name);
    return party.Do(&Party::AttachmentStub::GetAttachment, request);
  }
  static Answer<pb::ListAttachmentsResponse> List(Party& party, const std::string& referral) {
    pb::ListAttachmentsRequest request;
    request.set_parent(referral);
    return party.Do(&Party::AttachmentStub::ListAttachments, request);
  }
  // Announced and uploaded.
  pb::Attachment Add(Party& party, const std::string& referral, const std::string& bytes) {
    return Must(Upload(party, Must(Announce(party, referral, bytes)).name(), bytes));
  }
};

TEST_F(Attachments, WhatGoesInComesOut) {
  const std::string referral = Sent().name();
  const std::string bytes = Document(3 * kChunk + 17);
  const pb::Attachment added = Add(*river, referral, bytes);
  EXPECT_TRUE(added.has_create_time());
  EXPECT_EQ(added.stored_bytes(), static_cast<int64_t>(bytes.size()));
  EXPECT_EQ(added.organization(), river->organization());
  for (Party* party : {&*river, &*hand}) {
    EXPECT_EQ(Must(Get(*party, added.name())).sha256(), Sha256(bytes));
    EXPECT_TRUE(Must(Download(*party, added.name())) == bytes);
    EXPECT_TRUE(Must(Download(*party, added.name(), kChunk + 5)) == bytes.substr(kChunk + 5));
    EXPECT_THAT(Must(Download(*party, added.name(), added.size_bytes())), IsEmpty());
    EXPECT_THAT(List(*party, referral)->attachments(), SizeIs(1));
  }
  EXPECT_THAT(Download(*hand, added.name(), added.size_bytes() + 1), NamesField("read_offset"));
}

TEST_F(Attachments, TheFeedsTellOnceItIsComplete) {
  const std::string referral = Sent().name();
  const std::string bytes = Document(kChunk * 2);
  const pb::Attachment announced = Must(Announce(*hand, referral, bytes));
  const int64_t revision = Revision();
  EXPECT_EQ(Must(Upload(*hand, announced.name(), bytes, 0, kChunk)).stored_bytes(), static_cast<int64_t>(kChunk));
  EXPECT_EQ(Revision(), revision);
  ASSERT_TRUE(Must(Upload(*hand, announced.name(), bytes, kChunk)).has_create_time());
  for (Party* party : {&*river, &*hand}) {
    const auto feed = party->Events();
    const pb::Event& event = feed->events(feed->events_size() - 1);
    EXPECT_EQ(event.type(), pb::EVENT_TYPE_ATTACHMENT_ADDED);
    EXPECT_EQ(event.resource(), announced.name());
    EXPECT_THAT(event.SerializeAsString(), Not(HasSubstr("MARKER")));
  }
}

TEST_F(Attachments, AnUploadIsResumedAfterAKill) {
  const std::string referral = Sent().name();
  const std::string bytes = Document(4 * kChunk);
  const pb::Attachment announced = Must(Announce(*river, referral, bytes));
  ASSERT_THAT(Upload(*river, announced.name(), bytes, 0, 2 * kChunk), IsOk());
  exchange->referral().Kill();
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  const pb::Attachment half = Must(Get(*river, announced.name()));
  EXPECT_EQ(half.stored_bytes(), static_cast<int64_t>(2 * kChunk));
  EXPECT_FALSE(half.has_create_time());
  ASSERT_TRUE(Must(Upload(*river, announced.name(), bytes, 2 * kChunk)).has_create_time());
  exchange->referral().Kill();
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  EXPECT_TRUE(Must(Download(*hand, announced.name())) == bytes) << "a complete one survives anything";
}

TEST_F(Attachments, AChunkBeginsWhereTheStoredBytesEnd) {
  const std::string bytes = Document(2 * kChunk);
  const pb::Attachment announced = Must(Announce(*river, Sent().name(), bytes));
  ASSERT_THAT(Upload(*river, announced.name(), bytes, 0, kChunk), IsOk());
  EXPECT_THAT(Upload(*river, announced.name(), bytes),
              AllOf(StatusIs(grpc::StatusCode::ABORTED), HasReason("UPLOAD_OFFSET_MISMATCH")));
  EXPECT_THAT(Upload(*river, announced.name(), bytes + "more", kChunk), NamesField("data"));
  EXPECT_TRUE(Must(Upload(*river, announced.name(), bytes, kChunk)).has_create_time());
  EXPECT_TRUE(Must(Upload(*river, announced.name(), bytes)).has_create_time()) << "again: without effect";
}

TEST_F(Attachments, AnotherHashIsRefused) {
  const std::string bytes = Document(1000);
  const pb::Attachment announced = Must(Announce(*river, Sent().name(), bytes));
  std::string other = bytes;
  other[500] = '#';
  const int64_t revision = Revision();
  EXPECT_THAT(Upload(*river, announced.name(), other), AllOf(StatusIs(kRefused), HasReason("CONTENT_REFUSED")));
  EXPECT_EQ(Revision(), revision);
  EXPECT_EQ(Must(Get(*river, announced.name())).stored_bytes(), 0);
  EXPECT_TRUE(Must(Upload(*river, announced.name(), bytes)).has_create_time());
}

TEST_F(Attachments, AnotherTypeIsRefused) {
  const std::string referral = Sent().name();
  EXPECT_THAT(Announce(*river, referral, "text", "application/x-msdownload"), NamesField("attachment.media_type"));
  const std::string program = "#!/bin/sh\nexit\n";
  for (const char* media_type : {"application/pdf", "image/png", "text/plain"}) {
    const pb::Attachment announced = Must(Announce(*river, referral, program, media_type));
    EXPECT_THAT(Upload(*river, announced.name(), program), AllOf(StatusIs(kRefused), HasReason("CONTENT_REFUSED")));
    EXPECT_THAT(Get(*hand, announced.name()), StatusIs(kNotFound));
  }
}

TEST_F(Attachments, TooLargeIsRefusedBeforeAByteIsSent) {
  pb::CreateAttachmentRequest request;
  request.set_parent(Sent().name());
  request.mutable_attachment()->set_media_type("application/pdf");
  request.mutable_attachment()->set_sha256(Sha256("x"));
  request.set_request_id(NewRequestId());
  for (const int64_t size : {int64_t{0}, (int64_t{50} << 20) + 1}) {
    request.mutable_attachment()->set_size_bytes(size);
    EXPECT_THAT(river->Do(&Party::AttachmentStub::CreateAttachment, request), NamesField("attachment.size_bytes"));
  }
  request.mutable_attachment()->set_size_bytes(int64_t{50} << 20);
  EXPECT_THAT(river->Do(&Party::AttachmentStub::CreateAttachment, request), IsOk());
}

TEST_F(Attachments, AttachmentsAreSeenAsTheReferralIs) {
  const pb::Referral draft = Must(river->Create(FullReferral()));
  const std::string bytes = Document(100);
  const pb::Attachment added = Add(*river, draft.name(), bytes);
  EXPECT_THAT(Get(*hand, added.name()), StatusIs(kNotFound)) << "a draft is its referrer's alone";
  ASSERT_THAT(river->Send(draft), IsOk());
  const pb::Attachment open = Must(Announce(*river, draft.name(), bytes));
  for (Party* party : {&*hand, &*step}) {
    EXPECT_EQ(Must(Download(*party, added.name())), bytes);
    EXPECT_THAT(Get(*party, open.name()), StatusIs(kNotFound)) << "not complete yet";
    EXPECT_THAT(List(*party, draft.name())->attachments(), SizeIs(1));
    EXPECT_THAT(Upload(*party, open.name(), bytes), StatusIs(kNotFound));
    EXPECT_THAT(Download(*party, open.name()), StatusIs(kNotFound));
  }
  EXPECT_THAT(Announce(*step, draft.name(), bytes), AllOf(StatusIs(kRefused), HasReason("TRANSITION_REFUSED")));
  const std::vector<grpc::Status> strangers = {Announce(*far, draft.name(), bytes).status,
                                               Upload(*far, added.name(), bytes).status,
                                               Get(*far, added.name()).status,
                                               List(*far, draft.name()).status,
                                               Download(*far, added.name()).status,
                                               Upload(*far, open.name(), bytes).status};
  EXPECT_THAT(strangers, Each(AllOf(StatusIs(kNotFound), HasReason("NOT_FOUND"))));
}

TEST_F(Attachments, TheDeskSeesNeitherTitleNorBytes) {
  const pb::Attachment added = Add(*river, Sent().name(), Document(100));
  Party desk(exchange.get(), SystemOf(kHandWork, "administrator"));
  const pb::Attachment seen = Must(Get(desk, added.name()));
  EXPECT_THAT(seen.title(), IsEmpty());
  EXPECT_THAT(seen.withheld_categories(), ElementsAre(options::v1::DATA_CATEGORY_DOCUMENT));
  EXPECT_THAT(Download(desk, added.name()), StatusIs(grpc::StatusCode::PERMISSION_DENIED));
}

TEST_F(Attachments, AMessageNamesCompleteAttachmentsOfItsReferral) {
  const std::string referral = Sent().name();
  const pb::Attachment added = Add(*river, referral, Document(100));
  const pb::Attachment open = Must(Announce(*river, referral, Document(100)));
  const pb::Attachment elsewhere = Add(*river, Sent().name(), Document(100));
  pb::PostMessageRequest request;
  request.set_parent(referral);
  request.mutable_message()->set_text("See the attached");
  request.set_request_id(NewRequestId());
  for (const std::string& name : {open.name(), elsewhere.name()}) {
    request.mutable_message()->clear_attachments();
    request.mutable_message()->add_attachments(added.name());
    request.mutable_message()->add_attachments(name);
    EXPECT_THAT(river->Do(&Party::MessageStub::PostMessage, request), NamesField("message.attachments[1]"));
  }
  request.mutable_message()->mutable_attachments()->RemoveLast();
  EXPECT_THAT(river->Do(&Party::MessageStub::PostMessage, request), IsOk());
}

TEST_F(Attachments, NoFileNameTellsAnything) {
  const pb::Attachment added = Add(*river, Sent().name(), Document(100));
  const std::string folder = exchange->referral().database() + ".attachments";
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(entry.path().filename(), added.sha256());
  }
  EXPECT_EQ(files, 1);
}

}  // namespace
}  // namespace tendon::testing
