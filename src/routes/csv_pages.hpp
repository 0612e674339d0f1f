#pragma once
// Answers as CSV files, and a whole list as one: page after page, so that no reader of the database is held for long.
#include "routes/csv.hpp"
#include "routes/failures.hpp"
#include "routes/gate.hpp"
#include "storage/cursor.hpp"

namespace robson::routes {

inline constexpr std::size_t most_csv_rows = 100'000;

// As a file of that name; `truncated` says that there are more rows.
net::Response csv_response(std::string body, const std::string& name, bool truncated);

// `page_of(query)` reads a page (a Task of Result<Page, Failure>), `add_row(csv, row)` writes a row; `csv` has its
// head. Whole pages up to most_csv_rows and the rest of that page.
template <class Query, class PageOf, class AddRow>
net::Task<Answer> csv_of_pages(Query query, PageOf page_of, Csv csv, AddRow add_row, const char* name) {
  query.limit = storage::longest_page;
  bool more = true;
  for (std::size_t rows = 0; more && rows < most_csv_rows;) {
    auto page = co_await page_of(query);
    if (!page) co_return Unexpected(page.error());
    rows += page->rows.size();
    for (auto& row : page->rows) add_row(csv, std::move(row));
    more = page->next.has_value();
    if (!more) break;
    const auto after = storage::read_cursor(query, *page->next);
    if (!after) co_return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  co_return csv_response(csv.take(), name, more);
}

}  // namespace robson::routes
