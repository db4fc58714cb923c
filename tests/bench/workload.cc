#include "tests/bench/workload.h"

#include <array>
#include <atomic>

#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/referral_service.pb.h"
#include "tests/bench/sample.h"
#include "tests/bench/world.h"

namespace tendon::bench {
namespace {

namespace v1 = referral::v1;

// 0, 1, 2, … over and over; the same for every run.
class Turn {
 public:
  explicit Turn(size_t size) : size_(size) {}
  size_t Next() const { return next_++ % size_; }

 private:
  const size_t size_;
  mutable std::atomic<size_t> next_ = 0;
};

// Messages merge when their bytes are put together, so that what all requests share is made once: the generator is to
// cost as little as it can of the machine that it measures.
class Create : public Workload {
 public:
  explicit Create(const World& world) : world_(world), turn_(world.recipients.size()) {
    for (const Caller& recipient : world.recipients) {
      v1::CreateReferralRequest request;
      *request.mutable_referral() = SampleReferral(world.referrer.clinician, recipient.organization);
      request.mutable_referral()->mutable_patient()->clear_identifiers();
      shared_.push_back(ToSlice(request));
    }
  }
  std::optional<Call> Next(int step, const grpc::ByteBuffer&) const override {
    if (step > 0) return std::nullopt;
    v1::CreateReferralRequest own;
    *own.mutable_referral()->mutable_patient()->add_identifiers() = NewPatient();
    own.set_request_id(NewRequestId());
    const std::array<grpc::Slice, 2> parts = {shared_[turn_.Next()], ToSlice(own)};
    return Call{&world_.referrer, "/tendon.referral.v1.ReferralService/CreateReferral",
                grpc::ByteBuffer(parts.data(), parts.size())};
  }

 protected:
  static grpc::Slice ToSlice(const v1::CreateReferralRequest& request) {
    return grpc::Slice(request.SerializeAsString());
  }

  const World& world_;
  const Turn turn_;
  std::vector<grpc::Slice> shared_;  // by recipient: a request without the patient's identifier and request id
};

class CreateSend : public Create {
 public:
  using Create::Create;
  std::optional<Call> Next(int step, const grpc::ByteBuffer& answer) const override {
    if (step == 0) return Create::Next(step, answer);
    v1::Referral draft;
    if (step > 1 || !FromBytes(answer, &draft)) return std::nullopt;
    v1::SendReferralRequest request;
    request.set_name(draft.name());
    request.set_etag(draft.etag());
    request.set_request_id(NewRequestId());
    return Call{&world_.referrer, "/tendon.referral.v1.ReferralService/SendReferral", ToBytes(request)};
  }
};

class Get : public Workload {
 public:
  Get(const Caller& caller, std::vector<std::string> referrals) : caller_(caller), turn_(referrals.size()) {
    for (std::string& name : referrals) {
      v1::GetReferralRequest request;
      request.set_name(std::move(name));
      requests_.push_back(ToBytes(request));
    }
  }
  std::optional<Call> Next(int step, const grpc::ByteBuffer&) const override {
    if (step > 0) return std::nullopt;
    return Call{&caller_, "/tendon.referral.v1.ReferralService/GetReferral", requests_[turn_.Next()]};
  }

 private:
  const Caller caller_;
  const Turn turn_;
  std::vector<grpc::ByteBuffer> requests_;
};

class Inbox : public Workload {
 public:
  explicit Inbox(const World& world) : world_(world), turn_(world.recipients.size()) {}
  std::optional<Call> Next(int step, const grpc::ByteBuffer&) const override {
    if (step > 0) return std::nullopt;
    const Caller& recipient = world_.recipients[turn_.Next()];
    v1::ListReferralsRequest request;
    request.set_parent(recipient.organization);
    request.set_box(v1::REFERRAL_BOX_INBOX);
    request.set_page_size(50);
    return Call{&recipient, "/tendon.referral.v1.ReferralService/ListReferrals", ToBytes(request)};
  }

 private:
  const World& world_;
  const Turn turn_;
};

class Record : public Workload {
 public:
  Record(const World& world, std::vector<std::string> referrals)
      : world_(world), referrals_(std::move(referrals)), turn_(referrals_.size()) {}
  std::optional<Call> Next(int step, const grpc::ByteBuffer&) const override {
    if (step > 0) return std::nullopt;
    const size_t i = turn_.Next();
    const Caller& recipient = world_.recipient_of(i);
    outcomes::v1::RecordSessionRequest request;
    request.set_parent(referrals_[i]);
    *request.mutable_session() = SampleSession(recipient.clinician);
    request.set_request_id(NewRequestId());
    return Call{&recipient, "/tendon.outcomes.v1.SessionService/RecordSession", ToBytes(request)};
  }

 private:
  const World& world_;
  const std::vector<std::string> referrals_;
  const Turn turn_;
};

}  // namespace

std::unique_ptr<Workload> MakeCreate(const World& world) { return std::make_unique<Create>(world); }
std::unique_ptr<Workload> MakeCreateSend(const World& world) { return std::make_unique<CreateSend>(world); }
std::unique_ptr<Workload> MakeGet(const Caller& caller, std::vector<std::string> referrals) {
  return std::make_unique<Get>(caller, std::move(referrals));
}
std::unique_ptr<Workload> MakeInbox(const World& world) { return std::make_unique<Inbox>(world); }
std::unique_ptr<Workload> MakeRecord(const World& world, std::vector<std::string> referrals) {
  return std::make_unique<Record>(world, std::move(referrals));
}

}  // namespace tendon::bench
