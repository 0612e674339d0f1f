#pragma once
// An engine with one market, and operation #1 adopted in it, told step by step.
#include "engine/engine.hpp"
#include "support/operation_one.hpp"

namespace robson::feed {
using namespace support;

inline const Timestamp start = *parse_time("2026-01-01T00:00:00Z");

struct Desk {
  engine::Engine engine{};

  Desk() {
    engine.apply(engine::InstrumentsListed{{btcusdc()}}, start);
    engine.apply(engine::QuoteSeen{reference_quote(start)}, start);
  }
  std::vector<engine::Event> apply(const engine::Input& input, Timestamp now = start) {
    return engine.apply(input, now).events;
  }
  std::vector<engine::Event> open_account() { return apply(engine::AccountOpened{.tenant = {1}}); }
  std::vector<engine::Event> adopt() { return apply(engine::AdoptOperation{operation_one()}); }
  const engine::Followed& followed() const { return *engine.followed({1}, {1}); }

  // The venue says how the operation's order of that purpose stands.
  std::vector<engine::Event> told(OrderPurpose purpose, VenueOrderStatus status, Quantity filled = {}, Price at = {}) {
    return apply(engine::OrderSeen{{1}, at_venue(*followed().open_order(purpose), status, filled, at)});
  }
  // And it answers the request that is out: every open order stands, or has gone.
  std::vector<engine::Event> answer(VenueOrderStatus status = VenueOrderStatus::NEW) {
    std::vector<VenueOrder> orders;
    for (const Order& order : followed().orders) {
      if (order.is_open()) orders.push_back(at_venue(order, status));
    }
    return apply(engine::VenueAnswered{.tenant = {1}, .request = followed().request, .outcome = orders});
  }

 private:
  static VenueOrder at_venue(const Order& order, VenueOrderStatus status, Quantity filled = {}, Price at = {}) {
    VenueOrder told{.client_id = order.client_id,
                    .venue_id = order.id.value,
                    .symbol = order.symbol,
                    .side = order.side,
                    .type = "STOP_LOSS",
                    .status = status,
                    .quantity = order.quantity,
                    .filled = filled,
                    .filled_quote = notional(at, filled),
                    .time = start};
    if (filled.value.is_positive()) {
      told.fills = {
          {.trade_id = 9, .price = at, .quantity = filled, .fee = {"0.02"_d}, .fee_asset = "USDC", .time = start}};
    }
    return told;
  }
};

}  // namespace robson::feed
