// Every recorded or documented payload of the venue is read, with the values that stand in it.
#include <gtest/gtest.h>

#include <fstream>

#include "support/shared_data.hpp"
#include "venues/binance/order_outcome.hpp"
#include "venues/binance/parse_account.hpp"
#include "venues/binance/parse_market.hpp"
#include "venues/binance/parse_orders.hpp"
#include "venues/binance/parse_reply.hpp"
#include "venues/binance/parse_stream.hpp"

namespace robson::venues::binance {
namespace {
using namespace literals;

std::string payload(const std::string& name) {
  std::string text = support::file_text(support::shared_data("payloads/" + name));
  if (!name.ends_with(".txt")) return text;
  // Files of binance.net begin with the method, the path and a signed flag.
  for (int line = 0; line < 3; ++line) text.erase(0, text.find('\n') + 1);
  return text;
}

template <class T>
T good(Parsed<T> parsed) {
  EXPECT_TRUE(parsed) << parsed.error().text();
  return parsed ? std::move(*parsed) : T{};
}

const Symbol any{"ANY"};
const Timestamp later = Timestamp::from_ms(1'800'000'000'000);

class Payloads : public testing::Test {
 protected:
  void SetUp() override { SKIP_WITHOUT_SHARED_DATA(); }
};

TEST_F(Payloads, exchange_info_of_1248_symbols) {
  const auto info = good(
      parse_exchange_info(support::gunzip(support::shared_data("payloads/binance-exchangeInfo-2024-09-08.json.gz"))));
  EXPECT_EQ(info.server_time, Timestamp::from_ms(1'725'817'008'719));
  EXPECT_EQ(info.weight_per_minute, 6000);
  EXPECT_EQ(info.instruments.size() + info.set_aside.size(), 1248U);
  EXPECT_TRUE(info.set_aside.empty()) << info.set_aside.front().name << " " << info.set_aside.front().why;
  const Instrument& first = info.instruments.front();
  EXPECT_EQ(first.symbol.text, "ETHBTC");
  EXPECT_EQ(first.base, "ETH");
  EXPECT_EQ(first.quote, "BTC");
  EXPECT_EQ(first.tick, "0.00001"_d);
  EXPECT_EQ(first.step, "0.0001"_d);
  EXPECT_EQ(first.min_quantity, "0.0001"_d);
  EXPECT_EQ(first.max_quantity, "100000"_d);
  EXPECT_EQ(first.min_notional, "0.0001"_d);
  EXPECT_EQ(first.max_algo_orders, 5);
}

TEST_F(Payloads, exchange_info_without_filters_sets_the_symbol_aside) {
  for (const char* name :
       {"nautilus-binance-spot-http/exchange_info_response.json", "binance.net-spot-market/GetExchangeInfo.txt"}) {
    const auto info = good(parse_exchange_info(payload(name)));
    EXPECT_TRUE(info.instruments.empty());
    ASSERT_EQ(info.set_aside.size(), 1U);
    EXPECT_EQ(info.set_aside[0].name, "ETHBTC");
    EXPECT_EQ(info.set_aside[0].why, "filters: expected a PRICE_FILTER, got none");
  }
}

TEST_F(Payloads, prices_and_books) {
  EXPECT_EQ(good(parse_ticker_price(payload("nautilus-binance-spot-http/ticker_price_response.json"))).price.value,
            "4.000002"_d);
  for (const char* name :
       {"nautilus-binance-spot-http/book_ticker_response.json", "binance.net-spot-market/GetBookPrice.txt"}) {
    const auto top = good(parse_book_ticker(payload(name)));
    EXPECT_EQ(top.symbol.text, "LTCBTC");
    EXPECT_EQ(top.bid, (Level{{"4"_d}, {"431"_d}}));
    EXPECT_EQ(top.ask, (Level{{"4.000002"_d}, {"9"_d}}));
  }
  const auto depth = good(parse_depth(payload("nautilus-binance-spot-http/depth_response.json")));
  EXPECT_EQ(depth.last_update_id, 1027024);
  EXPECT_EQ(depth.bids, (std::vector<Level>{{{"4"_d}, {"431"_d}}}));
  EXPECT_EQ(depth.asks, (std::vector<Level>{{{"4.000002"_d}, {"12"_d}}}));
}

TEST_F(Payloads, rolling_day) {
  for (const char* name :
       {"nautilus-binance-spot-http/ticker_24hr_response.json", "binance.net-spot-market/GetTicker.txt"}) {
    const auto ticker = good(parse_day_ticker(payload(name)));
    EXPECT_EQ(ticker.symbol.text, "BNBBTC");
    EXPECT_EQ(ticker.open.value, "99"_d);
    EXPECT_EQ(ticker.high.value, "100"_d);
    EXPECT_EQ(ticker.low.value, "0.1"_d);
    EXPECT_EQ(ticker.last.value, "4.000002"_d);
    EXPECT_EQ(ticker.volume.value, "8913.3"_d);
    EXPECT_EQ(ticker.quote_volume.value, "15.3"_d);
    EXPECT_EQ(ticker.close_time - ticker.open_time, std::chrono::hours(24));
    EXPECT_EQ(ticker.trades, 76);
  }
}

TEST_F(Payloads, klines_close_by_the_venues_clock) {
  for (const char* name :
       {"nautilus-binance-spot-http/klines_response.json", "binance.net-spot-market/GetKlines.txt"}) {
    const auto candles = good(parse_klines(payload(name), later));
    ASSERT_EQ(candles.size(), 1U);
    EXPECT_EQ(candles[0].open_time, Timestamp::from_ms(1'499'040'000'000));
    EXPECT_EQ(candles[0].close.value, "0.015771"_d);
    EXPECT_EQ(candles[0].volume.value, "148976.11427815"_d);
    EXPECT_EQ(candles[0].quote_volume.value, "2434.19055334"_d);
    EXPECT_EQ(candles[0].trades, 308);
    EXPECT_TRUE(candles[0].closed);
    const auto still = good(parse_klines(payload(name), Timestamp::from_ms(1'499'644'799'999)));
    EXPECT_FALSE(still.at(0).closed);
  }
}

TEST_F(Payloads, public_trades_and_times) {
  for (const char* name :
       {"nautilus-binance-spot-http/trades_response.json", "binance.net-spot-market/GetRecentTrades.txt"}) {
    const auto trades = good(parse_trades(payload(name), any));
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].id, 28457);
    EXPECT_EQ(trades[0].price.value, "4.000001"_d);
    EXPECT_EQ(trades[0].quantity.value, "12"_d);
    EXPECT_TRUE(trades[0].buyer_is_maker);
  }
  const auto aggregates =
      good(parse_aggregate_trades(payload("binance.net-spot-market/GetAggregatedTradeHistory.txt"), any));
  ASSERT_EQ(aggregates.size(), 1U);
  EXPECT_EQ(aggregates[0].trade.id, 26129);
  EXPECT_EQ(aggregates[0].first_id, 27781);
  EXPECT_EQ(aggregates[0].trade.time, Timestamp::from_ms(1'498'793'709'153));
  for (const char* name :
       {"nautilus-binance-spot-http/server_time_response.json", "binance.net-spot-market/GetServerTime.txt"}) {
    EXPECT_EQ(good(parse_server_time(payload(name))), Timestamp::from_ms(1'499'827'319'559));
  }
  for (const char* name :
       {"nautilus-binance-spot-http/avg_price_response.json", "binance.net-spot-market/GetAvgPrice.txt"}) {
    EXPECT_EQ(good(parse_average_price(payload(name))).price.value, "9.35751834"_d);
  }
}

TEST_F(Payloads, account_balances) {
  const auto account = good(parse_account(payload("nautilus-binance-spot-http/account_response.json")));
  EXPECT_TRUE(account.can_trade);
  EXPECT_TRUE(account.can_withdraw);
  ASSERT_EQ(account.balances.size(), 2U);
  EXPECT_EQ(account.balances[0].asset, "BTC");
  EXPECT_EQ(account.balances[0].free.value, "4723846.89208129"_d);
  EXPECT_EQ(account.update_time, Timestamp::from_ms(123'456'789));
}

TEST_F(Payloads, single_orders) {
  for (const char* name : {"nautilus-binance-spot-http/order_response.json", "binance.net-spot-trading/GetOrder.txt"}) {
    const auto order = good(parse_order(payload(name)));
    EXPECT_EQ(order.client_order_id, "myOrder1");
    EXPECT_EQ(order.status, "NEW");
    EXPECT_EQ(order.quantity.value, "1"_d);
    EXPECT_EQ(order.list_id, -1);
    EXPECT_EQ(order.time, Timestamp::from_ms(1'499'827'319'559));
  }
  for (const char* name :
       {"nautilus-binance-spot-http/new_order_full_response.json", "binance.net-spot-trading/PlaceOrder.txt"}) {
    const auto order = good(parse_order(payload(name)));
    ASSERT_EQ(order.fills.size(), 5U);
    EXPECT_EQ(order.fills[1].commission.value, "19.995"_d);
    EXPECT_EQ(order.fills[1].commission_asset, "USDT");
  }
  for (const char* name :
       {"nautilus-binance-spot-http/cancel_order_response.json", "binance.net-spot-trading/CancelOrder.txt"}) {
    const auto order = good(parse_order(payload(name)));
    EXPECT_EQ(order.original_client_order_id, "myOrder1");
    EXPECT_EQ(order.status, "CANCELED");
  }
}

TEST_F(Payloads, lists_of_orders) {
  for (const char* name :
       {"nautilus-binance-spot-http/open_orders_response.json", "nautilus-binance-spot-http/all_orders_response.json",
        "binance.net-spot-trading/GetOpenOrders.txt", "binance.net-spot-trading/GetOrders.txt"}) {
    EXPECT_EQ(good(parse_orders(payload(name))).size(), 1U) << name;
  }
  const auto simple = good(parse_orders(payload("binance.net-spot-trading/CancelAllOrders.txt")));
  ASSERT_EQ(simple.size(), 2U);
  EXPECT_EQ(std::get<OrderAnswer>(simple[1]).order_id, 13);
  const auto mixed = good(parse_orders(payload("nautilus-binance-spot-http/cancel_open_orders_response.json")));
  ASSERT_EQ(mixed.size(), 3U);
  EXPECT_EQ(std::get<OrderAnswer>(mixed[1]).original_client_order_id, "A3EF2HCwxgZPFMrfwbgrhv");
  EXPECT_EQ(std::get<OrderListAnswer>(mixed[2]).list_id, 1929);
  EXPECT_EQ(std::get<OrderListAnswer>(mixed[2]).reports.size(), 2U);
}

TEST_F(Payloads, order_lists_replacements_and_tests) {
  const auto placed = good(parse_order_list(payload("binance.net-spot-trading/PlaceOcoOrderList.txt")));
  EXPECT_EQ(placed.order_status, "EXECUTING");
  EXPECT_EQ(placed.orders.at(1).order_id, 11);
  EXPECT_EQ(placed.reports.size(), 2U);
  EXPECT_EQ(good(parse_order_list(payload("binance.net-spot-trading/CancelOcoOrder.txt"))).order_status, "ALL_DONE");
  const auto replaced = good(parse_cancel_replace(payload("binance.net-spot-trading/ReplaceOrder.txt")));
  EXPECT_EQ(replaced.cancel_result, "SUCCESS");
  ASSERT_TRUE(replaced.cancelled && replaced.placed);
  EXPECT_EQ(std::get<OrderAnswer>(*replaced.cancelled).order_id, 9);
  EXPECT_EQ(replaced.placed->order_id, 10);
  const auto tested = good(parse_order_test(payload("binance.net-spot-trading/PlaceTestOrder.txt")));
  EXPECT_EQ(tested.taker, "0.00000114"_d);
  EXPECT_EQ(good(parse_order_test(payload("nautilus-binance-spot-http/ping_response.json"))).taker, std::nullopt);
  for (const char* name :
       {"nautilus-binance-spot-http/account_trades_response.json", "binance.net-spot-trading/GetUserTrades.txt"}) {
    const auto trades = good(parse_own_trades(payload(name)));
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].commission.value, "10.1"_d);
    EXPECT_FALSE(trades[0].trade.buyer_is_maker);
  }
}

template <class Event>
Event stream_event(const std::string& name) {
  auto message = good(parse_stream(payload("nautilus-binance-usdm-market/" + name)));
  const auto* event = std::get_if<Event>(&message.event);
  EXPECT_NE(event, nullptr) << name;
  return event == nullptr ? Event{} : *event;
}

TEST_F(Payloads, streamed_events) {
  EXPECT_EQ(stream_event<BookTop>("book_ticker_stream.json").ask.price.value, "25.3652"_d);
  EXPECT_EQ(stream_event<Trade>("trade_stream.json").id, 5'933'014);
  EXPECT_EQ(stream_event<AggregateTrade>("agg_trade_stream.json").last_id, 105);
  const auto open = stream_event<KlineEvent>("kline_stream_open.json");
  EXPECT_EQ(open.interval, Interval::m1);
  EXPECT_EQ(open.candle.low.value, "0.0015"_d);
  EXPECT_FALSE(open.candle.closed);
  EXPECT_TRUE(stream_event<KlineEvent>("kline_stream_closed.json").candle.closed);
  const auto depth = stream_event<DepthUpdate>("depth_update_stream.json");
  EXPECT_EQ(depth.diff.first_id, 157);
  EXPECT_EQ(depth.diff.bids, (std::vector<Level>{{{"0.0024"_d}, {"10"_d}}}));
  EXPECT_EQ(stream_event<Ticker>("ticker_stream.json").last.value, "16584.6"_d);
  EXPECT_EQ(stream_event<OtherEvent>("mark_price_stream.json").name, "markPriceUpdate");
  EXPECT_EQ(stream_event<OtherEvent>("liquidation_stream.json").name, "forceOrder");
}

template <class Event>
Event user_event(const std::string& name) {
  auto read = good(parse_user_event(payload("nautilus-binance-spot-user/" + name)));
  const auto* event = std::get_if<Event>(&read);
  EXPECT_NE(event, nullptr) << name;
  return event == nullptr ? Event{} : *event;
}

TEST_F(Payloads, user_events) {
  const auto position = user_event<AccountPosition>("account_position.json");
  ASSERT_EQ(position.balances.size(), 2U);
  EXPECT_EQ(position.balances[0].locked.value, "2500"_d);
  EXPECT_EQ(user_event<AccountPosition>("account_position_wrapped.json").balances.at(0).asset, "ETH");
  EXPECT_EQ(user_event<BalanceUpdate>("balance_update.json").change.value, "0.001"_d);
  EXPECT_EQ(user_event<BalanceUpdate>("balance_update_wrapped.json").asset, "BTC");
  EXPECT_EQ(user_event<ExecutionReport>("execution_report_new.json").status, "NEW");
  EXPECT_EQ(user_event<ExecutionReport>("execution_report_canceled.json").execution, "CANCELED");
  EXPECT_EQ(user_event<ExecutionReport>("execution_report_expired.json").time_in_force, "IOC");
  EXPECT_EQ(user_event<ExecutionReport>("execution_report_stop_loss.json").stop_price.value, "2450"_d);
  EXPECT_EQ(user_event<ExecutionReport>("execution_report_wrapped.json").order_id, 4'293'153);
  const auto fill = user_event<ExecutionReport>("execution_report_trade.json");
  EXPECT_EQ(fill.last_filled.value, "1"_d);
  EXPECT_EQ(fill.commission_asset, "ETH");
  EXPECT_EQ(fill.trade_id, 98'765'432);
  const auto list = user_event<ListStatus>("list_status_wrapped.json");
  EXPECT_EQ(list.list_id, 2);
  EXPECT_EQ(list.orders.at(1).order_id, 18);
}

TEST_F(Payloads, reports_and_answers_tell_of_orders_in_the_engines_words) {
  const auto told = [](const char* name) { return good(order_of(user_event<ExecutionReport>(name))); };
  const VenueOrder filled = told("execution_report_trade.json");
  EXPECT_EQ(filled.status, VenueOrderStatus::FILLED);
  EXPECT_EQ(filled.client_id, "x-TD67BGP9-T0000000000000");
  EXPECT_FALSE(filled.in_list);
  EXPECT_FALSE(filled.stop_price);
  ASSERT_EQ(filled.fills.size(), 1U);
  EXPECT_EQ(filled.fills[0].trade_id, 98'765'432);
  EXPECT_EQ(filled.fills[0].fee.value, "0.001"_d);
  EXPECT_EQ(filled.fills[0].fee_asset, "ETH");
  EXPECT_TRUE(filled.fills[0].is_maker);
  EXPECT_EQ(told("execution_report_canceled.json").status, VenueOrderStatus::CANCELED);
  EXPECT_EQ(told("execution_report_expired.json").status, VenueOrderStatus::EXPIRED);
  const VenueOrder stop = told("execution_report_stop_loss.json");
  EXPECT_EQ(stop.side, Side::SELL);
  EXPECT_EQ(stop.type, "STOP_LOSS_LIMIT");
  EXPECT_EQ(stop.stop_price->value, "2450"_d);
  EXPECT_TRUE(stop.fills.empty());
  const auto placed =
      good(read_outcome(PlaceOrder{}, payload("nautilus-binance-spot-http/new_order_full_response.json")));
  ASSERT_EQ(placed.size(), 1U);
  EXPECT_EQ(placed[0].status, VenueOrderStatus::FILLED);
  EXPECT_FALSE(placed[0].fills.empty());
  EXPECT_EQ(good(read_outcome(ReplaceOrder{}, payload("binance.net-spot-trading/ReplaceOrder.txt"))).size(), 2U);
  EXPECT_EQ(good(read_outcome(PlacePair{}, payload("binance.net-spot-trading/PlaceOcoOrderList.txt"))).size(), 2U);
  EXPECT_EQ(good(read_outcome(CancelOrder{}, payload("binance.net-spot-trading/CancelOcoOrder.txt"))).size(), 2U);
  EXPECT_FALSE(good(read_open_orders(payload("nautilus-binance-spot-http/open_orders_response.json"))).empty());
}

// Whether a broken copy of `text` is refused or still read, no parser may crash or hang on it.
TEST_F(Payloads, cut_and_altered_payloads_never_crash_a_parser) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(support::shared_data("payloads"))) {
    const std::string extension = entry.path().extension();
    const bool ours = entry.path().string().find("hyperliquid") == std::string::npos;
    if (extension != ".json" || !ours) continue;
    std::string text = support::file_text(entry.path());
    text.resize(text.find_last_not_of(" \n") + 1);
    const std::size_t stride = std::max<std::size_t>(1, text.size() / 64);
    for (std::size_t at = 0; at < text.size(); at += stride) {
      std::string altered = text;
      altered[at] = altered[at] == '"' ? '9' : '"';
      for (const std::string& broken : {text.substr(0, at), altered}) {
        static_cast<void>(parse_exchange_info(broken));
        static_cast<void>(parse_day_ticker(broken));
        static_cast<void>(parse_klines(broken, later));
        static_cast<void>(parse_account(broken));
        static_cast<void>(parse_orders(broken));
        static_cast<void>(parse_stream(broken));
        static_cast<void>(parse_api_message(broken, later));
      }
      EXPECT_FALSE(parse_stream(text.substr(0, at)));
    }
  }
}

// "<receive time ns> <json>"
void expect_every_line_parses(const std::string& name, std::size_t lines_expected) {
  std::size_t read = 0;
  for (const auto& line : support::lines_of(support::gunzip(support::shared_data(name)))) {
    const auto message = parse_stream(std::string_view(line).substr(line.find(' ') + 1));
    ASSERT_TRUE(message) << message.error().text() << " in " << line.substr(0, 200);
    ASSERT_FALSE(std::holds_alternative<OtherEvent>(message->event)) << line.substr(0, 200);
    ++read;
  }
  EXPECT_EQ(read, lines_expected);
}

TEST_F(Payloads, every_line_of_the_recorded_spot_stream) {
  expect_every_line_parses("ticks/binance-spot-BTCUSDT-ws-20240808.txt.gz", 41'249);
}

TEST_F(Payloads, every_line_of_the_recorded_futures_stream) {
  expect_every_line_parses("ticks/binance-usdm-BTCUSDT-ws-20240808.txt.gz", 93'954);
}

}  // namespace
}  // namespace robson::venues::binance
