// How far a long command is: one line on standard error, only if that is a terminal, redrawn at most 20 times a second
// and wiped at the end.
#pragma once

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/terminal.h"

namespace tendon::cli {

class Progress {
 public:
  Progress(Terminal& terminal, std::string what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Advance();

 private:
  Terminal& terminal_;
  const std::string what_;
  const std::size_t total_;
  std::size_t done_ = 0;
  bool drawn_ = false;
  absl::Time next_draw_ = absl::InfinitePast();
};

}  // namespace tendon::cli
