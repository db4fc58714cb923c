#include "clients/cpp/import_ids.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cpp/uuid.h"

namespace tendon::client {
namespace {

// Our own namespace of names, a random UUID fixed for ever: 6b0a1d8e-54c3-4f7b-9d21-0e7c5a8f3b46.
constexpr UuidBytes kImportNamespace = {0x6b, 0x0a, 0x1d, 0x8e, 0x54, 0xc3, 0x4f, 0x7b,
                                        0x9d, 0x21, 0x0e, 0x7c, 0x5a, 0x8f, 0x3b, 0x46};

// The bytes of the record's content. The messages have no maps, so that their serialisation is the same in every run.
std::string Content(const outcomes::v1::ImportSessionsRequest& record) {
  std::string bytes = absl::StrCat(record.parent(), "\n");
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  record.session().SerializeToCodedStream(&output);
  output.Trim();
  return bytes;
}

}  // namespace

void AssignRequestIds(std::vector<outcomes::v1::ImportSessionsRequest>& records) { ImportIds().Assign(records); }

void ImportIds::Assign(std::vector<outcomes::v1::ImportSessionsRequest>& records) {
  for (auto& record : records) {
    if (!record.request_id().empty()) continue;
    const std::string content = Content(record);
    const std::string first = NamedUuid(kImportNamespace, content);
    const int earlier = seen_[first]++;
    record.set_request_id(earlier == 0 ? first : NamedUuid(kImportNamespace, absl::StrCat(content, "\n", earlier)));
  }
}

}  // namespace tendon::client
