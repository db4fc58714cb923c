// What may happen to a referral, written by hand from the referral exchange's rules R2, row by row, and not generated
// from the product's table.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <tuple>

namespace tendon::referral {

struct Expected {
  const char* states;  // separated by blanks
  const char* event;
  const char* actors;
  const char* to;  // "=" for the same state
  const char* rule;
  const char* at_desk =
      nullptr;  // where the handlers, on the referral that the tests prepare, lead elsewhere: a state,
                // "=", "47" for a no-op, or "-" for a guard's refusal
};

// R2's sets, written out.
#define PRE "SENT RECEIVED INFO_REQUESTED"
#define ACC "ACCEPTED WAITLISTED SCHEDULED"
#define NON_TERMINAL_SENT PRE " " ACC " IN_PROGRESS ON_HOLD CANCEL_REQUESTED COMPLETED DECLINED FAILED"

inline constexpr Expected kExpected[] = {
    {"UNSPECIFIED", "CREATE", "REFERRER", "DRAFT", "1"},
    {"DRAFT", "EDIT", "REFERRER", "=", "2"},
    {"DRAFT", "DISCARD", "REFERRER", "CANCELLED", "3"},
    {"DRAFT", "TIMER", "SYSTEM", "EXPIRED", "4"},
    {"DRAFT", "SEND", "REFERRER", "SENT", "5"},
    {"SENT", "RECEIVE", "RECIPIENT", "RECEIVED", "6"},
    {PRE, "ACCEPT", "RECIPIENT", "ACCEPTED", "7"},
    {PRE, "DECLINE", "RECIPIENT", "DECLINED", "8"},
    {"SENT RECEIVED", "ASK_INFO", "RECIPIENT", "INFO_REQUESTED", "9"},
    {ACC, "ASK_INFO", "RECIPIENT", "=", "9b"},
    // One question waits, and is answered.
    {"INFO_REQUESTED", "ANSWER_INFO", "REFERRER", "=", "10", "RECEIVED"},
    // What was asked after acceptance is answered too, or the turn that row 9b gave to R could never end.
    {ACC " IN_PROGRESS ON_HOLD", "ANSWER_INFO", "REFERRER", "=", "10b"},
    {"INFO_REQUESTED", "TIMER", "SYSTEM", "DECLINED", "11"},
    {"ACCEPTED", "PUT_ON_WAITLIST", "RECIPIENT", "WAITLISTED", "12"},
    // A new estimate is news, not a repetition.
    {"WAITLISTED", "PUT_ON_WAITLIST", "RECIPIENT", "=", "12b"},
    {"ACCEPTED WAITLISTED", "SCHEDULE", "RECIPIENT", "SCHEDULED", "13"},
    // Several visits are booked before the first.
    {"SCHEDULED", "SCHEDULE", "RECIPIENT", "=", "13b"},
    {"SCHEDULED", "RESCHEDULE", "RECIPIENT", "=", "14"},
    // The only appointment.
    {"SCHEDULED", "CANCEL_APPOINTMENT", "RECIPIENT", "=", "15", "ACCEPTED"},
    {"SCHEDULED", "NO_SHOW", "RECIPIENT", "=", "16", "ACCEPTED"},
    {"IN_PROGRESS", "NO_SHOW", "RECIPIENT", "=", "16b"},
    {"IN_PROGRESS", "CANCEL_APPOINTMENT", "RECIPIENT", "=", "16b"},
    {"IN_PROGRESS", "RESCHEDULE", "RECIPIENT", "=", "16b"},
    {"IN_PROGRESS", "SCHEDULE", "RECIPIENT", "=", "16c"},
    // A halted patient's visits are called off and moved.
    {"ON_HOLD", "NO_SHOW", "RECIPIENT", "=", "16d"},
    {"ON_HOLD", "CANCEL_APPOINTMENT", "RECIPIENT", "=", "16d"},
    {"ON_HOLD", "RESCHEDULE", "RECIPIENT", "=", "16d"},
    {ACC, "START_SESSION", "RECIPIENT", "IN_PROGRESS", "17"},
    {"IN_PROGRESS", "START_SESSION", "RECIPIENT", "=", "17b"},
    {ACC, "DECLINE", "RECIPIENT", "DECLINED", "18"},
    {PRE " " ACC, "CANCEL", "REFERRER", "CANCELLED", "19"},
    {PRE " " ACC, "CANCEL", "SYSTEM", "CANCELLED", "19p"},
    {"IN_PROGRESS", "RECORD_SESSION", "SYSTEM", "=", "20"},
    {"IN_PROGRESS", "INTERIM_REPORT", "RECIPIENT", "=", "21"},
    {ACC " IN_PROGRESS", "HOLD", "REFERRER RECIPIENT SYSTEM", "ON_HOLD", "22"},
    {"ON_HOLD", "HOLD", "REFERRER RECIPIENT SYSTEM", "=", "22b"},
    // Halted for safety: only the physician's word ends it.
    {"ON_HOLD", "RESUME", "RESPONSIBLE_PHYSICIAN", "=", "23", "IN_PROGRESS"},
    {"ON_HOLD", "RESUME", "REFERRER RECIPIENT", "=", "23", "-"},
    {"IN_PROGRESS ON_HOLD", "REQUEST_CANCEL", "REFERRER", "CANCEL_REQUESTED", "24"},
    {"IN_PROGRESS ON_HOLD", "REQUEST_CANCEL", "SYSTEM", "CANCEL_REQUESTED", "24p"},
    {"CANCEL_REQUESTED", "CONFIRM_CANCEL", "RECIPIENT", "CANCELLED", "25"},
    {"CANCEL_REQUESTED", "REFUSE_CANCEL", "RECIPIENT", "=", "26"},
    {"CANCEL_REQUESTED", "COMPLETE", "RECIPIENT", "COMPLETED", "27"},
    {"CANCEL_REQUESTED", "TIMER", "SYSTEM", "CANCELLED", "28"},
    {"CANCEL_REQUESTED", "WITHDRAW_CANCEL", "REFERRER", "=", "28b", "IN_PROGRESS"},
    {"IN_PROGRESS ON_HOLD", "COMPLETE", "RECIPIENT", "COMPLETED", "29"},
    // R7's cross-back, as completed and before the first session as failed.
    {"IN_PROGRESS ON_HOLD", "CROSS_BACK", "RECIPIENT", "=", "29x", "COMPLETED"},
    {ACC " IN_PROGRESS ON_HOLD", "FAIL", "RECIPIENT", "FAILED", "30"},
    {ACC, "CROSS_BACK", "RECIPIENT", "FAILED", "30x"},
    {"COMPLETED", "ADDENDUM", "RECIPIENT", "=", "31"},
    {"COMPLETED", "ASK_CLARIFICATION", "REFERRER", "=", "32"},
    {"COMPLETED", "ANSWER_CLARIFICATION", "RECIPIENT", "=", "32"},
    {"COMPLETED", "ACKNOWLEDGE", "REFERRER", "CLOSED", "33"},
    // It was read when it was closed: nothing is left to record.
    {"CLOSED", "ACKNOWLEDGE", "REFERRER", "=", "33b", "47"},
    {"COMPLETED", "TIMER", "SYSTEM", "CLOSED", "34"},
    {"COMPLETED", "MORE_SESSIONS", "REFERRER", "CLOSED", "35"},
    {"DECLINED FAILED", "REDIRECT", "REFERRER", "SENT", "36"},
    {"SENT RECEIVED", "REDIRECT", "REFERRER", "SENT", "36b"},
    {PRE " ACCEPTED", "FORWARD_ONWARD", "RECIPIENT", "DECLINED", "37"},
    {"DECLINED FAILED", "CLOSE_WITHOUT", "REFERRER", "CANCELLED", "39"},
    // INFO_REQUESTED too: which of its two clocks ran out is for the timers to say.
    {"SENT RECEIVED " ACC, "TIMER", "SYSTEM", "EXPIRED", "40"},
    {"IN_PROGRESS ON_HOLD", "TIMER", "SYSTEM", "=", "41"},
    {"DECLINED FAILED", "TIMER", "SYSTEM", "=", "R6"},
    {"IN_PROGRESS", "REQUEST_EXTENSION", "RECIPIENT", "=", "42"},
    {ACC " IN_PROGRESS ON_HOLD", "APPROVE_PROPOSAL", "REFERRER RESPONSIBLE_PHYSICIAN", "=", "44f"},
    // The proposal is another recipient: the referrer's alone to decide.
    {"DECLINED", "APPROVE_PROPOSAL", "REFERRER", "=", "44f", "SENT"},
    {"DECLINED", "APPROVE_PROPOSAL", "RESPONSIBLE_PHYSICIAN", "=", "44f", "-"},
    {ACC " IN_PROGRESS ON_HOLD", "DENY_PROPOSAL", "REFERRER RESPONSIBLE_PHYSICIAN", "=", "44f"},
    {"DECLINED", "DENY_PROPOSAL", "REFERRER", "=", "44f"},
    {"DECLINED", "DENY_PROPOSAL", "RESPONSIBLE_PHYSICIAN", "=", "44f", "-"},
    {ACC " IN_PROGRESS ON_HOLD DECLINED", "WITHDRAW_PROPOSAL", "RECIPIENT", "=", "44f"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD", "MODIFY", "REFERRER", "=", "44"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD", "ACK_MODIFICATION", "RECIPIENT", "=", "44b"},
    {"RECEIVED INFO_REQUESTED " ACC " IN_PROGRESS ON_HOLD CANCEL_REQUESTED COMPLETED DECLINED FAILED",
     "ADD_SAFETY_FACT", "REFERRER RECIPIENT", "=", "44c"},
    {ACC " IN_PROGRESS", "CREATE_CHILD", "RECIPIENT", "=", "44d"},
    {ACC " IN_PROGRESS", "PROPOSE_CHILD", "RECIPIENT", "=", "44d"},
    // A session took place, and no summary was handed in.
    {"CANCELLED FAILED EXPIRED", "LATE_SUMMARY", "RECIPIENT", "=", "44e"},
    {NON_TERMINAL_SENT " CLOSED CANCELLED EXPIRED ENTERED_IN_ERROR", "CHILD_ENDED", "SYSTEM", "=", "44g"},
    // What is learnt under the parent.
    {NON_TERMINAL_SENT, "ADD_SAFETY_FACT", "SYSTEM", "=", "44n"},
    {NON_TERMINAL_SENT, "RESCREEN", "SYSTEM", "=", "44h"},
    // A clinician attests or attaches, and River's and Step's callers name none; Hand's does.
    {"DRAFT", "ATTEST_OVERRIDE", "REFERRER", "=", "44i", "-"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD DECLINED FAILED", "ATTEST_OVERRIDE", "REFERRER", "=", "44j", "-"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD DECLINED FAILED", "ATTEST_OVERRIDE", "RESPONSIBLE_PHYSICIAN", "=", "44j", "-"},
    {"DRAFT", "ATTACH_CLEARANCE", "REFERRER", "=", "44l", "-"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD DECLINED FAILED", "ATTACH_CLEARANCE", "REFERRER", "=", "44k", "-"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD DECLINED FAILED", "ATTACH_CLEARANCE", "RECIPIENT", "=", "44k"},
    {PRE " " ACC " IN_PROGRESS ON_HOLD DECLINED FAILED", "ATTACH_CLEARANCE", "RESPONSIBLE_PHYSICIAN", "=", "44k", "-"},
    {NON_TERMINAL_SENT " CLOSED CANCELLED EXPIRED ENTERED_IN_ERROR", "UNSAFE_SESSION", "SYSTEM", "=", "44m"},
    {"DRAFT " NON_TERMINAL_SENT, "ENTERED_IN_ERROR", "REFERRER", "ENTERED_IN_ERROR", "45"},
    // The first word of the two that it needs.
    {NON_TERMINAL_SENT " CLOSED CANCELLED EXPIRED", "WRONG_PATIENT", "REFERRER RECIPIENT", "=", "45a"},
    {NON_TERMINAL_SENT " CLOSED CANCELLED EXPIRED ENTERED_IN_ERROR", "POST_MESSAGE", "REFERRER RECIPIENT", "=", "45b"},
    {NON_TERMINAL_SENT " CLOSED CANCELLED EXPIRED ENTERED_IN_ERROR", "LINK_DUPLICATE", "REFERRER RECIPIENT", "=",
     "45c"},
    // Row 47: the target is the present state.
    {"SENT", "SEND", "REFERRER", "=", "47", "47"},
    {"RECEIVED", "RECEIVE", "RECIPIENT", "=", "47", "47"},
    {"ACCEPTED", "ACCEPT", "RECIPIENT", "=", "47", "47"},
    {"DECLINED", "DECLINE", "RECIPIENT", "=", "47", "47"},
    {"CANCELLED", "CANCEL", "REFERRER", "=", "47", "47"},
    {"CANCEL_REQUESTED", "REQUEST_CANCEL", "REFERRER", "=", "47", "47"},
    {"CANCELLED", "CONFIRM_CANCEL", "RECIPIENT", "=", "47", "47"},
    {"COMPLETED", "COMPLETE", "RECIPIENT", "=", "47", "47"},
    {"FAILED", "FAIL", "RECIPIENT", "=", "47", "47"},
    {"CANCELLED", "CLOSE_WITHOUT", "REFERRER", "=", "47", "47"},
    {"ENTERED_IN_ERROR", "ENTERED_IN_ERROR", "REFERRER", "=", "47", "47"},
};

#undef PRE
#undef ACC
#undef NON_TERMINAL_SENT

using Triple = std::tuple<std::string, std::string, std::string>;  // state, event, actor

inline std::map<Triple, const Expected*> ExpectedTriples() {
  std::map<Triple, const Expected*> triples;
  for (const Expected& row : kExpected) {
    std::istringstream states(row.states);
    for (std::string state; states >> state;) {
      std::istringstream actors(row.actors);
      for (std::string actor; actors >> actor;) triples[{state, row.event, actor}] = &row;
    }
  }
  return triples;
}

}  // namespace tendon::referral
