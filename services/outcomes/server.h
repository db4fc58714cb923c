// The outcomes server as a whole: what main runs, and what a test or another main with a different SQLite VFS may run
// too.
#pragma once

namespace tendon::outcomes {

// Reads the configuration, serves until SIGTERM or SIGINT, goes down in order. Returns the exit code: 0 ended as asked,
// 1 could not start or go on, 2 wrong configuration.
int RunOutcomesServer(int argc, const char* const* argv);

}  // namespace tendon::outcomes
