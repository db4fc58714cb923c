#include "clients/interop/report.h"

#include "clients/interop/text.h"

namespace tendon::interop {

void Report::Add(Severity severity, std::string_view document, std::string_view resource, std::string_view path,
                 std::string_view text) {
  if (severity == Severity::kError) ++errors_;
  std::string key =
      Cat(severity == Severity::kError ? "E" : "W", "\n", document, "\n", resource, "\n", path, "\n", text);
  if (seen_.contains(key)) return;
  if (issues_.size() >= kMaxIssues) {
    ++left_out_;
    return;
  }
  seen_.insert(std::move(key));
  issues_.push_back({severity, std::string(document), std::string(resource), std::string(path), std::string(text)});
}

}  // namespace tendon::interop
