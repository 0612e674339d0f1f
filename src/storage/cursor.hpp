#pragma once
// Where a page ended, so that the next one goes on behind it: the last row's sort value and id. As text it also carries
// a fingerprint of the question that it belongs to:
//
//   <16 hex digits of the question>~<id>~<sort value>          A-Z a-z 0-9 . - _ ~ only, fit for a URL
//
// A cursor of another question, or anything else, is refused by read_cursor; what it lets through is safe to use.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace robson::storage {

struct Cursor {
  std::string value{};
  std::int64_t id = 0;
};
enum class CursorFault { malformed, of_another_question };

inline constexpr int longest_page = 1000;

template <class Row>
struct Page {
  std::vector<Row> rows{};
  std::optional<std::string> next{};  // cursor; none: these were the last
};

// What a cursor's value is.
enum class CursorValue { none, whole_number, decimal, symbol };

// `question`: filter and sort in any canonical form, without the page's own place and size.
std::string cursor_text(std::string_view question, const Cursor& cursor);
Result<Cursor, CursorFault> cursor_of(std::string_view question, CursorValue kind, std::string_view text);

}  // namespace robson::storage
