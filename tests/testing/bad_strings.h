// Strings that do not have the form that a field asks for. Written by hand from the comments in options.proto.
#pragma once

#include <cctype>
#include <string>
#include <vector>

#include "tendon/options/v1/options.pb.h"

namespace tendon::testing {

inline std::vector<std::string> WithoutForm(options::v1::StringFormat format) {
  switch (format) {
    case options::v1::STRING_FORMAT_UUID:
      return {"not-a-uuid", "6fa459ea-ee8a-3ca4-894e-db77e160355", "6fa459eaee8a3ca4894edb77e160355e",
              "6fa459ea-ee8a-3ca4-894e-db77e160355g", "{6fa459ea-ee8a-3ca4-894e-db77e160355e}"};
    case options::v1::STRING_FORMAT_DATE:
      return {"2026-13-01", "2026-02-30", "2026-1-1", "20260101", "yesterday", "2026-11-23T10:00:00Z", "0000"};
    case options::v1::STRING_FORMAT_CODE:
      return {"two words", "na\xc3\xafve", "a/b", "'"};
    case options::v1::STRING_FORMAT_ICD10CM:
      return {"m54.5", "M5", "54.5", "M54.", "M54.12345"};
    case options::v1::STRING_FORMAT_RXCUI:
      return {"12a", "-1", "1.5"};
    case options::v1::STRING_FORMAT_UCUM:
      return {"mm Hg", "\xc2\xb0"};
    case options::v1::STRING_FORMAT_URI:
      return {"nothing", "http:", ":x", "http://a b", "ht tp://a", "http://a/%zz"};
    case options::v1::STRING_FORMAT_LANGUAGE:
      return {"e", "en_US", "en-", "english language"};
    case options::v1::STRING_FORMAT_US_STATE:
      return {"XX", "ny", "N"};
    case options::v1::STRING_FORMAT_NPI:
      return {"1234567890", "123456789", "12345678930", "abcdefghij"};
    case options::v1::STRING_FORMAT_SHA256:
      return {std::string(63, 'a'), std::string(64, 'A'), std::string(64, 'g')};
    case options::v1::STRING_FORMAT_TIME_ZONE:
      return {"Mars/Olympus", "../etc/passwd", "America/", "/etc/localtime"};
    case options::v1::STRING_FORMAT_RESOURCE_ID:
      return {"Upper", "-x", "x-", "1abc", "a_b", "a/b", std::string(64, 'a')};
    default:
      return {};
  }
}

// Names that do not match the pattern "organizations/*/clinicians/*".
inline std::vector<std::string> WithoutResourceForm(const std::string& pattern) {
  std::string good = pattern.substr(0, pattern.find('|'));
  for (size_t star = good.find('*'); star != std::string::npos; star = good.find('*')) good.replace(star, 1, "x");
  std::string upper = good;
  upper.back() = 'X';
  return {"nonsense",
          good + "/",
          "/" + good,
          good + "/x",
          "x/" + good,
          upper,
          good + "x y",
          good + "\xc3\xa9",
          good.substr(0, good.size() - 1),
          good.substr(0, good.size() - 1) + "..",
          "//x.example/" + good,
          good + std::string(64, 'x')};
}

}  // namespace tendon::testing
