#pragma once
// All that a paper account is, as values and as the text in which it is saved:
//
//   {"version":1,"next_order":3,"next_list":1,"next_trade":2,
//    "holdings":[{"asset":"USDC","total":"9899.9"}], "orders":[{"client_id":"...",...,"fills":[...]}]}
//
// What is locked is not kept: it follows from the open orders.
#include <string>
#include <string_view>
#include <vector>

#include "json/read.hpp"
#include "trading/venue_order.hpp"

namespace robson::venues::paper {

struct PaperHolding {
  std::string asset{};
  Money total{};  // below zero: borrowed
};
struct PaperFill {
  std::int64_t trade_id = 0;
  Price price{};
  Quantity quantity{};
  Money fee{};
  std::string fee_asset{};
  Timestamp time{};
  bool is_maker = false;
};
struct PaperOrder {
  std::int64_t id = 0;
  std::int64_t list = 0;  // 0: by itself
  std::string client_id{};
  std::string symbol{};
  std::string base{}, quote{};  // the symbol's assets
  Side side{};
  OrderType type{};
  TimeInForce time_in_force{};
  Quantity quantity{};
  std::optional<Price> price{};
  std::optional<Price> stop_price{};
  VenueOrderStatus status{};
  bool triggered = false;  // a stop that was reached while no fresh price was known
  Quantity filled{};
  Money filled_quote{};
  Timestamp time{};
  std::string reason{};
  std::vector<PaperFill> fills{};

  bool is_live() const { return status == VenueOrderStatus::NEW; }
  bool is_waiting() const { return status == VenueOrderStatus::PENDING_NEW; }  // for the entry of its list
  bool is_open() const { return is_live() || is_waiting(); }
};
struct PaperState {
  std::int64_t version = 1;
  std::int64_t next_order = 1;
  std::int64_t next_list = 1;
  std::int64_t next_trade = 1;
  std::vector<PaperHolding> holdings{};
  std::vector<PaperOrder> orders{};  // oldest first; of closed ones the latest

  Money total(const std::string& asset) const;
  void add(const std::string& asset, Money amount);
};

std::string write_state(const PaperState& state);
// The error is one sentence: not our text, or of another version.
Result<PaperState, std::string> read_state(std::string_view text);

// As the venue tells it, with all its fills or none.
VenueOrder told(const PaperOrder& order, bool with_fills);

}  // namespace robson::venues::paper
