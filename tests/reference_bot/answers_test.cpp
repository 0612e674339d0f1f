#include "reference_bot/venue/answers.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace robson::reference_bot::venue {
namespace {
using literals::operator""_d;

const Timestamp noon = Timestamp::from_seconds(1'767'355'200);

Got replied(int status, std::string body) {
  return net::Reply{.status = status, .headers = {}, .body = std::move(body)};
}
Got failed(bool maybe_sent) {
  return Unexpected(net::NetError{.kind = net::NetErrorKind::timeout, .text = "no answer", .maybe_sent = maybe_sent});
}

std::string with(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::invalid_argument(std::string(what));
  return text.replace(at, what.size(), by);
}

const std::string perp_market =
    R"({"coin":"SOL","mark_price":150.5,"oracle_price":150,"bid":150.4,"ask":150.6,"funding_rate":0.00003,)"
    R"("premium":0,"open_interest":1,"next_funding_time":"2026-01-02T04:00:00Z","max_leverage":20,)"
    R"("maintenance_margin":0.025,"size_step":0.01,"price_tick":0.01})";
const std::string perp_markets = R"({"time":"2026-01-02T03:04:05Z","markets":[)" + perp_market + "]}";
const std::string lending_markets =
    R"({"time":"2026-01-02T03:04:05Z","markets":[{"asset":"SOL","protocol":"marginfi","token":"jitoSOL",)"
    R"("oracle_price":150,"token_market_price":"180.1","pool_rate":1.2,"borrow_rate":0.06,"supply_rate":0.01,)"
    R"("staking_rate":0.07,"liquidation_threshold":0.9,"available_usd":5000000,"max_leverage":5}]})";
const std::string order =
    R"({"client_id":"a-1","coin":"SOL","side":"SELL","size":10,"filled_size":10,"average_price":150.4,"fee":0.7,)"
    R"("status":"FILLED","reason":null,"time":"2026-01-02T03:04:05Z"})";
const std::string position =
    R"({"client_id":"p-1","position_pda":"x","asset":"SOL","token":"jitoSOL","protocol":"marginfi","token_amount":10,)"
    R"("entry_price":180,"collateral_usd":600,"debt_usd":1200,"value_usd":1800,"health_factor":0.26,)"
    R"("liquidation_price":111.1,"status":"OPEN","reason":null,"fee":0.9,"interest_paid":0,)"
    R"("opened_at":"2026-01-02T03:04:05Z","closed_at":null,"proceeds_usd":null,"exit_price":null})";

const PerpOrderRequest request{.client_id = "a-1", .coin = "SOL", .side = TradeSide::SELL, .size = "10"_d};
const LendingOpenRequest opening{
    .client_id = "p-1", .asset = "SOL", .token = "jitoSOL", .collateral_usd = "600"_d, .leverage = "3"_d};
const CloseLong closing{.position_id = "x", .client_id = "p-1", .close_id = "c-1"};

std::string silence_of(const Input& input) {
  const auto* silent = std::get_if<VenueSilent>(&input);
  return silent == nullptr ? "" : silent->why;
}

TEST(Answers, sound_markets_are_seen_exactly) {
  const Input perp = perp_markets_seen(replied(200, perp_markets));
  ASSERT_TRUE(std::holds_alternative<PerpMarketsSeen>(perp)) << silence_of(perp);
  EXPECT_EQ(std::get<PerpMarketsSeen>(perp).seen.markets.front().funding_rate, "0.00003"_d);
  const Input lending = lending_markets_seen(replied(200, lending_markets));
  ASSERT_TRUE(std::holds_alternative<LendingMarketsSeen>(lending)) << silence_of(lending);
  EXPECT_EQ(std::get<LendingMarketsSeen>(lending).seen.markets.front().token_market_price, "180.1"_d);
}

TEST(Answers, a_market_that_cannot_be_is_silence) {
  const std::vector<std::pair<const char*, const char*>> wrong{
      {R"("mark_price":150.5)", R"("mark_price":0)"},
      {R"("mark_price":150.5)", R"("mark_price":-1)"},
      {R"("mark_price":150.5)", R"("mark_price":1e3)"},
      {R"("mark_price":150.5)", R"("mark_price":null)"},
      {R"("bid":150.4)", R"("bid":151)"},
      {R"("size_step":0.01)", R"("size_step":0)"},
      {R"("funding_rate":0.00003)", R"("funding_rate":2)"},
      {R"("coin":"SOL")", R"("coin":"")"},
      {R"("oracle_price":150)", R"("oracle_price":1000000001)"},
      {R"("max_leverage":20)", R"("max_leverage":0.5)"},
      {R"("maintenance_margin":0.025)", R"("maintenance_margin":1)"},
      {R"("coin":"SOL")", R"("coin":"S\nL")"},
  };
  for (const auto& [what, by] : wrong) {
    EXPECT_NE(silence_of(perp_markets_seen(replied(200, with(perp_markets, what, by)))), "") << by;
  }
  EXPECT_EQ(silence_of(perp_markets_seen(replied(
                200, R"({"time":"2026-01-02T03:04:05Z","markets":[)" + perp_market + "," + perp_market + "]}"))),
            "it named a coin twice");
}

TEST(Answers, silence_says_why_in_printable_words) {
  EXPECT_EQ(silence_of(perp_markets_seen(failed(false))), "no answer");
  EXPECT_EQ(silence_of(perp_markets_seen(replied(503, R"({"code":"CHAIN_DOWN","message":"solana"})"))),
            "it answered 503 CHAIN_DOWN: solana");
  EXPECT_EQ(silence_of(lending_markets_seen(replied(502, "<html>"))), "it answered 502");
  const std::string why = silence_of(perp_markets_seen(replied(400, R"({"code":"\u0007\u001b[31m","message":"ü"})")));
  EXPECT_TRUE(std::ranges::all_of(why, [](char c) { return c >= ' ' && c < 127; })) << why;
}

TEST(Answers, too_many_rows_are_silence) {
  std::string rows = perp_market;
  for (std::size_t i = 1; i <= most_rows; ++i) rows += "," + with(perp_market, "SOL", fmt::format("C{}", i));
  const Input seen = perp_markets_seen(replied(200, R"({"time":"2026-01-02T03:04:05Z","markets":[)" + rows + "]}"));
  EXPECT_EQ(silence_of(seen), "it answered more than 1000 rows");
}

TEST(Answers, ids_of_payments_grow_from_above_the_cursor) {
  const auto payments = [](const char* ids) {
    std::string rows;
    for (const char c : std::string_view(ids)) {
      rows += fmt::format(
          R"({}{{"id":{},"coin":"SOL","time":"2026-01-02T03:04:05Z","size":-10,"mark_price":150,"rate":0.00003,"amount":0.045}})",
          rows.empty() ? "" : ",", c);
    }
    return replied(200, R"({"payments":[)" + rows + "]}");
  };
  EXPECT_TRUE(std::holds_alternative<PaymentsSeen>(payments_seen(payments("567"), 4)));
  EXPECT_TRUE(std::holds_alternative<PaymentsSeen>(payments_seen(payments(""), 4)));
  for (const char* ids : {"4", "55", "65", "567"}) {
    EXPECT_EQ(silence_of(payments_seen(payments(ids), 5)), "its payments are not in order") << ids;
  }
}

TEST(Answers, a_liquidation_carries_its_price_and_what_was_lost) {
  const Input seen = liquidations_seen(
      replied(200, R"({"liquidations":[{"id":1,"client_id":"liquidation-1","coin":"SOL","time":"2026-01-02T03:04:05Z",)"
                   R"("size":-10,"mark_price":180,"margin_lost":12.5}]})"),
      0);
  ASSERT_TRUE(std::holds_alternative<LiquidationsSeen>(seen)) << silence_of(seen);
  const PerpLiquidation& liquidation = std::get<LiquidationsSeen>(seen).liquidations.front();
  EXPECT_EQ(liquidation.size, "-10"_d);
  EXPECT_EQ(liquidation.mark_price, "180"_d);
  EXPECT_EQ(liquidation.margin_lost, "12.5"_d);
}

TEST(Answers, chains_are_read_by_name_and_garbage_says_nothing) {
  const auto seen = chains_seen(replied(
      200,
      R"({"solana":{"connected":true,"block_height":7,"age_ms":400,"gas_usd":0.01},"arbitrum":{"connected":false}})"));
  ASSERT_TRUE(seen);
  const auto& chains = std::get<ChainsSeen>(*seen).chains;
  ASSERT_EQ(chains.size(), 2U);
  EXPECT_EQ(chains[0].name, "solana");
  EXPECT_FALSE(chains[1].connected);
  for (const char* body :
       {"", "[]", "{", R"({"solana":1})", R"({"solana":{"connected":"yes"}})",
        R"({"solana":{"connected":true,"name":"x"}})", R"({"solana":{"connected":true,"age_ms":-1}})",
        R"({"a":{"connected":true},"a":{"connected":true}})", R"({"":{"connected":true}})"}) {
    EXPECT_FALSE(chains_seen(replied(200, body))) << body;
  }
  EXPECT_FALSE(chains_seen(failed(false)));
}

TEST(Answers, both_answers_make_an_account_of_lending) {
  const Got money = replied(200, R"({"time":"2026-01-02T03:04:05Z","usd":1000.5})");
  const Input seen = lending_account_seen(money, replied(200, R"({"positions":[)" + position + "]}"), noon);
  ASSERT_TRUE(std::holds_alternative<LendingAccountSeen>(seen)) << silence_of(seen);
  EXPECT_EQ(std::get<LendingAccountSeen>(seen).usd, "1000.5"_d);
  EXPECT_EQ(std::get<LendingAccountSeen>(seen).asked_at, noon);
  EXPECT_NE(silence_of(lending_account_seen(failed(false), replied(200, R"({"positions":[]})"), noon)), "");
  EXPECT_NE(silence_of(lending_account_seen(money, replied(200, "{}"), noon)), "");
  EXPECT_EQ(silence_of(lending_account_seen(money, replied(200, R"({"positions":[)" + position + "," + position + "]}"),
                                            noon)),
            "it named a position twice");
}

TEST(Answers, an_order_of_ours_is_told) {
  const ShortAnswered told = short_answered(request, replied(200, order));
  EXPECT_EQ(told.outcome, Outcome::told) << told.why;
  EXPECT_EQ(told.order->average_price, "150.4"_d);
  EXPECT_EQ(told.client_id, "a-1");
}

TEST(Answers, anything_that_is_not_our_order_leaves_the_act_unclear) {
  for (const auto& [what, by] : std::vector<std::pair<const char*, const char*>>{
           {"a-1", "a-2"},
           {R"("coin":"SOL")", R"("coin":"BTC")"},
           {"SELL", "BUY"},
           {R"("filled_size":10)", R"("filled_size":11)"},
           {R"("filled_size":10)", R"("filled_size":-1)"},
           {R"("average_price":150.4)", R"("average_price":null)"},
           {R"("average_price":150.4)", R"("average_price":0)"},
           {"FILLED", "DONE"},
           {R"("fee":0.7)", R"("fee":-1)"},
       }) {
    const ShortAnswered answered = short_answered(request, replied(200, with(order, what, by)));
    EXPECT_EQ(answered.outcome, Outcome::unclear) << by;
    EXPECT_FALSE(answered.order) << by;
    EXPECT_NE(answered.why, "") << by;
  }
}

TEST(Answers, what_the_venue_says_of_an_act_is_a_refusal_or_unclear) {
  const std::string problem = R"({"code":"INSUFFICIENT_MARGIN","message":"no"})";
  for (const int status : {400, 401, 403, 404, 409, 422}) {
    EXPECT_EQ(short_answered(request, replied(status, problem)).outcome, Outcome::refused) << status;
    EXPECT_EQ(long_opened(opening, replied(status, problem)).outcome, Outcome::refused) << status;
    EXPECT_EQ(long_closed(closing, replied(status, problem)).outcome, Outcome::refused) << status;
    EXPECT_EQ(short_answered(request, replied(status, "<html>")).outcome, Outcome::unclear) << "a proxy spoke";
  }
  for (const int status : {100, 301, 408, 425, 429, 500, 502, 503, 599}) {
    EXPECT_EQ(short_answered(request, replied(status, problem)).outcome, Outcome::unclear) << status;
    EXPECT_EQ(long_opened(opening, replied(status, problem)).outcome, Outcome::unclear) << status;
    EXPECT_EQ(long_closed(closing, replied(status, problem)).outcome, Outcome::unclear) << status;
  }
  EXPECT_EQ(short_answered(request, failed(true)).outcome, Outcome::unclear);
  EXPECT_EQ(short_answered(request, failed(false)).outcome, Outcome::unclear);
}

TEST(Answers, only_the_venues_own_word_makes_an_id_unknown) {
  EXPECT_EQ(short_asked("a-1", replied(404, R"({"code":"UNKNOWN_ORDER","message":""})")).outcome, Outcome::unknown_id);
  EXPECT_EQ(long_asked("p-1", "c-1", replied(404, R"({"code":"UNKNOWN_POSITION","message":""})")).outcome,
            Outcome::unknown_id);
  for (const Got& got : {replied(404, "<html>"), replied(404, R"({"code":"NOT_FOUND"})"), replied(404, ""),
                         replied(200, R"({"code":"UNKNOWN_ORDER"})"), replied(500, R"({"code":"UNKNOWN_ORDER"})"),
                         replied(401, R"({"code":"UNKNOWN_KEY"})"), replied(404, R"({"code":"UNKNOWN_MARKET"})"),
                         failed(true), failed(false)}) {
    EXPECT_EQ(short_asked("a-1", got).outcome, Outcome::unclear);
    EXPECT_EQ(long_asked("p-1", {}, got).outcome, Outcome::unclear);
  }
  EXPECT_EQ(short_asked("a-1", replied(200, order)).outcome, Outcome::told);
}

TEST(Answers, a_position_of_ours_is_told_with_the_closing_that_it_answers) {
  EXPECT_EQ(long_opened(opening, replied(200, position)).outcome, Outcome::told);
  const LongAnswered closed = long_closed(closing, replied(200, with(position, "OPEN", "CLOSED")));
  EXPECT_EQ(closed.outcome, Outcome::told) << closed.why;
  EXPECT_EQ(closed.close_id, "c-1");
  EXPECT_EQ(long_opened(opening, replied(200, with(position, "jitoSOL", "SOL"))).outcome, Outcome::unclear);
  EXPECT_EQ(long_opened(opening, replied(200, with(position, "p-1", "p-2"))).outcome, Outcome::unclear);
  EXPECT_EQ(long_opened(opening, replied(200, with(position, R"("token_amount":10)", R"("token_amount":0)"))).outcome,
            Outcome::unclear);
}

TEST(Answers, no_part_of_an_answer_is_taken_for_the_whole) {
  for (std::size_t size = 0; size < order.size(); ++size) {
    EXPECT_EQ(short_answered(request, replied(200, order.substr(0, size))).outcome, Outcome::unclear) << size;
  }
  for (std::size_t size = 0; size < perp_markets.size(); ++size) {
    EXPECT_NE(silence_of(perp_markets_seen(replied(200, perp_markets.substr(0, size)))), "") << size;
  }
}

}  // namespace
}  // namespace robson::reference_bot::venue
