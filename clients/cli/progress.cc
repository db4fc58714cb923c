#include "clients/cli/progress.h"

#include <ostream>
#include <utility>

#include "absl/time/clock.h"

namespace tendon::cli {

Progress::Progress(Terminal& terminal, std::string what, std::size_t total)
    : terminal_(terminal), what_(std::move(what)), total_(total) {}

Progress::~Progress() {
  if (drawn_) terminal_.err << "\r\x1b[K" << std::flush;
}

void Progress::Advance() {
  ++done_;
  if (!terminal_.err_is_terminal) return;
  const absl::Time now = absl::Now();
  if (now < next_draw_) return;
  next_draw_ = now + absl::Milliseconds(50);
  terminal_.err << "\r\x1b[K" << done_ << " of " << total_ << ' ' << what_ << " ("
                << (total_ == 0 ? 100 : 100 * done_ / total_) << " %)" << std::flush;
  drawn_ = true;
}

}  // namespace tendon::cli
