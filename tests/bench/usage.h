// What a process has used, as the kernel counts it: CPU time and resident memory, from /proc.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace tendon::bench {

// utime + stime of a line of /proc/PID/stat in clock ticks. Nothing if the line is not one.
std::optional<int64_t> CpuTicks(std::string_view stat);

// CPU time so far in µs; -1 when the process is gone. Counted in clock ticks, usually of 10 ms.
double CpuMicros(pid_t pid);

// Resident memory in MiB; -1 when the process is gone.
double ResidentMib(pid_t pid);

// CPU time of this process so far in µs.
double OwnCpuMicros();

}  // namespace tendon::bench
