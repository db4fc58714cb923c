// What the libraries beneath have to say goes through the log like everything else, and without their words: they quote
// what a caller has sent.
#pragma once

namespace tendon::runtime {

// After StartLog, before the first call. An error of gRPC's or Protocol Buffers' is a line {"event":"library_error",
// "library":…, "file":…, "line":…}; less than an error is no line.
void RouteLibraryLogs();

}  // namespace tendon::runtime
