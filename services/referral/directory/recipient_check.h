// Whether a referral could be accepted by a recipient, from what the directory says of it. Pure: a table of questions,
// each of which may raise an obstacle.
#pragma once

#include <string>
#include <vector>

#include "tendon/referral/v1/directory_search.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

struct RecipientQuestion {
  const v1::Referral* referral = nullptr;  // with the recipient in question in `recipient`
  const v1::Organization* organization = nullptr;
  std::vector<v1::Clinician> clinicians;  // all of the organisation, or the one wished for alone
  bool wished_for = false;                // `clinicians` is the one wished for
  std::string today;                      // the organisation's date, "2026-11-23"
};

// `clinicians` of the answer: those who could treat.
v1::CheckRecipientResponse CheckRecipientFor(const RecipientQuestion& question);

}  // namespace tendon::referral
