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

std::string CommandFor(pb::ReferralEvent event, absl::string_view short_id) {
  const auto referral = [&](absl::string_view verb, absl::string_view rest = "") {
    return absl::StrCat("tendon referral ", verb, " ", short_id, rest);
  };
  switch (event) {
    case pb::REFERRAL_EVENT_EDIT:
      return referral("update", " -f FILE");
    case pb::REFERRAL_EVENT_SEND:
      return referral("send");
    case pb::REFERRAL_EVENT_RECEIVE:
      return referral("receive");
    case pb::REFERRAL_EVENT_ACCEPT:
      return referral("accept");
    case pb::REFERRAL_EVENT_DECLINE:
      return referral("decline", " --reason CODE --comment TEXT");
    case pb::REFERRAL_EVENT_START_SESSION:
      return referral("start");
    case pb::REFERRAL_EVENT_RECORD_SESSION:
      return absl::StrCat("tendon session record ", short_id);
    case pb::REFERRAL_EVENT_DISCARD:
    case pb::REFERRAL_EVENT_CANCEL:
      return referral("cancel", " --reason CODE");
    case pb::REFERRAL_EVENT_COMPLETE:
      return referral("complete", " --summary TEXT --discharge-reason REASON");
    case pb::REFERRAL_EVENT_ACKNOWLEDGE:
      return referral("ack");
    default:
      return "";
  }
}

}  // namespace tendon::cli
