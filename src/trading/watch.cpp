#include "trading/watch.hpp"

#include "trading/position.hpp"

namespace robson {
namespace {

// Profit per unit at `price`, below zero for a loss.
Decimal gain(const Operation& operation, Price price) {
  const Price moved = operation.side == Side::BUY ? price - operation.entry : operation.entry - price;
  return moved.value;
}

// `distance` into profit, on the tick, rounded away from a loss.
Price profit_price(const Operation& operation, Decimal distance, Decimal tick) {
  const bool is_long = operation.side == Side::BUY;
  const Decimal price = is_long ? operation.entry.value + distance : operation.entry.value - distance;
  return {round_to_step(price, tick, is_long ? Rounding::ceiling : Rounding::floor)};
}

}  // namespace

bool is_through(Side side, Price stop, const Quote& quote) {
  return side == Side::BUY ? quote.bid <= stop : quote.ask >= stop;
}

std::optional<ExitReason> crossed(const Operation& operation, const Quote& quote) {
  if (is_through(operation.side, operation.stop, quote)) return ExitReason::STOP;
  if (!operation.target) return {};
  const bool reached = operation.side == Side::BUY ? quote.bid >= *operation.target : quote.ask <= *operation.target;
  return reached ? std::optional(ExitReason::TARGET) : std::nullopt;
}

bool is_as_tight(Side side, Price stop, Price than) {
  return side == Side::BUY ? stop >= than : stop <= than;
}

std::optional<TrailingMove> trail(const Operation& operation, const Instrument& instrument, const Quote& quote) {
  if (!operation.trailing) return {};
  const Decimal span = abs((operation.entry - operation.initial_stop).value);
  const Decimal profit = gain(operation, closing_price(operation.side, quote));
  if (!span.is_positive() || profit < span) return {};
  const Decimal spans = round_to_places(divide(profit, span, Rounding::floor), 0, Rounding::floor);
  const auto steps = static_cast<int>(spans.units() / Decimal::integer(1).units());
  if (steps <= operation.trailing_steps) return {};
  Decimal distance = multiply(span, Decimal::integer(steps - 1), Rounding::floor);
  if (steps == 1 && operation.held.value.is_positive()) {
    const Decimal fees = multiply(operation.fees.value, Decimal::integer(2), Rounding::ceiling);
    const Decimal size = multiply(operation.held.value, instrument.contract_size, Rounding::floor);
    distance = divide(fees, size, Rounding::ceiling);
  }
  const Price stop = profit_price(operation, distance, instrument.tick);
  // Fees may be more than a span: a stop that would be executed at once is no break-even.
  if (is_as_tight(operation.side, operation.stop, stop) || is_through(operation.side, stop, quote)) return {};
  return TrailingMove{stop, steps};
}

}  // namespace robson
