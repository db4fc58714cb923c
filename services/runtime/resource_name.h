// Resource names (AIP-122): matching, taking apart, building. A segment is 1-63 of a-z, 0-9 and '-'; a UUID and a
// number are such, and so is the wildcard "-", which a method may or may not allow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tendon::runtime {

// The segments that the '*' of `pattern` ("organizations/*/clinicians/*", alternatives separated by '|') stand for in
// `name`; nullopt if it does not match.
std::optional<std::vector<std::string>> MatchResourceName(std::string_view pattern, std::string_view name);

// The same without the segments; allocates nothing.
bool MatchesResourceName(std::string_view pattern, std::string_view name);

// Whether it may stand for a '*'.
bool IsResourceSegment(std::string_view segment);

// "organizations/x" -> "x". nullopt for anything else.
std::optional<std::string> OrganizationId(std::string_view name);
// "referrals/x" -> "x". nullopt for anything else.
std::optional<std::string> ReferralId(std::string_view name);

// "organizations/o/clinicians/c".
struct ClinicianKey {
  std::string organization_id;
  std::string clinician_id;
  bool operator==(const ClinicianKey&) const = default;
};
std::optional<ClinicianKey> ParseClinicianName(std::string_view name);

// "referrals/r/assignments/3" and "referrals/r/episodes/3". `number` is nullopt for the wildcard "-"; otherwise 1 or
// more.
struct NumberedKey {
  std::string referral_id;
  std::optional<int32_t> number;
  bool operator==(const NumberedKey&) const = default;
};
std::optional<NumberedKey> ParseAssignmentName(std::string_view name);
std::optional<NumberedKey> ParseEpisodeName(std::string_view name);

// "referrals/r/sessions/s".
struct SessionKey {
  std::string referral_id;
  std::string session_id;
  bool operator==(const SessionKey&) const = default;
};
std::optional<SessionKey> ParseSessionName(std::string_view name);

std::string OrganizationName(std::string_view organization_id);
std::string ClinicianName(std::string_view organization_id, std::string_view clinician_id);
std::string ReferralName(std::string_view referral_id);
std::string AssignmentName(std::string_view referral_id, int number);
std::string EpisodeName(std::string_view referral_id, int number);
std::string SessionName(std::string_view referral_id, std::string_view session_id);

}  // namespace tendon::runtime
