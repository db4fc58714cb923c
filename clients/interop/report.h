// Collects the issues of one import, each once, within kMaxIssues.
#ifndef TENDON_CLIENTS_INTEROP_REPORT_H_
#define TENDON_CLIENTS_INTEROP_REPORT_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "clients/interop/fhir.h"

namespace tendon::interop {

class Report {
 public:
  // `resource` is a label as in Issue.resource. The same issue again (a Patient that two requests refer to) is kept
  // once, and counted as an error again: whoever reads the bad element must see it.
  void Add(Severity severity, std::string_view document, std::string_view resource, std::string_view path,
           std::string_view text);

  std::size_t errors() const { return errors_; }
  std::size_t left_out() const { return left_out_; }
  std::vector<Issue> Take() { return std::move(issues_); }

 private:
  std::vector<Issue> issues_;
  std::set<std::string> seen_;
  std::size_t errors_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_REPORT_H_
