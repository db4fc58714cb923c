#include "services/runtime/string_format.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/runtime/uuid.h"

namespace tendon::runtime {
namespace {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsAlnum(char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); }
constexpr bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool IsOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

template <typename Test>
bool All(std::string_view text, Test test) {
  return std::all_of(text.begin(), text.end(), test);
}

// Each part between separators passes; so none is empty if the test refuses empty ones.
template <typename Test>
bool EachPart(std::string_view text, char separator, Test test) {
  while (true) {
    const size_t end = text.find(separator);
    if (!test(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> Number(std::string_view digits) {
  if (digits.empty() || !All(digits, IsDigit)) return std::nullopt;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// FHIR R4 date: YYYY, YYYY-MM or YYYY-MM-DD of the Gregorian calendar, years 0001 to 9999.
bool IsDate(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  const auto year = Number(text.substr(0, 4));
  if (!year || *year == 0) return false;
  if (text.size() == 4) return true;
  const auto month = Number(text.substr(5, 2));
  if (text[4] != '-' || !month || *month < 1 || *month > 12) return false;
  if (text.size() == 7) return true;
  const auto day = Number(text.substr(8, 2));
  // A civil day normalises what does not exist: 2026-02-30 becomes 2026-03-02.
  return text[7] == '-' && day && absl::CivilDay(*year, *month, *day).day() == *day;
}

bool IsCode(std::string_view text) {
  return All(text, [](char c) { return IsAlnum(c) || IsOneOf(c, "_-."); });
}

// CMS: a letter, a digit, a digit or letter, then up to four more after an optional dot.
bool IsIcd10cm(std::string_view text) {
  const auto is_tail = [](char c) { return IsDigit(c) || IsUpper(c); };
  if (text.size() < 3 || !IsUpper(text[0]) || !IsDigit(text[1]) || !is_tail(text[2])) return false;
  std::string_view tail = text.substr(3);
  if (tail.empty()) return true;
  if (tail.front() == '.') tail.remove_prefix(1);
  return !tail.empty() && tail.size() <= 4 && All(tail, is_tail);
}

bool IsRxcui(std::string_view text) { return text.size() <= 8 && All(text, IsDigit); }

bool IsUcum(std::string_view text) {
  return All(text, [](char c) { return c > ' ' && c <= '~'; });
}

// RFC 3986: a scheme, then at least one more character; only characters that a URI may hold, '%' before two hexadecimal
// digits.
bool IsUri(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return false;
  const std::string_view scheme = text.substr(0, colon);
  if (scheme.empty() || !(IsLower(scheme[0]) || IsUpper(scheme[0]))) return false;
  if (!All(scheme, [](char c) { return IsAlnum(c) || IsOneOf(c, "+-."); })) return false;
  const std::string_view rest = text.substr(colon + 1);
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '%') {
      if (i + 2 >= rest.size() || !IsHex(rest[i + 1]) || !IsHex(rest[i + 2])) return false;
    } else if (!IsAlnum(rest[i]) && !IsOneOf(rest[i], "-._~:/?#[]@!$&'()*+,;=")) {
      return false;
    }
  }
  return true;
}

// RFC 5646 in shape: a language of 2-8 letters ('x' and 'i' where more follows), then subtags of 1-8 letters and
// digits.
bool IsLanguage(std::string_view text) {
  const std::string_view language = text.substr(0, text.find('-'));
  const bool is_short = language.size() == 1 && IsOneOf(language.front(), "xXiI") && language.size() < text.size();
  if (!is_short && (language.size() < 2 || language.size() > 8)) return false;
  if (!All(language, [](char c) { return IsLower(c) || IsUpper(c); })) return false;
  return EachPart(text, '-',
                  [](std::string_view part) { return !part.empty() && part.size() <= 8 && All(part, IsAlnum); });
}

// USPS Publication 28, appendix B: states, the District of Columbia, territories and freely associated states.
bool IsUsState(std::string_view text) {
  constexpr std::string_view kStates =
      "AK AL AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO MP MS MT NC ND NE NH NJ "
      "NM NV NY OH OK "
      "OR PA PR PW RI SC SD TN TX UT VA VI VT WA WI WV WY";
  return text.size() == 2 && IsUpper(text[0]) && IsUpper(text[1]) && kStates.find(text) != std::string_view::npos;
}

// CMS: the Luhn digit over 80840 and the number; the prefix adds 24 to the sum.
bool IsNpi(std::string_view text) {
  if (text.size() != 10 || !All(text, IsDigit)) return false;
  int sum = 24;
  for (size_t i = 0; i < text.size(); ++i) {
    const int digit = text[i] - '0';
    const bool is_doubled = i % 2 == 0;  // every second digit from the right, the check digit not counted
    sum += is_doubled ? digit * 2 / 10 + digit * 2 % 10 : digit;
  }
  return sum % 10 == 0;
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 && All(text, [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); });
}

bool IsZoneFile(std::string_view name) {
  const char* folder = std::getenv("TZDIR");
  std::string path = folder != nullptr ? folder : "/usr/share/zoneinfo";
  path.append("/").append(name);
  char magic[4] = {};
  return std::ifstream(path, std::ios::binary).read(magic, sizeof magic) &&
         std::string_view(magic, sizeof magic) == "TZif";
}

// A file of the zone database; on a machine without one the shape must do. The name is checked first, so it cannot
// leave the folder.
bool IsTimeZone(std::string_view text) {
  const bool is_name = EachPart(text, '/', [](std::string_view part) {
    return !part.empty() && All(part, [](char c) { return IsAlnum(c) || IsOneOf(c, "_+-"); });
  });
  return is_name && (IsZoneFile(text) || !IsZoneFile("Etc/UTC"));
}

// AIP-122.
bool IsResourceId(std::string_view text) {
  return text.size() <= 63 && IsLower(text.front()) && text.back() != '-' &&
         All(text, [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
}

struct Form {
  options::v1::StringFormat format;
  bool (*matches)(std::string_view);
  std::string_view rule;
};

constexpr Form kForms[] = {
    {options::v1::STRING_FORMAT_UUID, IsUuid, "must be a UUID of 36 characters"},
    {options::v1::STRING_FORMAT_DATE, IsDate, "must be a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD"},
    {options::v1::STRING_FORMAT_CODE, IsCode, "must be a code of letters, digits, '_', '-' and '.'"},
    {options::v1::STRING_FORMAT_ICD10CM, IsIcd10cm, "must be an ICD-10-CM code in capitals, with or without its dot"},
    {options::v1::STRING_FORMAT_RXCUI, IsRxcui, "must be an RxNorm concept id: 1 to 8 digits"},
    {options::v1::STRING_FORMAT_UCUM, IsUcum, "must be a UCUM unit: printable ASCII without spaces"},
    {options::v1::STRING_FORMAT_URI, IsUri, "must be an absolute URI"},
    {options::v1::STRING_FORMAT_LANGUAGE, IsLanguage, "must be a BCP 47 language tag"},
    {options::v1::STRING_FORMAT_US_STATE, IsUsState, "must be the two capital letters of a US state or territory"},
    {options::v1::STRING_FORMAT_NPI, IsNpi,
     "must be a National Provider Identifier: 10 digits with the right check digit"},
    {options::v1::STRING_FORMAT_SHA256, IsSha256, "must be a SHA-256 in 64 lower-case hexadecimal digits"},
    {options::v1::STRING_FORMAT_TIME_ZONE, IsTimeZone,
     "must be a time zone of the IANA database, like America/New_York"},
    {options::v1::STRING_FORMAT_RESOURCE_ID, IsResourceId,
     "must be an id: 1-63 of a-z, 0-9 and '-', beginning with a letter, not ending with '-'"},
};

const Form* FindForm(options::v1::StringFormat format) {
  const auto* form =
      std::find_if(std::begin(kForms), std::end(kForms), [&](const Form& f) { return f.format == format; });
  return form == std::end(kForms) ? nullptr : form;
}

}  // namespace

bool HasFormat(std::string_view text, options::v1::StringFormat format) {
  const Form* form = FindForm(format);
  return form == nullptr || form->matches(text);
}

std::string_view FormatRule(options::v1::StringFormat format) {
  const Form* form = FindForm(format);
  return form == nullptr ? "" : form->rule;
}

bool HasControlCharacters(std::string_view text, bool allow_layout) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_layout = byte == '\t' || byte == '\n' || byte == '\r';
    if (byte < 0x20 && !(allow_layout && is_layout)) return true;
    if (byte == 0x7f) return true;
    // U+0080 to U+009F
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace tendon::runtime
