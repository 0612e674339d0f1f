#pragma once
// The hedge venues' lines of the kept text (see kept_text.hpp for its form):
//
//   hedge          when it was written, market time, seed, positions ever opened
//   hedge_path     coin, offset, shift of its recording in microseconds
//   perp_books     perp_account    of it: perp_position  perp_order  perp_payment  perp_liquidation
//   perp_contract  coin, its premium so far this hour;  of it: perp_rate
//   loan_books     loan_account    of it: loan_position
//   loan_pool      asset/token, rate x time
//
// A row stands behind that which it is of.
#include "simulator/hedge/hedge_venues.hpp"
#include "simulator/kept_line.hpp"

namespace robson::simulator {

// Of a contract's rates the last month's.
void append_hedge_lines(std::string& out, const KeptHedge& kept);
// Puts what the line says into `kept`; nothing when it is no line of ours, false when it is broken.
std::optional<bool> read_hedge_line(LineReader& line, KeptHedge& kept);

}  // namespace robson::simulator
