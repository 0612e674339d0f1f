#include <gtest/gtest.h>

#include "venues/binance/backoff.hpp"
#include "venues/binance/clock_offset.hpp"
#include "venues/binance/endpoints.hpp"
#include "venues/binance/quote_keeper.hpp"
#include "venues/binance/rate_budget.hpp"
#include "venues/binance/signing.hpp"

namespace robson::venues::binance {
namespace {
using namespace literals;
using namespace std::chrono_literals;

// Key and secret of the examples in Binance's documentation.
const Credentials example{
    Secret("vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"),
    Secret("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"),
};

TEST(Signing, gives_the_signatures_of_the_documentation) {
  EXPECT_EQ(hmac_sha256_hex(example.secret,
                            "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&"
                            "timestamp=1499827319559"),
            "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
  const std::string params = signed_params({{"symbol", "BTCUSDT"},
                                            {"side", "SELL"},
                                            {"type", "LIMIT"},
                                            {"timeInForce", "GTC"},
                                            {"quantity", "0.01000000"},
                                            {"price", "52000.00"},
                                            {"newOrderRespType", "ACK"}},
                                           example, Timestamp::from_ms(1'645'423'376'532), 100ms);
  EXPECT_NE(params.find(R"("signature":"cc15477742bd704c29492d96c7ead9414dfd8e0ec4a00f947bb5bb454ddbd08a")"),
            std::string::npos)
      << params;
  EXPECT_NE(params.find(R"("recvWindow":100,)"), std::string::npos) << params;
}

// Expected value: openssl dgst -sha256 -hmac over the encoded bytes.
TEST(Signing, signs_the_percent_encoded_payload) {
  const std::string query = signed_query({{"symbol", "１２３４５６"},
                                          {"side", "BUY"},
                                          {"type", "LIMIT"},
                                          {"timeInForce", "GTC"},
                                          {"quantity", "1"},
                                          {"price", "0.1"}},
                                         example.secret, Timestamp::from_ms(1'499'827'319'559), 5s);
  EXPECT_EQ(query,
            "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&"
            "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559&signature="
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
  EXPECT_EQ(encode_query({{"symbols", R"(["A","B"])"}}), "symbols=%5B%22A%22%2C%22B%22%5D");
}

TEST(Endpoints, the_real_exchange_has_its_own_hosts_and_a_simulator_serves_all) {
  const auto real = endpoints_of("https://api.binance.com");
  ASSERT_TRUE(real) << real.error();
  EXPECT_EQ(real->rest.host, "api.binance.com");
  EXPECT_EQ(real->streams.host, "stream.binance.com");
  EXPECT_EQ(real->streams.port, 9443);
  EXPECT_EQ(real->streams.target, "/stream");
  EXPECT_TRUE(real->streams.secure);
  EXPECT_EQ(real->api.host, "ws-api.binance.com");
  EXPECT_EQ(real->api.port, 443);
  EXPECT_EQ(real->api.target, "/ws-api/v3");
  const auto local = endpoints_of("http://127.0.0.1:9443");
  ASSERT_TRUE(local) << local.error();
  EXPECT_EQ(local->api.host, "127.0.0.1");
  EXPECT_EQ(local->streams.port, 9443);
  EXPECT_FALSE(local->streams.secure);
  for (const char* bad : {"", "api.binance.com", "ftp://x", "ws://127.0.0.1:1", "http://127.0.0.1:9443/api"}) {
    EXPECT_FALSE(endpoints_of(bad)) << bad;
  }
}

TEST(RateBudget, stops_short_of_the_venues_limit_until_the_next_minute) {
  RateBudget budget(50);
  const Timestamp start = Timestamp::from_seconds(6000);  // on a minute
  EXPECT_EQ(budget.take(3000, start), 0s);
  EXPECT_EQ(budget.take(1, start + 10s), 50s);
  EXPECT_EQ(budget.take(1, start + 60s), 0s);
  EXPECT_EQ(budget.used(start + 60s), 1);
}

TEST(RateBudget, what_reading_leaves_over_is_for_orders) {
  RateBudget budget(80);
  const Timestamp start = Timestamp::from_seconds(6000);
  EXPECT_EQ(budget.take(4800, start), 0s);
  EXPECT_EQ(budget.take(1, start), 60s);
  EXPECT_EQ(budget.take(1200, start, Use::acting), 0s);
  EXPECT_EQ(budget.take(1, start, Use::acting), 60s);
  budget.note_refused(5s, start + 60s);
  EXPECT_EQ(budget.take(1, start + 61s, Use::acting), 4s);  // a Retry-After holds for everybody
}

TEST(RateBudget, believes_the_venue_when_others_share_the_address) {
  RateBudget budget(100);
  const Timestamp start = Timestamp::from_seconds(6000);
  EXPECT_EQ(budget.take(1, start), 0s);
  budget.note_used(5999, start);
  EXPECT_EQ(budget.take(2, start), 60s);
  EXPECT_EQ(budget.take(1, start), 0s);
  budget.note_used(10, start);  // an older answer, late
  EXPECT_EQ(budget.used(start), 6000);
  budget.set_limit(12'000);
  EXPECT_EQ(budget.take(100, start), 0s);
}

TEST(RateBudget, nothing_goes_out_while_a_retry_after_runs) {
  RateBudget budget(100);
  const Timestamp start = Timestamp::from_seconds(6000);
  budget.note_refused(90s, start);
  budget.note_refused(5s, start);  // does not shorten it
  EXPECT_EQ(budget.take(1, start + 61s), 29s);
  EXPECT_EQ(budget.take(1, start + 90s), 0s);
  budget.note_refused({}, start + 100s);  // not said: a minute
  EXPECT_EQ(budget.take(1, start + 101s), 59s);
}

TEST(ClockOffset, is_the_median_of_the_samples_at_the_middle_of_their_round_trip) {
  const auto sample = [](std::int64_t asked, std::int64_t venue, std::int64_t answered) {
    return ClockSample{Timestamp::from_ms(asked), Timestamp::from_ms(venue), Timestamp::from_ms(answered)};
  };
  EXPECT_EQ(sample(1000, 2050, 1100).offset(), 1s);
  EXPECT_EQ(median_offset({sample(0, 1000, 0), sample(0, 1010, 0), sample(0, 9000, 4000)}), 1010ms);
  EXPECT_EQ(median_offset({sample(0, -500, 0)}), -500ms);
}

TEST(Backoff, first_at_once_then_doubling_to_two_seconds_with_jitter) {
  Backoff backoff(7);
  EXPECT_LE(backoff.next(), 100ms);
  Duration longest{};
  for (int i = 0; i < 50; ++i) {
    const Duration full = std::min<Duration>(2s, 250ms * (1 << std::min(i, 10)));
    const Duration pause = backoff.next();
    EXPECT_GE(pause, full / 2) << i;
    EXPECT_LE(pause, full) << i;
    longest = std::max(longest, pause);
  }
  EXPECT_GT(longest, 1s);
  backoff.reset();
  EXPECT_LE(backoff.next(), 100ms);
}

struct Keeper : testing::Test {
  const Symbol btc{"BTCUSDC"}, eth{"ETHUSDC"};
  QuoteKeeper keeper{{btc, eth, btc}};
  static Timestamp at(int seconds) { return Timestamp::from_seconds(1'767'065'400 + seconds); }
  BookTop top(const Symbol& symbol, std::int64_t id, const char* bid, const char* ask) const {
    return {.symbol = symbol,
            .bid = {{*Decimal::parse(bid)}, {"1"_d}},
            .ask = {{*Decimal::parse(ask)}, {"2"_d}},
            .update_id = id};
  }
};

TEST_F(Keeper, joins_book_tops_and_last_prices) {
  keeper.begin_connection();
  const auto first = keeper.on_top(top(btc, 5, "100", "101"), at(0));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->bid.value, "100"_d);
  EXPECT_EQ(first->last, std::nullopt);
  EXPECT_EQ(first->venue_time, at(0));
  EXPECT_TRUE(keeper.on_trade({.symbol = btc, .id = 1, .price = {"100.5"_d}}, at(1)));
  const auto second = keeper.on_top(top(btc, 6, "100", "102"), at(2));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->last->value, "100.5"_d);
  EXPECT_EQ(keeper.symbols().size(), 2U);
}

TEST_F(Keeper, what_comes_twice_or_late_is_dropped_within_a_connection_only) {
  keeper.begin_connection();
  EXPECT_TRUE(keeper.on_top(top(btc, 5, "100", "101"), at(0)));
  EXPECT_FALSE(keeper.on_top(top(btc, 5, "100", "101"), at(0)));
  EXPECT_FALSE(keeper.on_top(top(btc, 4, "90", "91"), at(0)));
  EXPECT_TRUE(keeper.on_trade({.symbol = btc, .id = 9, .price = {"100"_d}}, at(0)));
  EXPECT_FALSE(keeper.on_trade({.symbol = btc, .id = 9, .price = {"100"_d}}, at(0)));
  keeper.begin_connection();  // a venue that restarted counts anew
  EXPECT_TRUE(keeper.on_top(top(btc, 1, "90", "91"), at(1)));
  EXPECT_TRUE(keeper.on_trade({.symbol = btc, .id = 1, .price = {"90"_d}}, at(1)));
}

TEST_F(Keeper, a_side_without_orders_is_no_quote) {
  keeper.begin_connection();
  EXPECT_FALSE(keeper.on_top(top(btc, 5, "0", "101"), at(0)));
  EXPECT_FALSE(keeper.on_asked(top(btc, 0, "100", "0"), at(0)));
  EXPECT_FALSE(keeper.on_top(top({"XRPUSDC"}, 5, "1", "2"), at(0)));
  EXPECT_FALSE(keeper.quote(btc));
}

TEST_F(Keeper, only_symbols_that_the_connection_has_carried_are_confirmed_by_it) {
  keeper.begin_connection();
  EXPECT_TRUE(keeper.on_top(top(btc, 5, "100", "101"), at(0)));
  EXPECT_EQ(keeper.carried(), std::vector<Symbol>{btc});
  keeper.confirm(keeper.carried(), at(10));
  EXPECT_EQ(keeper.quote(btc)->confirmed, at(10));
  EXPECT_EQ(keeper.unconfirmed_since(at(9)), std::vector<Symbol>{eth});
  EXPECT_EQ(keeper.quiet_since(at(1)).size(), 2U);
  keeper.begin_connection();
  EXPECT_TRUE(keeper.carried().empty());
}

TEST_F(Keeper, prices_that_rest_knows_better_twice_show_a_lost_subscription) {
  keeper.begin_connection();
  EXPECT_TRUE(keeper.on_top(top(btc, 5, "100", "101"), at(0)));
  EXPECT_FALSE(keeper.on_asked(top(btc, 0, "100", "101"), at(3)));  // quiet, not lost
  EXPECT_EQ(keeper.quote(btc)->confirmed, at(3));
  EXPECT_TRUE(keeper.on_asked(top(btc, 0, "99", "100"), at(6)));
  EXPECT_EQ(keeper.most_missed(), 1);
  EXPECT_TRUE(keeper.on_asked(top(btc, 0, "98", "99"), at(9)));
  EXPECT_EQ(keeper.most_missed(), 2);
  EXPECT_TRUE(keeper.on_top(top(btc, 6, "98", "99.5"), at(10)));
  EXPECT_EQ(keeper.most_missed(), 0);
}

TEST_F(Keeper, a_last_price_from_rest_never_replaces_a_streamed_one) {
  keeper.begin_connection();
  EXPECT_EQ(keeper.without_last().size(), 2U);
  EXPECT_TRUE(keeper.on_top(top(btc, 5, "100", "101"), at(0)));
  const auto quote = keeper.on_last({btc, {"100.7"_d}});
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->last->value, "100.7"_d);
  EXPECT_TRUE(keeper.on_trade({.symbol = btc, .id = 1, .price = {"100.8"_d}}, at(1)));
  EXPECT_FALSE(keeper.on_last({btc, {"100.7"_d}}));
  EXPECT_EQ(keeper.quote(btc)->last->value, "100.8"_d);
}

}  // namespace
}  // namespace robson::venues::binance
