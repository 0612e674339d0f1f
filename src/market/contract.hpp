#pragma once
// Quantities that count contracts: of XAUUSD a quantity of 0.1 is 0.1 lots, and a lot is 100 oz. Orders, fills and
// operations speak of quantities; balances, fees and amounts of money speak of units of an asset.
#include "market/instrument.hpp"

namespace robson {

// Units of the base asset in `quantity`.
inline Quantity base_units(const Instrument& instrument, Quantity quantity) {
  return {multiply(quantity.value, instrument.contract_size, Rounding::half_away_from_zero)};
}
// What `quantity` costs at `price`, in the quote asset.
inline Money quote_amount(const Instrument& instrument, Price price, Quantity quantity) {
  return notional(price, base_units(instrument, quantity));
}
// The quantity that so many units of the base asset are.
inline Quantity quantity_of(const Instrument& instrument, Money base, Rounding how) {
  return {divide(base.value, instrument.contract_size, how)};
}
// Whether a quantity is something else than units of the base asset.
inline bool counts_contracts(const Instrument& instrument) {
  return instrument.contract_size != Decimal::integer(1);
}

}  // namespace robson
