// A VFS of SQLite, "unsynced", for tests of durability: it stands on the default one, but every write stays in the
// memory of the process, seen by all of its connections, until the file is synced; only then it goes to the real file.
// So kill -9 loses what a power cut would lose, and a commit that was acknowledged before its fsync is found out.
// Creating and deleting a file takes effect at once. Locks and shared memory are the default VFS's. See disk_faults.h
// for a disk that does worse.
#pragma once

namespace tendon::testing {

// Registers it for this process; once.
void RegisterUnsyncedVfs(bool make_default);

// The end of the process, within a test that lives on: what was not synced is gone. No file of the VFS may be open.
void ForgetUnsynced();

}  // namespace tendon::testing
