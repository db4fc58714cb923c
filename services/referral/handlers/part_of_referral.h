// What the handlers of messages and attachments share: both are parts of a referral and seen with it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/referral/handlers/common.h"
#include "tendon/referral/v1/event_service.pb.h"

namespace tendon::referral {

// A referral that the caller may see, and until when what belongs to it is the caller's to see.
struct SeenReferral {
  storage::ReferralRow row;
  v1::Referral referral;
  absl::Time until;
};

// By its resource name. NOT_FOUND of this kind where it is not the caller's: "message" for a message of it.
absl::StatusOr<SeenReferral> FindSeenReferral(const Call& call, Reader& reader, const std::string& name,
                                              const char* kind = "referral");

// Whether the caller's organisation is the referrer or the current recipient of a referral that was sent. Others may
// only read what belongs to it.
bool MayWrite(const Call& call, const v1::Referral& referral);

// FAILED_PRECONDITION for one who only reads: as the referral is to the caller.
absl::Status RefuseToWrite(const Call& call, Reader& reader, const SeenReferral& seen);

// Tells those who see it now of a part of the referral; sets the call's revision, feeds and resource.
absl::Status AnnouncePart(Call& call, Transaction& transaction, const SeenReferral& seen, v1::EventType type,
                          v1::ReferralEvent transition, const std::string& resource);

}  // namespace tendon::referral
