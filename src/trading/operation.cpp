#include "trading/operation.hpp"

namespace robson {
namespace {

// Whether `level` lies on the losing side of `entry`: below it for a BUY, above it for a SELL.
bool is_adverse(Side side, Price level, Price entry) {
  return side == Side::BUY ? level < entry : level > entry;
}

bool fits(const Operation& operation, const Instrument& instrument) {
  return is_multiple_of(operation.entry.value, instrument.tick) &&
         is_multiple_of(operation.stop.value, instrument.tick) &&
         (!operation.target || is_multiple_of(operation.target->value, instrument.tick)) &&
         is_multiple_of(operation.quantity.value, instrument.step);
}

}  // namespace

Result<void, OperationFault> check_new(const Operation& operation, const Instrument& instrument) {
  if (!operation.quantity.value.is_positive()) return Unexpected(OperationFault::quantity_not_positive);
  if (!operation.entry.value.is_positive()) return Unexpected(OperationFault::entry_not_positive);
  if (!operation.stop.value.is_positive()) return Unexpected(OperationFault::stop_not_positive);
  if (!is_adverse(operation.side, operation.stop, operation.entry)) {
    return Unexpected(OperationFault::stop_on_wrong_side);
  }
  if (operation.target && !is_adverse(operation.side, operation.entry, *operation.target)) {
    return Unexpected(OperationFault::target_on_wrong_side);
  }
  if (!fits(operation, instrument)) return Unexpected(OperationFault::off_tick);
  return {};
}

}  // namespace robson
