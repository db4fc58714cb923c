// Walks the pages of a List method.
#ifndef TENDON_CLIENTS_CPP_PAGING_H_
#define TENDON_CLIENTS_CPP_PAGING_H_

#include "absl/status/status.h"

namespace tendon::client {

// Calls `list` (Request -> StatusOr<Response>) page by page and hands each to `visit` (const Response& -> bool) until
// that returns false or the pages end. INTERNAL when the server gives the same page token twice running, which would
// never end.
template <class Request, class List, class Visit>
absl::Status ForEachPage(Request request, List list, Visit visit) {
  while (true) {
    const auto page = list(request);
    if (!page.ok()) return page.status();
    if (!visit(*page) || page->next_page_token().empty()) return absl::OkStatus();
    if (page->next_page_token() == request.page_token()) return absl::InternalError("the server repeats a page token");
    request.set_page_token(page->next_page_token());
  }
}

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_PAGING_H_
