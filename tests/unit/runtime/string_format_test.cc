// Examples come from the publishers of the codes: CMS (ICD-10-CM, NPI), RFC 3986, RFC 5646, USPS, AIP-122, FHIR R4.
#include "services/runtime/string_format.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <initializer_list>
#include <string>

namespace tendon::runtime {
namespace {

using options::v1::StringFormat;

void ExpectAll(StringFormat format, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_TRUE(HasFormat(text, format)) << text;
}
void ExpectNone(StringFormat format, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_FALSE(HasFormat(text, format)) << text;
}

TEST(StringFormatTest, DatesAreDaysOfTheCalendar) {
  ExpectAll(options::v1::STRING_FORMAT_DATE,
            {"2026", "2026-11", "2026-11-23", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"});
  ExpectNone(options::v1::STRING_FORMAT_DATE,
             {"2026-02-29", "1900-02-29", "2026-02-30", "2026-04-31", "2026-13",  "2026-00",    "2026-01-00",
              "2026-01-32", "0000",       "26",         "2026-1",     "2026-1-1", "2026/01/01", "2026-01-01T00:00:00Z",
              "2026-",      "2026-11-",   "+026",       "-026",       "20 6",     "2026-+1",    "11-23-2026"});
}

TEST(StringFormatTest, Codes) {
  ExpectAll(options::v1::STRING_FORMAT_CODE, {"lumbar", "DEEP_TISSUE", "17b", "225700000X", "a.b-c"});
  ExpectNone(options::v1::STRING_FORMAT_CODE, {"deep tissue", "a/b", "a|b", "a:b", "é", "a\n"});
}

TEST(StringFormatTest, Icd10cm) {
  ExpectAll(options::v1::STRING_FORMAT_ICD10CM,
            {"M54.50", "M5450", "A00", "C4A.0", "U07.1", "S72.001A", "S72001A", "Z3A.01", "O9A.111"});
  ExpectNone(options::v1::STRING_FORMAT_ICD10CM, {"m54.50", "M5", "M54.", "M54.50.1", "M54.12345", "MM4", "554",
                                                  "M54-50", "M54 50", "M5.450", "M54.5o", "CT"});
}

TEST(StringFormatTest, RxNormIds) {
  ExpectAll(options::v1::STRING_FORMAT_RXCUI, {"1", "11289", "12345678"});
  ExpectNone(options::v1::STRING_FORMAT_RXCUI, {"123456789", "11289a", "-1", "1.5", " 1"});
}

TEST(StringFormatTest, UcumUnits) {
  ExpectAll(options::v1::STRING_FORMAT_UCUM, {"mm[Hg]", "deg", "{score}", "10*9/L", "%", "1"});
  ExpectNone(options::v1::STRING_FORMAT_UCUM, {"mm Hg", "µg", "°", "a\t", "\x7f"});
}

TEST(StringFormatTest, AbsoluteUris) {
  // RFC 3986, 1.1.2, and systems of FHIR.
  ExpectAll(options::v1::STRING_FORMAT_URI,
            {"http://loinc.org", "urn:oid:2.16.840.1.113883.4.6", "ftp://ftp.is.co.za/rfc/rfc1808.txt",
             "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:John.Doe@example.com",
             "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212", "telnet://192.0.2.16:80/",
             "urn:uuid:6fa459ea-ee8a-3ca4-894e-db77e160355e", "https://example.org/a%20b"});
  ExpectNone(options::v1::STRING_FORMAT_URI,
             {"loinc.org", "/a/b", "//example.org", "http:", ":a", "1http://a", "http ://a", "http://a b",
              "http://a\"b", "http://a<b>", "http://a%2", "http://a%zz", "http://é", "http://a\\b", "http://a|b"});
}

TEST(StringFormatTest, LanguageTags) {
  // RFC 5646, appendix A.
  ExpectAll(options::v1::STRING_FORMAT_LANGUAGE,
            {"de", "fr", "i-enochian", "zh-Hant", "zh-cmn-Hans-CN", "sr-Latn-RS", "sl-rozaj-biske", "de-CH-1901",
             "es-419", "de-CH-x-phonebk", "x-whatever", "en-US-u-islamcal"});
  ExpectNone(options::v1::STRING_FORMAT_LANGUAGE,
             {"e", "x", "en_US", "en-", "-en", "en--US", "abcdefghi", "en-abcdefghi", "12", "english language"});
}

TEST(StringFormatTest, UsStates) {
  ExpectAll(options::v1::STRING_FORMAT_US_STATE, {"NY", "CA", "DC", "PR", "GU", "VI", "AS", "MP"});
  ExpectNone(options::v1::STRING_FORMAT_US_STATE, {"ny", "XX", "N", "NYC", "K ", " A", "ON", "UK"});
  int states = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b)
      states += HasFormat(std::string{a, b}, options::v1::STRING_FORMAT_US_STATE) ? 1 : 0;
  }
  EXPECT_EQ(states, 50 + 1 + 8);  // states, the District, and eight of territories and freely associated states
}

TEST(StringFormatTest, NationalProviderIdentifiers) {
  // CMS's own example of the check digit is 123456789 with 3.
  ExpectAll(options::v1::STRING_FORMAT_NPI, {"1234567893", "1245319599"});
  ExpectNone(options::v1::STRING_FORMAT_NPI,
             {"1234567890", "1234567983", "123456789", "12345678930", "123456789a", "080840123456"});
  int valid = 0;
  for (char digit = '0'; digit <= '9'; ++digit) {
    valid += HasFormat(std::string("987654321") + digit, options::v1::STRING_FORMAT_NPI) ? 1 : 0;
  }
  EXPECT_EQ(valid, 1);  // one check digit for each number
}

TEST(StringFormatTest, Sha256) {
  // FIPS 180-2: SHA-256 of "abc".
  ExpectAll(options::v1::STRING_FORMAT_SHA256, {"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"});
  ExpectNone(options::v1::STRING_FORMAT_SHA256, {"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                                                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                                                 "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"});
}

TEST(StringFormatTest, TimeZones) {
  ExpectAll(options::v1::STRING_FORMAT_TIME_ZONE,
            {"America/New_York", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC"});
  ExpectNone(options::v1::STRING_FORMAT_TIME_ZONE,
             {"Mars/Phobos", "America", "america/new york", "/etc/localtime", "../../../etc/localtime",
              "America//New_York", "zone.tab", "file:/etc/localtime", "EST5EDT4,M3"});
}

TEST(StringFormatTest, WithoutAZoneDatabaseTheShapeMustDo) {
  ASSERT_EQ(setenv("TZDIR", "/nonexistent", /*overwrite=*/1), 0);
  ExpectAll(options::v1::STRING_FORMAT_TIME_ZONE, {"America/New_York", "Mars/Phobos"});
  ExpectNone(options::v1::STRING_FORMAT_TIME_ZONE, {"../../../etc/localtime", "America/New York"});
  ASSERT_EQ(unsetenv("TZDIR"), 0);
}

TEST(StringFormatTest, ResourceIds) {
  ExpectAll(options::v1::STRING_FORMAT_RESOURCE_ID, {"a", "river-clinic", "c3", "a--b"});
  EXPECT_TRUE(HasFormat(std::string(63, 'a'), options::v1::STRING_FORMAT_RESOURCE_ID));
  EXPECT_FALSE(HasFormat(std::string(64, 'a'), options::v1::STRING_FORMAT_RESOURCE_ID));
  ExpectNone(options::v1::STRING_FORMAT_RESOURCE_ID, {"-", "-a", "a-", "3c", "River", "a_b", "a.b", "a b", "é"});
}

TEST(StringFormatTest, EveryFormatHasARule) {
  for (int i = 1; i <= options::v1::StringFormat_MAX; ++i) {
    const auto format = static_cast<StringFormat>(i);
    if (format == options::v1::STRING_FORMAT_RESOURCE_NAME) continue;  // its rule is its pattern
    EXPECT_TRUE(FormatRule(format).starts_with("must be ")) << StringFormat_Name(format);
    EXPECT_FALSE(HasFormat(" ", format)) << StringFormat_Name(format);
  }
}

TEST(ControlCharactersTest, OnlyLayoutIsAllowedAndOnlyInFreeText) {
  EXPECT_FALSE(HasControlCharacters("a\tb\r\nc", true));
  EXPECT_TRUE(HasControlCharacters("a\tb", false));
  EXPECT_TRUE(HasControlCharacters("a\nb", false));
  for (char c = 1; c < 0x20; ++c) {
    const bool is_layout = c == '\t' || c == '\n' || c == '\r';
    EXPECT_EQ(HasControlCharacters(std::string("a") + c, true), !is_layout) << int{c};
  }
  EXPECT_TRUE(HasControlCharacters(std::string("a\0b", 3), true));
  EXPECT_TRUE(HasControlCharacters("\x7f", true));
  EXPECT_TRUE(HasControlCharacters("\xc2\x9b[31m", true));  // U+009B, a terminal's escape
  EXPECT_FALSE(HasControlCharacters("Zoë Ω 痛み \xc2\xa0", false));
}

}  // namespace
}  // namespace tendon::runtime
