// tendon-outcomes on a disk that keeps nothing that was not synced: see unsynced_vfs.h.
#include "services/outcomes/server.h"
#include "tests/robustness/unsynced_vfs.h"

int main(int argc, char** argv) {
  tendon::testing::RegisterUnsyncedVfs(true);
  return tendon::outcomes::RunOutcomesServer(argc, argv);
}
