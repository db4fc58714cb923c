// Both servers with a small directory: the world that most integration tests begin in.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/testing/files.h"
#include "tests/testing/server_process.h"

namespace tendon::testing {

// The directory's ids. River Clinic's physicians refer; Hand Work's massage therapists and Step's physical therapists
// treat; Far Clinic has nothing to do with anybody.
inline constexpr char kRiver[] = "river-clinic";
inline constexpr char kHandWork[] = "hand-work";
inline constexpr char kStep[] = "step";
inline constexpr char kFar[] = "far-clinic";
inline constexpr char kPhysician[] = "ada-physician";
inline constexpr char kMassageTherapist[] = "mo-massage";
inline constexpr char kPhysicalTherapist[] = "pat-physio";
inline constexpr char kFarPhysician[] = "fay-physician";

inline std::string OrganizationName(const std::string& id) { return "organizations/" + id; }

// Not thread-safe; the servers' channels are.
class Exchange {
 public:
  struct Options {
    std::vector<std::string> referral_flags = {};
    std::vector<std::string> outcomes_flags = {};
    bool directory = true;  // with the organisations and clinicians above
    // The same servers on another disk, for tests of durability.
    std::string referral_program = "tendon-referral";
    std::string outcomes_program = "tendon-outcomes";
    std::map<std::string, std::string> environment = {};  // of both
  };

  static absl::StatusOr<std::unique_ptr<Exchange>> Start(const Options& options);
  static absl::StatusOr<std::unique_ptr<Exchange>> Start() { return Start(Options()); }

  ServerProcess& referral() { return *referral_; }
  ServerProcess& outcomes() { return *outcomes_; }
  // Where the servers keep their files.
  const std::string& folder() const { return folder_.path(); }

 private:
  Exchange() = default;
  absl::Status FillDirectory();

  TempDir folder_;
  std::unique_ptr<ServerProcess> referral_;
  std::unique_ptr<ServerProcess> outcomes_;
};

// Polls until it holds; false if it does not within `limit`, which is generous: what is slow is not wrong.
bool Eventually(const std::function<bool()>& holds, absl::Duration limit = absl::Seconds(30));

}  // namespace tendon::testing
