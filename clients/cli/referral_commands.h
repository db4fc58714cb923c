// The parts of `tendon referral`, each in its own file.
#pragma once

namespace CLI {
class App;
}

namespace tendon::cli {

class Context;

void AddReferralWriting(CLI::App& group, Context& context);    // create, update
void AddReferralReading(CLI::App& group, Context& context);    // list, show, allowed
void AddReferralActions(CLI::App& group, Context& context);    // send, receive, accept, …
void AddReferralCourse(CLI::App& group, Context& context);     // schedule, ask, hold, fail, …
void AddReferralOrder(CLI::App& group, Context& context);      // redirect, extend, child, modify, …
void AddReferralScreening(CLI::App& group, Context& context);  // override, clear
void AddReferralHistory(CLI::App& group, Context& context);    // questions, appointments, versions, reasons, …

}  // namespace tendon::cli
