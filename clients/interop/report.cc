#include "clients/interop/report.h"

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

// A path that nobody could read is cut in its middle. Paths are ASCII.
constexpr std::size_t kMaxPathBytes = 120;
std::string Shortened(std::string_view path) {
  if (path.size() <= kMaxPathBytes) return std::string(path);
  constexpr std::size_t kHalf = kMaxPathBytes / 2 - 2;
  return Cat(path.substr(0, kHalf), "....", path.substr(path.size() - kHalf));
}

}  // namespace

void Report::Add(Severity severity, std::string_view document, std::string_view resource, std::string_view path,
                 std::string_view text) {
  const std::string place = Shortened(path);
  if (severity == Severity::kError) ++errors_;
  std::string key =
      Cat(severity == Severity::kError ? "E" : "W", "\n", document, "\n", resource, "\n", place, "\n", text);
  if (seen_.contains(key)) return;
  if (issues_.size() >= kMaxIssues) {
    ++left_out_;
    return;
  }
  seen_.insert(std::move(key));
  issues_.push_back({severity, std::string(document), std::string(resource), place, std::string(text)});
}

}  // namespace tendon::interop
