// The real handlers over the store in memory, without gRPC: who calls, what comes of it, and what time does. A step can
// be tried without keeping it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/referral/handlers/fire_timers.h"
#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/storage/memory/memory_store.h"

namespace tendon::referral {

// Callers of the small world below: River refers, First declines, Hand treats, Step is informed, Far is a stranger; Elm
// and Oak could treat.
security::Principal Of(const std::string& organization, const std::string& clinician, security::Role role);
security::Principal River();     // its system client: referrer, and nothing else
security::Principal Ada();       // its physician
security::Principal First();     // a recipient that was replaced
security::Principal Hand();      // the recipient; its clinician has ordering authority
security::Principal Step_();     // informed, a physical therapist
security::Principal Informed();  // informed, a physician
security::Principal Elm();
security::Principal Oak();
security::Principal Far();
security::Principal Exchange();  // the exchange's own servers

class Desk {
 public:
  // In memory, with the directory.
  Desk();
  explicit Desk(std::shared_ptr<storage::ReferralStore> store);
  void FillDirectory();

  absl::Time now;
  const runtime::ServerRules* rules = nullptr;  // outlive it
  storage::ReferralStore& store() { return *store_; }
  // The same world, so much later.
  Desk At(absl::Duration later) const {
    Desk desk = *this;
    desk.now += later;
    return desk;
  }

  template <class Request, class Response>
  using Handler = absl::Status (*)(Call&, Transaction&, const Request&, Response*);
  template <class Request, class Response>
  using Reading = absl::Status (*)(Call&, Reader&, const Request&, Response*);

  // Runs a handler in a transaction of its own; keeps what it did if it answers OK and `keep`.
  template <class Request, class Response>
  absl::StatusOr<Response> Run(const security::Principal& who, Handler<Request, Response> handler,
                               const Request& request, bool keep = true) {
    auto transaction = *store_->Begin();
    Call call = CallOf(who);
    Response response;
    absl::Status status = handler(call, *transaction, request, &response);
    if (status.ok() && keep) status = transaction->Commit();
    if (!status.ok()) return status;
    return response;
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Look(const security::Principal& who, Reading<Request, Response> handler,
                                const Request& request) {
    auto reader = *store_->Read();
    Call call = CallOf(who);
    Response response;
    const absl::Status status = handler(call, *reader, request, &response);
    if (!status.ok()) return status;
    return response;
  }

  // As the exchange itself sees it.
  ReferralRecord Read(const std::string& name);
  // k of the current assignment, as the outcomes server counts it.
  void CountSessions(const std::string& name, int sessions);
  // What time has made of it by now.
  absl::Status PassTime(const std::string& name);

  Call CallOf(const security::Principal& who) const;

 private:
  std::shared_ptr<storage::ReferralStore> store_;
};

// A small order of River's to `recipient`, of a patient with this number.
v1::Referral Order(const std::string& recipient, int patient);

}  // namespace tendon::referral
