#pragma once
// Decimal: an exact signed decimal number, a count of 10^-12 units in 128 bits.
//
//   range       +-170,141,183,460,469,231,731,687,303.715884105727
//   arithmetic  + and - are exact; * and / are exact to 10^-12 and round there as the call says.
//               A result that does not fit throws DecimalOverflow; nothing wraps, nothing rounds silently.
//   text        -?digits(.digits{1,12})?  no exponent, no plus sign, no blanks, no NaN; a value with
//               more than 12 places is refused, not rounded.
//
// There is no way in from double. `to_double` exists for indicators, statistics and pixels only.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace robson {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

enum class Rounding {
  toward_zero,
  away_from_zero,
  floor,
  ceiling,
  half_even,
  half_away_from_zero,  // what people and the requirements call "rounded"
};

// A sum, product or quotient outside the range, or a division by zero.
struct DecimalOverflow : std::range_error {
  using std::range_error::range_error;
};

class Decimal {
 public:
  static constexpr int max_places = 12;
  static constexpr std::size_t max_text = 41;

  constexpr Decimal() = default;
  static constexpr Decimal from_units(Int128 units) {
    Decimal made;
    made.units_ = units;
    return made;
  }
  static constexpr Decimal integer(std::int64_t whole) {
    return from_units(static_cast<Int128>(whole) * 1'000'000'000'000);
  }
  // The one way in from text; nothing when the text is not a number of the form above.
  static std::optional<Decimal> parse(std::string_view text);

  constexpr Int128 units() const { return units_; }
  constexpr bool is_zero() const { return units_ == 0; }
  constexpr bool is_negative() const { return units_ < 0; }
  constexpr bool is_positive() const { return units_ > 0; }
  constexpr int sign() const { return units_ > 0 ? 1 : units_ < 0 ? -1 : 0; }

  // Shortest exact text ("0", "-1.5"), written at `out`, which has room for max_text; returns its end.
  char* format(char* out) const;
  std::string text() const;
  // Exactly `places` digits after the point, rounded as said ("89245.50" for 2).
  std::string text(int places, Rounding how = Rounding::half_away_from_zero) const;
  // At least `places` digits after the point, exact beyond them ("89245.50", "0.125").
  std::string text_at_least(int places) const;
  // Digits after the point in the shortest exact text, 0 to 12.
  int places() const;
  double to_double() const;

  friend constexpr bool operator==(Decimal a, Decimal b) { return a.units_ == b.units_; }
  friend constexpr std::strong_ordering operator<=>(Decimal a, Decimal b) {
    return a.units_ < b.units_   ? std::strong_ordering::less
           : a.units_ > b.units_ ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
  }

 private:
  Int128 units_ = 0;
};

Decimal operator+(Decimal a, Decimal b);
Decimal operator-(Decimal a, Decimal b);
Decimal operator-(Decimal a);
Decimal& operator+=(Decimal& a, Decimal b);
Decimal& operator-=(Decimal& a, Decimal b);
Decimal abs(Decimal a);

// Products and quotients round at 10^-12 as the call says.
Decimal multiply(Decimal a, Decimal b, Rounding how);
Decimal divide(Decimal a, Decimal b, Rounding how);

// To `places` (0 to 12) digits after the point.
Decimal round_to_places(Decimal value, int places, Rounding how);
// To a multiple of `step` (> 0), which need not be a power of ten.
Decimal round_to_step(Decimal value, Decimal step, Rounding how);
// True when `value` is a whole multiple of `step` (> 0).
bool is_multiple_of(Decimal value, Decimal step);

namespace literals {
// For constants in code and tests: "88837.92"_d. Throws std::invalid_argument on bad text.
Decimal operator""_d(const char* text, std::size_t size);
}  // namespace literals

// A Decimal that is a certain kind of thing: a price cannot be passed where a quantity is meant.
template <class Tag>
struct Strong {
  Decimal value{};

  friend constexpr bool operator==(Strong, Strong) = default;
  friend constexpr auto operator<=>(Strong a, Strong b) { return a.value <=> b.value; }
  friend Strong operator+(Strong a, Strong b) { return {a.value + b.value}; }
  friend Strong operator-(Strong a, Strong b) { return {a.value - b.value}; }
  friend Strong operator-(Strong a) { return {-a.value}; }
  friend Strong& operator+=(Strong& a, Strong b) { return a = a + b; }
  friend Strong& operator-=(Strong& a, Strong b) { return a = a - b; }
  constexpr bool is_zero() const { return value.is_zero(); }
};
using Price = Strong<struct PriceTag>;        // quote units for one base unit
using Quantity = Strong<struct QuantityTag>;  // base units
using Money = Strong<struct MoneyTag>;        // an amount of one asset, which the context names

// price x quantity, to 10^-12, halves away from zero (exact whenever the places of both sum to 12 or less).
Money notional(Price price, Quantity quantity);

}  // namespace robson

template <>
struct std::hash<robson::Decimal> {
  std::size_t operator()(robson::Decimal value) const noexcept;
};
