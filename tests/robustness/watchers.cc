#include "tests/robustness/watchers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/event_client.h"
#include "tendon/referral/v1/errors.pb.h"
#include "tests/robustness/stubborn_call.h"
#include "tests/testing/matchers.h"

namespace tendon::testing {

namespace pb = referral::v1;

RawWatch::RawWatch(Exchange* exchange, Caller caller)
    : caller_(std::move(caller)),
      stub_(pb::EventService::NewStub(exchange->referral().channel())),
      thread_([this] { Run(); }) {}

void RawWatch::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  if (thread_.joinable()) thread_.join();
}

void RawWatch::Run() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return;
    }
    ReadStream();
  }
}

void RawWatch::ReadStream() {
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  caller_.AddTo(&context);
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    context_ = &context;
  }
  pb::WatchEventsRequest request;
  request.set_parent(caller_.organization);
  request.set_after_sequence(watched_.received);
  request.set_epoch(epoch_);
  const auto stream = stub_->WatchEvents(&context, request);
  pb::WatchEventsResponse response;
  while (stream->Read(&response)) Take(response);
  const grpc::Status status = stream->Finish();
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
  if (!stopping_) TakeEnd(status);
}

void RawWatch::Take(const pb::WatchEventsResponse& response) {
  if (!epoch_.empty() && response.epoch() != epoch_) watched_.complaints.push_back("the epoch has changed");
  epoch_ = response.epoch();
  for (const pb::Event& event : response.events()) {
    if (event.sequence() != watched_.received + 1) {
      watched_.complaints.push_back(absl::StrCat("after ", watched_.received.load(), " came ", event.sequence()));
    }
    watched_.events.push_back(event);
    ++watched_.received;
  }
  if (response.last_sequence() == watched_.received) return;
  watched_.complaints.push_back(absl::StrCat("told of ", response.last_sequence(), " at ", watched_.received.load()));
}

void RawWatch::TakeEnd(const grpc::Status& status) {
  ++watched_.cuts;
  if (!IsGone(status)) {
    watched_.complaints.push_back(absl::StrCat("ended with code ", static_cast<int>(status.error_code())));
  }
  const auto token = DetailOf<pb::FeedPosition>(status);
  if (!token.has_value()) return;
  ++watched_.resume_tokens;
  if (token->sequence() == watched_.received && token->epoch() == epoch_) return;
  watched_.complaints.push_back(
      absl::StrCat("the resume token says ", token->sequence(), " at ", watched_.received.load()));
}

LibraryWatch::LibraryWatch(Exchange* exchange, const Caller& caller) {
  client::ClientOptions options;
  options.referral_server = exchange->referral().address();
  options.outcomes_server = exchange->outcomes().address();
  options.identity = {caller.organization, caller.clinician, caller.role};
  options.retry.initial_backoff = absl::Milliseconds(10);
  options.retry.max_backoff = absl::Milliseconds(200);
  auto connection = client::Connection::Create(options);
  if (!connection.ok()) {
    watched_.complaints.push_back(std::string(connection.status().message()));
    return;
  }
  client::WatchOptions watch;
  watch.parent = caller.organization;
  watch.on_interruption = [this](const absl::Status&, absl::Duration) { ++watched_.cuts; };
  watch_ = client::EventClient(*std::move(connection)).MakeWatch(watch);
  thread_ = std::thread([this] {
    const absl::Status ended = watch_->Run([this](absl::Span<const pb::Event* const> events) {
      for (const pb::Event* event : events) watched_.events.push_back(*event);
      watched_.received += static_cast<int64_t>(events.size());
      return absl::OkStatus();
    });
    if (!ended.ok()) watched_.complaints.push_back(ended.ToString());
  });
}

void LibraryWatch::Stop() {
  if (watch_ != nullptr) watch_->Stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace tendon::testing
