#include "clients/cpp/backoff.h"

#include <algorithm>
#include <utility>

#include "clients/cpp/error_detail.h"

namespace tendon::client {

bool IsRetryable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return ErrorDetailOf(status).retry_delay.has_value();
    default:
      return false;
  }
}

Backoff::Backoff(const RetryPolicy& policy, std::function<double()> uniform)
    : policy_(policy), uniform_(std::move(uniform)), ceiling_(policy.initial_backoff) {}

absl::Duration Backoff::Next(const absl::Status& status) {
  const absl::Duration wait = ceiling_ * uniform_();
  ceiling_ = std::min(ceiling_ * policy_.multiplier, policy_.max_backoff);
  return std::max(wait, ErrorDetailOf(status).retry_delay.value_or(absl::ZeroDuration()));
}

void Backoff::Reset() { ceiling_ = policy_.initial_backoff; }

}  // namespace tendon::client
