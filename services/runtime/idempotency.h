// The same request id and request give the first answer again, from the same caller, also in parallel and after a
// restart.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/runtime/admission.h"
#include "services/storage/log_store.h"

namespace tendon::runtime {

// SHA-256 over the method and the request's CanonicalBytes, 32 bytes.
std::string RequestDigest(std::string_view method, std::string request);
// True when the call was answered before: `response` and call.revision are the first answer's. INVALID_ARGUMENT when
// its request id was used for another request.
absl::StatusOr<bool> ReplayFirstAnswer(Call& call, storage::LogTransaction& transaction,
                                       google::protobuf::Message* response);
// Keeps the answer for later.
absl::Status KeepFirstAnswer(const Call& call, storage::LogTransaction& transaction,
                             const google::protobuf::Message& response);

}  // namespace tendon::runtime
