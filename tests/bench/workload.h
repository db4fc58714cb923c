// What one operation of a load is: one call, or several of which each needs the answer of the one before.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/target.h"

namespace tendon::bench {

// A call to be made.
struct Call {
  const Caller* caller;
  const char* method;  // "/package.Service/Method"
  grpc::ByteBuffer request;
};

// Thread-safe. Keeps alive what its calls point to.
class Workload {
 public:
  virtual ~Workload() = default;
  // Call number `step`, from 0, of an operation; `answer` is what the call before gave. Nothing when the operation is
  // over.
  virtual std::optional<Call> Next(int step, const grpc::ByteBuffer& answer) const = 0;
};

// Two clinics' worth of names that the load uses; see World.
struct World;

// Writes a draft.
std::unique_ptr<Workload> MakeCreate(const World& world);
// Writes a draft and sends it.
std::unique_ptr<Workload> MakeCreateSend(const World& world);
// Reads one of these referrals.
std::unique_ptr<Workload> MakeGet(const Caller& caller, std::vector<std::string> referrals);
// Reads the first page of 50 of a recipient's inbox.
std::unique_ptr<Workload> MakeInbox(const World& world);
// Records a session of one of these referrals.
std::unique_ptr<Workload> MakeRecord(const World& world, std::vector<std::string> referrals);

}  // namespace tendon::bench
