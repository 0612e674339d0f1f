#include "trading/sizing.hpp"

#include <array>
#include <cstdint>
#include <stdexcept>

namespace robson {
namespace {

// An unsigned integer of 640 bits, for products of several decimals that no rounding may touch.
class Wide {
 public:
  explicit Wide(UInt128 value) : words_{static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value >> 64)} {}
  // Of a decimal that is not negative: its count of 10^-12 units.
  explicit Wide(Decimal value) : Wide(static_cast<UInt128>(value.units())) {}

  Wide times(Decimal factor) const { return times(static_cast<UInt128>(factor.units())); }
  Wide times(UInt128 factor) const {
    const Wide low = times_word(static_cast<std::uint64_t>(factor), 0);
    return low.plus(times_word(static_cast<std::uint64_t>(factor >> 64), 1));
  }
  Wide plus(const Wide& other) const {
    Wide sum(UInt128{0});
    UInt128 carry = 0;
    for (std::size_t i = 0; i < count; ++i) {
      carry += static_cast<UInt128>(words_[i]) + other.words_[i];
      sum.words_[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    if (carry != 0) throw DecimalOverflow("size out of range");
    return sum;
  }
  bool operator<=(const Wide& other) const {
    for (std::size_t i = count; i-- > 0;) {
      if (words_[i] != other.words_[i]) return words_[i] < other.words_[i];
    }
    return true;
  }

 private:
  static constexpr std::size_t count = 10;

  Wide times_word(std::uint64_t factor, std::size_t shift) const {
    Wide product(UInt128{0});
    UInt128 carry = 0;
    for (std::size_t i = 0; i < count; ++i) {
      carry += static_cast<UInt128>(words_[i]) * factor;
      if (i + shift < count) {
        product.words_[i + shift] = static_cast<std::uint64_t>(carry);
      } else if (static_cast<std::uint64_t>(carry) != 0) {
        throw DecimalOverflow("size out of range");
      }
      carry >>= 64;
    }
    if (carry != 0) throw DecimalOverflow("size out of range");
    return product;
  }

  std::array<std::uint64_t, count> words_{};
};

constexpr UInt128 one = 1'000'000'000'000;  // 1 in units of 10^-12

// What each unit of base loses between entry and stop, and what fees and slippage of both sides add to it.
struct UnitLoss {
  Decimal distance{};
  Decimal cost_rate{};   // of fee and slippage together
  Decimal both_sides{};  // entry + stop, which they are taken of

  // In units of 10^-24.
  Wide at_stop() const { return Wide(distance).times(one); }
  Wide with_costs() const { return at_stop().plus(Wide(cost_rate).times(both_sides)); }
};

void require_sane(const SizeInput& input, const SizeRules& rules) {
  if (!input.step.is_positive()) throw std::invalid_argument("step must be positive");
  if (!input.contract_size.is_positive()) throw std::invalid_argument("contract size must be positive");
  if (input.taker_fee.is_negative() || input.slippage.is_negative() || rules.risk_fraction.is_negative() ||
      rules.max_notional_fraction.is_negative()) {
    throw std::invalid_argument("fractions of a size must not be negative");
  }
}

// The largest whole number of steps whose amount, per_step x steps, is within `bound`: a binary search that compares
// exact products, 127 of them at most.
UInt128 most_steps(const Wide& per_step, const Wide& bound, UInt128 limit) {
  UInt128 fits = 0;
  UInt128 rest = limit;
  while (rest > 0) {
    const UInt128 half = rest - rest / 2;
    if (per_step.times(fits + half) <= bound) {
      fits += half;
      rest -= half;
    } else {
      rest = half - 1;
    }
  }
  return fits;
}

// The most that can be had while per_unit (10^-24) x quantity x contract_size is within `fraction` of the capital.
Quantity most_within(const SizeInput& input, const Wide& per_unit, Decimal fraction) {
  const auto step = static_cast<UInt128>(input.step.units());
  const UInt128 limit = ((static_cast<UInt128>(1) << 127) - 1) / step;
  // Both in units of 10^-48.
  const Wide per_step = per_unit.times(input.contract_size).times(input.step);
  const Wide bound = Wide(input.capital.value).times(fraction).times(one).times(one);
  const UInt128 steps = most_steps(per_step, bound, limit);
  if (steps == limit) throw DecimalOverflow("size out of range");
  return {Decimal::from_units(static_cast<Int128>(steps * step))};
}

// Amount of `quantity` at `price`, to 10^-12, halves away from zero.
Money amount(Decimal price, Quantity quantity, Decimal contract_size) {
  const Money of_units = notional({price}, quantity);
  return {multiply(of_units.value, contract_size, Rounding::half_away_from_zero)};
}

// Over the rule's risk by more than a tenth.
bool is_over_risk(const SizeInput& input, const SizeRules& rules, const UnitLoss& loss, Quantity quantity) {
  const Wide lost = loss.with_costs().times(input.contract_size).times(quantity.value);
  const Wide allowed = Wide(input.capital.value).times(rules.risk_fraction).times(one).times(one);
  return !(lost.times(UInt128{10}) <= allowed.times(UInt128{11}));
}

}  // namespace

Size size_of(const SizeInput& input, const SizeRules& rules) {
  require_sane(input, rules);
  const Decimal nothing{};
  if (input.capital.value <= nothing || input.entry.value <= nothing || input.stop.value <= nothing) return {};
  if (input.entry == input.stop) return {};

  const UnitLoss loss{.distance = abs(input.entry.value - input.stop.value),
                      .cost_rate = input.taker_fee + input.slippage,
                      .both_sides = input.entry.value + input.stop.value};
  const Wide sized_on = rules.include_costs ? loss.with_costs() : loss.at_stop();
  Size size;
  // risk x entry > cap x distance; the capital is on both sides.
  size.is_capped =
      !(Wide(rules.risk_fraction).times(input.entry.value).times(one) <= sized_on.times(rules.max_notional_fraction));
  size.quantity = size.is_capped ? most_within(input, Wide(input.entry.value).times(one), rules.max_notional_fraction)
                                 : most_within(input, sized_on, rules.risk_fraction);
  size.notional = amount(input.entry.value, size.quantity, input.contract_size);
  size.risk = amount(loss.distance, size.quantity, input.contract_size);
  size.risk_percent = divide(multiply(size.risk.value, Decimal::integer(100), Rounding::half_away_from_zero),
                             input.capital.value, Rounding::half_away_from_zero);
  const Decimal costs = multiply(loss.cost_rate, loss.both_sides, Rounding::half_away_from_zero);
  size.executable_risk = size.risk + amount(costs, size.quantity, input.contract_size);
  size.costs_exceed_risk = is_over_risk(input, rules, loss, size.quantity);
  return size;
}

bool within_size_rule(Quantity asked, Quantity computed) {
  // A whole number of units reaches the exact share when it reaches the share rounded up.
  const Quantity least{multiply(computed.value, "0.95"_d, Rounding::ceiling)};
  return asked.value.is_positive() && asked >= least && asked <= computed;
}

}  // namespace robson
