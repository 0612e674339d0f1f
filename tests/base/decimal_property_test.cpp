// Decimal against an independent implementation: exact rationals over Boost's big integers, 100,000 seeded cases.
#include <gtest/gtest.h>

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <random>
#include <string>

#include "base/decimal.hpp"

namespace robson {
namespace {

using Big = boost::multiprecision::cpp_int;

constexpr int cases = 100'000;
constexpr std::array all_roundings = {Rounding::toward_zero, Rounding::away_from_zero, Rounding::floor,
                                      Rounding::ceiling,     Rounding::half_even,      Rounding::half_away_from_zero};

const Big unit("1000000000000");
const Big greatest = (Big(1) << 127) - 1;

Big big_of(Decimal value) {
  const Int128 units = value.units();
  const auto magnitude = units < 0 ? UInt128{} - static_cast<UInt128>(units) : static_cast<UInt128>(units);
  const Big made =
      (Big(static_cast<std::uint64_t>(magnitude >> 64)) << 64) | Big(static_cast<std::uint64_t>(magnitude));
  return units < 0 ? -made : made;
}

// numerator / denominator to a whole number by the definition of each mode.
Big rounded(Big numerator, Big denominator, Rounding how) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const bool negative = numerator < 0;
  const Big magnitude = negative ? Big(-numerator) : numerator;
  const Big whole = magnitude / denominator;
  const Big rest = magnitude % denominator;
  const Big twice = rest * 2;
  bool up = false;
  if (rest != 0) {
    switch (how) {
      case Rounding::toward_zero: break;
      case Rounding::away_from_zero: up = true; break;
      case Rounding::floor: up = negative; break;
      case Rounding::ceiling: up = !negative; break;
      case Rounding::half_even: up = twice > denominator || (twice == denominator && whole % 2 == 1); break;
      case Rounding::half_away_from_zero: up = twice >= denominator; break;
    }
  }
  const Big made = whole + (up ? 1 : 0);
  return negative ? Big(-made) : made;
}

// What a call of Decimal should be: its units, or nothing when it has to throw.
std::optional<Big> in_range(const Big& units) {
  if (units > greatest || units < -greatest) return {};
  return units;
}

template <class Call>
std::optional<Big> outcome(Call call) {
  try {
    return big_of(call());
  } catch (const DecimalOverflow&) {
    return {};
  }
}

std::string plain_text(const Big& units, int places) {
  const Big scale = boost::multiprecision::pow(Big(10), static_cast<unsigned>(places));
  const Big magnitude = units < 0 ? Big(-units) : units;
  std::string fraction = Big(magnitude % scale).str();
  fraction.insert(0, static_cast<std::size_t>(places) - std::min(fraction.size(), static_cast<std::size_t>(places)),
                  '0');
  std::string text = Big(magnitude / scale).str();
  if (places > 0) text += '.' + fraction;
  return units < 0 ? '-' + text : text;
}

// Values of every size, with a liking for zero, ties, whole numbers and the ends of the range.
class Values {
 public:
  explicit Values(std::uint64_t seed) : random_(seed) {}
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  Rounding rounding() { return all_roundings[below(all_roundings.size())]; }
  Decimal value() {
    constexpr Int128 most = static_cast<Int128>(~UInt128{} >> 1);
    const auto bits = static_cast<int>(below(128));
    Int128 units = bits == 0 ? 0 : static_cast<Int128>(wide() >> (128 - bits));
    const auto kind = below(20);
    if (kind == 0) units = most - static_cast<Int128>(below(3));
    if (kind == 1) units = static_cast<Int128>(below(3));
    if (kind == 2) units = static_cast<Int128>(below(1'000'000)) * 1'000'000'000'000;
    if (kind == 3) units = static_cast<Int128>(below(1'000'000)) * 500'000 + 500'000;
    return Decimal::from_units(below(2) == 0 ? units : -units);
  }

 private:
  UInt128 wide() { return (static_cast<UInt128>(random_()) << 64) | random_(); }
  std::mt19937_64 random_;
};

class DecimalProperty : public testing::Test {
 protected:
  Values values{20'251'230};
};

TEST_F(DecimalProperty, sums_and_differences_are_exact_or_throw) {
  for (int i = 0; i < cases; ++i) {
    const Decimal a = values.value();
    const Decimal b = values.value();
    ASSERT_EQ(outcome([&] { return a + b; }), in_range(big_of(a) + big_of(b))) << a.text() << " + " << b.text();
    ASSERT_EQ(outcome([&] { return a - b; }), in_range(big_of(a) - big_of(b))) << a.text() << " - " << b.text();
    ASSERT_EQ(a < b, big_of(a) < big_of(b)) << a.text() << " < " << b.text();
    ASSERT_EQ(big_of(abs(a)), Big(abs(big_of(a))));
  }
}

TEST_F(DecimalProperty, products_round_as_the_call_says_or_throw) {
  for (int i = 0; i < cases; ++i) {
    const Decimal a = values.value();
    const Decimal b = values.value();
    for (const Rounding how : all_roundings) {
      ASSERT_EQ(outcome([&] { return multiply(a, b, how); }), in_range(rounded(big_of(a) * big_of(b), unit, how)))
          << a.text() << " * " << b.text() << " mode " << static_cast<int>(how);
    }
  }
}

TEST_F(DecimalProperty, quotients_round_as_the_call_says_or_throw) {
  for (int i = 0; i < cases; ++i) {
    const Decimal a = values.value();
    const Decimal b = values.value();
    for (const Rounding how : all_roundings) {
      const auto expected = b.is_zero() ? std::nullopt : in_range(rounded(big_of(a) * unit, big_of(b), how));
      ASSERT_EQ(outcome([&] { return divide(a, b, how); }), expected)
          << a.text() << " / " << b.text() << " mode " << static_cast<int>(how);
    }
  }
}

TEST_F(DecimalProperty, rounding_to_places_and_steps_gives_the_multiple_that_the_mode_names) {
  for (int i = 0; i < cases; ++i) {
    const Decimal a = values.value();
    const auto places = static_cast<int>(values.below(13));
    const Rounding how = values.rounding();
    const Big step = boost::multiprecision::pow(Big(10), static_cast<unsigned>(12 - places));
    ASSERT_EQ(outcome([&] { return round_to_places(a, places, how); }), in_range(rounded(big_of(a), step, how) * step))
        << a.text() << " to " << places << " mode " << static_cast<int>(how);
    const Decimal by = abs(values.value());
    if (by.is_zero()) continue;
    const Big multiple = rounded(big_of(a), big_of(by), how) * big_of(by);
    ASSERT_EQ(outcome([&] { return round_to_step(a, by, how); }), in_range(multiple))
        << a.text() << " by " << by.text() << " mode " << static_cast<int>(how);
    ASSERT_EQ(is_multiple_of(a, by), big_of(a) % big_of(by) == 0) << a.text() << " by " << by.text();
  }
}

TEST_F(DecimalProperty, text_is_read_and_written_exactly) {
  for (int i = 0; i < cases; ++i) {
    const Decimal a = values.value();
    const std::string full = plain_text(big_of(a), Decimal::max_places);
    ASSERT_EQ(Decimal::parse(full), a) << full;
    ASSERT_EQ(Decimal::parse(a.text()), a) << a.text();
    ASSERT_EQ(a.text(Decimal::max_places), full);
    const auto places = static_cast<int>(values.below(13));
    const Rounding how = values.rounding();
    const Big step = boost::multiprecision::pow(Big(10), static_cast<unsigned>(12 - places));
    const Big shown = rounded(big_of(a), step, how);
    if (!in_range(shown * step)) continue;
    ASSERT_EQ(a.text(places, how), plain_text(shown, places)) << full;
  }
}

TEST_F(DecimalProperty, what_does_not_fit_is_refused_and_not_wrapped) {
  for (int i = 0; i < cases; ++i) {
    const Big beyond = greatest + 1 + Big(values.below(1'000'000'000)) * values.below(1'000'000'000'000);
    const std::string text = plain_text(values.below(2) == 0 ? beyond : Big(-beyond), Decimal::max_places);
    ASSERT_FALSE(Decimal::parse(text)) << text;
  }
}

}  // namespace
}  // namespace robson
