#pragma once
// Operation #1, the reference of the requirements: BUY 0.00033 BTCUSDC @ 88,837.92.
#include "market/quote.hpp"
#include "trading/operation.hpp"

namespace robson::support {
using namespace literals;

inline Instrument btcusdc() {
  return {.symbol = {"BTCUSDC"},
          .base = "BTC",
          .quote = "USDC",
          .tick = "0.01"_d,
          .step = "0.00001"_d,
          .min_quantity = "0.00001"_d,
          .max_quantity = "9000"_d,
          .min_notional = "5"_d};
}

inline Operation operation_one() {
  return {.id = {1},
          .tenant = {1},
          .symbol = {"BTCUSDC"},
          .side = Side::BUY,
          .quantity = {"0.00033"_d},
          .held = {"0.00033"_d},
          .entry = {"88837.92"_d},
          .initial_stop = {"87061.16"_d},
          .stop = {"87061.16"_d},
          .target = Price{"92391.44"_d},
          .status = OperationStatus::ACTIVE,
          .opened_at = *parse_time("2025-12-22T09:00:00Z"),
          .source = OperationSource::adopted};
}

inline Quote quote_at(std::string_view bid, std::string_view ask, std::string_view last, Timestamp at = {}) {
  return {.symbol = {"BTCUSDC"},
          .bid = {*Decimal::parse(bid)},
          .bid_quantity = {"1"_d},
          .ask = {*Decimal::parse(ask)},
          .ask_quantity = {"1"_d},
          .last = Price{*Decimal::parse(last)},
          .venue_time = at,
          .received = at,
          .confirmed = at};
}
inline Quote reference_quote(Timestamp at = {}) {
  return quote_at("89245.00", "89246.00", "89245.50", at);
}

}  // namespace robson::support
