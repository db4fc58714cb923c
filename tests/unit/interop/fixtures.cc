#include "tests/unit/interop/fixtures.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tendon::interop {

std::filesystem::path Fixtures() {
  const char* shared = std::getenv("TENDON_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : TENDON_SHARED_DIR) / "fixtures";
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> JsonFilesUnder(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

namespace {

ImportResult ImportNamed(const std::vector<std::string>& names, const std::vector<std::string>& texts) {
  std::vector<Document> documents;
  for (std::size_t i = 0; i < texts.size(); ++i) documents.push_back({names[i], texts[i]});
  return ImportFhir(documents);
}

}  // namespace

ImportResult ImportTexts(const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < texts.size(); ++i) names.push_back(std::to_string(i));
  return ImportNamed(names, texts);
}

ImportResult ImportFiles(const std::vector<std::filesystem::path>& files) {
  std::vector<std::string> names, texts;
  for (const std::filesystem::path& file : files) {
    names.push_back(file.filename().string());
    texts.push_back(ReadFile(file));
  }
  return ImportNamed(names, texts);
}

bool HasIssue(const ImportResult& result, Severity severity, std::string_view path, std::string_view words) {
  return std::any_of(result.issues.begin(), result.issues.end(), [&](const Issue& issue) {
    return issue.severity == severity && issue.path == path && issue.text.find(words) != std::string::npos;
  });
}

std::string Show(const ImportResult& result) {
  std::stringstream text;
  for (const Issue& issue : result.issues) {
    text << (issue.severity == Severity::kError ? "error " : "warning ") << issue.document << " " << issue.resource
         << " " << issue.path << ": " << issue.text << "\n";
  }
  return text.str();
}

Disposition DispositionOf(const ImportResult& result, std::string_view resource) {
  for (const Disposition& disposition : result.dispositions) {
    if (disposition.resource == resource) return disposition;
  }
  return {"", "", std::string(resource), Fate::kInvalid, "not found"};
}

void FixtureTest::SetUp() {
  if (std::filesystem::exists(Fixtures())) return;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string_view(ci) == "true") FAIL() << "no fixtures at " << Fixtures();
  GTEST_SKIP() << "no fixtures at " << Fixtures() << ": set TENDON_SHARED";
}

}  // namespace tendon::interop
