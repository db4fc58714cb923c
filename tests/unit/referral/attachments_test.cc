// What is taken for what, and what the sweep forgets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "services/referral/attachments/library.h"
#include "services/referral/attachments/sweep.h"
#include "services/storage/memory/memory_store.h"
#include "tests/testing/files.h"
#include "tests/testing/status_matchers.h"

namespace tendon::referral {
namespace {

using ::tendon::testing::Succeeds;

// The smallest beginnings of each format, from its specification.
const std::string kPng("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0", 30);
const std::string kJpeg("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0", 20);
const std::string kTiff("II*\0\x08\0\0\0\0\0\0\0\0\0", 14);
const std::string kPdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
const std::string kDicom = std::string(128, '\0') + "DICM" + std::string("\x02\0\0\0UL\x04\0", 8);
const std::string kText = "The knee was seen on Monday.\n";
const std::string kXml = "<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>\n";
const std::string kJson = "{\"resourceType\": \"DocumentReference\", \"status\": \"current\"}\n";
const std::string kHtml = "<!DOCTYPE html><html><script>alert(1)</script></html>";
const std::string kSvg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>";
const std::string kElf(
    "\x7f"
    "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0",
    24);
const std::string kZip("PK\x03\x04\x14\0\0\0\x08\0", 10);
const std::string kScript = "#!/bin/sh\nrm -rf /\n";

bool IsTakenAs(const std::string& media_type, const std::string& content) {
  static const auto* const sniffer = ContentSniffer::Make().value().release();
  return Matches(media_type, const_cast<ContentSniffer*>(sniffer)->TypeOf(content));
}

TEST(MediaTypeTest, AContentIsWhatItIs) {
  EXPECT_TRUE(IsTakenAs("image/png", kPng));
  EXPECT_TRUE(IsTakenAs("image/jpeg", kJpeg));
  EXPECT_TRUE(IsTakenAs("image/tiff", kTiff));
  EXPECT_TRUE(IsTakenAs("application/pdf", kPdf));
  EXPECT_TRUE(IsTakenAs("application/dicom", kDicom));
  EXPECT_TRUE(IsTakenAs("text/plain", kText));
  EXPECT_TRUE(IsTakenAs("text/xml", kXml));
  EXPECT_TRUE(IsTakenAs("application/xml", kXml));
  EXPECT_TRUE(IsTakenAs("application/json", kJson));
  EXPECT_TRUE(IsTakenAs("application/fhir+json", kJson));
}

TEST(MediaTypeTest, NothingIsTakenForAnotherType) {
  const std::pair<const char*, const std::string*> contents[] = {
      {"image/png", &kPng},       {"image/jpeg", &kJpeg},         {"image/tiff", &kTiff},
      {"application/pdf", &kPdf}, {"application/dicom", &kDicom}, {"text/xml", &kXml}};
  for (const auto& [announced, unused] : contents) {
    for (const auto& [is, content] : contents) {
      if (is == announced) continue;
      EXPECT_FALSE(IsTakenAs(announced, *content)) << is << " as " << announced;
    }
  }
}

TEST(MediaTypeTest, ProgramsAreTakenForNothing) {
  for (const std::string* content : {&kHtml, &kSvg, &kElf, &kZip, &kScript}) {
    for (const char* announced : {"image/png", "image/jpeg", "image/tiff", "application/pdf", "application/dicom",
                                  "text/plain", "text/xml", "application/xml", "application/json"}) {
      EXPECT_FALSE(IsTakenAs(announced, *content)) << announced << ": " << content->substr(0, 12);
    }
  }
}

TEST(MediaTypeTest, OnlyTheListIsTaken) {
  EXPECT_TRUE(IsTaken("application/pdf"));
  for (const char* type : {"text/html", "image/svg+xml", "application/zip", "application/octet-stream", "",
                           "APPLICATION/PDF", "application/pdf; charset=x"}) {
    EXPECT_FALSE(IsTaken(type)) << type;
  }
}

class SweepTest : public ::testing::Test {
 protected:
  SweepTest() {
    library_ = OpenAttachmentLibrary(folder_.File("store.db"), {50 << 20, absl::Hours(24)}).value();
    EXPECT_THAT(Commit([](storage::ReferralTransaction& t) {
                  storage::ReferralRow row;
                  row.id = "r1";
                  row.ordinal = row.version = 1;
                  row.readers = {"river"};
                  return t.InsertReferral(row);
                }),
                Succeeds());
  }
  absl::Status Commit(const std::function<absl::Status(storage::ReferralTransaction&)>& run) {
    auto transaction = store_->Begin().value();
    const absl::Status status = run(*transaction);
    return status.ok() ? transaction->Commit() : status;
  }
  void Announce(const std::string& id, absl::Time time) {
    ASSERT_THAT(Commit([&](storage::ReferralTransaction& t) {
                  return t.InsertAttachment({"r1", id, "river", kAbc, false, absl::ToUnixMicros(time), ""});
                }),
                Succeeds());
  }
  Swept Sweep(absl::Time now) {
    const auto swept = SweepAttachments(*store_, *library_, now, [this](auto run) { return Commit(run); });
    EXPECT_THAT(swept, Succeeds());
    return swept.value_or(Swept{-1, -1, -1});
  }
  static constexpr char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  const tendon::testing::TempDir folder_;
  const std::unique_ptr<storage::ReferralStore> store_ = storage::MakeMemoryReferralStore();
  std::unique_ptr<AttachmentLibrary> library_;
  const absl::Time now_ = absl::Now();
};

TEST_F(SweepTest, WhatWasNotFinishedInTimeIsForgotten) {
  Announce("old", now_ - absl::Hours(25));
  Announce("young", now_ - absl::Hours(23));
  ASSERT_THAT(library_->contents->Append("old", 0, "ab"), Succeeds());
  ASSERT_THAT(library_->contents->Append("young", 0, "ab"), Succeeds());
  EXPECT_EQ(Sweep(now_).attachments, 1);
  EXPECT_EQ(library_->contents->UploadSize("old").value(), 0);
  EXPECT_EQ(library_->contents->UploadSize("young").value(), 2);
  EXPECT_FALSE(store_->Read().value()->IsUnfinished("old").value());
  EXPECT_TRUE(store_->Read().value()->IsUnfinished("young").value());
}

TEST_F(SweepTest, AContentWithoutAnAttachmentIsForgottenOnceItIsOld) {
  ASSERT_THAT(library_->contents->Append("u", 0, "abc"), Succeeds());
  ASSERT_THAT(library_->contents->Finish("u", kAbc), Succeeds());
  ASSERT_THAT(library_->contents->Append("lost", 0, "abc"), Succeeds());
  EXPECT_EQ(Sweep(now_ + absl::Hours(23)).contents, 0) << "its attachment may be about to be completed";
  const Swept swept = Sweep(now_ + absl::Hours(25));
  EXPECT_EQ(swept.contents, 1);
  EXPECT_EQ(swept.uploads, 1);
  EXPECT_THAT(library_->contents->Read(kAbc, 0, 3), ::tendon::testing::HasCode(absl::StatusCode::kNotFound));
}

TEST_F(SweepTest, AnAttachmentKeepsItsContentForEver) {
  Announce("a1", now_);
  ASSERT_THAT(library_->contents->Append("a1", 0, "abc"), Succeeds());
  ASSERT_THAT(library_->contents->Finish("a1", kAbc), Succeeds());
  ASSERT_THAT(Commit([](storage::ReferralTransaction& t) { return t.CompleteAttachment("r1", "a1", ""); }), Succeeds());
  const Swept swept = Sweep(now_ + absl::Hours(24 * 3650));
  EXPECT_EQ(swept.attachments + swept.uploads + swept.contents, 0);
  EXPECT_EQ(library_->contents->Read(kAbc, 0, 3).value(), "abc");
}

}  // namespace
}  // namespace tendon::referral
