// JSON text into a document tree, with limits and with errors that name a place and never the content.
#ifndef TENDON_CLIENTS_INTEROP_JSON_TEXT_H_
#define TENDON_CLIENTS_INTEROP_JSON_TEXT_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tendon::interop {

using Json = nlohmann::json;

// Either a tree, or where and why there is none.
struct ParsedText {
  Json json;
  std::string path;   // of the error: "line 3, column 17 (byte 812)" or "$.entry[3]"
  std::string error;  // empty when it was read

  bool ok() const { return error.empty(); }
};

// Reads UTF-8 JSON strictly (RFC 8259, a leading byte order mark allowed): one value, no comments, no property twice in
// one object, numbers within a double, nesting at most kMaxNestingDepth, size at most kMaxDocumentBytes.
ParsedText ParseJson(std::string_view text);

// The key where it looks like a property of FHIR, else "?": any other key may hold anything.
std::string_view ShownKey(std::string_view key);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_JSON_TEXT_H_
