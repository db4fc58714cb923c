// Every limit of the servers, with its reason. Limits of single fields stand in the protos
// (tendon.options.v1.FieldRules); the defaults that apply where a field names none stand here. Going over one is
// INVALID_ARGUMENT or RESOURCE_EXHAUSTED, and the error names it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace tendon::runtime {

// Messages and fields.
// A full referral of a real clinic is below 100 KiB; attachments stream in chunks.
inline constexpr int kMaxMessageBytes = 1 << 20;
// A page of 200 large referrals; larger ones come in smaller pages.
inline constexpr int kMaxSendMessageBytes = 16 << 20;
// Enough for a display text in any language; longer fields say so in the proto.
inline constexpr uint32_t kDefaultStringBytes = 256;
// More than a clinician can read; longer lists say so in the proto.
inline constexpr uint32_t kDefaultItems = 100;
// The protos nest 8 deep; a recursive type must not exhaust the stack.
inline constexpr int kMaxMessageDepth = 32;
// A caller fixes the first ones and calls again; keeps the status within the 8 KiB that gRPC allows for metadata.
inline constexpr size_t kMaxViolations = 20;

// Lists.
// One screen.
inline constexpr int kDefaultPageSize = 50;
// Keeps the time of a list call and the size of its answer in bounds.
inline constexpr int kMaxPageSize = 200;
// Events are small and read by machines.
inline constexpr int kDefaultEventsPageSize = 100;
// About 300 KiB.
inline constexpr int kMaxEventsPageSize = 1000;
// Events with a whole referral each, which may be 1 MiB: with one more they still fit a message.
inline constexpr int kMaxSnapshotsPage = 14;
// Pairs of clinician and site that one search by distance looks at: some 20 ms.
inline constexpr int kMaxSearchCandidates = 20'000;
// Documents of one course of treatment; more is a mistake of a program.
inline constexpr int64_t kMaxAttachmentsPerReferral = 500;
// Keeps a connection busy, and the memory of a stream small; the protos' own limit on a chunk.
inline constexpr int64_t kAttachmentChunkBytes = 256 << 10;
// Chunks that wait for the disk: 64 MiB at most.
inline constexpr size_t kMaxAttachmentQueue = 256;
// One for each system that follows the feed, and some to spare.
inline constexpr int kMaxFeedCursors = 100;
// The protos' own limit on `page_token`.
inline constexpr size_t kMaxPageTokenBytes = 1024;

// Writes.
// A clinic's system may be down for a weekend and a holiday, and send again.
inline constexpr absl::Duration kRequestIdRetention = absl::Hours(7 * 24);
// About 2 s of work at 10,000 writes/s; more is refused early with RetryInfo.
inline constexpr int kMaxWriterQueue = 20'000;
// Spreads one fsync, and the pages that writes have in common, over many of them; a larger batch only adds latency.
inline constexpr int kMaxWriterBatch = 512;
// Records of one import stream that are not answered yet: a batch that is written and one that waits keep the writer
// busy; more would only hold up other callers' writes.
inline constexpr int kMaxImportInFlight = 2 * kMaxWriterBatch;

// Reads.
// About 1 s of work; more is refused early with RetryInfo.
inline constexpr size_t kMaxReadQueue = 20'000;

// Cohorts. Each holds a core and a snapshot for up to some seconds.
// One at a time leaves the other core to writes and reads.
inline constexpr int kCohortThreads = 1;
// More is refused early with RetryInfo.
inline constexpr size_t kMaxCohortQueue = 16;
// An export waits for its client.
inline constexpr int kExportThreads = 2;
inline constexpr size_t kMaxExportQueue = 4;
// About 64 KiB.
inline constexpr int kMaxExportPart = 500;
// Ten million readings at 20,000 a second; a snapshot that is held for longer keeps the write-ahead log growing.
inline constexpr absl::Duration kMaxExportTime = absl::Minutes(10);

// Calls.
// One clinic's system with many users shares a connection.
inline constexpr int kMaxStreamsPerConnection = 1000;
// What gRPC may hold in buffers; beyond it reads slow down instead of the machine running out.
inline constexpr size_t kGrpcMemoryBytes = 256 << 20;
// Finds a dead peer, and keeps middleboxes from dropping an idle watch.
inline constexpr int kKeepaliveMs = 30'000;
// A client that pings more often than this is cut off.
inline constexpr int kMinClientPingMs = 10'000;
// Idle watches cost memory only; so many fit in about 2.5 GiB at the 256 KiB a connection that gRPC takes at worst.
inline constexpr int kMaxWatchers = 10'000;
// For a caller that sets no deadline: longer than any call takes on a healthy server.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(10);
// No unary call may hold its resources for longer, whatever the caller says.
inline constexpr absl::Duration kMaxDeadline = absl::Seconds(60);

}  // namespace tendon::runtime
