#include "services/referral/lifecycle/referral_record.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tendon::referral {

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return timestamp;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Duration ToProto(absl::Duration duration) {
  google::protobuf::Duration proto;
  const int64_t micros = absl::ToInt64Microseconds(duration);
  proto.set_seconds(micros / 1'000'000);
  proto.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return proto;
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

v1::Assignment* CurrentAssignment(v1::Referral* referral) {
  const int count = referral->assignments_size();
  return count == 0 ? nullptr : referral->mutable_assignments(count - 1);
}

const v1::Assignment* CurrentAssignment(const v1::Referral& referral) {
  const int count = referral.assignments_size();
  return count == 0 ? nullptr : &referral.assignments(count - 1);
}

int SessionsEver(const v1::Referral& referral) {
  int sessions = referral.progress().sessions_completed();
  for (const v1::Assignment& assignment : referral.assignments()) sessions += assignment.sessions_completed();
  return sessions;
}

bool IsSafetyHold(const v1::Hold& hold) {
  constexpr std::array<std::string_view, 2> kSafety = {"contraindication-found", "red-flag"};
  return std::find(kSafety.begin(), kSafety.end(), hold.reason_code()) != kSafety.end();
}

}  // namespace tendon::referral
