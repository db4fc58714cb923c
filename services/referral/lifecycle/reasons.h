// Reason codes and how they behave. Source: the referral exchange's rules R5, after the NHS e-Referral Service, AU
// eRequesting, the Belgian and the Philippine guides.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

struct ReasonRow {
  std::string_view code;
  v1::ReferralEvent event;
  bool comment_required;
  std::string_view display;
};

inline constexpr std::array<ReasonRow, 19> kReasons = {{
    {"further-information-required", v1::REFERRAL_EVENT_DECLINE, true, "Further information is required"},
    {"service-inappropriate", v1::REFERRAL_EVENT_DECLINE, true, "The service is not the right one"},
    {"prerequisites-not-complete", v1::REFERRAL_EVENT_DECLINE, true, "Something has to be done first"},
    {"not-required", v1::REFERRAL_EVENT_DECLINE, true, "The treatment is not required"},
    {"other", v1::REFERRAL_EVENT_DECLINE, true, "Another reason, in the comment"},
    {"capacity-full", v1::REFERRAL_EVENT_DECLINE, true, "No capacity"},
    {"request-data-issue", v1::REFERRAL_EVENT_DECLINE, true, "The referral's data are not usable"},
    {"out-of-scope-of-practice", v1::REFERRAL_EVENT_DECLINE, true, "Outside the scope of practice"},
    {"contraindicated", v1::REFERRAL_EVENT_DECLINE, true, "Contraindicated for this patient"},
    {"cancelled-draft", v1::REFERRAL_EVENT_DISCARD, false, "The draft is not needed"},
    {"duplicate", v1::REFERRAL_EVENT_CANCEL, false, "A duplicate of another referral"},
    {"request-cancelled-placer", v1::REFERRAL_EVENT_CANCEL, false, "The referrer withdraws it"},
    {"patient-declined", v1::REFERRAL_EVENT_CANCEL, false, "The patient does not want it"},
    {"condition-resolved", v1::REFERRAL_EVENT_CANCEL, false, "The condition has resolved"},
    {"wrong-patient", v1::REFERRAL_EVENT_CANCEL, true, "Written for the wrong patient"},
    {"wrong-service", v1::REFERRAL_EVENT_CANCEL, true, "Written for the wrong service"},
    {"died", v1::REFERRAL_EVENT_CANCEL, false, "The patient has died"},
    {"transferred", v1::REFERRAL_EVENT_CANCEL, false, "The patient's care was transferred"},
    {"other", v1::REFERRAL_EVENT_CANCEL, true, "Another reason, in the comment"},
}};

// Why this reason does not do for this event, naming what is allowed; empty when it does.
std::string ReasonRefusal(v1::ReferralEvent event, std::string_view code, std::string_view comment);

}  // namespace tendon::referral
