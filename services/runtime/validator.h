// Checks and cleans requests by the annotations of their fields (tendon.options.v1.FieldRules). A violation's text
// names the rule and what is allowed, never the value.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tendon::runtime {

// One broken rule; becomes a google.rpc.BadRequest.FieldViolation.
struct FieldViolation {
  std::string field;        // "referral.patient.identifiers[0].system"
  std::string description;  // "must be an absolute URI"
  bool operator==(const FieldViolation&) const = default;
};

// What is to be said of a request.
struct Examination {
  // In field order, at most kMaxViolations; empty when the request is valid.
  std::vector<FieldViolation> violations;
  // It holds, at some depth, what only a server sets or what this version does not know: Normalize drops it.
  bool foreign = false;
};

// The compiled rules of one message type and everything in it. Immutable, thread-safe, cheap to move.
class Validator {
 public:
  // FAILED_PRECONDITION naming the field when annotations contradict each other or do not fit the field's type.
  static absl::StatusOr<Validator> Create(const google::protobuf::Descriptor* descriptor);
  // As Create; ends the program with the error. For wiring, where a contradiction must not start.
  explicit Validator(const google::protobuf::Descriptor* descriptor);
  ~Validator();
  Validator(Validator&&) noexcept;
  Validator& operator=(Validator&&) noexcept;

  // `bytes` are a message of the compiled type as CanonicalBytes makes them: walking over what is there costs a
  // fraction of asking a message for each field that might be. What is foreign is not checked. Rules of a field in an
  // absent message do not apply.
  Examination Examine(std::string_view bytes) const;

  // Clears output_only fields and discards unknown fields, at every depth.
  void Normalize(google::protobuf::Message* message) const;

 private:
  struct Plans;
  explicit Validator(std::unique_ptr<const Plans> plans);
  std::unique_ptr<const Plans> plans_;
};

}  // namespace tendon::runtime
