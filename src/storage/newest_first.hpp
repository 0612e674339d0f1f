#pragma once
// Pages of rows that go back in time, by (at, id): where a page begins, and its end as a cursor.
#include <limits>
#include <string>

#include "base/timestamp.hpp"
#include "storage/cursor.hpp"

namespace robson::storage {

// Behind this place, and one row more than the page to see whether there is a next one.
//   "... and (at, id) < (:at, :id) and at >= :from order by at desc, id desc limit :limit"
struct Place {
  Timestamp at{std::numeric_limits<std::int64_t>::max()};
  std::int64_t id = std::numeric_limits<std::int64_t>::max();
};
inline Place place_behind(const std::optional<Cursor>& after) {
  if (!after) return {};
  return {.at = {std::stoll(after->value)}, .id = after->id};
}

// A page out of limit + 1 rows.
template <class Row>
Page<Row> page_of(std::vector<Row> rows, int limit, std::string_view question) {
  Page<Row> page{.rows = std::move(rows)};
  if (page.rows.size() > static_cast<std::size_t>(limit)) {
    page.rows.pop_back();
    const Row& last = page.rows.back();
    page.next = cursor_text(question, {std::to_string(last.at.us), last.id});
  }
  return page;
}

}  // namespace robson::storage
