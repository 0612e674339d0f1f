#include <fmt/format.h>

#include <charconv>

#include "base/ensure.hpp"
#include "cli/commands/all.hpp"
#include "cli/style.hpp"
#include "market/symbol.hpp"

namespace robson::cli {

Unexpected<client::Error> invalid(std::string text) {
  return Unexpected(client::Error{.cause = client::Cause::invalid, .text = std::move(text), .code = "USAGE"});
}

Page page_of(const std::string& body, std::string list) {
  json::Limits limits;
  limits.bytes = 16U << 20U;
  limits.values = 2'000'000;
  auto document = json::parse(body, limits);
  ensure(document.has_value(), "a body that was read once reads again");
  Page page;
  page.document = std::move(*document);
  page.list = std::move(list);
  return page;
}

Result<std::string, client::Error> symbol_of(const Invocation& asked) {
  const std::string typed = asked.value("SYMBOL");
  std::string joined = typed;
  const auto slash = joined.find('/');
  if (slash != std::string::npos) joined.erase(slash, 1);
  const auto symbol = Symbol::parse(joined);
  if (symbol) return symbol->text;
  return invalid(fmt::format("SYMBOL: expected a market's name such as BTCUSDC, got \"{}\"", clean(typed)));
}

Result<std::int64_t, client::Error> number_of(const Invocation& asked, std::string_view name, std::int64_t least,
                                              std::int64_t most, std::int64_t otherwise) {
  if (!asked.has(name)) return otherwise;
  const std::string typed = asked.value(name);
  std::int64_t number = 0;
  const char* end = typed.data() + typed.size();
  const auto parsed = std::from_chars(typed.data(), end, number);
  if (parsed.ec == std::errc{} && parsed.ptr == end && number >= least && number <= most) return number;
  return invalid(fmt::format("{}: expected a whole number from {} to {}, got \"{}\"", name, least, most, clean(typed)));
}

}  // namespace robson::cli
