#include "venues/binance/market_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/fake_venue.hpp"

namespace robson::venues::binance {
namespace {
using namespace literals;
using runtime::StreamState;
using runtime::VenueErrorKind;
using testing::HasSubstr;

const Symbol btc{"BTCUSDC"};
const Symbol eth{"ETHUSDC"};

// Times are cut to a fraction of the real ones, so that the tests of waiting are short.
struct AtFakeVenue : testing::Test {
  Loop loop{};
  FakeVenue venue{loop};
  SystemClock clock{};
  Heard heard{};
  std::shared_ptr<Rest> rest{};
  std::unique_ptr<MarketClient> client{};

  static Config quick() {
    Config config;
    config.ask_after = 600ms;
    config.replace_after = 1200ms;
    config.quiet_check = 60s;
    config.request_timeout = 2s;
    return config;
  }
  void SetUp() override { begin(quick()); }
  void begin(Config config) {
    config.venue_url = venue.url();
    auto made = make_rest(loop.context, config, clock);
    ASSERT_TRUE(made) << made.error();
    rest = *made;
    client = std::make_unique<MarketClient>(rest);
  }
  void TearDown() override {
    client.reset();
    rest.reset();
    loop.turn_for(20ms);
  }
  // Watches and waits until the stream is there.
  void watch(std::vector<Symbol> symbols) {
    client->watch(std::move(symbols), heard);
    ASSERT_TRUE(loop.until([&] { return venue.open_market_clients() == 1; }));
  }
  bool comes(const std::function<bool()>& done, Duration limit = 5s) { return loop.until(done, limit); }
};

struct MarketRest : AtFakeVenue {};

TEST_F(MarketRest, a_ping_tells_how_long_the_venue_took) {
  venue.answer("ping", "{}");
  const auto took = loop.run(client->ping());
  ASSERT_TRUE(took) << took.error().text;
  EXPECT_GT(*took, 0us);
  EXPECT_LT(*took, 2s);
}

TEST_F(MarketRest, a_quote_is_the_book_top_and_the_last_price) {
  const auto quote = loop.run(client->quote(btc));
  ASSERT_TRUE(quote) << quote.error().text;
  EXPECT_EQ(quote->bid.value, "100"_d);
  EXPECT_EQ(quote->ask.value, "101"_d);
  EXPECT_EQ(quote->last->value, "100.5"_d);
  EXPECT_EQ(quote->received, quote->confirmed);
  EXPECT_LT(clock.now() - quote->received, 2s);
}

TEST_F(MarketRest, candles_are_asked_for_by_interval_and_end_and_the_last_may_be_forming) {
  const Timestamp now = open_time_of(venue.clock(), Interval::m15);
  const auto row = [](Timestamp open) {
    return "[" + std::to_string(open.ms()) + R"(,"1","3","1","2","10",)" + std::to_string(open.ms() + 899'999) +
           R"(,"20",5,"0","0","0"])";
  };
  venue.answer("klines", "[" + row(now - 15min) + "," + row(now) + "]");
  const auto candles = loop.run(client->candles(btc, Interval::m15, 2, now));
  ASSERT_TRUE(candles) << candles.error().text;
  ASSERT_EQ(candles->size(), 2U);
  EXPECT_TRUE(candles->front().closed);
  EXPECT_FALSE(candles->back().closed);
  EXPECT_EQ(venue.last_request().query, "symbol=BTCUSDC&interval=15m&limit=2&endTime=" + std::to_string(now.ms()));

  venue.answer("klines", "[" + row(now) + "," + row(now - 15min) + "]");
  const auto turned = loop.run(client->candles(btc, Interval::m15, 2, {}));
  ASSERT_FALSE(turned);
  EXPECT_EQ(turned.error().kind, VenueErrorKind::invalid_answer);
  EXPECT_FALSE(loop.run(client->candles(btc, Interval::m15, 1001, {})));
}

TEST_F(MarketRest, whether_a_candle_has_closed_is_told_by_the_venues_clock) {
  venue.skew = -1h;
  const Timestamp open = open_time_of(venue.clock(), Interval::h1);
  venue.answer("klines", "[[" + std::to_string(open.ms()) + R"(,"1","3","1","2","10",)" +
                             std::to_string(open.ms() + 3'599'999) + R"(,"20",5,"0","0","0"]])");
  const auto candles = loop.run(client->candles(btc, Interval::h1, 1, {}));
  ASSERT_TRUE(candles) << candles.error().text;
  EXPECT_FALSE(candles->front().closed);
}

TEST_F(MarketRest, depth_and_instruments_are_read) {
  venue.answer("depth", R"({"lastUpdateId":7,"bids":[["100","1"]],"asks":[["101","2"]]})");
  const auto depth = loop.run(client->depth(btc, 20));
  ASSERT_TRUE(depth) << depth.error().text;
  EXPECT_EQ(depth->last_update_id, 7);
  EXPECT_EQ(venue.last_request().query, "symbol=BTCUSDC&limit=20");
  EXPECT_FALSE(loop.run(client->depth(btc, 0)));
  venue.answer("exchangeInfo",
               R"({"serverTime":1,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","limit":100}],"symbols":[]})");
  ASSERT_TRUE(loop.run(client->instruments()));
  EXPECT_EQ(rest->budget().allowed(), 80);
}

TEST_F(MarketRest, an_unknown_symbol_is_told_apart) {
  const auto quote = loop.run(client->quote({"NOPE"}));
  ASSERT_FALSE(quote);
  EXPECT_EQ(quote.error().kind, VenueErrorKind::unknown_symbol);
  EXPECT_EQ(quote.error().code, -1121);
  EXPECT_EQ(quote.error().text, "the venue refused: Invalid symbol. (-1121)");
}

TEST_F(MarketRest, an_answer_that_cannot_be_read_names_the_place) {
  venue.answer("ticker/24hr", R"({"symbol":"BTCUSDC","openPrice":"x"})");
  const auto ticker = loop.run(client->ticker(btc));
  ASSERT_FALSE(ticker);
  EXPECT_EQ(ticker.error().kind, VenueErrorKind::invalid_answer);
  EXPECT_THAT(ticker.error().text, HasSubstr("openPrice: expected a decimal"));
  venue.answer("ticker/bookTicker", R"({"symbol":"ETHUSDC","bidPrice":"1","bidQty":"1","askPrice":"2","askQty":"1"})");
  const auto other = loop.run(client->quote(btc));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().text, "the venue answered for ETHUSDC when asked for BTCUSDC");
}

TEST_F(MarketRest, a_venue_that_is_ill_or_away_is_unreachable) {
  venue.answer("depth", "<html>bad gateway</html>", 502);
  EXPECT_EQ(loop.run(client->depth(btc, 5)).error().kind, VenueErrorKind::unreachable);
  venue.answer("depth", R"({"code":-1008,"msg":"Server is currently overloaded."})", 503);
  EXPECT_EQ(loop.run(client->depth(btc, 5)).error().kind, VenueErrorKind::unreachable);
  venue.close();
  const auto away = loop.run(client->depth(btc, 5));
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().kind, VenueErrorKind::unreachable);
  EXPECT_FALSE(away.error().maybe_done);
}

TEST_F(MarketRest, no_request_goes_out_before_a_retry_after_is_over) {
  venue.answer("depth", [](const net::Request&) {
    net::Response response{.status = 429, .body = R"({"code":-1003,"msg":"Too many requests."})"};
    response.headers.add("Retry-After", "2");
    return response;
  });
  const auto limited = loop.run(client->depth(btc, 5));
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().kind, VenueErrorKind::rate_limited);
  EXPECT_GT(limited.error().retry_after, 1900ms);
  const auto refused_here = loop.run(client->quote(btc));
  ASSERT_FALSE(refused_here);
  EXPECT_EQ(refused_here.error().kind, VenueErrorKind::rate_limited);
  EXPECT_EQ(venue.asked("ticker/bookTicker"), 0);
  loop.turn_for(2100ms);
  EXPECT_TRUE(loop.run(client->quote(btc)));
}

TEST_F(MarketRest, used_weight_that_the_venue_tells_is_believed) {
  venue.answer("depth", [](const net::Request&) {
    net::Response response{.body = R"({"lastUpdateId":7,"bids":[],"asks":[]})"};
    response.headers.add("X-MBX-USED-WEIGHT-1M", "4799");
    return response;
  });
  ASSERT_TRUE(loop.run(client->depth(btc, 5)));
  const auto over = loop.run(client->depth(btc, 5));  // 80 % of 6,000 are ours
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().kind, VenueErrorKind::rate_limited);
  EXPECT_EQ(venue.asked("depth"), 1);
}

struct MarketStreams : AtFakeVenue {};

TEST_F(MarketStreams, quotes_and_trades_of_all_symbols_come_over_one_connection) {
  watch({btc, eth});
  EXPECT_EQ(venue.market_clients[0]->target,
            "/stream?streams=btcusdc@bookTicker/btcusdc@trade/ethusdc@bookTicker/ethusdc@trade");
  ASSERT_TRUE(comes([&] { return heard.quotes.size() >= 2; }));  // the first prices come by REST
  heard.quotes.clear();
  venue.say(book_event("BTCUSDC", 5, "89245.00", "89246.00"));
  venue.say(trade_event("BTCUSDC", 1, "89245.50"));
  ASSERT_TRUE(comes([&] { return heard.trades.size() == 1; }));
  EXPECT_EQ(heard.trades[0].quantity.value, "0.5"_d);
  venue.say(book_event("BTCUSDC", 6, "89245.00", "89247.00"));
  ASSERT_TRUE(comes([&] { return heard.quotes.size() == 2; }));
  EXPECT_EQ(heard.quotes[0].bid.value, "89245"_d);
  EXPECT_EQ(heard.quotes[1].last->value, "89245.5"_d);
  EXPECT_TRUE(heard.is(StreamState::live));
}

TEST_F(MarketStreams, many_symbols_are_subscribed_behind_the_address) {
  std::vector<Symbol> many;
  for (int i = 0; i < 60; ++i) many.push_back({"COIN" + std::to_string(i)});
  for (const Symbol& symbol : many) venue.set_price(symbol.text, "1", "2");
  watch(many);
  ASSERT_TRUE(comes([&] { return venue.market_clients[0]->heard.size() == 1; }));
  const std::string& request = venue.market_clients[0]->heard[0];
  EXPECT_THAT(request, HasSubstr(R"("method":"SUBSCRIBE")"));
  EXPECT_THAT(request, HasSubstr(R"(["coin50@bookTicker",)"));
  EXPECT_THAT(request, HasSubstr("coin59@trade"));
  venue.say(R"({"error":{"code":2,"msg":"too many streams"},"id":1})");
  ASSERT_TRUE(comes([&] { return heard.has(StreamState::down); }));
  EXPECT_THAT(heard.states.back().second, HasSubstr("too many streams"));
}

TEST_F(MarketStreams, a_cut_connection_is_back_within_a_second_with_the_same_streams) {
  watch({btc});
  venue.say(book_event("BTCUSDC", 5, "100", "101"));
  ASSERT_TRUE(comes([&] { return heard.is(StreamState::live); }));
  venue.cut_sockets();
  ASSERT_TRUE(comes([&] { return venue.market_clients.size() == 2; }, 1s));
  EXPECT_EQ(venue.market_clients[1]->target, venue.market_clients[0]->target);
  EXPECT_TRUE(heard.has(StreamState::down));
  ASSERT_TRUE(comes([&] { return venue.open_market_clients() == 1; }));
  heard.quotes.clear();
  venue.say(book_event("BTCUSDC", 1, "90", "91"));  // ids begin anew after a restart of the venue
  ASSERT_TRUE(comes([&] { return !heard.quotes.empty(); }));
  EXPECT_EQ(heard.quotes.back().bid.value, "90"_d);
  EXPECT_TRUE(heard.is(StreamState::live));
}

TEST_F(MarketStreams, a_venue_that_was_away_is_found_again_in_under_five_seconds) {
  watch({btc});
  venue.close();
  ASSERT_TRUE(comes([&] { return heard.has(StreamState::down); }));
  loop.turn_for(4s);
  const auto before = venue.market_clients.size();
  venue.open();
  const auto back = std::chrono::steady_clock::now();
  ASSERT_TRUE(comes([&] { return venue.market_clients.size() > before; }));
  EXPECT_LT(std::chrono::steady_clock::now() - back, 5s);
}

TEST_F(MarketStreams, silence_is_answered_by_rest_and_then_by_another_socket) {
  watch({btc});
  venue.say(book_event("BTCUSDC", 5, "100", "101"));
  ASSERT_TRUE(comes([&] { return heard.is(StreamState::live); }));
  const int asked = venue.asked("ticker/bookTicker");
  heard.confirmations.clear();
  heard.quotes.clear();
  venue.set_price("BTCUSDC", "97", "98");  // the frozen socket does not tell
  ASSERT_TRUE(comes([&] { return heard.is(StreamState::silent); }));
  ASSERT_TRUE(comes([&] { return venue.asked("ticker/bookTicker") > asked; }));
  ASSERT_TRUE(comes([&] { return !heard.quotes.empty() && !heard.confirmations.empty(); }));
  EXPECT_EQ(heard.quotes.back().bid.value, "97"_d);
  EXPECT_EQ(venue.market_clients.size(), 1U);
  ASSERT_TRUE(comes([&] { return venue.market_clients.size() == 2; }));
  EXPECT_THAT(heard.states[heard.states.size() - 2].second, HasSubstr("silent"));
}

TEST_F(MarketStreams, while_messages_arrive_the_connection_confirms_its_symbols_without_asking) {
  watch({btc, eth});
  int id = 0;
  const auto tick = [&] { venue.say(book_event("BTCUSDC", ++id, "100", "101")); };
  venue.say(book_event("ETHUSDC", 1, "10", "11"));
  tick();
  ASSERT_TRUE(comes([&] { return heard.is(StreamState::live); }));
  loop.turn_for(300ms);
  const int asked = venue.asked("ticker/bookTicker");
  heard.confirmations.clear();
  for (int i = 0; i < 15; ++i) {
    tick();
    loop.turn_for(100ms);
  }
  EXPECT_EQ(venue.asked("ticker/bookTicker"), asked);
  EXPECT_GE(heard.confirmations.size(), 3U);
  EXPECT_LE(heard.confirmations.size(), 8U);  // not one a message
  EXPECT_EQ(heard.confirmations.back().first, (std::vector<Symbol>{btc, eth}));
}

TEST_F(MarketStreams, a_symbol_that_the_connection_never_carried_is_asked_for_and_its_loss_noticed) {
  watch({btc, eth});
  int id = 0;
  ASSERT_TRUE(comes([&] { return heard.quotes.size() >= 2; }));
  for (int i = 0; i < 40 && venue.market_clients.size() == 1; ++i) {
    venue.say(book_event("BTCUSDC", ++id, "100", "101"));
    venue.set_price("ETHUSDC", std::to_string(20 + i), std::to_string(21 + i));
    loop.turn_for(100ms);
  }
  ASSERT_TRUE(comes([&] { return venue.market_clients.size() == 2; }));
  EXPECT_TRUE(heard.has(StreamState::down));
  Price newest{};
  for (const Quote& quote : heard.quotes) newest = quote.symbol == eth ? std::max(newest, quote.bid) : newest;
  EXPECT_GE(newest.value, "20"_d);  // its prices came by REST all the while
}

TEST_F(MarketStreams, before_the_venues_time_limit_a_new_connection_comes_first) {
  Config config = quick();
  config.connection_life = 1500ms;
  begin(config);
  watch({btc});
  int id = 0;
  bool overlapped = false;
  const auto old = venue.market_clients[0];
  for (int i = 0; i < 100 && old->open; ++i) {
    ++id;
    venue.say(book_event("BTCUSDC", id, "100", "101"));
    venue.say(trade_event("BTCUSDC", id, "100"));
    overlapped = overlapped || venue.open_market_clients() == 2;
    loop.turn_for(50ms);
  }
  EXPECT_TRUE(overlapped);
  EXPECT_FALSE(old->open);
  EXPECT_FALSE(heard.has(StreamState::down));
  EXPECT_FALSE(heard.has(StreamState::silent));
  ASSERT_TRUE(comes([&] { return heard.trades.size() == static_cast<std::size_t>(id); }));
  for (std::size_t i = 0; i < heard.trades.size(); ++i) EXPECT_EQ(heard.trades[i].id, static_cast<int>(i) + 1);
}

TEST_F(MarketStreams, a_shutdown_that_the_venue_announces_is_evaded) {
  watch({btc});
  venue.say(book_event("BTCUSDC", 1, "100", "101"));
  venue.say(R"({"e":"serverShutdown","E":1767065400000})");
  ASSERT_TRUE(comes([&] { return venue.market_clients.size() == 2; }));
  ASSERT_TRUE(comes([&] { return !venue.market_clients[0]->open; }));
  EXPECT_FALSE(heard.has(StreamState::down));
}

TEST_F(MarketStreams, garbage_is_passed_over_and_too_much_of_it_ends_the_connection) {
  watch({btc});
  for (const char* garbage : {"", "{", "null", "[]", R"({"e":"trade"})", R"({"stream":1,"data":2})"}) {
    venue.say(garbage);
  }
  venue.say(book_event("BTCUSDC", 5, "100.25", "101"));
  ASSERT_TRUE(comes([&] { return !heard.quotes.empty() && heard.quotes.back().bid.value == "100.25"_d; }));
  EXPECT_EQ(venue.market_clients.size(), 1U);
  for (int i = 0; i < 20; ++i) venue.say("garbage");
  ASSERT_TRUE(comes([&] { return venue.market_clients.size() == 2; }));
}

TEST_F(MarketStreams, an_unknown_symbol_does_not_keep_the_others_from_their_prices) {
  watch({btc, {"NOPE"}, eth});
  ASSERT_TRUE(comes([&] { return heard.quotes.size() >= 2; }));
  EXPECT_EQ(heard.quotes[0].symbol, btc);
  EXPECT_EQ(heard.quotes[1].symbol, eth);
  const int asked = venue.asked("ticker/bookTicker");
  loop.turn_for(500ms);
  EXPECT_LE(venue.asked("ticker/bookTicker"), asked + 1);  // it is not asked for again and again
}

TEST_F(MarketStreams, nothing_is_told_after_stop) {
  watch({btc});
  venue.say(book_event("BTCUSDC", 5, "100", "101"));
  ASSERT_TRUE(comes([&] { return heard.is(StreamState::live); }));
  client->stop();
  const auto states = heard.states.size();
  const auto quotes = heard.quotes.size();
  venue.say(book_event("BTCUSDC", 6, "102", "103"));
  ASSERT_TRUE(comes([&] { return venue.open_market_clients() == 0; }));
  loop.turn_for(600ms);
  EXPECT_EQ(heard.states.size(), states);
  EXPECT_EQ(heard.quotes.size(), quotes);
  EXPECT_EQ(venue.market_clients.size(), 1U);
}

TEST_F(MarketStreams, a_refused_upgrade_is_told_and_tried_again) {
  venue.refuses_upgrades = true;
  client->watch({btc}, heard);
  ASSERT_TRUE(comes([&] { return heard.has(StreamState::down); }));
  EXPECT_THAT(heard.states.back().second, HasSubstr("503"));
  venue.refuses_upgrades = false;
  EXPECT_TRUE(comes([&] { return venue.open_market_clients() == 1; }));
}

}  // namespace
}  // namespace robson::venues::binance
