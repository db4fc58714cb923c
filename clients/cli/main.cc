// The command `tendon`: a client of the servers like any other.
#include "clients/cli/application.h"

int main(int argc, char** argv) {
  tendon::cli::Terminal terminal = tendon::cli::SystemTerminal();
  return static_cast<int>(tendon::cli::Run({argv + 1, argv + argc}, terminal));
}
