#include "tests/bench/usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>

namespace tendon::bench {
namespace {

std::string ReadProc(pid_t pid, const char* file) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/" + file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The field number `index` (from 0) of fields that one space parts.
std::optional<int64_t> Field(std::string_view text, int index) {
  for (; index > 0; --index) {
    const size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    text.remove_prefix(space + 1);
  }
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

double Micros(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

}  // namespace

std::optional<int64_t> CpuTicks(std::string_view stat) {
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses; state follows
  // it.
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string_view::npos) return std::nullopt;
  const std::string_view fields = stat.substr(name_end + 2);
  const auto user = Field(fields, 11);
  const auto system = Field(fields, 12);
  if (!user || !system) return std::nullopt;
  return *user + *system;
}

double CpuMicros(pid_t pid) {
  const auto ticks = CpuTicks(ReadProc(pid, "stat"));
  return ticks ? static_cast<double>(*ticks) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK)) : -1;
}

double ResidentMib(pid_t pid) {
  const auto pages = Field(ReadProc(pid, "statm"), 1);
  return pages ? static_cast<double>(*pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20) : -1;
}

double OwnCpuMicros() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Micros(usage.ru_utime) + Micros(usage.ru_stime);
}

}  // namespace tendon::bench
