// Lists of what is kept beside a referral: pages of numbered parts.
#pragma once

#include <string>

#include "absl/strings/numbers.h"
#include "services/referral/handlers/common.h"

namespace tendon::referral {

// Copies a page of `items`, in their order, into `page`. The cursor is how many came before.
template <class Item>
absl::Status FillPage(Reader& reader, const std::string& method, const std::string& parent, int page_size,
                      const std::string& page_token, const google::protobuf::RepeatedPtrField<Item>& items,
                      google::protobuf::RepeatedPtrField<Item>* page, std::string* next_page_token) {
  const std::string fingerprint = runtime::QueryFingerprint({method, parent});
  const auto cursor = OpenPage(reader, fingerprint, page_token);
  if (!cursor.ok()) return cursor.status();
  int first = 0;
  if (!cursor->empty() && !absl::SimpleAtoi(*cursor, &first)) return absl::DataLossError("a page token of no place");
  const int last = std::min(first + PageSize(page_size), items.size());
  for (int i = first; i < last; ++i) *page->Add() = items.Get(i);
  if (last >= items.size()) return absl::OkStatus();
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  *next_page_token = runtime::MakePageToken(*secret, fingerprint, std::to_string(last));
  return absl::OkStatus();
}

}  // namespace tendon::referral
