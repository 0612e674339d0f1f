#include "cli/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace robson::cli {
namespace {

bool is_dollar(std::string_view asset) {
  constexpr std::array<std::string_view, 7> dollars = {"USDC", "USDT", "USD", "FDUSD", "TUSD", "BUSD", "DAI"};
  return std::ranges::find(dollars, asset) != dollars.end();
}

// Sign, currency and digits (without a sign) in the right order.
std::string with_currency(bool negative, bool positive_sign, const std::string& digits, std::string_view asset,
                          const Style& style) {
  const std::string_view sign = negative ? style.minus() : positive_sign ? "+" : "";
  if (is_dollar(asset)) return fmt::format("{}${}", sign, digits);
  return asset.empty() ? fmt::format("{}{}", sign, digits) : fmt::format("{}{} {}", sign, digits, clean(asset));
}

// Places after the point that show two significant digits of a value below 0.01.
int places_of_two_digits(Decimal value) {
  int digits = 0;
  for (Int128 units = abs(value).units(); units != 0; units /= 10) ++digits;
  return std::min(Decimal::max_places, Decimal::max_places - digits + 2);
}

std::string digits_of(Decimal value) {
  const Decimal size = abs(value);
  const bool would_read_zero = !size.is_zero() && round_to_places(size, 2, Rounding::half_away_from_zero).is_zero();
  return grouped(size.text(would_read_zero ? places_of_two_digits(size) : 2));
}

}  // namespace

std::string grouped(std::string_view digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  std::string made(digits.substr(0, point));
  for (std::size_t at = point; at > first + 3;) {
    at -= 3;
    made.insert(at, 1, ',');
  }
  return made.append(digits.substr(point));
}

std::string amount(Decimal value) {
  return (value.is_negative() ? "-" : "") + digits_of(value);
}

std::string price(const json::Fixed& value, std::string_view asset, const Style& style) {
  const Decimal size = abs(value.value);
  return with_currency(value.value.is_negative(), false, grouped(size.text(value.places)), asset, style);
}

std::string money(Decimal value, std::string_view asset, const Style& style, Sign sign) {
  return with_currency(value.is_negative(), sign == Sign::always && value.is_positive(), digits_of(value), asset,
                       style);
}

std::string percent(const json::Fixed& value, const Style& style, Sign sign) {
  const std::string digits = abs(value.value).text(value.places);
  const std::string_view mark = value.value.is_negative()                           ? style.minus()
                                : sign == Sign::always && value.value.is_positive() ? std::string_view("+")
                                                                                    : std::string_view();
  return fmt::format("{}{}%", mark, grouped(digits));
}

std::string quantity(Decimal value, std::string_view asset, const Style& style) {
  return with_currency(value.is_negative(), false, grouped(abs(value).text()), "", style) +
         (asset.empty() ? std::string{} : ' ' + clean(asset));
}

std::string quantity_in(Decimal value, std::string_view base_asset, Decimal contract_size, const Style& style) {
  if (contract_size == Decimal::integer(1)) return quantity(value, base_asset, style);
  const Decimal units = multiply(value, contract_size, Rounding::half_away_from_zero);
  return fmt::format("{} ({})", quantity(value, "lots", style), quantity(units, base_asset, style));
}

std::string money(const std::optional<json::Fixed>& value, std::string_view asset, const Style& style, Sign sign) {
  return value ? money(value->value, asset, style, sign) : std::string(style.unknown());
}

std::string percent(const std::optional<json::Fixed>& value, const Style& style, Sign sign) {
  return value ? percent(*value, style, sign) : std::string(style.unknown());
}

Tone tone_of(Decimal value) {
  if (value.is_zero()) return Tone::plain;
  return value.is_negative() ? Tone::bad : Tone::good;
}

std::string age(Duration value) {
  const auto ms = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::milliseconds>(value).count());
  if (ms < 10'000) return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
  if (ms < 120'000) return fmt::format("{} s", ms / 1000);
  if (ms < 7'200'000) return fmt::format("{} min", ms / 60'000);
  if (ms < 172'800'000) return fmt::format("{} h", ms / 3'600'000);
  return fmt::format("{} d", ms / 86'400'000);
}

std::string moment(Timestamp value) {
  const std::string text = to_rfc3339(value);
  return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 8));
}

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Pair pair_of(std::string_view symbol) {
  constexpr std::array<std::string_view, 14> quotes = {"FDUSD", "USDC", "USDT", "TUSD", "BUSD", "USD", "BTC",
                                                       "ETH",   "BNB",  "EUR",  "GBP",  "BRL",  "TRY", "JPY"};
  for (const std::string_view quote : quotes) {
    if (symbol.size() > quote.size() && symbol.ends_with(quote)) {
      std::string_view base = symbol.substr(0, symbol.size() - quote.size());
      while (base.size() > 1 && (base.ends_with('-') || base.ends_with('_'))) base.remove_suffix(1);
      return {std::string(base), std::string(quote)};
    }
  }
  return {std::string(symbol), ""};
}

}  // namespace robson::cli
