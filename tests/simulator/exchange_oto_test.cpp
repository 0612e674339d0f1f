// Lists with a working order: nothing of the pending side happens before it is filled in full.
#include "simulator/exchange_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
using Names = std::vector<std::string>;

class ExchangeOto : public ExchangeTest {
 protected:
  // Buys 0.5 at `at`, then protects it: target 110, stop 95.
  static NewOto otoco(std::string_view at, TimeInForce tif = TimeInForce::GTC) {
    NewOto oto;
    oto.working = limit(Side::BUY, "0.5", at, tif);
    oto.pending_side = Side::SELL;
    oto.pending_quantity = quantity("0.5");
    oto.pending = {.type = OrderType::LIMIT_MAKER, .price = price("110")};
    oto.pending_below = NewLeg{.type = OrderType::STOP_LOSS, .stop_price = price("95")};
    return oto;
  }
  static NewOto opoco(std::string_view at, TimeInForce tif = TimeInForce::GTC) {
    NewOto oto = otoco(at, tif);
    oto.pending_quantity.reset();
    return oto;
  }
  static NewOto opo(std::string_view at, const NewLeg& pending) {
    NewOto oto = opoco(at);
    oto.pending = pending;
    oto.pending_below.reset();
    return oto;
  }
  PlacedList place(AccountId account, const NewOto& oto) {
    events.clear();
    auto placed = exchange.place_oto(account, oto, tick(), events);
    EXPECT_TRUE(placed.has_value()) << (placed ? "" : placed.error().message);
    return placed ? *placed : PlacedList{};
  }
  Rejection refused(AccountId account, const NewOto& oto) {
    events.clear();
    const auto placed = exchange.place_oto(account, oto, tick(), events);
    EXPECT_TRUE(events.empty()) << "a refused list must not have changed anything";
    return placed ? Rejection{} : placed.error();
  }
  using ExchangeTest::place;
  OrderList list_now(const PlacedList& placed) {
    return *exchange.order_list(alice, {.id = placed.list.id, .client_id = {}});
  }
  OrderStatus status(const PlacedList& placed, std::size_t leg) {
    return order(alice, placed.list.legs[leg].order).status;
  }
  void withdraw(std::string_view asset, std::string_view amount) {
    Events ignored;
    ASSERT_TRUE(exchange.deposit(alice, asset, -money(amount), tick(), ignored));
  }
};

TEST_F(ExchangeOto, until_the_working_order_is_filled_the_pending_ones_only_wait) {
  const auto placed = place(alice, otoco("99"));
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "NEW/PENDING_NEW STOP_LOSS", "NEW/PENDING_NEW LIMIT_MAKER"}));
  ASSERT_EQ(all<ListStatusReport>().size(), 1u);
  EXPECT_EQ(all<ListStatusReport>()[0].list.contingency, Contingency::OTO);
  EXPECT_EQ(placed.orders[0].status, OrderStatus::NEW);
  EXPECT_EQ(placed.orders[1].status, OrderStatus::PENDING_NEW);
  EXPECT_EQ(exchange.depth(btcusdc, 5).asks.size(), 1u) << "the target is not in the book";
  EXPECT_EQ(locked(alice, "USDC"), "49.5");
  EXPECT_EQ(locked(alice, "BTC"), "0.5") << "an OTO's pending orders are paid from what the account has";
  EXPECT_EQ(exchange.open_orders(alice, btcusdc)->size(), 3u);
  book({level("94", "5")}, {level("120", "5")});
  EXPECT_EQ(status(placed, 1), OrderStatus::PENDING_NEW) << "its stop cannot be woken";
}

TEST_F(ExchangeOto, the_working_order_filled_places_the_pair_which_goes_on_as_an_oco) {
  const auto placed = place(alice, otoco("99"));
  print("98.9");
  EXPECT_EQ(executions(), (Names{"TRADE/FILLED LIMIT", "NEW/NEW STOP_LOSS", "NEW/NEW LIMIT_MAKER"}));
  EXPECT_TRUE(list_now(placed).is_open());
  EXPECT_EQ(locked(alice, "BTC"), "0.5");
  EXPECT_EQ(exchange.depth(btcusdc, 5).asks.back(), level("110", "0.5"));
  book({level("90", "5")}, {level("91", "5")});
  print("94");
  EXPECT_EQ(executions(), (Names{"EXPIRED/EXPIRED LIMIT_MAKER", "NEW/NEW STOP_LOSS", "TRADE/FILLED STOP_LOSS"}));
  EXPECT_FALSE(list_now(placed).is_open());
  EXPECT_EQ(locked(alice, "BTC"), "0");
}

TEST_F(ExchangeOto, the_answer_to_a_list_that_fills_at_once_still_says_pending) {
  const auto placed = place(alice, otoco("100.01", TimeInForce::IOC));
  EXPECT_EQ(placed.orders[0].status, OrderStatus::FILLED);
  EXPECT_EQ(placed.orders[1].status, OrderStatus::PENDING_NEW);
  ASSERT_EQ(placed.fills.size(), 1u);
  EXPECT_EQ(placed.fills[0].price, price("100.01"));
  EXPECT_EQ(status(placed, 1), OrderStatus::NEW);
  EXPECT_EQ(status(placed, 2), OrderStatus::NEW);
}

TEST_F(ExchangeOto, a_part_of_the_working_order_places_nothing) {
  const auto placed = place(alice, otoco("99"));
  book({level("98", "5")}, {level("99", "0.2")});
  EXPECT_EQ(status(placed, 0), OrderStatus::PARTIALLY_FILLED);
  EXPECT_EQ(status(placed, 1), OrderStatus::PENDING_NEW);
}

TEST_F(ExchangeOto, a_working_order_that_expires_takes_the_pending_ones_with_it) {
  const auto placed = place(alice, otoco("99", TimeInForce::IOC));
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "NEW/PENDING_NEW STOP_LOSS", "NEW/PENDING_NEW LIMIT_MAKER",
                                 "EXPIRED/EXPIRED LIMIT", "EXPIRED/EXPIRED STOP_LOSS", "EXPIRED/EXPIRED LIMIT_MAKER"}));
  EXPECT_EQ(placed.list.order_status, ListOrderStatus::ALL_DONE);
  EXPECT_EQ(all<ListStatusReport>().back().list.status_type, ListStatusType::ALL_DONE);
  EXPECT_EQ(locked(alice, "BTC"), "0");
  EXPECT_EQ(locked(alice, "USDC"), "0");
  EXPECT_TRUE(exchange.open_order_lists(alice).empty());
}

TEST_F(ExchangeOto, an_immediate_order_filled_in_part_expires_the_pending_ones_and_keeps_the_coins_free) {
  book({level("99", "5")}, {level("100", "0.2")});
  const auto placed = place(alice, opoco("100", TimeInForce::IOC));
  EXPECT_EQ(placed.orders[0].status, OrderStatus::EXPIRED);
  EXPECT_EQ(placed.orders[0].executed, quantity("0.2"));
  EXPECT_EQ(placed.orders[1].status, OrderStatus::EXPIRED);
  EXPECT_EQ(free(alice, "BTC"), "1.1998");
  EXPECT_EQ(locked(alice, "BTC"), "0");
}

TEST_F(ExchangeOto, a_fill_or_kill_that_cannot_be_filled_buys_nothing) {
  book({level("99", "5")}, {level("100", "0.2")});
  const auto placed = place(alice, opoco("100", TimeInForce::FOK));
  EXPECT_EQ(placed.orders[0].status, OrderStatus::EXPIRED);
  EXPECT_TRUE(placed.fills.empty());
  EXPECT_EQ(free(alice, "BTC"), "1");
}

TEST_F(ExchangeOto, what_pays_for_itself_needs_only_the_working_orders_money) {
  withdraw("BTC", "1");
  EXPECT_EQ(refused(alice, otoco("99")).message, "Account has insufficient balance for requested action.");
  const auto placed = place(alice, opoco("99"));
  EXPECT_EQ(placed.orders[1].quantity, Quantity{});
  EXPECT_EQ(locked(alice, "USDC"), "49.5");
}

TEST_F(ExchangeOto, without_free_coins_the_commission_comes_off_and_the_rest_falls_on_the_lot_step) {
  withdraw("BTC", "1");
  NewOto oto = opoco("100.01");
  oto.working.quantity = quantity("0.50003");
  const auto placed = place(alice, oto);
  // 0.50003 less 0.1 % is 0.49952997: nine hundred-thousandths' parts of it are below the step.
  EXPECT_EQ(order(alice, placed.list.legs[1].order).quantity, quantity("0.49952"));
  EXPECT_EQ(order(alice, placed.list.legs[2].order).quantity, quantity("0.49952"));
  EXPECT_EQ(locked(alice, "BTC"), "0.49952");
  EXPECT_EQ(free(alice, "BTC"), "0.00000997");
}

TEST_F(ExchangeOto, with_free_coins_the_commission_is_taken_from_them_and_all_that_was_bought_is_sold) {
  const auto placed = place(alice, opoco("100.01"));
  EXPECT_EQ(order(alice, placed.list.legs[1].order).quantity, quantity("0.5"));
  EXPECT_EQ(locked(alice, "BTC"), "0.5");
  EXPECT_EQ(free(alice, "BTC"), "0.9995");
}

TEST_F(ExchangeOto, coins_that_came_in_are_locked_before_the_working_order_is_filled) {
  const auto placed = place(alice, opoco("99"));
  book({level("98", "5")}, {level("99", "0.2")});
  EXPECT_EQ(locked(alice, "BTC"), "0.2");
  events.clear();
  ASSERT_TRUE(exchange.cancel_list(alice, btcusdc, {.id = placed.list.id, .client_id = {}}, "", tick(), events));
  EXPECT_EQ(executions(),
            (Names{"CANCELED/CANCELED LIMIT", "CANCELED/CANCELED STOP_LOSS", "CANCELED/CANCELED LIMIT_MAKER"}));
  EXPECT_EQ(locked(alice, "BTC"), "0");
  EXPECT_EQ(free(alice, "BTC"), "1.1998");
  EXPECT_EQ(locked(alice, "USDC"), "0");
}

TEST_F(ExchangeOto, cancelling_any_leg_ends_all_before_and_after_the_fill) {
  for (const std::size_t leg : {0U, 1U, 2U}) {
    const auto placed = place(alice, otoco("99"));
    events.clear();
    const auto done = exchange.cancel(
        alice, {.symbol = btcusdc, .order = {.id = placed.list.legs[leg].order, .client_id = {}}}, tick(), events);
    ASSERT_TRUE(done);
    EXPECT_EQ(std::get<CancelledList>(*done).orders.size(), 3u);
    EXPECT_TRUE(exchange.open_orders(alice, btcusdc)->empty());
  }
  const auto placed = place(alice, otoco("100.01"));
  const auto done = exchange.cancel(
      alice, {.symbol = btcusdc, .order = {.id = placed.list.legs[2].order, .client_id = {}}}, tick(), events);
  ASSERT_TRUE(done);
  EXPECT_EQ(std::get<CancelledList>(*done).orders.size(), 2u) << "the working order was filled before";
  EXPECT_EQ(locked(alice, "BTC"), "0");
}

TEST_F(ExchangeOto, a_stop_that_the_price_has_passed_when_its_turn_comes_expires_with_its_list) {
  NewOto oto = opoco("100.01");
  oto.pending_below->stop_price = price("105");
  const auto placed = place(alice, oto);
  EXPECT_EQ(status(placed, 0), OrderStatus::FILLED);
  EXPECT_EQ(status(placed, 1), OrderStatus::EXPIRED);
  EXPECT_EQ(status(placed, 2), OrderStatus::EXPIRED);
  EXPECT_EQ(all<ExecutionReport>().back().reject_reason, RejectReason::STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY);
  EXPECT_EQ(all<ListStatusReport>().back().list.order_status, ListOrderStatus::ALL_DONE);
  EXPECT_EQ(locked(alice, "BTC"), "0");
  EXPECT_EQ(free(alice, "BTC"), "1.4995") << "the coins are there, unprotected";
}

TEST_F(ExchangeOto, what_it_bought_may_be_too_little_to_sell) {
  withdraw("BTC", "1");
  NewOto oto = opoco("100.01");
  oto.working.quantity = quantity("0.05");
  oto.pending = {.type = OrderType::LIMIT_MAKER, .price = price("110")};
  oto.pending_below = NewLeg{.type = OrderType::STOP_LOSS_LIMIT,
                             .price = price("94"),
                             .stop_price = price("95"),
                             .time_in_force = TimeInForce::GTC};
  const auto placed = place(alice, oto);
  EXPECT_EQ(status(placed, 0), OrderStatus::FILLED);
  EXPECT_EQ(status(placed, 1), OrderStatus::EXPIRED) << "0.04995 at 94 is below 5 USDC";
  EXPECT_FALSE(list_now(placed).is_open());
}

TEST_F(ExchangeOto, a_single_pending_order_of_any_kind_follows) {
  const auto market = place(alice, opo("100.01", {.type = OrderType::MARKET}));
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "NEW/PENDING_NEW MARKET", "TRADE/FILLED LIMIT", "NEW/NEW MARKET",
                                 "TRADE/FILLED MARKET"}));
  EXPECT_FALSE(list_now(market).is_open());
  const auto stopped = place(alice, opo("100.01", {.type = OrderType::STOP_LOSS, .stop_price = price("95")}));
  EXPECT_TRUE(list_now(stopped).is_open());
  book({level("90", "5")}, {level("91", "5")});
  print("94");
  EXPECT_EQ(status(stopped, 1), OrderStatus::FILLED);
  EXPECT_FALSE(list_now(stopped).is_open());
  EXPECT_EQ(locked(alice, "BTC"), "0");
}

TEST_F(ExchangeOto, shapes_that_make_no_list_are_refused) {
  NewOto oto = opoco("99");
  oto.working.side = Side::SELL;
  oto.pending_side = Side::BUY;
  oto.working.price = price("101");
  EXPECT_EQ(refused(alice, oto).code, -1014) << "only what was bought pays";
  oto = opo("99", {.type = OrderType::STOP_LOSS, .stop_price = price("95")});
  oto.working.side = Side::SELL;
  EXPECT_EQ(refused(alice, oto), (Rejection{-1014, "Unsupported order combination."}));
  oto = otoco("99");
  oto.working = stop(OrderType::STOP_LOSS, Side::BUY, "0.5", "105");
  EXPECT_EQ(refused(alice, oto).code, -1014);
  oto = otoco("99");
  oto.pending_below->stop_price = price("111");
  EXPECT_EQ(refused(alice, oto).message, "The relationship of the prices for the orders is not correct.");
  oto = otoco("99");
  oto.pending.price.reset();
  EXPECT_EQ(refused(alice, oto).message,
            "Mandatory parameter 'pendingAbovePrice' was not sent, was empty/null, or malformed.");
  oto = otoco("99");
  oto.working.time_in_force.reset();
  EXPECT_EQ(refused(alice, oto).message,
            "Mandatory parameter 'workingTimeInForce' was not sent, was empty/null, or malformed.");
  oto = otoco("99");
  oto.working.client_id = oto.pending.client_id = "same";
  EXPECT_EQ(refused(alice, oto).message, "Duplicate order sent.");
}

TEST_F(ExchangeOto, its_pending_stops_count_as_conditional_orders_from_the_start) {
  auto rules = btc_rules();
  rules.max_algo_orders = 1;
  exchange.add_symbol(rules);
  place(alice, opoco("99"));
  EXPECT_EQ(refused(alice, opoco("98")), (Rejection{-1013, "Filter failure: MAX_NUM_ALGO_ORDERS"}));
  EXPECT_EQ(refusal(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.1", "90")),
            (Rejection{-1013, "Filter failure: MAX_NUM_ALGO_ORDERS"}));
}
