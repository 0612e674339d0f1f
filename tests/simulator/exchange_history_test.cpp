// Cancels, replacements, and what the exchange remembers.
#include "simulator/exchange_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
using Names = std::vector<std::string>;
class ExchangeHistory : public ExchangeTest {
 protected:
  static OrderRef by(simulator::OrderId id) { return {.id = id, .client_id = {}}; }
  static OrderRef by(const char* client_id) { return {.id = {}, .client_id = client_id}; }
  Result<Cancelled, Rejection> cancel(AccountId account, OrderRef ref) {
    events.clear();
    return exchange.cancel(account, {.symbol = btcusdc, .order = std::move(ref), .client_id = "bye"}, tick(), events);
  }
};

TEST_F(ExchangeHistory, a_cancelled_order_gives_back_what_it_held_and_keeps_its_own_name) {
  auto order = limit(Side::BUY, "1", "90");
  order.client_id = "mine";
  const auto placed = place(alice, order);
  const auto cancelled = cancel(alice, by("mine"));
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(std::get<CancelledOrder>(*cancelled).client_id, "bye");
  EXPECT_EQ(executions(), Names{"CANCELED/CANCELED LIMIT"});
  EXPECT_EQ(all<ExecutionReport>()[0].client_id, "bye");
  EXPECT_EQ(all<ExecutionReport>()[0].original_client_id, "mine");
  EXPECT_EQ(free(alice, "USDC"), "10000");
  EXPECT_EQ(this->order(alice, placed.order.id).client_id, "mine");
  EXPECT_EQ(cancel(alice, by("mine")).error(), (Rejection{-2011, "Unknown order sent."}));
}

TEST_F(ExchangeHistory, an_order_is_found_only_by_what_is_true_of_it) {
  auto order = limit(Side::BUY, "1", "90");
  order.client_id = "mine";
  const auto placed = place(alice, order);
  EXPECT_EQ(exchange.order(bob, btcusdc, by(placed.order.id)).error(), (Rejection{-2013, "Order does not exist."}));
  EXPECT_EQ(exchange.order(alice, btcusdc, {.id = placed.order.id, .client_id = "other"}).error().code, -2013);
  EXPECT_EQ(exchange.order(alice, Symbol{"NOPE"}, by("mine")).error().code, -1121);
  EXPECT_EQ(exchange.order(alice, btcusdc, {}).error().code, -1102);
  EXPECT_EQ(cancel(bob, by(placed.order.id)).error().code, -2011);
  EXPECT_EQ(exchange.order(alice, btcusdc, by("mine"))->id, placed.order.id);
}

TEST_F(ExchangeHistory, cancel_restrictions_look_at_the_fills) {
  const auto placed = place(alice, limit(Side::BUY, "2", "99.99"));
  CancelOrder request{.symbol = btcusdc, .order = by(placed.order.id)};
  request.restrictions = CancelRestrictions::ONLY_PARTIALLY_FILLED;
  EXPECT_EQ(exchange.cancel(alice, request, tick(), events).error(),
            (Rejection{-2011, "Order was not canceled due to cancel restrictions."}));
  request.restrictions = CancelRestrictions::ONLY_NEW;
  EXPECT_TRUE(exchange.cancel(alice, request, tick(), events));
}

TEST_F(ExchangeHistory, cancel_all_takes_orders_and_lists_of_that_account_only) {
  place(alice, limit(Side::BUY, "1", "90"));
  place(alice, bracket(Side::SELL, "0.5", "110", "95"));
  const auto other = place(bob, limit(Side::BUY, "1", "90"));
  events.clear();
  const auto cancelled = exchange.cancel_all(alice, btcusdc, tick(), events);
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->size(), 2u);
  EXPECT_EQ(executions().size(), 3u);
  EXPECT_EQ(all<AccountPosition>().size(), 1u);
  EXPECT_EQ(exchange.cancel_all(alice, btcusdc, tick(), events).error().code, -2011);
  EXPECT_EQ(order(bob, other.order.id).status, OrderStatus::NEW);
}

TEST_F(ExchangeHistory, cancel_replace_swaps_one_order_for_another) {
  const auto old = place(alice, limit(Side::SELL, "1", "110"));
  events.clear();
  const auto done = exchange.cancel_replace(alice,
                                            {.mode = CancelReplaceMode::STOP_ON_FAILURE,
                                             .cancel = {.symbol = btcusdc, .order = by(old.order.id)},
                                             .replacement = limit(Side::SELL, "1", "111")},
                                            tick(), events);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->code(), 0);
  EXPECT_EQ(executions(), (Names{"CANCELED/CANCELED LIMIT", "NEW/NEW LIMIT"}));
  EXPECT_EQ(locked(alice, "BTC"), "1");
}

TEST_F(ExchangeHistory, cancel_replace_stops_or_goes_on_when_the_cancel_fails) {
  CancelReplace request{.mode = CancelReplaceMode::STOP_ON_FAILURE,
                        .cancel = {.symbol = btcusdc, .order = by(simulator::OrderId{999})},
                        .replacement = limit(Side::SELL, "1", "111")};
  const auto stopped = exchange.cancel_replace(alice, request, tick(), events);
  EXPECT_EQ(stopped->code(), -2022);
  EXPECT_EQ(stopped->cancel_error, (Rejection{-2011, "Unknown order sent."}));
  EXPECT_FALSE(stopped->placed || stopped->place_error) << "not attempted";
  request.mode = CancelReplaceMode::ALLOW_FAILURE;
  const auto allowed = exchange.cancel_replace(alice, request, tick(), events);
  EXPECT_EQ(allowed->code(), -2021);
  EXPECT_TRUE(allowed->placed);
}

TEST_F(ExchangeHistory, cancel_replace_reports_the_new_orders_rejection_after_the_cancel) {
  const auto old = place(alice, limit(Side::SELL, "1", "110"));
  CancelReplace request{.mode = CancelReplaceMode::STOP_ON_FAILURE,
                        .cancel = {.symbol = btcusdc, .order = by(old.order.id)},
                        .replacement = limit(Side::SELL, "1", "110.001")};
  events.clear();
  EXPECT_EQ(exchange.cancel_replace(alice, request, tick(), events).error().code, -1013);
  EXPECT_EQ(order(alice, old.order.id).status, OrderStatus::NEW) << "filters are looked at before the cancel";
  request.replacement = stop(OrderType::STOP_LOSS, Side::SELL, "1", "105");
  const auto done = exchange.cancel_replace(alice, request, tick(), events);
  EXPECT_EQ(done->code(), -2021);
  EXPECT_EQ(done->place_error->message, "Stop price would trigger immediately.");
  EXPECT_EQ(executions(), (Names{"CANCELED/CANCELED LIMIT", "REJECTED/REJECTED STOP_LOSS"}));
  EXPECT_EQ(all<ExecutionReport>()[1].reject_reason, RejectReason::STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY);
}

TEST_F(ExchangeHistory, orders_and_trades_are_paged_by_id_and_time) {
  std::vector<simulator::OrderId> ids;
  std::vector<Timestamp> times;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(place(alice, market(Side::BUY, "0.1")).order.id);
    times.push_back(now);
  }
  const auto count = [&](Page page) { return exchange.all_orders(alice, btcusdc, page)->size(); };
  EXPECT_EQ(count({}), 5u);
  EXPECT_EQ(exchange.all_orders(alice, btcusdc, {.limit = 2})->front().id, ids[3]) << "the latest by default";
  EXPECT_EQ(exchange.all_orders(alice, btcusdc, {.from_id = ids[1].value, .limit = 2})->back().id, ids[2]);
  EXPECT_EQ(count({.start = times[1], .end = times[3]}), 3u);
  const auto trades = *exchange.my_trades(alice, btcusdc, {}, {});
  ASSERT_EQ(trades.size(), 5u);
  EXPECT_TRUE(trades[0].is_buyer);
  EXPECT_EQ(exchange.my_trades(alice, btcusdc, ids[2], {})->front().id, trades[2].id);
  EXPECT_EQ(exchange.my_trades(alice, btcusdc, {}, {.from_id = trades[3].id})->size(), 2u);
  EXPECT_TRUE(exchange.my_trades(bob, btcusdc, {}, {})->empty());
}

TEST_F(ExchangeHistory, the_oldest_closed_orders_are_forgotten_and_open_ones_never) {
  Exchange small{{.closed_orders = 100}};
  small.add_symbol(btc_rules());
  const AccountId carol = small.add_account({{"USDC", money("1000"), {}}}, {}, now);
  Events out;
  auto first = limit(Side::BUY, "0.1", "90");
  first.client_id = "first";
  ASSERT_TRUE(small.place(carol, first, tick(), out));
  for (int i = 0; i < 150; ++i) {
    const auto placed = small.place(carol, limit(Side::BUY, "0.1", "80"), tick(), out);
    ASSERT_TRUE(small.cancel(carol, {.symbol = btcusdc, .order = by(placed->order.id)}, tick(), out));
  }
  EXPECT_EQ(small.all_orders(carol, btcusdc, {.limit = 1000})->size(), 101u);
  EXPECT_EQ(small.order(carol, btcusdc, by("first"))->status, OrderStatus::NEW);
}

TEST_F(ExchangeHistory, open_orders_are_told_by_symbol_or_all) {
  place(alice, limit(Side::BUY, "1", "90"));
  place(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.5", "95"));
  EXPECT_EQ(exchange.open_orders(alice, btcusdc)->size(), 2u);
  EXPECT_EQ(exchange.open_orders(alice, {})->size(), 2u);
  EXPECT_EQ(exchange.open_orders(alice, Symbol{"NOPE"}).error().code, -1121);
  EXPECT_TRUE(exchange.open_orders(bob, {})->empty());
}
