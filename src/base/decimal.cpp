#include "base/decimal.hpp"

#include <algorithm>
#include <array>

namespace robson {
namespace {

constexpr std::uint64_t scale = 1'000'000'000'000;
constexpr std::array<std::uint64_t, 13> powers_of_ten = [] {
  std::array<std::uint64_t, 13> table{};
  table[0] = 1;
  for (std::size_t i = 1; i < table.size(); ++i) table[i] = table[i - 1] * 10;
  return table;
}();

constexpr UInt128 magnitude_of(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

// The range is symmetric: -2^127, which 128 bits could hold, has no negation and no text that parse takes.
constexpr UInt128 greatest = (static_cast<UInt128>(1) << 127) - 1;
constexpr Int128 beyond_least = -static_cast<Int128>(greatest) - 1;

Int128 with_sign(UInt128 magnitude, bool negative) {
  if (magnitude > greatest) throw DecimalOverflow("decimal out of range");
  return negative ? static_cast<Int128>(UInt128{0} - magnitude) : static_cast<Int128>(magnitude);
}

// Whether a truncated magnitude moves one unit away from zero. `half` compares the remainder with one half.
bool bumps(Rounding how, bool negative, bool odd, int half, bool exact) {
  if (exact) return false;
  switch (how) {
    case Rounding::toward_zero: return false;
    case Rounding::away_from_zero: return true;
    case Rounding::floor: return negative;
    case Rounding::ceiling: return !negative;
    case Rounding::half_even: return half > 0 || (half == 0 && odd);
    case Rounding::half_away_from_zero: return half >= 0;
  }
  return false;
}

// dividend / divisor of 128 bits, rounded.
UInt128 rounded_quotient(UInt128 dividend, UInt128 divisor, bool negative, Rounding how) {
  UInt128 quotient = dividend / divisor;
  const UInt128 remainder = dividend - quotient * divisor;
  const UInt128 rest = divisor - remainder;
  const int half = remainder < rest ? -1 : remainder == rest ? 0 : 1;
  if (bumps(how, negative, (quotient & 1U) != 0, half, remainder == 0)) ++quotient;
  return quotient;
}

struct Wide {
  UInt128 high{};
  UInt128 low{};
};

Wide multiply_wide(UInt128 a, UInt128 b) {
  const auto low_word = [](UInt128 v) { return static_cast<UInt128>(static_cast<std::uint64_t>(v)); };
  const UInt128 a0 = low_word(a), a1 = a >> 64, b0 = low_word(b), b1 = b >> 64;
  const UInt128 bottom = a0 * b0, left = a0 * b1, right = a1 * b0, top = a1 * b1;
  const UInt128 middle = (bottom >> 64) + low_word(left) + low_word(right);
  return {top + (left >> 64) + (right >> 64) + (middle >> 64), (middle << 64) | low_word(bottom)};
}

// 256 by 128 bits, a bit at a time: reached only by amounts beyond any account, so plain beats clever.
UInt128 rounded_quotient(Wide dividend, UInt128 divisor, bool negative, Rounding how) {
  if (dividend.high == 0) return rounded_quotient(dividend.low, divisor, negative, how);
  if (dividend.high >= divisor) throw DecimalOverflow("decimal out of range");
  UInt128 remainder = dividend.high;
  UInt128 quotient = 0;
  for (int bit = 127; bit >= 0; --bit) {
    const bool carry = (remainder >> 127) != 0;
    remainder = (remainder << 1) | ((dividend.low >> bit) & 1U);
    quotient <<= 1;
    if (carry || remainder >= divisor) {
      remainder -= divisor;
      quotient |= 1U;
    }
  }
  const UInt128 rest = divisor - remainder;
  const int half = remainder < rest ? -1 : remainder == rest ? 0 : 1;
  if (bumps(how, negative, (quotient & 1U) != 0, half, remainder == 0)) {
    if (++quotient == 0) throw DecimalOverflow("decimal out of range");
  }
  return quotient;
}

bool eat_digits(std::string_view digits, UInt128& into) {
  for (const char c : digits) {
    if (c < '0' || c > '9') return false;
    into = into * 10 + static_cast<unsigned>(c - '0');
  }
  return true;
}

char* write_whole(char* out, UInt128 value) {
  std::array<char, 40> digits{};
  std::size_t at = digits.size();
  while (value >> 64) {
    digits[--at] = static_cast<char>('0' + static_cast<unsigned>(value % 10));
    value /= 10;
  }
  auto small = static_cast<std::uint64_t>(value);
  do {
    digits[--at] = static_cast<char>('0' + small % 10);
    small /= 10;
  } while (small != 0);
  while (at < digits.size()) *out++ = digits[at++];
  return out;
}

// The 12 digits after the point, `count` of them.
char* write_fraction(char* out, std::uint64_t fraction, int count) {
  for (int i = 0; i < count; ++i) {
    const auto power = powers_of_ten[static_cast<std::size_t>(11 - i)];
    *out++ = static_cast<char>('0' + fraction / power % 10);
  }
  return out;
}

std::string text_with(Decimal value, int count) {
  std::array<char, Decimal::max_text + 16> buffer{};
  char* end = buffer.data();
  if (value.is_negative()) *end++ = '-';
  const UInt128 magnitude = magnitude_of(value.units());
  end = write_whole(end, magnitude / scale);
  if (count > 0) {
    *end++ = '.';
    end = write_fraction(end, static_cast<std::uint64_t>(magnitude % scale), count);
  }
  return {buffer.data(), end};
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || whole.size() > 27 || fraction.size() > max_places) return {};
  if (point != std::string_view::npos && fraction.empty()) return {};
  UInt128 whole_value = 0;
  UInt128 fraction_value = 0;
  if (!eat_digits(whole, whole_value) || !eat_digits(fraction, fraction_value)) return {};
  if (whole_value > greatest / scale) return {};
  const UInt128 units = whole_value * scale + fraction_value * powers_of_ten[max_places - fraction.size()];
  if (units > greatest) return {};
  return from_units(negative ? -static_cast<Int128>(units) : static_cast<Int128>(units));
}

int Decimal::places() const {
  auto fraction = static_cast<std::uint64_t>(magnitude_of(units_) % scale);
  if (fraction == 0) return 0;
  int count = max_places;
  for (; fraction % 10 == 0; fraction /= 10) --count;
  return count;
}

char* Decimal::format(char* out) const {
  if (units_ < 0) *out++ = '-';
  const UInt128 magnitude = magnitude_of(units_);
  out = write_whole(out, magnitude / scale);
  const auto fraction = static_cast<std::uint64_t>(magnitude % scale);
  if (fraction == 0) return out;
  *out++ = '.';
  out = write_fraction(out, fraction, max_places);
  while (out[-1] == '0') --out;
  return out;
}

std::string Decimal::text() const {
  std::array<char, max_text + 7> buffer{};
  return {buffer.data(), format(buffer.data())};
}

std::string Decimal::text(int places, Rounding how) const {
  return text_with(round_to_places(*this, places, how), places);
}

std::string Decimal::text_at_least(int places) const {
  return text_with(*this, std::max(places, this->places()));
}

double Decimal::to_double() const {
  const UInt128 magnitude = magnitude_of(units_);
  const UInt128 whole = magnitude / scale;
  const auto fraction = static_cast<std::uint64_t>(magnitude % scale);
  const double value = static_cast<double>(whole) + static_cast<double>(fraction) / static_cast<double>(scale);
  return units_ < 0 ? -value : value;
}

Decimal operator+(Decimal a, Decimal b) {
  Int128 sum{};
  if (__builtin_add_overflow(a.units(), b.units(), &sum) || sum == beyond_least) {
    throw DecimalOverflow("decimal sum out of range");
  }
  return Decimal::from_units(sum);
}
Decimal operator-(Decimal a, Decimal b) {
  Int128 difference{};
  if (__builtin_sub_overflow(a.units(), b.units(), &difference) || difference == beyond_least) {
    throw DecimalOverflow("decimal difference out of range");
  }
  return Decimal::from_units(difference);
}
Decimal operator-(Decimal a) {
  return Decimal{} - a;
}
Decimal& operator+=(Decimal& a, Decimal b) {
  return a = a + b;
}
Decimal& operator-=(Decimal& a, Decimal b) {
  return a = a - b;
}
Decimal abs(Decimal a) {
  return a.is_negative() ? -a : a;
}

Decimal multiply(Decimal a, Decimal b, Rounding how) {
  const bool negative = a.is_negative() != b.is_negative();
  const Wide product = multiply_wide(magnitude_of(a.units()), magnitude_of(b.units()));
  return Decimal::from_units(with_sign(rounded_quotient(product, scale, negative, how), negative));
}

Decimal divide(Decimal a, Decimal b, Rounding how) {
  if (b.is_zero()) throw DecimalOverflow("decimal division by zero");
  const bool negative = a.is_negative() != b.is_negative();
  const Wide scaled = multiply_wide(magnitude_of(a.units()), scale);
  return Decimal::from_units(with_sign(rounded_quotient(scaled, magnitude_of(b.units()), negative, how), negative));
}

Decimal round_to_places(Decimal value, int places, Rounding how) {
  if (places < 0 || places > Decimal::max_places) throw std::invalid_argument("places must be 0 to 12");
  return round_to_step(
      value, Decimal::from_units(static_cast<Int128>(powers_of_ten[static_cast<std::size_t>(12 - places)])), how);
}

Decimal round_to_step(Decimal value, Decimal step, Rounding how) {
  if (!step.is_positive()) throw std::invalid_argument("step must be positive");
  const UInt128 divisor = magnitude_of(step.units());
  const UInt128 steps = rounded_quotient(magnitude_of(value.units()), divisor, value.is_negative(), how);
  UInt128 magnitude{};
  if (__builtin_mul_overflow(steps, divisor, &magnitude)) throw DecimalOverflow("decimal out of range");
  return Decimal::from_units(with_sign(magnitude, value.is_negative()));
}

bool is_multiple_of(Decimal value, Decimal step) {
  if (!step.is_positive()) throw std::invalid_argument("step must be positive");
  return value.units() % step.units() == 0;
}

Decimal literals::operator""_d(const char* text, std::size_t size) {
  const auto parsed = Decimal::parse({text, size});
  if (!parsed) throw std::invalid_argument("not a decimal: " + std::string(text, size));
  return *parsed;
}

Money notional(Price price, Quantity quantity) {
  return {multiply(price.value, quantity.value, Rounding::half_away_from_zero)};
}

}  // namespace robson

std::size_t std::hash<robson::Decimal>::operator()(robson::Decimal value) const noexcept {
  const auto low = static_cast<std::uint64_t>(value.units());
  const auto high = static_cast<std::uint64_t>(value.units() >> 64);
  return static_cast<std::size_t>((low ^ (high * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL);
}
