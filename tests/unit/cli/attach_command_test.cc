// `tendon attach`.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// FIPS 180-2, appendix B.1.
constexpr char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class AttachCommandTest : public CliTest {
 protected:
  AttachCommandTest() {
    servers_.attachments.CreateAttachment_ = [this](grpc::ServerContext&, const pb::CreateAttachmentRequest& request,
                                                    pb::Attachment& attachment) {
      created_ = request;
      attachment_ = request.attachment();
      attachment_.set_name(request.parent() + "/attachments/a1");
      attachment = attachment_;
      return grpc::Status::OK;
    };
    servers_.attachments.GetAttachment_ = [this](grpc::ServerContext&, const pb::GetAttachmentRequest& request,
                                                 pb::Attachment& attachment) {
      attachment = attachment_;
      attachment.set_name(request.name());
      return grpc::Status::OK;
    };
    servers_.attachments.UploadAttachment_ = [this](FakeAttachmentService::Reader& reader, pb::Attachment& attachment) {
      pb::UploadAttachmentRequest chunk;
      while (reader.Read(&chunk)) stored_ += chunk.data();
      attachment = attachment_;
      attachment.mutable_create_time()->set_seconds(1);
      return grpc::Status::OK;
    };
    servers_.attachments.DownloadAttachment_ = [this](const pb::DownloadAttachmentRequest& request,
                                                      FakeAttachmentService::Writer& writer) {
      begun_at_ = request.read_offset();
      pb::DownloadAttachmentResponse chunk;
      chunk.set_read_offset(request.read_offset());
      chunk.set_data(stored_.substr(static_cast<std::size_t>(request.read_offset())));
      writer.Write(chunk);
      return grpc::Status::OK;
    };
  }
  // The server holds "abc".
  void Store() {
    stored_ = "abc";
    attachment_.set_size_bytes(3);
    attachment_.set_sha256(kAbc);
    attachment_.mutable_create_time()->set_seconds(1);
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  pb::CreateAttachmentRequest created_;
  pb::Attachment attachment_;
  std::string stored_;
  std::int64_t begun_at_ = -1;
};

TEST_F(AttachCommandTest, AddsAFileWithWhatItIs) {
  const auto result = Run({"attach", "add", "abc", File("note.txt", "abc"), "--title", "A note"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(created_.parent(), "referrals/abc");
  EXPECT_EQ(created_.attachment().media_type(), "text/plain");
  EXPECT_EQ(created_.attachment().size_bytes(), 3);
  EXPECT_EQ(created_.attachment().sha256(), kAbc);
  EXPECT_EQ(created_.attachment().title(), "A note");
  EXPECT_EQ(stored_, "abc");
  EXPECT_THAT(result.out, HasSubstr("abc/a1"));
}

TEST_F(AttachCommandTest, AFileNeedsATypeAndBytes) {
  EXPECT_EQ(Run({"attach", "add", "abc", File("note.unknown", "abc")}).code, 2);
  EXPECT_EQ(Run({"attach", "add", "abc", File("note.unknown", "abc"), "--media-type", "text/plain"}).code, 0);
  EXPECT_EQ(Run({"attach", "add", "abc", File("empty.txt", "")}).code, 3);
  EXPECT_EQ(Run({"attach", "add", "abc", folder_ + "/absent.txt"}).code, 3);
}

TEST_F(AttachCommandTest, ValidateOnlySendsNoBytes) {
  EXPECT_EQ(Run({"attach", "add", "abc", File("note.txt", "abc"), "--validate-only"}).code, 0);
  EXPECT_TRUE(created_.validate_only());
  EXPECT_THAT(stored_, IsEmpty());
}

TEST_F(AttachCommandTest, FetchesAFileForItsOwnerOnly) {
  Store();
  const std::string path = folder_ + "/out.txt";
  const auto result = Run({"attach", "get", "abc/a1", "--file", path});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(Read(path), "abc");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077, 0u);
  EXPECT_EQ(Run({"attach", "get", "abc/a1", "--file", path}).code, 3) << "nothing is overwritten";
}

TEST_F(AttachCommandTest, ABrokenDownloadGoesOn) {
  Store();
  File("out.txt.part", "ab");
  EXPECT_EQ(Run({"attach", "get", "abc/a1", "--file", folder_ + "/out.txt"}).code, 0);
  EXPECT_EQ(begun_at_, 2);
  EXPECT_EQ(Read(folder_ + "/out.txt"), "abc");
}

TEST_F(AttachCommandTest, AnotherDocumentIsNotKept) {
  Store();
  File("out.txt.part", "xx");
  const auto result = Run({"attach", "get", "abc/a1", "--file", folder_ + "/out.txt"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("SHA-256"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/out.txt"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/out.txt.part"));
}

TEST_F(AttachCommandTest, ListsWhatThereIs) {
  servers_.attachments.ListAttachments_ = [](grpc::ServerContext&, const pb::ListAttachmentsRequest& request,
                                             pb::ListAttachmentsResponse& response) {
    auto* attachment = response.add_attachments();
    attachment->set_name(request.parent() + "/attachments/a1");
    attachment->set_title("MRI\x1b[2J");
    return grpc::Status::OK;
  };
  const auto result = Run({"attach", "list", "abc"});
  EXPECT_THAT(result.out, HasSubstr("abc/a1"));
  EXPECT_THAT(result.out, HasSubstr("MRI\\x1b"));
}

}  // namespace
}  // namespace tendon::testing
