// A good request for each method of every service, and who may make it, with every message that it can hold: what
// bad_input_test.cc breaks, field by field. One table for each group of services, in a file of its own; those of a
// referral's life after it was sent are in lifecycle_cases.h.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "tests/integration/fixture.h"
#include "tests/integration/lifecycle_cases.h"
#include "tests/testing/proto_types.h"

namespace tendon::testing {

// Both servers, and what requests are about.
class GoodRequests : public ExchangeTest {
 public:
  using ExchangeTest::Accepted;
  using ExchangeTest::Completed;
  using ExchangeTest::Draft;
  using ExchangeTest::exchange;
  using ExchangeTest::hand;
  using ExchangeTest::InProgress;
  using ExchangeTest::Must;
  using ExchangeTest::river;
  using ExchangeTest::Sent;
  using ExchangeTest::service;
  using ExchangeTest::step;

  // A message of the recipient's in the thread of a new referral.
  pb::Message Posted() { return Must(hand->Post(Sent().name(), "A text")); }
  // The name of SmallAttachment, complete.
  std::string Attached();
  // The name of a cursor that is there.
  std::string Acknowledged();

  // Without a request for a method ("Service/Method") that has none.
  GoodCase GoodOf(const std::string& method);
};

GoodCase CaseOf(const Party& party, const google::protobuf::Message& request);

template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}
template <class Request>
Request On(const pb::Referral& referral) {
  auto request = Named<Request>(referral.name());
  request.set_etag(referral.etag());
  request.set_request_id(NewRequestId());
  return request;
}

// A measure of one's own with everything that a caller may say of it.
out::DeclareMeasureRequest Declaration();
out::CohortFilter FullFilter();
// The text "abc", announced. FIPS 180-2, appendix B.1.
pb::CreateAttachmentRequest SmallAttachment(const std::string& referral);

using GoodRequestTable = std::map<std::string, GoodCase (*)(GoodRequests&)>;

const GoodRequestTable& DirectoryRequests();
const GoodRequestTable& ReferralRequests();
const GoodRequestTable& ThreadRequests();
const GoodRequestTable& FeedRequests();
const GoodRequestTable& SessionRequests();
const GoodRequestTable& MeasureRequests();

}  // namespace tendon::testing
