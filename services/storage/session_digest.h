// What the course of an episode needs of a session, without its words, its screening and what was kept with it: the
// outcomes store keeps it beside the session, in the order in which an episode is read. It follows from the session's
// row and is written with it. The same on every engine; pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::storage {

struct SessionRow;

// A session's digest. What is handed out lives until the function that takes it returns.
struct SessionDigest {
  std::string_view id;            // the last part of the session's name
  std::string_view organization;  // id of who treated
  int64_t start_us = 0;
  std::string_view body;  // a serialised tendon.outcomes.v1.Session with some of its fields
};

// The body of a session's digest; a body that is no session stays as it is, for whoever reads it to find out.
std::string DigestOf(const SessionRow& row);
// The same of a session that has been parsed.
std::string DigestOf(const outcomes::v1::Session& session);

}  // namespace tendon::storage
