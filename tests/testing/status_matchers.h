// Matchers of absl::Status and absl::StatusOr.
//   EXPECT_THAT(reader->GetReferral(scope, id), HasCode(absl::StatusCode::kNotFound));
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tendon::testing {

inline const absl::Status& AbslStatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& AbslStatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(Succeeds, negation ? "is an error" : "is OK") {
  *result_listener << AbslStatusOf(arg).ToString();
  return AbslStatusOf(arg).ok();
}

MATCHER_P(HasCode, code, "is " + absl::StatusCodeToString(code)) {
  *result_listener << AbslStatusOf(arg).ToString();
  return AbslStatusOf(arg).code() == code;
}

}  // namespace tendon::testing
