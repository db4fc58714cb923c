// What a refused call tells beyond its code: the typed details of google.rpc and of tendon.referral.v1.
// The library hands errors out as absl::Status; the details travel inside and are read with ErrorDetailOf.
#ifndef TENDON_CLIENTS_CPP_ERROR_DETAIL_H_
#define TENDON_CLIENTS_CPP_ERROR_DETAIL_H_

#include <grpcpp/support/status.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::client {

// A field that breaks a rule. Never holds the value.
struct FieldViolation {
  std::string field;        // "session.start_time"
  std::string description;  // the rule, and what is allowed
};

// Something that must be there first.
struct PreconditionViolation {
  std::string type;
  std::string subject;
  std::string description;
};

struct ErrorDetail {
  referral::v1::ErrorReason reason =
      referral::v1::ERROR_REASON_UNSPECIFIED;   // unspecified for reasons newer than this library
  std::string reason_name;                      // as sent: "STALE_ETAG"; empty when none was sent
  std::map<std::string, std::string> metadata;  // of google.rpc.ErrorInfo
  std::vector<FieldViolation> field_violations;
  std::vector<PreconditionViolation> precondition_violations;
  std::optional<absl::Duration> retry_delay;
  std::optional<referral::v1::TransitionRefused> transition_refused;
  std::optional<referral::v1::FeedPosition> feed_position;
  std::optional<referral::v1::SessionConflict> session_conflict;
  std::optional<referral::v1::ScreeningRefused> screening_refused;
};

// The status of a call with its details inside.
absl::Status StatusFromGrpc(const grpc::Status& status);

// A status of this library's own making, with details like a server's: for what the client finds out by itself.
absl::Status StatusFromRpc(const google::rpc::Status& status);

// The details of a status; empty where it carries none or they cannot be read. Unknown kinds of details are passed
// over.
ErrorDetail ErrorDetailOf(const absl::Status& status);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_ERROR_DETAIL_H_
