// Words for people: enums without their prefixes, times, numbers, and the command that belongs to an event.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/terminal.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::cli {

// "REFERRAL_STATE_" for ReferralState: the prefix of the enum's values.
std::string EnumPrefix(const google::protobuf::EnumDescriptor& descriptor);

// "IN_PROGRESS" for REFERRAL_STATE_IN_PROGRESS; empty for the value 0; the number for one that this program does not
// know.
std::string EnumLabel(const google::protobuf::EnumDescriptor& descriptor, int value);
template <class Enum>
std::string Label(Enum value) {
  return EnumLabel(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// The allowed labels, "A, B, C".
std::string EnumLabels(const google::protobuf::EnumDescriptor& descriptor);
// The value of a label, with or without the prefix, in any case, with '-' for '_'; -1 when there is none.
int EnumValue(const google::protobuf::EnumDescriptor& descriptor, absl::string_view label);

Style StyleOf(referral::v1::ReferralState state);

// "2026-11-23 09:30" in the local time zone; empty when it is not set.
std::string TimeLabel(const google::protobuf::Timestamp& time);

// Up to three decimals, none that are not needed: "7", "2.5".
std::string NumberLabel(double value);

// A session's number; "-" of an assessment, which has none.
std::string SessionNumberLabel(int32_t number);

// "tendon referral accept abc": how to do this with the CLI; empty for what has no command.
std::string CommandFor(referral::v1::ReferralEvent event, absl::string_view short_id);

}  // namespace tendon::cli
