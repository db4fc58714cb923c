// Uploads and downloads over breaks: what is sent again, and what is not.
#include "clients/cpp/attachment_client.h"

#include <gmock/gmock.h>

#include "clients/cpp/error_detail.h"
#include "tests/unit/client/client_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::ElementsAre;

constexpr char kName[] = "referrals/r1/attachments/a1";
constexpr std::size_t kChunk = 256 << 10;

// A server with one attachment; breaks every stream after some chunks.
class AttachmentClientTest : public ClientTest {
 protected:
  AttachmentClientTest() : bytes_(3 * kChunk + 5, 'x') {
    for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = static_cast<char>('a' + i % 23);
    servers_.attachments.GetAttachment_ = [this](grpc::ServerContext&, const pb::GetAttachmentRequest& request,
                                                 pb::Attachment& attachment) {
      attachment = Present();
      return grpc::Status::OK;
    };
    servers_.attachments.UploadAttachment_ = [this](FakeAttachmentService::Reader& reader, pb::Attachment& attachment) {
      pb::UploadAttachmentRequest chunk;
      for (int taken = 0; reader.Read(&chunk); ++taken) {
        if (taken == chunks_a_stream_) return grpc::Status(grpc::UNAVAILABLE, "broken");
        offsets_.push_back(chunk.write_offset());
        if (chunk.write_offset() != static_cast<std::int64_t>(stored_.size()))
          return RpcError(grpc::ABORTED, "UPLOAD_OFFSET_MISMATCH", "elsewhere");
        stored_ += chunk.data();
      }
      attachment = Present();
      return end_;
    };
    servers_.attachments.DownloadAttachment_ = [this](const pb::DownloadAttachmentRequest& request,
                                                      FakeAttachmentService::Writer& writer) {
      pb::DownloadAttachmentResponse chunk;
      int sent = 0;
      offsets_.push_back(request.read_offset());
      for (auto offset = static_cast<std::size_t>(request.read_offset()); offset < bytes_.size(); offset += kChunk) {
        if (sent++ == chunks_a_stream_) return grpc::Status(grpc::UNAVAILABLE, "broken");
        chunk.set_read_offset(static_cast<std::int64_t>(offset) + skew_);
        chunk.set_data(bytes_.substr(offset, kChunk));
        writer.Write(chunk);
      }
      return grpc::Status::OK;
    };
  }
  pb::Attachment Present() {
    pb::Attachment attachment;
    attachment.set_name(kName);
    attachment.set_size_bytes(static_cast<std::int64_t>(bytes_.size()));
    attachment.set_stored_bytes(static_cast<std::int64_t>(stored_.size()));
    if (stored_ == bytes_) attachment.mutable_create_time()->set_seconds(1);
    return attachment;
  }
  absl::StatusOr<pb::Attachment> Upload() {
    client::AttachmentClient client(Connect());
    return client.Upload(kName, [this](std::int64_t offset, std::size_t count) -> absl::StatusOr<std::string> {
      return bytes_.substr(static_cast<std::size_t>(offset), count);
    });
  }

  std::string bytes_, stored_;
  std::vector<std::int64_t> offsets_;
  int chunks_a_stream_ = 100;
  std::int64_t skew_ = 0;
  grpc::Status end_ = grpc::Status::OK;
};

TEST_F(AttachmentClientTest, UploadsInChunks) {
  ASSERT_TRUE(Upload().ok());
  EXPECT_TRUE(stored_ == bytes_);
  EXPECT_THAT(offsets_, ElementsAre(0, kChunk, 2 * kChunk, 3 * kChunk));
}

TEST_F(AttachmentClientTest, GoesOnWhereABrokenStreamStopped) {
  chunks_a_stream_ = 1;
  ASSERT_TRUE(Upload().ok());
  EXPECT_TRUE(stored_ == bytes_);
  EXPECT_THAT(offsets_, ElementsAre(0, kChunk, 2 * kChunk, 3 * kChunk)) << "no chunk is sent twice";
}

TEST_F(AttachmentClientTest, GivesUpWithoutProgress) {
  chunks_a_stream_ = 0;
  EXPECT_TRUE(absl::IsUnavailable(Upload().status()));
}

TEST_F(AttachmentClientTest, ARefusalIsNotTriedAgain) {
  end_ = RpcError(grpc::FAILED_PRECONDITION, "CONTENT_REFUSED", "another hash");
  const auto refused = Upload();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused.status()));
  EXPECT_EQ(client::ErrorDetailOf(refused.status()).reason, pb::ERROR_REASON_CONTENT_REFUSED);
  EXPECT_EQ(offsets_.size(), 4u);
}

TEST_F(AttachmentClientTest, ADocumentThatIsTooShortIsNotComplete) {
  client::AttachmentClient client(Connect());
  const auto refused =
      client.Upload(kName, [](std::int64_t, std::size_t) -> absl::StatusOr<std::string> { return ""; });
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
}

TEST_F(AttachmentClientTest, ACompleteOneIsNotSentAgain) {
  stored_ = bytes_;
  ASSERT_TRUE(Upload().ok());
  EXPECT_THAT(offsets_, ElementsAre());
}

TEST_F(AttachmentClientTest, DownloadsOverBreaks) {
  chunks_a_stream_ = 2;
  client::AttachmentClient client(Connect());
  std::string got;
  const absl::Status status = client.Download(kName, 0, [&](std::int64_t offset, const std::string& bytes) {
    EXPECT_EQ(offset, static_cast<std::int64_t>(got.size()));
    got += bytes;
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(got == bytes_);
  EXPECT_THAT(offsets_, ElementsAre(0, 2 * kChunk));
}

TEST_F(AttachmentClientTest, AChunkOutOfOrderIsAFault) {
  skew_ = 1;
  client::AttachmentClient client(Connect());
  const absl::Status status =
      client.Download(kName, 0, [](std::int64_t, const std::string&) { return absl::OkStatus(); });
  EXPECT_TRUE(absl::IsInternal(status));
}

TEST_F(AttachmentClientTest, TheWritersErrorEndsADownload) {
  client::AttachmentClient client(Connect());
  const absl::Status status = client.Download(
      kName, 0, [](std::int64_t, const std::string&) { return absl::UnavailableError("the disk is full"); });
  EXPECT_EQ(status.message(), "the disk is full");
  EXPECT_THAT(offsets_, ElementsAre(0));
}

}  // namespace
}  // namespace tendon::testing
