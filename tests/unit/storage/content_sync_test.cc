// What is on the disk before a content counts as stored, also at the second attempt after a disk that failed.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "services/storage/content_files.h"
#include "tests/testing/files.h"
#include "tests/testing/status_matchers.h"

namespace {

// The folders and files that were synced, by inode; and the one that cannot be.
struct Syncs {
  std::vector<ino_t> done;
  ino_t failing = 0;
};
Syncs syncs;

}  // namespace

// Instead of the C library's, in this program.
extern "C" int fsync(int descriptor) {
  struct stat status {};
  fstat(descriptor, &status);
  if (status.st_ino == syncs.failing) {
    errno = EIO;
    return -1;
  }
  syncs.done.push_back(status.st_ino);
  return static_cast<int>(syscall(SYS_fsync, descriptor));
}

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::tendon::testing::TempDir;
using ::testing::IsSupersetOf;

// FIPS 180-2, appendix B.1: SHA-256 of "abc".
constexpr char kSha256OfAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class ContentSyncTest : public ::testing::Test {
 protected:
  void SetUp() override {
    syncs = {};
    auto opened = ContentFiles::Open(folder_.File("store"));
    ASSERT_THAT(opened, Succeeds());
    files_ = *std::move(opened);
    ASSERT_THAT(files_->Append("u1", 0, "abc"), Succeeds());
  }
  ino_t InodeOf(const std::string& path) const {
    struct stat status {};
    EXPECT_EQ(stat((folder_.File("store") + path).c_str(), &status), 0) << path;
    return status.st_ino;
  }
  // Of the file, and of every name on the way to it.
  void ExpectOnDisk() const {
    const std::string file = std::string("/content/ba/") + kSha256OfAbc;
    EXPECT_THAT(syncs.done, IsSupersetOf({InodeOf(file), InodeOf("/content/ba"), InodeOf("/content")}));
  }
  absl::Status Finish() { return files_->Finish("u1", kSha256OfAbc); }

  TempDir folder_;
  std::unique_ptr<ContentFiles> files_;
};

TEST_F(ContentSyncTest, TheFileAndItsFoldersAreOnTheDisk) {
  EXPECT_THAT(Finish(), Succeeds());
  ExpectOnDisk();
}

TEST_F(ContentSyncTest, AFileThatCouldNotBeSyncedBeginsAnew) {
  syncs.failing = InodeOf("/uploads/u1");
  EXPECT_THAT(Finish(), HasCode(absl::StatusCode::kUnavailable));
  syncs.failing = 0;
  EXPECT_EQ(files_->UploadSize("u1").value(), 0);
  ASSERT_THAT(files_->Append("u1", 0, "abc"), Succeeds());
  EXPECT_THAT(Finish(), Succeeds());
  ExpectOnDisk();
}

TEST_F(ContentSyncTest, FoldersThatCouldNotBeSyncedAreSyncedTheNextTime) {
  syncs.failing = InodeOf("/content");
  EXPECT_THAT(Finish(), HasCode(absl::StatusCode::kUnavailable));
  syncs.failing = InodeOf("/content/ba");  // made, but its name is not on the disk
  EXPECT_THAT(Finish(), HasCode(absl::StatusCode::kUnavailable));
  syncs = {};
  EXPECT_EQ(files_->UploadSize("u1").value(), 0);  // renamed, but its new name is not on the disk
  EXPECT_THAT(Finish(), Succeeds());
  EXPECT_THAT(syncs.done, IsSupersetOf({InodeOf("/content/ba"), InodeOf("/content")}));
}

}  // namespace
}  // namespace tendon::storage
