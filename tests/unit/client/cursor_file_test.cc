// A cursor that is kept is found again; anything else in the file is refused.
#include "clients/cpp/cursor_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tendon::client {
namespace {

class CursorFile : public ::testing::Test {
 protected:
  CursorFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cursor_file_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/my cursor";
  }
  ~CursorFile() override { std::filesystem::remove_all(folder_); }
  void Write(const std::string& text) { std::ofstream(path_) << text; }

  std::string folder_, path_;
};

TEST_F(CursorFile, NoFileIsTheBeginning) {
  const auto cursor = LoadCursor(path_);
  ASSERT_TRUE(cursor.ok());
  EXPECT_EQ(*cursor, Cursor());
}

TEST_F(CursorFile, GivesBackWhatWasSaved) {
  ASSERT_TRUE(SaveCursor(path_, {"6f1c", 41}).ok());
  ASSERT_TRUE(SaveCursor(path_, {"6f1c", 42}).ok());
  EXPECT_EQ(*LoadCursor(path_), (Cursor{"6f1c", 42}));
}

TEST_F(CursorFile, LeavesNoOtherFile) {
  ASSERT_TRUE(SaveCursor(path_, {"6f1c", 41}).ok());
  const auto files = std::filesystem::directory_iterator(folder_);
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(CursorFile, IsForItsOwnerOnly) {
  ASSERT_TRUE(SaveCursor(path_, {"6f1c", 41}).ok());
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(CursorFile, RefusesWhatIsNoCursor) {
  for (const char* text :
       {"", "41", "6f1c x", "6f1c -1", "6f1c 41 7", "{\"sequence\": 41}", "6f1c 99999999999999999999"}) {
    Write(text);
    EXPECT_EQ(LoadCursor(path_).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST_F(CursorFile, SaysWhereItCannotWrite) {
  const absl::Status status = SaveCursor(folder_ + "/no such folder/cursor", {"6f1c", 41});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.message().find("no such folder"), std::string::npos);
}

}  // namespace
}  // namespace tendon::client
