#pragma once
// Numbers as people read them, by the rules of rounding for screens: exact decimals in, half away from zero, thousands
// grouped, the sign before the currency, a non-zero amount never shown as 0.00.
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "cli/style.hpp"
#include "json/describe.hpp"

namespace robson::cli {

enum class Sign { minus_only, always };

// "89245.50" -> "89,245.50"; keeps a sign, leaves the digits after the point alone.
std::string grouped(std::string_view digits);
// 2 places; as many as show two significant digits where that would read 0.00. "0.13", "0.0042", "1,234.50".
std::string amount(Decimal value);

// With its currency: "$89,245.50", "−$0.59", "0.05123 BTC". Dollars for USD, USDC, USDT and their like.
std::string price(const json::Fixed& value, std::string_view asset, const Style& style);
std::string money(Decimal value, std::string_view asset, const Style& style, Sign sign = Sign::minus_only);
// "+0.46%", "−2.45%".
std::string percent(const json::Fixed& value, const Style& style, Sign sign = Sign::always);
// Exact: "0.00033 BTC".
std::string quantity(Decimal value, std::string_view asset, const Style& style);
// The same of a position, an operation or a plan; where its market is traded in lots "0.12 lots (12 XAU)".
std::string quantity_in(Decimal value, std::string_view base_asset, Decimal contract_size, const Style& style);
std::string quantity_of(Decimal value, const auto& of, const Style& style) {
  return quantity_in(value, of.base_asset, of.contract_size, style);
}

// The same, or the mark for what is not known.
std::string money(const std::optional<json::Fixed>& value, std::string_view asset, const Style& style,
                  Sign sign = Sign::minus_only);
std::string percent(const std::optional<json::Fixed>& value, const Style& style, Sign sign = Sign::always);

// Green for a gain, red for a loss.
Tone tone_of(Decimal value);

// "0.4 s", "12 s", "3 min", "2 h", "5 d".
std::string age(Duration value);
// "2026-01-02 03:04:05 UTC"
std::string moment(Timestamp value);
// "1 position", "2 positions"
std::string counted(std::int64_t count, std::string_view noun);

// The assets of a market's name, where a known quote asset ends it: BTCUSDC -> BTC, USDC.
struct Pair {
  std::string base{};
  std::string quote{};
  std::string text() const { return quote.empty() ? base : base + '/' + quote; }
};
Pair pair_of(std::string_view symbol);

}  // namespace robson::cli
