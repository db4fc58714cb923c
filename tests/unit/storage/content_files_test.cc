// The content store in files: chunks, hashes, what is left behind.
#include "services/storage/content_files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/time/clock.h"
#include "tests/testing/files.h"
#include "tests/testing/status_matchers.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::ReadFile;
using ::tendon::testing::Succeeds;
using ::tendon::testing::TempDir;
using ::tendon::testing::WriteFile;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// FIPS 180-2, appendix B.1: SHA-256 of "abc".
constexpr char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class ContentFilesTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }
  void Open() {
    auto opened = ContentFiles::Open(folder_.File("store"));
    ASSERT_THAT(opened, Succeeds());
    files_ = *std::move(opened);
  }
  absl::Status Store(const std::string& id) {
    const absl::Status added = files_->Append(id, 0, "abc");
    return added.ok() ? files_->Finish(id, kAbc) : added;
  }
  static std::vector<std::string> Names(const absl::StatusOr<std::vector<StoredContent>>& files) {
    std::vector<std::string> names;
    for (const StoredContent& file : files.value()) names.push_back(file.name);
    return names;
  }
  TempDir folder_;
  std::unique_ptr<ContentFiles> files_;
};

TEST_F(ContentFilesTest, ChunksMakeAContentOfTheirHash) {
  EXPECT_EQ(files_->UploadSize("u1").value(), 0);
  ASSERT_THAT(files_->Append("u1", 0, "a"), Succeeds());
  ASSERT_THAT(files_->Append("u1", 1, "bc"), Succeeds());
  EXPECT_EQ(files_->UploadSize("u1").value(), 3);
  EXPECT_EQ(files_->Head("u1", 2).value(), "ab");
  ASSERT_THAT(files_->Finish("u1", kAbc), Succeeds());
  EXPECT_EQ(files_->Read(kAbc, 0, 10).value(), "abc");
  EXPECT_EQ(files_->Read(kAbc, 1, 1).value(), "b");
  EXPECT_EQ(files_->Read(kAbc, 3, 10).value(), "");
  EXPECT_THAT(Names(files_->ListUploads()), IsEmpty());
  EXPECT_THAT(Names(files_->ListContents()), ElementsAre(kAbc));
}

TEST_F(ContentFilesTest, AChunkBeginsWhereTheUploadEnds) {
  ASSERT_THAT(files_->Append("u1", 0, "ab"), Succeeds());
  for (const int64_t offset : {0, 1, 3}) {
    EXPECT_THAT(files_->Append("u1", offset, "x"), HasCode(absl::StatusCode::kAborted)) << offset;
  }
  EXPECT_EQ(files_->Head("u1", 10).value(), "ab");
}

TEST_F(ContentFilesTest, AnUploadGoesOnAfterAnotherStart) {
  ASSERT_THAT(files_->Append("u1", 0, "ab"), Succeeds());
  Open();
  EXPECT_EQ(files_->UploadSize("u1").value(), 2);
  ASSERT_THAT(files_->Append("u1", 2, "c"), Succeeds());
  EXPECT_THAT(files_->Finish("u1", kAbc), Succeeds());
}

TEST_F(ContentFilesTest, AnotherHashIsRefusedAndBeginsAnew) {
  ASSERT_THAT(files_->Append("u1", 0, "abd"), Succeeds());
  EXPECT_THAT(files_->Finish("u1", kAbc), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(files_->UploadSize("u1").value(), 0);
  EXPECT_THAT(files_->Read(kAbc, 0, 3), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Store("u1"), Succeeds());
}

TEST_F(ContentFilesTest, FinishingTwiceIsFinishingOnce) {
  ASSERT_THAT(Store("u1"), Succeeds());
  EXPECT_THAT(files_->Finish("u1", kAbc), Succeeds());
  EXPECT_THAT(files_->Finish("u2", std::string(64, '0')), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(ContentFilesTest, TheSameBytesAreStoredOnce) {
  ASSERT_THAT(Store("u1"), Succeeds());
  ASSERT_THAT(Store("u2"), Succeeds());
  EXPECT_THAT(Names(files_->ListContents()), ElementsAre(kAbc));
  EXPECT_THAT(Names(files_->ListUploads()), IsEmpty());
}

TEST_F(ContentFilesTest, StoringAgainMakesAContentYoung) {
  ASSERT_THAT(Store("u1"), Succeeds());
  const std::string path = folder_.File("store/content/ba/") + kAbc;
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(100));
  const absl::Time old = files_->ListContents()->at(0).changed;
  ASSERT_THAT(Store("u2"), Succeeds());
  EXPECT_GT(files_->ListContents()->at(0).changed, old + absl::Hours(99));
}

// Whoever lists contents sees one that is old; whoever finishes an upload of it meanwhile counts on it.
TEST_F(ContentFilesTest, WhatIsFinishedMeanwhileIsNotDropped) {
  ASSERT_THAT(Store("u1"), Succeeds());
  const std::string path = folder_.File("store/content/ba/") + kAbc;
  const absl::Time before = absl::Now() - absl::Hours(50);
  for (const char* upload : {"u1", "u2"}) {  // the same once more, and another of the same bytes
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(100));
    ASSERT_THAT(upload == std::string("u1") ? files_->Finish("u1", kAbc) : Store(upload), Succeeds());
    EXPECT_THAT(files_->DropContent(kAbc, before), Succeeds());
    EXPECT_THAT(files_->Read(kAbc, 0, 3), Succeeds()) << upload;
  }
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(100));
  EXPECT_THAT(files_->DropContent(kAbc, before), Succeeds());
  EXPECT_THAT(files_->Read(kAbc, 0, 3), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(ContentFilesTest, WhatIsDroppedIsGone) {
  ASSERT_THAT(Store("u1"), Succeeds());
  ASSERT_THAT(files_->Append("u2", 0, "x"), Succeeds());
  EXPECT_THAT(files_->DropUpload("u2"), Succeeds());
  EXPECT_THAT(files_->DropUpload("u2"), Succeeds());
  EXPECT_THAT(files_->DropContent(kAbc, absl::InfiniteFuture()), Succeeds());
  EXPECT_THAT(files_->DropContent(kAbc, absl::InfiniteFuture()), Succeeds());
  EXPECT_THAT(Names(files_->ListUploads()), IsEmpty());
  EXPECT_THAT(Names(files_->ListContents()), IsEmpty());
}

TEST_F(ContentFilesTest, FilesAreTheOwnersOnly) {
  ASSERT_THAT(Store("u1"), Succeeds());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.File("store"))) {
    struct stat status {};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 077, 0u) << entry.path();
  }
}

TEST_F(ContentFilesTest, AFolderThatCannotBeMadeIsTold) {
  WriteFile(folder_.File("plain"), "a file");
  EXPECT_THAT(ContentFiles::Open(folder_.File("plain")), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ContentFiles::Open(folder_.File("absent/store")), HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace tendon::storage
