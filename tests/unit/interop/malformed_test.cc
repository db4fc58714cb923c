// What is no FHIR R4 JSON gets an error that names the place and the rule, and harms nothing else.
#include <string>

#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

struct Malformed {
  std::string name, text, path, words;
};

std::string Nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

// The path to the first item of 64 arrays, each in the one before, cut in its middle: "$[0][0]....[0]".
std::string FirstOfEach() {
  std::string path = "$";
  for (int i = 0; i < 64; ++i) path += "[0]";
  return path.substr(0, 58) + "...." + path.substr(path.size() - 58);
}

class MalformedTest : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedTest, IsOnePreciseErrorAndNoResource) {
  const ImportResult result = ImportTexts({GetParam().text});
  ASSERT_EQ(result.issues.size(), 1u) << Show(result);
  EXPECT_EQ(result.issues[0].severity, Severity::kError);
  EXPECT_EQ(result.issues[0].document, "0");
  EXPECT_EQ(result.issues[0].path, GetParam().path);
  EXPECT_THAT(result.issues[0].text, testing::HasSubstr(GetParam().words));
  EXPECT_TRUE(result.has_errors());
  EXPECT_THAT(result.dispositions, testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedTest,
    testing::Values(
        Malformed{"Empty", "", "line 1, column 1 (byte 1)", "empty"},
        Malformed{"OnlySpace", " \n\t", "line 1, column 1 (byte 1)", "empty"},
        Malformed{"OnlyAByteOrderMark", "\xEF\xBB\xBF", "line 1, column 1 (byte 1)", "empty"},
        Malformed{"Xml", "<?xml version=\"1.0\"?><Patient/>", "line 1, column 1 (byte 1)", "XML"},
        Malformed{"XmlBehindAByteOrderMark", "\xEF\xBB\xBF <Patient/>", "line 1, column 1 (byte 1)", "XML"},
        Malformed{"HL7v2", "MSH|^~\\&|A|B|", "line 1, column 1 (byte 1)", "HL7 v2"},
        Malformed{"Utf16", std::string("\xFF\xFE{\0}\0", 6), "line 1, column 1 (byte 1)", "UTF-16"},
        Malformed{"Zip", "PK\x03\x04", "line 1, column 1 (byte 1)", "ZIP"},
        Malformed{"Gzip", "\x1F\x8B\x08", "line 1, column 1 (byte 1)", "gzip"},
        Malformed{"Truncated", "{\"resourceType\": \"Patient\",\n \"id\": \"a", "line 2, column 10 (byte 38)",
                  "ends too early"},
        Malformed{"TrailingComma", "{\"resourceType\": \"Patient\",\n}", "line 2, column 1 (byte 29)", "syntax error"},
        Malformed{"SingleQuotes", "{'resourceType': 1}", "line 1, column 2 (byte 2)", "syntax error"},
        Malformed{"Comment", "// FHIR\n{}", "line 1, column 1 (byte 1)", "syntax error"},
        Malformed{"TwoValues", "{\"resourceType\":\"A\"}\n{\"resourceType\":\"B\"}", "line 2, column 1 (byte 22)",
                  "syntax error"},
        Malformed{"NotUtf8", "{\"resourceType\": \"Pat\xE9nt\"}", "line 1, column 23 (byte 23)", "UTF-8"},
        Malformed{"HugeNumber", "{\"resourceType\": 1e999}", "line 1, column 22 (byte 22)", "out of range"},
        Malformed{"Number", "12", "$", "not FHIR"}, Malformed{"String", "\"ServiceRequest\"", "$", "not FHIR"},
        Malformed{"Null", "null", "$", "not FHIR"}, Malformed{"EmptyArray", "[]", "$", "empty array"},
        Malformed{"ArrayOfANumber", "[7]", "$[0]", "an object with a resourceType"},
        Malformed{"ArrayInAnArray", "[[]]", "$[0]", "an object with a resourceType"},
        Malformed{"NoResourceType", "{\"rules\": []}", "$", "resourceType is missing"},
        Malformed{"NumericResourceType", "{\"resourceType\": 5}", "$.resourceType", "expected a string"},
        Malformed{"LowerCaseResourceType", "{\"resourceType\": \"patient\"}", "$.resourceType", "not the name"},
        Malformed{"WordsAsResourceType", "{\"resourceType\": \"Jane Doe 1970\"}", "$.resourceType", "not the name"},
        Malformed{"PropertyTwice",
                  "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"A\", \"family\": \"B\"}]}",
                  "$.name[0].family", "twice in one object"},
        Malformed{"NestedTooDeep", Nested(65), FirstOfEach(), "nested deeper than 64"}),
    [](const auto& info) { return info.param.name; });

TEST(MalformedWrapperTest, NamesTheEntryAndKeepsTheOthers) {
  const ImportResult result = ImportTexts({R"({"resourceType": "Bundle", "type": "collection", "entry": [
      {"resource": {"resourceType": "Patient", "id": "p"}}, {"resource": 5}, 6, {"resource": {"id": "x"}}, {"fullUrl": "urn:uuid:1"}]})"});
  EXPECT_TRUE(HasIssue(result, Severity::kError, "Bundle.entry[1].resource", "resourceType is expected"))
      << Show(result);
  EXPECT_TRUE(HasIssue(result, Severity::kError, "Bundle.entry[2]", "expected an object"));
  EXPECT_TRUE(HasIssue(result, Severity::kError, "Bundle.entry[3].resource", "resourceType is missing"));
  EXPECT_EQ(result.issues.size(), 3u);
  EXPECT_EQ(result.dispositions.size(), 2u);  // the Bundle and the Patient
}

TEST(MalformedWrapperTest, EntryThatIsNoArrayIsAnError) {
  const ImportResult result = ImportTexts({R"({"resourceType": "Bundle", "entry": {}})"});
  EXPECT_TRUE(HasIssue(result, Severity::kError, "Bundle.entry", "expected an array")) << Show(result);
}

TEST(MalformedWrapperTest, ABadDocumentHarmsNoOther) {
  const ImportResult result = ImportTexts({"{", R"({"resourceType": "Patient", "id": "p"})"});
  EXPECT_EQ(result.issues.size(), 1u);
  EXPECT_EQ(DispositionOf(result, "Patient/p").fate, Fate::kSkipped);
}

TEST(WrapperTest, ReadsArraysParametersAndTheirParts) {
  const ImportResult result =
      ImportTexts({R"([{"resourceType": "Patient", "id": "a"}, {"resourceType": "Parameters", "parameter": [
      {"name": "x", "resource": {"resourceType": "Patient", "id": "b"}},
      {"name": "y", "part": [{"name": "z", "part": [{"name": "w", "resource": {"resourceType": "Patient", "id": "c"}}]}]}]}])"});
  EXPECT_FALSE(result.has_errors()) << Show(result);
  for (const char* patient : {"Patient/a", "Patient/b", "Patient/c"}) {
    EXPECT_EQ(DispositionOf(result, patient).reason, "nothing that is imported refers to it") << patient;
  }
}

TEST(LimitsTest, DocumentOver16MiBIsRefused) {
  const std::string text(kMaxDocumentBytes + 1, ' ');
  EXPECT_TRUE(HasIssue(ImportTexts({text}), Severity::kError, "$", "larger than 16 MiB"));
}

TEST(LimitsTest, DocumentOf16MiBIsRead) {
  std::string text = R"({"resourceType": "Patient", "id": "p"})";
  text.resize(kMaxDocumentBytes, ' ');
  EXPECT_FALSE(ImportTexts({text}).has_errors());
}

TEST(LimitsTest, DocumentsOver64MiBTogetherAreRefused) {
  std::string text = R"({"resourceType": "Patient", "id": "p"})";
  text.resize(kMaxDocumentBytes, ' ');
  const std::vector<Document> documents = {
      {"1", text}, {"2", text}, {"3", text}, {"4", text}, {"5", R"({"resourceType": "Patient"})"}};
  const ImportResult result = ImportFhir(documents);
  ASSERT_EQ(result.issues.size(), 4u) << Show(result) << "three are the same as the first";
  EXPECT_EQ(result.issues[3].document, "5");
  EXPECT_THAT(result.issues[3].text, testing::HasSubstr("64 MiB together"));
}

TEST(LimitsTest, NestingOf64LevelsIsRead) {
  std::string text = "{\"resourceType\": \"Basic\", \"x\": " + Nested(63) + "}";
  EXPECT_FALSE(ImportTexts({text}).has_errors());
}

TEST(LimitsTest, ResourcesAndIssuesAreBounded) {
  std::string resources = "[", numbers = "[";
  for (std::size_t i = 0; i <= kMaxResources; ++i)
    resources += std::string(i == 0 ? "" : ",") + "{\"resourceType\":\"A\"}";
  for (std::size_t i = 0; i <= kMaxIssues; ++i) numbers += i == 0 ? "1" : ",1";
  const ImportResult many = ImportTexts({resources + "]"});
  EXPECT_EQ(many.dispositions.size(), kMaxResources);
  EXPECT_TRUE(HasIssue(many, Severity::kError, "$[100000]", "more than 100000 resources"));
  const ImportResult noisy = ImportTexts({numbers + "]"});
  EXPECT_EQ(noisy.issues.size(), kMaxIssues);
  EXPECT_EQ(noisy.issues_left_out, 1u);
}

TEST(OldVersionTest, Stu3RequestsAreRefusedByName) {
  const ImportResult result =
      ImportTexts({R"({"resourceType": "ReferralRequest", "id": "r", "status": "active", "intent": "order"})"});
  EXPECT_TRUE(
      HasIssue(result, Severity::kError, "ReferralRequest.resourceType", "FHIR STU3 ReferralRequest, only R4 is read"))
      << Show(result);
  EXPECT_THAT(result.referrals, testing::IsEmpty());
}

}  // namespace
}  // namespace tendon::interop
