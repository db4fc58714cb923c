#include "services/runtime/idempotency.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

#include "services/runtime/errors.h"

namespace tendon::runtime {
namespace {

// Maps have no order on the wire unless it is asked for; the digest of a request must not depend on it.
std::string SerializeDeterministically(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

std::string RequestDigest(std::string_view method, const google::protobuf::Message& request) {
  std::string bytes = SerializeDeterministically(request);
  bytes.append(method);
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(), nullptr);
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
