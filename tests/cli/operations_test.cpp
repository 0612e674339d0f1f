// Operations and orders: changed, listed and shown; what is asked before, and how each ends.
#include "trading_fixture.hpp"

namespace robson::cli {
namespace {

using namespace literals;
using json::Fixed;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(TradingTest, closing_names_what_it_does_and_ends_by_what_came_of_it) {
  robsond.answer("/api/portfolio/positions/7/", json::text_of([] {
                   auto position = fake::operation_one();
                   position.id = 7;
                   return position;
                 }()));
  keep("/api/portfolio/positions/7/close/", json::text_of(fake::operation(OperationStatus::CLOSED)));
  robson.input_is_terminal = true;
  robson.input = "n\n";
  const auto declined = robson({"positions", "close", "7"});
  EXPECT_EQ(declined.exit, 2);
  EXPECT_THAT(declined.err,
              AllOf(HasSubstr("This closes LONG 0.00033 BTC of position 7 (BTCUSDC), worth $29.45 now, P&L +$0.13"),
                    HasSubstr("at market"), HasSubstr("stop and target at the exchange are cancelled")));
  EXPECT_EQ(robsond.requests("/api/portfolio/positions/7/close/"), 0);
  const auto closed = robson({"positions", "close", "7", "--yes"});
  EXPECT_EQ(closed.exit, 0) << closed.err;
  EXPECT_THAT(closed.out, AllOf(HasSubstr("Operation 7: CLOSED"), HasSubstr("exit $91,000.00"),
                                HasSubstr("realized +$4.55 (+0.91%)")));
  EXPECT_EQ(robson({"positions", "close", "7", "--quantity", "0.0001", "--limit", "91000", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("quantity":"0.0001")"), HasSubstr(R"("limit_price":"91000")")));
  auto leaving = fake::operation();
  leaving.closing = wire::Closing{.reason = ExitReason::MANUAL, .by = "admin", .at = fake::at("2026-01-02T03:05:00Z")};
  keep("/api/portfolio/positions/7/close/", json::text_of(leaving));
  EXPECT_EQ(robson({"positions", "close", "7", "--yes"}).exit, 8);
  auto stands = fake::operation();
  stands.held = "0.00033"_d;
  keep("/api/portfolio/positions/7/close/", json::text_of(stands));
  const auto unsold = robson({"positions", "close", "7", "--limit", "99000", "--yes"});
  EXPECT_EQ(unsold.exit, 1);
  EXPECT_THAT(unsold.err, HasSubstr("Nothing was sold at that price"));
}

TEST_F(TradingTest, what_is_held_in_lots_says_so_and_is_worth_what_they_hold) {
  auto gold = fake::operation_one();
  gold.symbol = "XAUUSD";
  gold.base_asset = "XAU";
  gold.quote_asset = "USD";
  gold.contract_size = "100"_d;
  gold.quantity = "0.12"_d;
  gold.entry_price = {"2400"_d, 2};
  gold.stop_loss = {"2380"_d, 2};
  gold.current_price = Fixed{"2410.50"_d, 2};
  gold.unrealized_pnl_exact = "126"_d;
  robsond.answer("/api/portfolio/positions/1/", json::text_of(gold));
  robson.input_is_terminal = true;
  robson.input = "n\n";
  EXPECT_THAT(robson({"positions", "close", "1"}).err,
              HasSubstr("LONG 0.12 lots (12 XAU) of position 1 (XAUUSD), worth $28,926.00 now, P&L +$126.00"));
  robson.input = "n\n";
  EXPECT_THAT(robson({"positions", "protect", "1", "--stop", "2390"}).err,
              HasSubstr("stop $2,380.00 -> $2,390.00; if it fills: −$120.00"));
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({gold})));
  EXPECT_THAT(robson({"positions"}).out, HasSubstr("0.12 lots (12 XAU)"));
}

TEST_F(TradingTest, stop_and_target_are_moved_each_under_a_key_of_its_own) {
  auto moved = fake::operation();
  moved.id = 1;
  moved.stop_price = {"88000"_d, 2};
  moved.target_price = Fixed{"93000"_d, 2};
  keep("/api/portfolio/positions/1/stop/", json::text_of(moved));
  keep("/api/portfolio/positions/1/target/", json::text_of(moved));
  robson.input_is_terminal = true;
  robson.input = "yes\n";
  const auto ran = robson({"positions", "protect", "1", "--stop", "88000", "--target", "93000"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("stop $87,061.16 -> $88,000.00; if it fills: −$0.28"),
                             HasSubstr("target $92,391.44 -> $93,000.00")));
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_THAT(seen[0].body, HasSubstr(R"("stop_price":"88000")"));
  EXPECT_THAT(seen[1].body, HasSubstr(R"("target_price":"93000")"));
  EXPECT_EQ(seen[0].key, "key-1-stop");
  EXPECT_EQ(seen[1].key, "key-1-target");
  moved.target_price.reset();
  keep("/api/portfolio/positions/1/target/", json::text_of(moved));
  EXPECT_EQ(robson({"positions", "protect", "1", "--no-target", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, HasSubstr(R"("target_price":null)"));
  EXPECT_EQ(robson({"positions", "protect", "1", "--stop", "88100", "--yes"}).exit, 8)
      << "the server still tells the old stop";
}

TEST_F(TradingTest, detaching_needs_a_reason) {
  keep("/api/portfolio/positions/1/detach/", json::text_of(fake::operation(OperationStatus::CLOSED)));
  EXPECT_EQ(robson({"positions", "detach", "1", "--yes"}).exit, 2);
  EXPECT_EQ(robson({"positions", "detach", "1", "--reason", "cold storage", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, HasSubstr("cold storage"));
}

TEST_F(TradingTest, protection_is_said_in_words_on_the_card) {
  auto position = fake::operation_one();
  position.protection = wire::Protection::PLACING;
  robsond.answer("/api/portfolio/positions/1/", json::text_of(position));
  EXPECT_THAT(robson({"positions", "show", "1"}).out, HasSubstr("Stop at the exchange: PLACING"));
  position.protection = wire::Protection::NONE;
  position.unprotected_seconds = {"12.345"_d, 3};
  robsond.answer("/api/portfolio/positions/1/", json::text_of(position));
  EXPECT_THAT(robson({"positions", "show", "1"}).out, HasSubstr("Stop at the exchange: NO, unprotected for 12 s"));
}

TEST_F(TradingTest, history_asks_for_the_filter_and_tells_that_there_is_more) {
  wire::Operations page{.operations = {fake::operation(OperationStatus::CLOSED)},
                        .next_cursor = "c2",
                        .as_of = fake::at("2026-01-02T03:04:05Z"),
                        .venue_kind = VenueKind::SIM};
  keep("/api/operations/history/", json::text_of(page));
  const auto ran = robson({"operations", "list", "--symbol", "btc/usdc", "--side", "buy", "--status", "closed",
                           "--sort=-fees", "--from", "2026-01-01", "--limit", "1"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  for (const char* part : {"symbol=BTCUSDC", "side=BUY", "status=CLOSED", "sort=-fees", "from=2026-01-01", "limit=1"})
    EXPECT_THAT(last().query, HasSubstr(part));
  EXPECT_THAT(ran.err, HasSubstr("There are more rows: --all, or --cursor c2"));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("id\tsymbol"), HasSubstr("7\tBTCUSDC")));
  EXPECT_EQ(robson({"history", "--days", "7"}).exit, 0);
  EXPECT_THAT(last().query, HasSubstr("from=20"));
  robson.terminal = true;
  robson.size.columns = 200;
  EXPECT_THAT(robson({"history"}).out,
              AllOf(HasSubstr("CLOSED"), HasSubstr("+$4.55 (+0.91%)"), HasSubstr("MANUAL"), HasSubstr("Second level")));
}

TEST_F(TradingTest, all_pages_become_one_document) {
  wire::Operations first{.operations = {fake::operation()},
                         .next_cursor = "c2",
                         .as_of = fake::at("2026-01-02T03:04:05Z"),
                         .venue_kind = VenueKind::SIM};
  wire::Operations second = first;
  second.next_cursor.reset();
  keep("/api/operations/history/", {{200, json::text_of(first)}, {200, json::text_of(second)}});
  const auto ran = robson({"operations", "history", "--all", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto all = json::read<wire::Operations>(ran.out);
  ASSERT_TRUE(all) << all.error().text();
  EXPECT_EQ(all->operations.size(), 2U);
  EXPECT_FALSE(all->next_cursor);
  EXPECT_THAT(last().query, HasSubstr("cursor=c2"));
}

TEST_F(TradingTest, csv_is_the_servers_own) {
  keep("/api/operations/history/", "id,symbol\n7,BTCUSDC\n");
  EXPECT_EQ(robson({"operations", "list", "--csv"}).out, "id,symbol\n7,BTCUSDC\n");
  EXPECT_THAT(last().query, HasSubstr("format=csv"));
  keep("/api/movements/", "id,asset\n");
  EXPECT_EQ(robson({"movements", "--asset", "USDC", "--csv"}).out, "id,asset\n");
  EXPECT_THAT(last().query, HasSubstr("asset=USDC"));
}

TEST_F(TradingTest, an_operation_shows_its_life) {
  robsond.answer("/api/operations/7/", json::text_of(fake::operation_detail()));
  const auto ran = robson({"status", "7"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("OPERATION 7"), HasSubstr("Stop at the exchange: yes"), HasSubstr("Plan: 12"),
                             HasSubstr("Opened by admin"), HasSubstr("rb-7-entry-1")));
  EXPECT_EQ(robson({"operations", "show", "8"}).exit, 3);
}

TEST_F(TradingTest, orders_are_listed_and_cancelled_with_a_yes) {
  keep("/api/orders/", json::text_of(wire::Orders{.orders = {fake::order()}, .next_cursor = {}}));
  EXPECT_EQ(robson({"orders", "--status", "open", "--operation", "7"}).exit, 0);
  EXPECT_THAT(last().query, AllOf(HasSubstr("status=open"), HasSubstr("operation_id=7")));
  EXPECT_EQ(robson({"orders", "list", "--status", "filled,unknown"}).exit, 0);
  EXPECT_THAT(last().query, HasSubstr("status=FILLED%2CUNKNOWN"));
  robsond.answer("/api/orders/3/", json::text_of(fake::order()));
  keep("/api/orders/3/cancel/", json::text_of(fake::order(OrderStatus::CANCELLED)));
  EXPECT_EQ(robson({"orders", "cancel", "3"}).exit, 2);
  EXPECT_EQ(robson({"orders", "cancel", "3", "--yes"}).exit, 0);
  keep("/api/orders/3/cancel/", json::text_of(fake::order(OrderStatus::FILLED)));
  EXPECT_EQ(robson({"orders", "cancel", "3", "--yes"}).exit, 5);
  keep("/api/orders/3/cancel/", json::text_of(fake::order()));
  EXPECT_EQ(robson({"orders", "cancel", "3", "--yes"}).exit, 8);
}

}  // namespace
}  // namespace robson::cli
