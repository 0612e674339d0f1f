#include "trading/position.hpp"

namespace robson {
namespace {

Decimal percent_of(Decimal part, Decimal whole) {
  if (whole.is_zero()) return {};  // of a position that is sold and not yet ended
  const Decimal hundredfold = multiply(part, Decimal::integer(100), Rounding::half_away_from_zero);
  return divide(hundredfold, whole, Rounding::toward_zero);
}

}  // namespace

Price closing_price(Side side, const Quote& quote) {
  return side == Side::BUY ? quote.bid : quote.ask;
}

Money value_at(const Operation& operation, const Instrument& instrument, Price price) {
  const Decimal units = multiply(operation.held.value, instrument.contract_size, Rounding::half_away_from_zero);
  return notional(price, Quantity{units});
}

Money profit_at(const Operation& operation, const Instrument& instrument, Price price) {
  const Price gained = operation.side == Side::BUY ? price - operation.entry : operation.entry - price;
  return value_at(operation, instrument, gained);
}

Decimal distance_percent(Price level, Price current) {
  return percent_of((level - current).value, current.value);
}

Prospect prospect_of(const Operation& operation, const Instrument& instrument) {
  Prospect made{.cost = value_at(operation, instrument, operation.entry)};
  const Money at_stop = profit_at(operation, instrument, operation.stop);
  if (at_stop.value.is_negative()) made.loss_at_stop = -at_stop;
  if (!operation.target) return made;
  made.gain_at_target = profit_at(operation, instrument, *operation.target);
  if (!made.loss_at_stop.is_zero()) {
    made.reward_risk = divide(made.gain_at_target->value, made.loss_at_stop.value, Rounding::toward_zero);
  }
  return made;
}

Valuation value_of(const Operation& operation, const Instrument& instrument, const Quote& quote) {
  const Price current = closing_price(operation.side, quote);
  Valuation made{.current = current, .value = value_at(operation, instrument, current)};
  made.pnl = profit_at(operation, instrument, current);
  made.pnl_percent = percent_of(made.pnl.value, value_at(operation, instrument, operation.entry).value);
  made.distance_to_stop = distance_percent(operation.stop, current);
  if (operation.target) made.distance_to_target = distance_percent(*operation.target, current);
  return made;
}

}  // namespace robson
