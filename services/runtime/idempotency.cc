#include "services/runtime/idempotency.h"

#include <openssl/evp.h>

#include "services/runtime/errors.h"

namespace tendon::runtime {
namespace {

// Looked up once: EVP_sha256() is found anew by its name at each use.
const EVP_MD* Sha256() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return sha256;
}

}  // namespace

std::string RequestDigest(std::string_view method, std::string request) {
  request.append(method);
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(request.data(), request.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, Sha256(), nullptr);
  digest.resize(size);
  return digest;
}

absl::StatusOr<bool> ReplayFirstAnswer(Call& call, storage::LogTransaction& transaction,
                                       google::protobuf::Message* response) {
  const auto record = transaction.FindIdempotencyRecord(call.principal.key(), call.request_id);
  if (record.status().code() == absl::StatusCode::kNotFound) return false;
  if (!record.ok()) return record.status();
  if (record->digest != call.digest) {
    return Error(absl::StatusCode::kInvalidArgument, Reason::ERROR_REASON_REQUEST_ID_REUSED,
                 "this request_id was used for another request; make a new UUID for each new request");
  }
  if (!response->ParseFromString(record->response)) return absl::DataLossError("a stored answer cannot be read");
  call.revision = record->revision;
  call.replayed = true;
  return true;
}

absl::Status KeepFirstAnswer(const Call& call, storage::LogTransaction& transaction,
                             const google::protobuf::Message& response) {
  storage::IdempotencyRecord record;
  record.digest = call.digest;
  record.response = response.SerializeAsString();
  record.revision = call.revision;
  return transaction.PutIdempotencyRecord(call.principal.key(), call.request_id, record, absl::ToUnixMicros(call.now));
}

}  // namespace tendon::runtime
