// What the clients of a crash run were told: every acknowledged answer, for comparing with what the servers have after
// it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/referral.pb.h"
#include "tests/testing/caller.h"

namespace tendon::testing {

// The system of the identifiers that make a referral or session one of a kind, whatever name the server gives it.
inline constexpr char kRunSystem[] = "urn:tendon:crash-run";

// A session that was recorded.
struct Visit {
  std::string number;            // its identifier
  outcomes::v1::Session answer;  // without a name when there was none
};

// A referral on its way.
struct Course {
  std::string number;  // its identifier
  std::string recipient_id;
  Caller referrer;
  Caller recipient;
  referral::v1::Referral answer;  // the last one; without a name when there was none
  Caller answered_to;             // whose view `answer` is
  bool in_doubt = false;          // the step after `answer` was given up: it may have taken effect, or not
  std::vector<Visit> visits;

  bool created() const { return !answer.name().empty(); }
};

// An acknowledged write that can be asked for again.
struct Deed {
  std::string what;
  // Sends the same request again; "" if the answer is the first one's equal, else what is wrong.
  std::function<std::string()> repeat;
};

struct Ledger {
  std::vector<Course> courses;
  std::vector<Deed> deeds;
  std::vector<std::string> complaints;  // answers that should not have been

  void Take(Ledger other);
};

}  // namespace tendon::testing
