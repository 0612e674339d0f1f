#pragma once
// What Binance says of orders, in the engine's words; and what its refusals mean. Pure.
//
//   what came                                              what it means
//   nothing was sent, own request budget, 429, 418, -1003,  not_sent, with retry_after
//     -1015, -1008
//   cut or timed out after sending, HTTP 5xx, a 200 or a     unknown
//     refusal that we cannot read, -1000, -1001, -1006,
//     -1007 (execution status unknown)
//   -2010 "Duplicate order sent."                            unknown: the earlier one of that id was done
//   -2010 "... would trigger immediately", and of a pair     would_trigger
//     "The relationship of the prices ..."                     (there it may be the target that was passed)
//   -2011 "Unknown order sent.", -2013                       not_found
//   -2021 (cancelled, new one refused)                       by the new order's own code, cancelled_old
//   -2022 (nothing cancelled)                                by the cancel's own code
//   every other code                                         refused
//
// Source: Binance spot API, "Error codes" and "General information on endpoints".
#include "runtime/ports.hpp"
#include "venues/binance/parse_orders.hpp"
#include "venues/binance/rest.hpp"

namespace robson::venues::binance {

// Answers to the six requests as orders; a fault is an answer that we cannot read.
Parsed<std::vector<VenueOrder>> read_outcome(const VenueRequest& request, std::string_view body);
Parsed<std::vector<VenueOrder>> read_open_orders(std::string_view body);
// The fills among `trades` that `order` tells of, oldest first. Later ones are left out: the order's next report
// brings them.
std::vector<VenueFill> fills_of(const VenueOrder& order, const std::vector<OwnTrade>& trades);

// An executionReport. Nothing when its status or side is none that we know.
Parsed<VenueOrder> order_of(const ExecutionReport& report);

VenueRefusal refusal_of(const VenueRequest& request, const Failure& failure);
VenueRefusal unreadable_outcome(const json::Fault& fault);

}  // namespace robson::venues::binance
