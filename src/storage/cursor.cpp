#include "storage/cursor.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/decimal.hpp"
#include "market/symbol.hpp"

namespace robson::storage {
namespace {

// FNV-1a, 64 bit: tells questions apart; nobody gains anything by forging one.
std::string fingerprint(std::string_view question) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : question) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return {};
  return number;
}

bool is_value(CursorValue kind, std::string_view text) {
  switch (kind) {
    case CursorValue::none: return text.empty();
    case CursorValue::whole_number: return whole_number(text).has_value();
    case CursorValue::decimal: return Decimal::parse(text).has_value();
    case CursorValue::symbol: return Symbol::parse(text).has_value();
  }
  return false;
}

}  // namespace

std::string cursor_text(std::string_view question, const Cursor& cursor) {
  return fmt::format("{}~{}~{}", fingerprint(question), cursor.id, cursor.value);
}

Result<Cursor, CursorFault> cursor_of(std::string_view question, CursorValue kind, std::string_view text) {
  const auto first = text.find('~');
  if (first != 16 || text.size() > 128) return Unexpected(CursorFault::malformed);
  const auto second = text.find('~', first + 1);
  if (second == std::string_view::npos) return Unexpected(CursorFault::malformed);
  const auto id = whole_number(text.substr(first + 1, second - first - 1));
  if (!id || *id < 1) return Unexpected(CursorFault::malformed);
  if (text.substr(0, first) != fingerprint(question)) return Unexpected(CursorFault::of_another_question);
  const auto value = text.substr(second + 1);
  if (!is_value(kind, value)) return Unexpected(CursorFault::malformed);
  return Cursor{.value = std::string(value), .id = *id};
}

}  // namespace robson::storage
