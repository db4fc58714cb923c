// Resource names from what people type: "abc" for "referrals/abc".
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tendon::cli {

std::string ReferralName(absl::string_view text);  // "abc" -> "referrals/abc"
std::string OrganizationName(
    absl::string_view text);  // "river-clinic" -> "organizations/river-clinic"; empty stays empty

// "ada" -> "organizations/{own}/clinicians/ada" with `organization`'s id, "harbor/max" ->
// "organizations/harbor/clinicians/max". Without an organisation, "ada" stays as it is, and the server says what is
// wrong with it.
std::string ClinicianName(absl::string_view text, absl::string_view organization);

std::string SessionName(absl::string_view text);  // "abc/s1" -> "referrals/abc/sessions/s1"
std::string EpisodeName(
    absl::string_view text);  // "abc" -> "referrals/abc/episodes/-", "abc/2" -> "referrals/abc/episodes/2"

// The other way: "abc" for "referrals/abc", "harbor/max" for "organizations/harbor/clinicians/max".
std::string ShortName(absl::string_view name);

}  // namespace tendon::cli
