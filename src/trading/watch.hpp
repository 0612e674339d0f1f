#pragma once
// What a price does to an open operation: has it crossed the stop or the target, does the trailing stop follow. Pure.
#include <optional>

#include "market/quote.hpp"
#include "trading/operation.hpp"

namespace robson {

// Our rule: long: bid <= stop, then bid >= target; short: ask >= stop, then ask <= target; stop first.
std::optional<ExitReason> crossed(const Operation& operation, const Quote& quote);

// Whether an order with this stop would be executed at once.
bool is_through(Side side, Price stop, const Quote& quote);

// Where a trailing stop stands after this price: nothing when it stays. Span = |entry - initial stop|. After 1 span of
// profit it goes to break-even including fees (those paid, and as much again for the exit), after n >= 2 to
// entry +- (n - 1) spans. It only tightens. Rounded to the tick on the profit's side.
struct TrailingMove {
  Price stop{};
  int steps = 0;
};
std::optional<TrailingMove> trail(const Operation& operation, const Instrument& instrument, const Quote& quote);

// Whether `stop` is tighter than (or as tight as) `than` for that side.
bool is_as_tight(Side side, Price stop, Price than);

}  // namespace robson
