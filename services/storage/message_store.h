// The threads of referrals: a part of the referral store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/log_store.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// A message: `body` is the serialised tendon.referral.v1.Message without its read marks.
struct MessageRow {
  int64_t number = 0;  // 1, 2, 3, … in its referral
  std::string body;
};

// That a clinician has read the messages up to a number.
struct ReadMarkRow {
  std::string clinician;  // the resource name
  int64_t read_number = 0;
  int64_t read_us = 0;
};

// Every method is NOT_FOUND when there is no such referral, or the scope is not among its readers.
class MessageReader : public virtual LogReader {
 public:
  // NOT_FOUND also when there is no such message.
  virtual absl::StatusOr<MessageRow> GetMessage(const TenantScope& scope, std::string_view referral_id,
                                                int64_t number) = 0;
  // Messages with number > `after`, oldest first, at most `limit`.
  virtual absl::StatusOr<std::vector<MessageRow>> ListMessages(const TenantScope& scope, std::string_view referral_id,
                                                               int64_t after, int limit) = 0;
  // The number of the last message; 0 when there is none.
  virtual absl::StatusOr<int64_t> LastMessageNumber(const TenantScope& scope, std::string_view referral_id) = 0;
  // Every mark, by (clinician, read_number).
  virtual absl::StatusOr<std::vector<ReadMarkRow>> ListReadMarks(const TenantScope& scope,
                                                                 std::string_view referral_id) = 0;
};

class MessageTransaction : public virtual MessageReader {
 public:
  // The next number of the thread; ABORTED for any other. NOT_FOUND when there is no such referral.
  virtual absl::Status InsertMessage(std::string_view referral_id, const MessageRow& row) = 0;
  // False, and no effect, when the clinician has a mark of that number or a later one. NOT_FOUND.
  virtual absl::StatusOr<bool> PutReadMark(std::string_view referral_id, const ReadMarkRow& mark) = 0;
};

}  // namespace tendon::storage
