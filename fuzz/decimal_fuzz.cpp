// Decimal: what parses prints back to the same value, and arithmetic keeps its identities or throws DecimalOverflow.
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/decimal.hpp"
#include "base/ensure.hpp"

namespace robson {
namespace {

constexpr std::array roundings = {Rounding::toward_zero, Rounding::away_from_zero, Rounding::floor,
                                  Rounding::ceiling,     Rounding::half_even,      Rounding::half_away_from_zero};

void check_text(std::string_view text) {
  const auto value = Decimal::parse(text);
  if (!value) return;
  ensure(Decimal::parse(value->text()) == value, "text reads back");
  ensure(value->places() <= Decimal::max_places, "places are bounded");
  ensure(Decimal::parse(value->text(Decimal::max_places)) == value, "full text reads back");
  ensure(value->text().size() <= Decimal::max_text, "text is bounded");
}

void check_sums(Decimal a, Decimal b) {
  const Decimal sum = a + b;
  ensure(sum == b + a, "sums commute");
  ensure(sum - b == a, "a difference undoes a sum");
  ensure((sum < a) == b.is_negative(), "order follows the sign");
}

void check_products(Decimal a, Decimal b, Rounding how) {
  ensure(multiply(a, b, how) == multiply(b, a, how), "products commute");
  ensure(multiply(a, Decimal::integer(1), how) == a, "one changes nothing");
  const Decimal low = multiply(a, b, Rounding::floor);
  const Decimal high = multiply(a, b, Rounding::ceiling);
  const Decimal rounded = multiply(a, b, how);
  ensure(low <= rounded && rounded <= high, "a product is rounded to a neighbour");
  ensure(high.units() - low.units() <= 1, "neighbours are one unit apart");
}

void check_quotients(Decimal a, Decimal b, Rounding how) {
  const Decimal low = divide(a, b, Rounding::floor);
  const Decimal high = divide(a, b, Rounding::ceiling);
  const Decimal rounded = divide(a, b, how);
  ensure(low <= rounded && rounded <= high, "a quotient is rounded to a neighbour");
}

void check_steps(Decimal a, Decimal b, Rounding how) {
  const Decimal step = abs(b);
  const Decimal rounded = round_to_step(a, step, how);
  ensure(is_multiple_of(rounded, step), "rounding gives a multiple");
  ensure(round_to_step(rounded, step, how) == rounded, "rounding twice is rounding once");
}

template <class Check>
void unless_too_large(Check check) {
  try {
    check();
  } catch (const DecimalOverflow&) {
    // a result that does not fit says so
  }
}

Decimal value_from(const std::uint8_t* bytes) {
  UInt128 units = 0;
  std::memcpy(&units, bytes, sizeof units);
  constexpr UInt128 least = static_cast<UInt128>(1) << 127;
  return units == least ? Decimal{} : Decimal::from_units(static_cast<Int128>(units));
}

}  // namespace
}  // namespace robson

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace robson;
  check_text({reinterpret_cast<const char*>(data), size});
  if (size < 33) return 0;
  const Decimal a = value_from(data);
  const Decimal b = value_from(data + 16);
  const Rounding how = roundings[data[32] % roundings.size()];
  unless_too_large([&] { check_sums(a, b); });
  unless_too_large([&] { check_products(a, b, how); });
  if (b.is_zero()) return 0;
  unless_too_large([&] { check_quotients(a, b, how); });
  unless_too_large([&] { check_steps(a, b, how); });
  return 0;
}
