// Every refusal with the venue's code and message; the fixture asserts that a refused request changed nothing.
#include "simulator/exchange_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
class ExchangeErrors : public ExchangeTest {
 protected:
  void expect(const NewOrder& order, int code, std::string_view message) {
    const Rejection why = refusal(alice, order);
    EXPECT_EQ(why.code, code) << message;
    EXPECT_EQ(why.message, message);
  }
  void expect(const NewOco& oco, int code, std::string_view message) {
    const Rejection why = refusal(alice, oco);
    EXPECT_EQ(why.code, code) << message;
    EXPECT_EQ(why.message, message);
  }
  static NewOrder without(NewOrder order, auto member) {
    (order.*member).reset();
    return order;
  }
  static std::string missing(std::string_view name) {
    return "Mandatory parameter '" + std::string{name} + "' was not sent, was empty/null, or malformed.";
  }
  static std::string unwanted(std::string_view name) {
    return "Parameter '" + std::string{name} + "' sent when not required.";
  }
};

TEST_F(ExchangeErrors, each_type_names_the_parameter_that_it_lacks) {
  const NewOrder good = limit(Side::BUY, "1", "99");
  expect(without(good, &NewOrder::time_in_force), -1102, missing("timeInForce"));
  expect(without(good, &NewOrder::quantity), -1102, missing("quantity"));
  expect(without(good, &NewOrder::price), -1102, missing("price"));
  expect(without(market(Side::BUY, "1"), &NewOrder::quantity), -1102,
         "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!");
  expect(without(stop(OrderType::STOP_LOSS, Side::SELL, "1", "90"), &NewOrder::stop_price), -1102,
         "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!");
  expect(without(stop_limit(OrderType::TAKE_PROFIT_LIMIT, Side::SELL, "1", "110", "109"), &NewOrder::price), -1102,
         missing("price"));
  expect(without(maker(Side::BUY, "1", "99"), &NewOrder::price), -1102, missing("price"));
}

TEST_F(ExchangeErrors, each_type_refuses_parameters_that_are_not_its_own) {
  auto order = market(Side::BUY, "1");
  order.price = price("100");
  expect(order, -1106, unwanted("price"));
  order = market(Side::BUY, "1");
  order.time_in_force = TimeInForce::GTC;
  expect(order, -1106, unwanted("timeInForce"));
  order = market(Side::BUY, "1");
  order.quote_quantity = money("50");
  expect(order, -1106, unwanted("quoteOrderQty"));
  order = limit(Side::BUY, "1", "99");
  order.stop_price = price("98");
  expect(order, -1106, unwanted("stopPrice"));
  order = maker(Side::BUY, "1", "99");
  order.time_in_force = TimeInForce::GTC;
  expect(order, -1106, unwanted("timeInForce"));
  order = stop(OrderType::STOP_LOSS, Side::SELL, "1", "90");
  order.price = price("90");
  expect(order, -1106, unwanted("price"));
  order = limit(Side::BUY, "1", "99");
  order.quote_quantity = money("50");
  expect(order, -1106, unwanted("quoteOrderQty"));
}

TEST_F(ExchangeErrors, amounts_are_positive_bounded_and_of_eight_places) {
  expect(limit(Side::BUY, "0", "99"), -1013, "Invalid quantity.");
  expect(limit(Side::BUY, "-1", "99"), -1013, "Invalid quantity.");
  expect(limit(Side::BUY, "1", "0"), -1013, "Invalid price.");
  expect(limit(Side::BUY, "0.000000001", "99"), -1111, "Parameter 'quantity' has too much precision.");
  expect(limit(Side::BUY, "1", "99.000000001"), -1111, "Parameter 'price' has too much precision.");
  expect(limit(Side::BUY, "1", "1000000000000001"), -1108, "Parameter 'price' overflowed.");
}

TEST_F(ExchangeErrors, filters_hold) {
  expect(limit(Side::BUY, "1", "99.001"), -1013, "Filter failure: PRICE_FILTER");
  expect(limit(Side::BUY, "1", "1000000.01"), -1013, "Filter failure: PRICE_FILTER");
  expect(stop(OrderType::STOP_LOSS, Side::SELL, "1", "90.001"), -1013, "Filter failure: PRICE_FILTER");
  expect(limit(Side::BUY, "1.000001", "99"), -1013, "Filter failure: LOT_SIZE");
  expect(limit(Side::BUY, "9000.1", "99"), -1013, "Filter failure: LOT_SIZE");
  expect(limit(Side::BUY, "0.05", "99"), -1013, "Filter failure: NOTIONAL");
  expect(market(Side::BUY, "0.04"), -1013, "Filter failure: NOTIONAL");
  expect(market_for(Side::BUY, "4.99"), -1013, "Filter failure: NOTIONAL");
  expect(limit(Side::BUY, "1", "19.99"), -1013, "Filter failure: PERCENT_PRICE_BY_SIDE");
  expect(limit(Side::SELL, "1", "500.01"), -1013, "Filter failure: PERCENT_PRICE_BY_SIDE");
  auto rules = btc_rules();
  rules.market_max_quantity = quantity("0.5");
  exchange.add_symbol(rules);
  expect(market(Side::BUY, "0.6"), -1013, "Filter failure: MARKET_LOT_SIZE");
  EXPECT_EQ(place(alice, limit(Side::BUY, "0.6", "99")).order.status, OrderStatus::NEW);
}

TEST_F(ExchangeErrors, market_orders_may_be_freed_from_the_minimum) {
  auto rules = btc_rules();
  rules.apply_min_to_market = false;
  exchange.add_symbol(rules);
  EXPECT_EQ(place(alice, market(Side::BUY, "0.04")).order.status, OrderStatus::FILLED);
}

TEST_F(ExchangeErrors, money_that_is_not_there_is_not_spent) {
  const std::string poor = "Account has insufficient balance for requested action.";
  expect(limit(Side::BUY, "101.02", "99"), -2010, poor);
  expect(limit(Side::SELL, "1.00001", "101"), -2010, poor);
  expect(market(Side::SELL, "1.00001"), -2010, poor);
  expect(market_for(Side::BUY, "10000.01"), -2010, poor);
  expect(stop(OrderType::STOP_LOSS, Side::SELL, "1.00001", "90"), -2010, poor);
  book({level("99", "1")}, {level("100", "50"), level("150", "60")});
  expect(market(Side::BUY, "90"), -2010, poor);
  place(alice, limit(Side::SELL, "0.6", "101"));
  expect(limit(Side::SELL, "0.5", "102"), -2010, poor);
}

TEST_F(ExchangeErrors, a_stop_on_the_wrong_side_of_the_last_price_would_trigger_immediately) {
  const std::string now_triggers = "Stop price would trigger immediately.";
  expect(stop(OrderType::STOP_LOSS, Side::SELL, "1", "100"), -2010, now_triggers);
  expect(stop(OrderType::STOP_LOSS, Side::BUY, "1", "100"), -2010, now_triggers);
  expect(stop(OrderType::TAKE_PROFIT, Side::SELL, "1", "99"), -2010, now_triggers);
  expect(stop_limit(OrderType::TAKE_PROFIT_LIMIT, Side::BUY, "1", "101", "101"), -2010, now_triggers);
  EXPECT_EQ(refusal(alice, stop(OrderType::STOP_LOSS, Side::SELL, "1", "101")).reason,
            RejectReason::STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY);
}

TEST_F(ExchangeErrors, a_client_id_is_unique_among_open_orders_and_of_legal_letters) {
  auto order = limit(Side::BUY, "1", "90");
  order.client_id = "mine";
  const auto first = place(alice, order);
  expect(order, -2010, "Duplicate order sent.");
  EXPECT_EQ(place(bob, order).order.client_id, "mine") << "another account's names are its own";
  events.clear();
  EXPECT_TRUE(
      exchange.cancel(alice, {.symbol = btcusdc, .order = {.id = first.order.id, .client_id = {}}}, tick(), events));
  EXPECT_EQ(place(alice, order).order.status, OrderStatus::NEW);
  order.client_id = "no spaces";
  expect(order, -1100,
         "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.");
}

TEST_F(ExchangeErrors, open_orders_are_counted) {
  auto rules = btc_rules();
  rules.max_orders = 3;
  rules.max_algo_orders = 2;
  exchange.add_symbol(rules);
  place(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.1", "90"));
  place(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.1", "91"));
  expect(stop(OrderType::STOP_LOSS, Side::SELL, "0.1", "92"), -1013, "Filter failure: MAX_NUM_ALGO_ORDERS");
  place(alice, limit(Side::BUY, "1", "90"));
  expect(limit(Side::BUY, "1", "91"), -1013, "Filter failure: MAX_NUM_ORDERS");
  EXPECT_EQ(place(bob, limit(Side::BUY, "1", "91")).order.status, OrderStatus::NEW);
}

TEST_F(ExchangeErrors, what_is_not_served_is_refused_by_name) {
  auto order = stop(OrderType::STOP_LOSS, Side::SELL, "1", "90");
  order.trailing_delta = 100;
  expect(order, -2010, "Trailing stop orders are not supported for this symbol.");
  order = limit(Side::BUY, "1", "90");
  order.iceberg_quantity = quantity("0.1");
  expect(order, -2010, "Iceberg orders are not supported for this symbol.");
  order = limit(Side::BUY, "1", "90");
  order.strategy_type = 999'999;
  expect(order, -1134, "`strategyType` was less than 1000000.");
  order = limit(Side::BUY, "1", "90");
  order.symbol = {"NOPE"};
  expect(order, -1121, "Invalid symbol.");
  auto rules = btc_rules();
  rules.status = SymbolStatus::HALT;
  exchange.add_symbol(rules);
  expect(limit(Side::BUY, "1", "90"), -1013, "Market is closed.");
}

TEST_F(ExchangeErrors, a_sum_cannot_be_spent_where_there_is_no_liquidity) {
  book({level("99", "1")}, {});
  expect(market_for(Side::BUY, "50"), -2010, "Order book liquidity is less than symbol minimum quantity.");
  auto rules = btc_rules();
  rules.instrument.min_quantity = *Decimal::parse("0.1");
  exchange.add_symbol(rules);
  book({level("99", "1")}, {level("100", "0.05")});
  expect(market_for(Side::BUY, "50"), -2010, "Order book liquidity is less than `LOT_SIZE` filter minimum quantity.");
  book({level("99", "1")}, {level("100", "5")});
  expect(market_for(Side::BUY, "9"), -1013, "Filter failure: LOT_SIZE");
}

TEST_F(ExchangeErrors, an_oco_has_a_stop_on_one_side_and_a_profit_on_the_other) {
  const auto with_types = [](Side side, OrderType above, OrderType below) {
    NewOco oco{.symbol = btcusdc, .side = side, .quantity = quantity("0.1")};
    oco.above.type = above;
    oco.below.type = below;
    return oco;
  };
  using enum OrderType;
  expect(with_types(Side::SELL, LIMIT, STOP_LOSS), -1158, "Order type not supported in OCO.");
  expect(with_types(Side::SELL, LIMIT_MAKER, LIMIT_MAKER), -1168, "At least one OCO order must be contingent.");
  expect(with_types(Side::BUY, LIMIT_MAKER, STOP_LOSS), -1165, "A limit order in a buy OCO must be below.");
  expect(with_types(Side::SELL, STOP_LOSS, LIMIT_MAKER), -1166, "A limit order in a sell OCO must be above.");
  expect(with_types(Side::BUY, TAKE_PROFIT, STOP_LOSS), -1196, "A stop loss order in a buy OCO must be above.");
  expect(with_types(Side::SELL, STOP_LOSS, TAKE_PROFIT), -1197, "A stop loss order in a sell OCO must be below.");
  expect(with_types(Side::BUY, TAKE_PROFIT, LIMIT_MAKER), -1198, "A take profit order in a buy OCO must be below.");
  expect(with_types(Side::SELL, LIMIT_MAKER, TAKE_PROFIT), -1199, "A take profit order in a sell OCO must be above.");
}

TEST_F(ExchangeErrors, an_ocos_prices_stand_around_the_last_price) {
  const std::string bad = "The relationship of the prices for the orders is not correct.";
  expect(bracket(Side::SELL, "0.1", "99", "95"), -2010, bad);
  expect(bracket(Side::SELL, "0.1", "110", "101"), -2010, bad);
  expect(bracket(Side::SELL, "0.1", "110", "100"), -2010, bad);
  expect(bracket(Side::BUY, "0.1", "101", "110"), -2010, bad);
  expect(bracket(Side::BUY, "0.1", "90", "99"), -2010, bad);
}

TEST_F(ExchangeErrors, an_ocos_legs_pass_the_checks_of_orders_under_their_own_names) {
  auto oco = bracket(Side::SELL, "0.1", "110", "95");
  oco.below.stop_price.reset();
  expect(oco, -1102, "Param 'belowStopPrice' or 'belowTrailingDelta' must be sent, but both were empty/null!");
  oco = bracket(Side::SELL, "0.1", "110", "95");
  oco.below.type = OrderType::STOP_LOSS_LIMIT;
  expect(oco, -1102, missing("belowTimeInForce"));
  expect(bracket(Side::SELL, "0.1", "110.001", "95"), -1013, "Filter failure: PRICE_FILTER");
  expect(bracket(Side::SELL, "2", "110", "95"), -2010, "Account has insufficient balance for requested action.");
  oco = bracket(Side::SELL, "0.1", "110", "95");
  oco.above.client_id = oco.below.client_id = "same";
  expect(oco, -2010, "Duplicate order sent.");
}
