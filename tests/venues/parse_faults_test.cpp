// A bad payload is an error that names the place; nothing is guessed in its stead.
#include <gtest/gtest.h>

#include "venues/binance/parse_account.hpp"
#include "venues/binance/parse_market.hpp"
#include "venues/binance/parse_reply.hpp"
#include "venues/binance/parse_stream.hpp"

namespace robson::venues::binance {
namespace {

using runtime::VenueErrorKind;

template <class T>
std::string why(const Parsed<T>& parsed) {
  return parsed ? "read" : parsed.error().text();
}

TEST(ParseFaults, a_missing_doubled_or_mistyped_field_is_named) {
  EXPECT_EQ(why(parse_book_ticker(R"({"symbol":"BTCUSDC","bidPrice":"1","bidQty":"1","askPrice":"2"})")),
            "askQty: expected present, got missing");
  EXPECT_EQ(why(parse_ticker_price(R"({"symbol":"BTCUSDC","price":"1","price":"2"})")),
            "price: expected given once, got given twice");
  EXPECT_EQ(why(parse_ticker_price(R"({"symbol":7,"price":"1"})")),
            "symbol: expected a symbol of 1 to 32 letters and digits, got 7");
  EXPECT_EQ(why(parse_ticker_price(R"({"symbol":"BTCUSDC","price":null})")), "price: expected a decimal, got null");
  EXPECT_EQ(why(parse_ticker_price("[]")), "expected an object, got an array");
  EXPECT_EQ(why(parse_server_time(R"({"serverTime":"1499827319559"})")),
            R"(serverTime: expected a whole number, got "1499827319559")");
}

TEST(ParseFaults, numbers_that_are_no_prices_are_refused) {
  const auto price = [](const std::string& number) {
    return why(parse_ticker_price(R"({"symbol":"BTCUSDC","price":)" + number + "}"));
  };
  EXPECT_EQ(price(R"("NaN")"), R"(price: expected a decimal with at most 12 places and no exponent, got "NaN")");
  EXPECT_EQ(price("1e400000000"), "price: expected a decimal with at most 12 places and no exponent, got 1e400000000");
  EXPECT_EQ(price(R"("-1")"), R"(price: expected a price of 0 or more, got "-1")");
  EXPECT_EQ(price(R"("0.1234567890123")"),
            R"(price: expected a decimal with at most 12 places and no exponent, got "0.1234567890123")");
  EXPECT_EQ(price("88837.92"), "read");  // a bare number is as exact as a text
}

TEST(ParseFaults, times_out_of_range_are_refused_and_do_not_overflow) {
  EXPECT_EQ(why(parse_server_time(R"({"serverTime":-1})")), "serverTime: expected epoch milliseconds, got -1");
  EXPECT_EQ(why(parse_server_time(R"({"serverTime":9223372036854775807})")),
            "serverTime: expected epoch milliseconds, got 9223372036854775807");
  EXPECT_EQ(why(parse_server_time(R"({"serverTime":9223372036854775808})")),
            "serverTime: expected a whole number in range, got 9223372036854775808");
}

TEST(ParseFaults, the_place_within_rows_is_named) {
  EXPECT_EQ(why(parse_depth(R"({"lastUpdateId":1,"bids":[["1","2"],["x","2"]],"asks":[]})")),
            R"(bids[1][0]: expected a decimal with at most 12 places and no exponent, got "x")");
  EXPECT_EQ(why(parse_depth(R"({"lastUpdateId":1,"bids":[["1"]],"asks":[]})")),
            "bids[0][1]: expected present, got missing");
  EXPECT_EQ(why(parse_klines(R"([[1,"1","2","3","1","1",2,"1",1]])", {})),
            R"([0][2]: expected a high not below the low, got "2")");
  EXPECT_EQ(why(parse_account(R"({"canTrade":true,"canWithdraw":false,"updateTime":1,"balances":[{"asset":"BTC"}]})")),
            "balances[0].free: expected present, got missing");
}

TEST(ParseFaults, what_is_no_event_is_refused) {
  EXPECT_EQ(why(parse_stream("{}")), R"(expected an event with "e", got an object)");
  EXPECT_EQ(why(parse_stream("7")), R"(expected an event with "e", got 7)");
  EXPECT_EQ(why(parse_stream(R"({"stream":"btcusdc@trade"})")), "data: expected present, got missing");
  EXPECT_EQ(why(parse_stream(R"({"stream":"x","data":{"e":"trade","s":"BTCUSDC","t":1,"p":"1","q":"1","T":"1"}})")),
            R"(data.T: expected a whole number, got "1")");
  EXPECT_EQ(why(parse_stream(R"({"e":"depthUpdate","E":1,"s":"A","U":9,"u":8,"b":[],"a":[]})")),
            "u: expected an id not below U, got 8");
  EXPECT_EQ(why(parse_stream("\xff")).substr(0, 20), "expected valid JSON,");
}

TEST(ParseFaults, one_odd_symbol_does_not_spoil_the_others) {
  const std::string filters = R"("filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01"},)"
                              R"({"filterType":"LOT_SIZE","minQty":"0.1","maxQty":"9","stepSize":"0.1"}]})";
  const std::string odd_tick = R"("filters":[{"filterType":"PRICE_FILTER","tickSize":"0.00000000"},)"
                               R"({"filterType":"LOT_SIZE","minQty":"0.1","maxQty":"9","stepSize":"0.1"}]})";
  const auto info = parse_exchange_info(
      R"({"serverTime":1,"symbols":[{"symbol":"币安人生USDT","baseAsset":"x","quoteAsset":"USDT",)" + filters +
      R"(,{"symbol":"OFFUSDT","baseAsset":"OFF","quoteAsset":"USDT",)" + odd_tick +
      R"(,{"symbol":"BTCUSDC","baseAsset":"BTC","quoteAsset":"USDC",)" + filters + "]}");
  ASSERT_TRUE(info) << info.error().text();
  ASSERT_EQ(info->instruments.size(), 1U);
  EXPECT_EQ(info->instruments[0].symbol.text, "BTCUSDC");
  EXPECT_TRUE(info->instruments[0].min_notional.is_zero());  // the venue sets none
  ASSERT_EQ(info->set_aside.size(), 2U);
  EXPECT_EQ(info->set_aside[0].name, "币安人生USDT");
  EXPECT_EQ(info->set_aside[1].why, R"(tickSize: expected a tick above 0, got "0.00000000")");
}

TEST(ParseFaults, a_contract_size_is_read_where_there_is_one) {
  const auto info_of = [](const std::string& member) {
    return parse_exchange_info(
        R"({"serverTime":1,"symbols":[{"symbol":"XAUUSD","baseAsset":"XAU","quoteAsset":"USD",)" + member +
        R"("filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01"},)"
        R"({"filterType":"LOT_SIZE","minQty":"0.01","maxQty":"9","stepSize":"0.01"}]}]})");
  };
  EXPECT_EQ(info_of(R"("contractSize":"100.00000000",)")->instruments.at(0).contract_size, Decimal::integer(100));
  EXPECT_EQ(info_of("")->instruments.at(0).contract_size, Decimal::integer(1));
  EXPECT_EQ(info_of(R"("contractSize":null,)")->instruments.at(0).contract_size, Decimal::integer(1));
  const auto odd = info_of(R"("contractSize":"0",)");
  ASSERT_EQ(odd->set_aside.size(), 1U);
  EXPECT_EQ(odd->set_aside[0].why, R"(symbols[0].contractSize: expected a contract size above 0, got "0")");
}

TEST(ParseFaults, subscription_replies_say_whether_it_worked) {
  const auto done = parse_stream(R"({"result":null,"id":3})");
  ASSERT_TRUE(done);
  EXPECT_EQ(std::get<SubscriptionReply>(done->event).id, 3);
  EXPECT_EQ(std::get<SubscriptionReply>(done->event).error, "");
  const auto refused = parse_stream(R"({"error":{"code":2,"msg":"Invalid request: bad stream"},"id":4})");
  ASSERT_TRUE(refused);
  EXPECT_EQ(std::get<SubscriptionReply>(refused->event).error, "Invalid request: bad stream");
  EXPECT_TRUE(std::holds_alternative<ServerShutdown>(parse_stream(R"({"e":"serverShutdown","E":1})")->event));
}

TEST(ParseFaults, error_bodies_and_api_envelopes_are_read) {
  const auto error = parse_error(R"({"code":-1121,"msg":"Invalid symbol."})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, -1121);
  EXPECT_EQ(error->message, "Invalid symbol.");
  const Timestamp now = Timestamp::from_ms(1'000'000);
  const auto limited = parse_api_message(
      R"({"id":"7","status":429,"error":{"code":-1003,"msg":"Too much","data":{"serverTime":1,"retryAfter":1005000}}})",
      now);
  ASSERT_TRUE(limited) << limited.error().text();
  const auto& reply = std::get<ApiReply>(*limited);
  EXPECT_EQ(reply.id, "7");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.error->code, -1003);
  EXPECT_EQ(reply.retry_after, std::chrono::seconds(5));
  const auto unreadable = parse_api_message(R"({"id":null,"status":400,"error":{"code":-1135,"msg":"bad"}})", now);
  ASSERT_TRUE(unreadable);
  EXPECT_EQ(std::get<ApiReply>(*unreadable).id, "");
  const auto ended = parse_api_message(R"({"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1}})", now);
  ASSERT_TRUE(ended);
  EXPECT_TRUE(std::holds_alternative<UserStreamEnded>(std::get<UserEvent>(*ended)));
}

TEST(ParseFaults, the_venues_codes_mean_what_its_documentation_says) {
  EXPECT_EQ(kind_of(400, -1121), VenueErrorKind::unknown_symbol);
  EXPECT_EQ(kind_of(400, -1022), VenueErrorKind::bad_credentials);
  EXPECT_EQ(kind_of(401, -2015), VenueErrorKind::bad_credentials);
  EXPECT_EQ(kind_of(429, -1003), VenueErrorKind::rate_limited);
  EXPECT_EQ(kind_of(418, 0), VenueErrorKind::rate_limited);
  EXPECT_EQ(kind_of(503, -1008), VenueErrorKind::unreachable);
  EXPECT_EQ(kind_of(502, 0), VenueErrorKind::unreachable);
  EXPECT_EQ(kind_of(400, -1021), VenueErrorKind::rejected);
  EXPECT_EQ(kind_of(400, -2010), VenueErrorKind::rejected);
}

}  // namespace
}  // namespace robson::venues::binance
