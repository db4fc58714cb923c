// Real FHIR that nobody in this project wrote: read from the shared folder, never copied. Where it is absent the tests
// are skipped with a message, with CI=true they fail.
#ifndef TENDON_TESTS_UNIT_INTEROP_FIXTURES_H_
#define TENDON_TESTS_UNIT_INTEROP_FIXTURES_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "clients/interop/fhir.h"

namespace tendon::interop {

// The folder of fixtures: $TENDON_SHARED/fixtures, else the one of the build.
std::filesystem::path Fixtures();

// The whole file. Fails the test where it cannot be read.
std::string ReadFile(const std::filesystem::path& path);

// Every JSON file under a folder, in the order of their paths.
std::vector<std::filesystem::path> JsonFilesUnder(const std::filesystem::path& folder);

// Imports texts, or files, as one import; the document names are "0", "1", ... or the files' names.
ImportResult ImportTexts(const std::vector<std::string>& texts);
ImportResult ImportFiles(const std::vector<std::filesystem::path>& files);

// Whether there is an issue of that severity at that path whose text contains the words.
bool HasIssue(const ImportResult& result, Severity severity, std::string_view path, std::string_view words);
// All issues, for a failing test's message.
std::string Show(const ImportResult& result);

// What became of a resource: its disposition, or one that says "not found".
Disposition DispositionOf(const ImportResult& result, std::string_view resource);

// A test that needs the fixtures.
class FixtureTest : public testing::Test {
 protected:
  void SetUp() override;
};

}  // namespace tendon::interop

#endif  // TENDON_TESTS_UNIT_INTEROP_FIXTURES_H_
