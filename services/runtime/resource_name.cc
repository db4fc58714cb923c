#include "services/runtime/resource_name.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "services/runtime/string_format.h"

namespace tendon::runtime {
namespace {

// Cuts the text before the next `separator` off `rest`; nullopt when nothing is left.
std::optional<std::string_view> NextPart(std::optional<std::string_view>* rest, char separator) {
  if (!*rest) return std::nullopt;
  const std::string_view text = **rest;
  const size_t end = text.find(separator);
  *rest = end == std::string_view::npos ? std::nullopt : std::optional(text.substr(end + 1));
  return text.substr(0, end);
}

// Adds what the '*' stand for to `segments`, if given.
bool MatchOne(std::string_view pattern, std::string_view name, std::vector<std::string>* segments) {
  std::optional<std::string_view> patterns = pattern;
  std::optional<std::string_view> names = name;
  while (true) {
    const auto expected = NextPart(&patterns, '/');
    const auto actual = NextPart(&names, '/');
    if (!expected || !actual) return !expected && !actual;
    if (*expected == "*") {
      if (!IsResourceSegment(*actual)) return false;
      if (segments != nullptr) segments->emplace_back(*actual);
    } else if (*expected != *actual) {
      return false;
    }
  }
}

// The segments, none of them the wildcard.
std::optional<std::vector<std::string>> Exact(std::string_view pattern, std::string_view name) {
  std::vector<std::string> segments;
  if (!MatchOne(pattern, name, &segments)) return std::nullopt;
  if (std::find(segments.begin(), segments.end(), "-") != segments.end()) return std::nullopt;
  return segments;
}

// What follows "collection/", which every write asks for many times.
std::optional<std::string> OneId(std::string_view collection, std::string_view name) {
  if (!name.starts_with(collection)) return std::nullopt;
  const std::string_view id = name.substr(collection.size());
  if (id == "-" || !IsResourceSegment(id)) return std::nullopt;
  return std::string(id);
}

// One spelling for one resource: no leading zero, no sign.
std::optional<int32_t> ParseNumber(std::string_view text) {
  int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || text.front() == '0')
    return std::nullopt;
  return number;
}

std::optional<NumberedKey> ParseNumbered(std::string_view pattern, std::string_view name) {
  std::vector<std::string> segments;
  if (!MatchOne(pattern, name, &segments) || segments[0] == "-") return std::nullopt;
  const std::optional<int32_t> number = ParseNumber(segments[1]);
  if (!number && segments[1] != "-") return std::nullopt;
  return NumberedKey{std::move(segments[0]), number};
}

}  // namespace

bool IsResourceSegment(std::string_view segment) {
  return !segment.empty() && segment.size() <= 63 && std::all_of(segment.begin(), segment.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::optional<std::vector<std::string>> MatchResourceName(std::string_view pattern, std::string_view name) {
  std::optional<std::string_view> alternatives = pattern;
  while (const auto alternative = NextPart(&alternatives, '|')) {
    std::vector<std::string> segments;
    if (MatchOne(*alternative, name, &segments)) return segments;
  }
  return std::nullopt;
}

bool MatchesResourceName(std::string_view pattern, std::string_view name) {
  std::optional<std::string_view> alternatives = pattern;
  while (const auto alternative = NextPart(&alternatives, '|')) {
    if (MatchOne(*alternative, name, nullptr)) return true;
  }
  return false;
}

std::optional<std::string> OrganizationId(std::string_view name) { return OneId("organizations/", name); }
std::optional<std::string> ReferralId(std::string_view name) { return OneId("referrals/", name); }

std::optional<ClinicianKey> ParseClinicianName(std::string_view name) {
  auto segments = Exact("organizations/*/clinicians/*", name);
  if (!segments) return std::nullopt;
  return ClinicianKey{std::move((*segments)[0]), std::move((*segments)[1])};
}

std::optional<NumberedKey> ParseAssignmentName(std::string_view name) {
  return ParseNumbered("referrals/*/assignments/*", name);
}
std::optional<NumberedKey> ParseEpisodeName(std::string_view name) {
  return ParseNumbered("referrals/*/episodes/*", name);
}

std::optional<SessionKey> ParseSessionName(std::string_view name) {
  auto segments = Exact("referrals/*/sessions/*", name);
  if (!segments) return std::nullopt;
  return SessionKey{std::move((*segments)[0]), std::move((*segments)[1])};
}

std::string OrganizationName(std::string_view organization_id) {
  return absl::StrCat("organizations/", View(organization_id));
}
std::string ClinicianName(std::string_view organization_id, std::string_view clinician_id) {
  return absl::StrCat("organizations/", View(organization_id), "/clinicians/", View(clinician_id));
}
std::string ReferralName(std::string_view referral_id) { return absl::StrCat("referrals/", View(referral_id)); }
std::string AssignmentName(std::string_view referral_id, int number) {
  return absl::StrCat("referrals/", View(referral_id), "/assignments/", number);
}
std::string EpisodeName(std::string_view referral_id, int number) {
  return absl::StrCat("referrals/", View(referral_id), "/episodes/", number);
}
std::string SessionName(std::string_view referral_id, std::string_view session_id) {
  return absl::StrCat("referrals/", View(referral_id), "/sessions/", View(session_id));
}

}  // namespace tendon::runtime
