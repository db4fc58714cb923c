#include "clients/cli/names.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace tendon::cli {
namespace {

std::string WithPrefix(absl::string_view prefix, absl::string_view text) {
  return absl::StartsWith(text, prefix) ? std::string(text) : absl::StrCat(prefix, text);
}

// "a/b" -> "{outer}a/{inner}b".
std::string Nested(absl::string_view outer, absl::string_view inner, absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  return absl::StartsWith(text, outer) || parts.size() != 2 ? std::string(text)
                                                            : absl::StrCat(outer, parts[0], inner, parts[1]);
}

}  // namespace

std::string ReferralName(absl::string_view text) { return WithPrefix("referrals/", text); }

std::string OrganizationName(absl::string_view text) { return text.empty() ? "" : WithPrefix("organizations/", text); }

std::string ClinicianName(absl::string_view text, absl::string_view organization) {
  if (text.empty() || absl::StartsWith(text, "organizations/")) return std::string(text);
  if (absl::StrContains(text, '/')) return Nested("organizations/", "/clinicians/", text);
  return organization.empty() ? std::string(text) : absl::StrCat(OrganizationName(organization), "/clinicians/", text);
}

std::string SessionName(absl::string_view text) { return Nested("referrals/", "/sessions/", text); }

std::string EpisodeName(absl::string_view text) {
  if (absl::StrContains(text, "/episodes/")) return std::string(text);
  if (absl::StartsWith(text, "referrals/") || !absl::StrContains(text, '/'))
    return absl::StrCat(ReferralName(text), "/episodes/-");
  return Nested("referrals/", "/episodes/", text);
}

std::string ShortName(absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  std::vector<std::string> ids;
  for (std::size_t i = 1; i < parts.size(); i += 2) ids.push_back(parts[i]);
  return ids.empty() ? std::string(name) : absl::StrJoin(ids, "/");
}

}  // namespace tendon::cli
