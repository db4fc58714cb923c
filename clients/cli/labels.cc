#include "clients/cli/labels.h"

#include <google/protobuf/generated_enum_reflection.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

namespace tendon::cli {

namespace pb = referral::v1;

namespace {

// What a person types to make an event happen: the words before the referral, and after it.
struct EventCommand {
  pb::ReferralEvent event;
  absl::string_view command;
  absl::string_view rest = "";
};
constexpr absl::string_view kWithReason = " --reason CODE";
constexpr absl::string_view kWithComment = " --reason CODE --comment TEXT";
constexpr EventCommand kEventCommands[] = {
    {pb::REFERRAL_EVENT_EDIT, "referral update", " -f FILE"},
    {pb::REFERRAL_EVENT_SEND, "referral send"},
    {pb::REFERRAL_EVENT_RECEIVE, "referral receive"},
    {pb::REFERRAL_EVENT_ACCEPT, "referral accept"},
    {pb::REFERRAL_EVENT_DECLINE, "referral decline", kWithComment},
    {pb::REFERRAL_EVENT_ASK_INFO, "referral ask", " --question TEXT --mandatory"},
    {pb::REFERRAL_EVENT_ANSWER_INFO, "referral answer", "/NUMBER --text TEXT"},
    {pb::REFERRAL_EVENT_PUT_ON_WAITLIST, "referral waitlist", " --until DATE"},
    {pb::REFERRAL_EVENT_SCHEDULE, "referral schedule", " --start TIME"},
    {pb::REFERRAL_EVENT_RESCHEDULE, "referral reschedule", "/NUMBER --start TIME"},
    {pb::REFERRAL_EVENT_CANCEL_APPOINTMENT, "referral cancel-appointment", "/NUMBER --reason CODE"},
    {pb::REFERRAL_EVENT_NO_SHOW, "referral no-show", "/NUMBER"},
    {pb::REFERRAL_EVENT_START_SESSION, "referral start"},
    {pb::REFERRAL_EVENT_RECORD_SESSION, "session record"},
    {pb::REFERRAL_EVENT_INTERIM_REPORT, "referral report", " --text TEXT"},
    {pb::REFERRAL_EVENT_HOLD, "referral hold", kWithReason},
    {pb::REFERRAL_EVENT_RESUME, "referral resume"},
    {pb::REFERRAL_EVENT_DISCARD, "referral cancel", kWithReason},
    {pb::REFERRAL_EVENT_CANCEL, "referral cancel", kWithReason},
    {pb::REFERRAL_EVENT_REQUEST_CANCEL, "referral request-cancel", kWithReason},
    {pb::REFERRAL_EVENT_CONFIRM_CANCEL, "referral confirm-cancel"},
    {pb::REFERRAL_EVENT_REFUSE_CANCEL, "referral refuse-cancel", kWithComment},
    {pb::REFERRAL_EVENT_WITHDRAW_CANCEL, "referral withdraw-cancel"},
    {pb::REFERRAL_EVENT_COMPLETE, "referral complete", " --summary TEXT --discharge-reason REASON"},
    {pb::REFERRAL_EVENT_CROSS_BACK, "referral cross-back",
     " --reason CODE --comment TEXT --summary TEXT --discharge-reason REASON"},
    {pb::REFERRAL_EVENT_FAIL, "referral fail", kWithComment},
    {pb::REFERRAL_EVENT_ADDENDUM, "referral addendum", " --text TEXT"},
    {pb::REFERRAL_EVENT_ASK_CLARIFICATION, "referral clarify", " --text TEXT"},
    {pb::REFERRAL_EVENT_ANSWER_CLARIFICATION, "referral answer", "/NUMBER --text TEXT"},
    {pb::REFERRAL_EVENT_ACKNOWLEDGE, "referral ack"},
    {pb::REFERRAL_EVENT_MORE_SESSIONS, "referral more", " --sessions N"},
    {pb::REFERRAL_EVENT_REDIRECT, "referral redirect", " --to ORGANIZATION"},
    {pb::REFERRAL_EVENT_FORWARD_ONWARD, "referral forward", " --to ORGANIZATION --reason CODE"},
    {pb::REFERRAL_EVENT_CLOSE_WITHOUT, "referral close", kWithReason},
    {pb::REFERRAL_EVENT_REQUEST_EXTENSION, "referral extend", " --sessions N --reason CODE"},
    {pb::REFERRAL_EVENT_MODIFY, "referral modify", " -f FILE"},
    {pb::REFERRAL_EVENT_ACK_MODIFICATION, "referral ack-change"},
    {pb::REFERRAL_EVENT_ADD_SAFETY_FACT, "referral add-fact", " --icd10 CODE"},
    {pb::REFERRAL_EVENT_CREATE_CHILD, "referral child", " -f FILE"},
    {pb::REFERRAL_EVENT_PROPOSE_CHILD, "referral propose-child", " -f FILE"},
    {pb::REFERRAL_EVENT_APPROVE_PROPOSAL, "referral approve", "/NUMBER"},
    {pb::REFERRAL_EVENT_DENY_PROPOSAL, "referral deny", "/NUMBER --reason CODE --comment TEXT"},
    {pb::REFERRAL_EVENT_WITHDRAW_PROPOSAL, "referral withdraw-proposal", "/NUMBER"},
    {pb::REFERRAL_EVENT_LATE_SUMMARY, "referral late-summary", " --summary TEXT --discharge-reason REASON"},
    {pb::REFERRAL_EVENT_ENTERED_IN_ERROR, "referral entered-in-error", kWithComment},
    {pb::REFERRAL_EVENT_WRONG_PATIENT, "referral wrong-patient", kWithComment},
    {pb::REFERRAL_EVENT_LINK_DUPLICATE, "referral link-duplicate", " --of REFERRAL"},
    {pb::REFERRAL_EVENT_POST_MESSAGE, "message post", " TEXT"},
    {pb::REFERRAL_EVENT_ATTEST_OVERRIDE, "referral override", " --rule RULE --until TIME --reason CODE --comment TEXT"},
    {pb::REFERRAL_EVENT_ATTACH_CLEARANCE, "referral clear", " --rule RULE --by PHYSICIAN --date DAY --text TEXT"},
};

}  // namespace

std::string EnumPrefix(const google::protobuf::EnumDescriptor& descriptor) {
  std::string prefix;
  for (const char c : descriptor.name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + "_";
}

std::string EnumLabel(const google::protobuf::EnumDescriptor& descriptor, int value) {
  if (value == 0) return "";
  const auto* found = descriptor.FindValueByNumber(value);
  return found == nullptr ? absl::StrCat(value) : std::string(absl::StripPrefix(found->name(), EnumPrefix(descriptor)));
}

std::string EnumLabels(const google::protobuf::EnumDescriptor& descriptor) {
  std::vector<std::string> labels;
  for (int i = 0; i < descriptor.value_count(); ++i)
    if (descriptor.value(i)->number() != 0) labels.push_back(EnumLabel(descriptor, descriptor.value(i)->number()));
  return absl::StrJoin(labels, ", ");
}

int EnumValue(const google::protobuf::EnumDescriptor& descriptor, absl::string_view label) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToUpper(label), {{"-", "_"}});
  for (const std::string& name : {wanted, EnumPrefix(descriptor) + wanted})
    if (const auto* found = descriptor.FindValueByName(name)) return found->number();
  return -1;
}

Style StyleOf(pb::ReferralState state) {
  switch (state) {
    case pb::REFERRAL_STATE_ACCEPTED:
    case pb::REFERRAL_STATE_SCHEDULED:
    case pb::REFERRAL_STATE_IN_PROGRESS:
    case pb::REFERRAL_STATE_COMPLETED:
      return Style::kGood;
    case pb::REFERRAL_STATE_SENT:
    case pb::REFERRAL_STATE_RECEIVED:
    case pb::REFERRAL_STATE_INFO_REQUESTED:
    case pb::REFERRAL_STATE_WAITLISTED:
    case pb::REFERRAL_STATE_ON_HOLD:
    case pb::REFERRAL_STATE_CANCEL_REQUESTED:
      return Style::kWaiting;
    case pb::REFERRAL_STATE_DECLINED:
    case pb::REFERRAL_STATE_FAILED:
      return Style::kBad;
    default:
      return Style::kDim;
  }
}

std::string TimeLabel(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(time.seconds()), absl::LocalTimeZone());
}

std::string NumberLabel(double value) {
  const std::string text = absl::StrFormat("%.3f", value);
  const std::size_t end = text.find_last_not_of('0');
  const std::string cut = text.substr(0, text[end] == '.' ? end : end + 1);
  return cut == "-0" ? "0" : cut;
}

std::string SessionNumberLabel(int32_t number) { return number > 0 ? absl::StrCat(number) : "-"; }

std::string CommandFor(pb::ReferralEvent event, absl::string_view short_id) {
  for (const EventCommand& row : kEventCommands) {
    if (row.event == event) return absl::StrCat("tendon ", row.command, " ", short_id, row.rest);
  }
  return "";
}

}  // namespace tendon::cli
