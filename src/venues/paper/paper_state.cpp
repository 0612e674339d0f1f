#include "venues/paper/paper_state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/write.hpp"

namespace robson {
BOOST_DESCRIBE_ENUM(Side, BUY, SELL)
BOOST_DESCRIBE_ENUM(OrderType, MARKET, LIMIT, LIMIT_MAKER, STOP_LOSS)
BOOST_DESCRIBE_ENUM(TimeInForce, GTC, IOC)
BOOST_DESCRIBE_ENUM(VenueOrderStatus, PENDING_NEW, NEW, PARTIALLY_FILLED, FILLED, CANCELED, REJECTED, EXPIRED)
}  // namespace robson

namespace robson::venues::paper {

BOOST_DESCRIBE_STRUCT(PaperHolding, (), (asset, total))
BOOST_DESCRIBE_STRUCT(PaperFill, (), (trade_id, price, quantity, fee, fee_asset, time, is_maker))
BOOST_DESCRIBE_STRUCT(PaperOrder, (),
                      (id, list, client_id, symbol, base, quote, side, type, time_in_force, quantity, price, stop_price,
                       status, triggered, filled, filled_quote, time, reason, fills))
BOOST_DESCRIBE_STRUCT(PaperState, (), (version, next_order, next_list, next_trade, holdings, orders))

namespace {

constexpr std::int64_t our_version = 1;
constexpr json::Limits limits{.bytes = 64U << 20U, .depth = 8, .values = 5'000'000};

}  // namespace

Money PaperState::total(const std::string& asset) const {
  const auto found = std::ranges::find(holdings, asset, &PaperHolding::asset);
  return found == holdings.end() ? Money{} : found->total;
}

void PaperState::add(const std::string& asset, Money amount) {
  const auto found = std::ranges::find(holdings, asset, &PaperHolding::asset);
  if (found == holdings.end()) {
    holdings.push_back({asset, amount});
  } else {
    found->total += amount;
  }
}

std::string write_state(const PaperState& state) {
  return json::text_of(state);
}

Result<PaperState, std::string> read_state(std::string_view text) {
  auto state = json::read<PaperState>(text, json::Unknown::refused, limits);
  if (!state) return Unexpected(fmt::format("the saved paper account: {}", state.error().text()));
  if (state->version != our_version) {
    return Unexpected(fmt::format("the saved paper account is of version {}, which is unknown", state->version));
  }
  for (const PaperOrder& order : state->orders) {
    if (Symbol::parse(order.symbol)) continue;
    return Unexpected(fmt::format("the saved paper account: order {} is of \"{}\"", order.id, order.symbol));
  }
  return std::move(*state);
}

VenueOrder told(const PaperOrder& order, bool with_fills) {
  VenueOrder made{.client_id = order.client_id,
                  .venue_id = order.id,
                  .in_list = order.list != 0,
                  .symbol = {order.symbol},
                  .side = order.side,
                  .type = std::string(json::name_of(order.type)),
                  .status = order.status,
                  .quantity = order.quantity,
                  .filled = order.filled,
                  .filled_quote = order.filled_quote,
                  .price = order.price,
                  .stop_price = order.stop_price,
                  .time = order.time,
                  .reason = order.reason};
  if (!with_fills) return made;
  for (const PaperFill& fill : order.fills) {
    made.fills.push_back({.trade_id = fill.trade_id,
                          .price = fill.price,
                          .quantity = fill.quantity,
                          .fee = fill.fee,
                          .fee_asset = fill.fee_asset,
                          .time = fill.time,
                          .is_maker = fill.is_maker});
  }
  return made;
}

}  // namespace robson::venues::paper
