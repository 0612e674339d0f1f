#pragma once
// A small exchange in known words: BTCUSDC (tick 0.01, step 0.00001, at least 5 USDC), alice with 10,000 USDC and
// 1 BTC, bob with the same, last trade 100.00, the outside's book 99.99 / 100.01 with 10 on each side.
#include <gtest/gtest.h>

#include "simulator/exchange.hpp"

namespace robson::simulator {

inline Price price(std::string_view text) {
  return {*Decimal::parse(text)};
}
inline Quantity quantity(std::string_view text) {
  return {*Decimal::parse(text)};
}
inline Money money(std::string_view text) {
  return {*Decimal::parse(text)};
}
inline Level level(std::string_view at, std::string_view amount) {
  return {price(at), quantity(amount)};
}
inline const Symbol btcusdc{"BTCUSDC"};

inline SymbolRules btc_rules() {
  return standard_rules({.symbol = btcusdc,
                         .base = "BTC",
                         .quote = "USDC",
                         .tick = *Decimal::parse("0.01"),
                         .step = *Decimal::parse("0.00001"),
                         .min_quantity = *Decimal::parse("0.00001"),
                         .max_quantity = Decimal::integer(9000),
                         .min_notional = Decimal::integer(5)});
}

inline NewOrder limit(Side side, std::string_view amount, std::string_view at, TimeInForce tif = TimeInForce::GTC) {
  return {.symbol = btcusdc,
          .side = side,
          .type = OrderType::LIMIT,
          .time_in_force = tif,
          .quantity = quantity(amount),
          .price = price(at)};
}
inline NewOrder maker(Side side, std::string_view amount, std::string_view at) {
  return {.symbol = btcusdc,
          .side = side,
          .type = OrderType::LIMIT_MAKER,
          .quantity = quantity(amount),
          .price = price(at)};
}
inline NewOrder market(Side side, std::string_view amount) {
  return {.symbol = btcusdc, .side = side, .type = OrderType::MARKET, .quantity = quantity(amount)};
}
inline NewOrder market_for(Side side, std::string_view amount) {
  return {.symbol = btcusdc, .side = side, .type = OrderType::MARKET, .quote_quantity = money(amount)};
}
inline NewOrder stop(OrderType type, Side side, std::string_view amount, std::string_view at) {
  return {.symbol = btcusdc, .side = side, .type = type, .quantity = quantity(amount), .stop_price = price(at)};
}
inline NewOrder stop_limit(OrderType type, Side side, std::string_view amount, std::string_view stop_at,
                           std::string_view limit_at, TimeInForce tif = TimeInForce::GTC) {
  return {.symbol = btcusdc,
          .side = side,
          .type = type,
          .time_in_force = tif,
          .quantity = quantity(amount),
          .price = price(limit_at),
          .stop_price = price(stop_at)};
}
// Sell `amount` at the target, or at the market when the stop is reached.
inline NewOco bracket(Side side, std::string_view amount, std::string_view target, std::string_view stop_at) {
  return in_present_form({.symbol = btcusdc,
                          .side = side,
                          .quantity = quantity(amount),
                          .price = price(target),
                          .stop_price = price(stop_at)});
}

class ExchangeTest : public ::testing::Test {
 protected:
  ExchangeTest() {
    exchange.add_symbol(btc_rules());
    const std::vector<Balance> start = {{"BTC", money("1"), {}}, {"USDC", money("10000"), {}}};
    alice = exchange.add_account(start, {}, now);
    bob = exchange.add_account(start, {}, now);
    book({level("99.99", "10")}, {level("100.01", "10")});
    print("100");
  }

  void book(const std::vector<Level>& bids, const std::vector<Level>& asks) {
    events.clear();
    exchange.set_external_book(btcusdc, bids, asks, tick(), events);
  }
  void print(std::string_view at, std::string_view amount = "0.001", bool buyer_is_maker = false) {
    events.clear();
    exchange.external_trade(btcusdc, {price(at), quantity(amount), buyer_is_maker}, tick(), events);
  }
  PlacedOrder place(AccountId account, const NewOrder& order) {
    events.clear();
    auto placed = exchange.place(account, order, tick(), events);
    EXPECT_TRUE(placed.has_value()) << (placed ? "" : placed.error().message);
    return placed ? *placed : PlacedOrder{};
  }
  PlacedList place(AccountId account, const NewOco& oco) {
    events.clear();
    auto placed = exchange.place_oco(account, oco, tick(), events);
    EXPECT_TRUE(placed.has_value()) << (placed ? "" : placed.error().message);
    return placed ? *placed : PlacedList{};
  }
  Rejection refusal(AccountId account, const NewOrder& order) {
    events.clear();
    const auto placed = exchange.place(account, order, tick(), events);
    EXPECT_TRUE(events.empty()) << "a refused order must not have changed anything";
    return placed ? Rejection{} : placed.error();
  }
  Rejection refusal(AccountId account, const NewOco& oco) {
    events.clear();
    const auto placed = exchange.place_oco(account, oco, tick(), events);
    EXPECT_TRUE(events.empty()) << "a refused list must not have changed anything";
    return placed ? Rejection{} : placed.error();
  }
  Order order(AccountId account, OrderId id) { return *exchange.order(account, btcusdc, {.id = id, .client_id = {}}); }
  std::string free(AccountId account, std::string_view asset) { return balance(account, asset).free.value.text(); }
  std::string locked(AccountId account, std::string_view asset) { return balance(account, asset).locked.value.text(); }
  Balance balance(AccountId account, std::string_view asset) {
    const AccountView view = *exchange.account(account);
    for (const Balance& balance : view.balances) {
      if (balance.asset == asset) return balance;
    }
    return {};
  }
  // The execution reports of the last call, as "TYPE/STATUS order".
  std::vector<std::string> executions() const {
    std::vector<std::string> out;
    for (const Event& event : events) {
      if (const auto* report = std::get_if<ExecutionReport>(&event)) {
        out.push_back(std::string{name(report->type)} + "/" + std::string{name(report->order.status)} + " " +
                      std::string{name(report->order.type)});
      }
    }
    return out;
  }
  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> out;
    for (const Event& event : events) {
      if (const auto* found = std::get_if<Kind>(&event)) out.push_back(*found);
    }
    return out;
  }
  Timestamp tick() { return now = now + std::chrono::milliseconds{1}; }

  Exchange exchange{};
  Timestamp now = Timestamp::from_seconds(1'767'000'000);
  AccountId alice{};
  AccountId bob{};
  Events events{};
};

}  // namespace robson::simulator
