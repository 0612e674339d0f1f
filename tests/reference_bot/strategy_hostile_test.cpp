// A venue or a caller that says what cannot be: nothing is booked, nothing is thrown, nothing goes out.
#include "reference_bot/strategy/sanity.hpp"
#include "reference_bot/told_strategy.hpp"

namespace robson::reference_bot {
namespace {

const Decimal huge = "170141183460469231731687303"_d;

TEST(Hostile, markets_that_cannot_be_are_no_markets) {
  const auto spoiled = [](auto change) {
    ToldStrategy bot;
    change(bot);
    bot.pass(6);
    return bot.ask_to_open().refused.value_or(Refused{}).code;
  };
  for (const Decimal bad : {"0"_d, "-1"_d, huge}) {
    EXPECT_EQ(spoiled([&](ToldStrategy& bot) { bot.perp.markets[0].mark_price = bad; }), "UNKNOWN_ASSET");
    EXPECT_EQ(spoiled([&](ToldStrategy& bot) { bot.perp.markets[0].size_step = bad; }), "UNKNOWN_ASSET");
    EXPECT_EQ(spoiled([&](ToldStrategy& bot) { bot.perp.markets[0].price_tick = bad; }), "UNKNOWN_ASSET");
    EXPECT_EQ(spoiled([&](ToldStrategy& bot) { bot.lending.markets[0].pool_rate = bad; }), "UNKNOWN_ASSET");
    EXPECT_EQ(spoiled([&](ToldStrategy& bot) { bot.lending.markets[0].token_market_price = bad; }), "UNKNOWN_ASSET");
  }
  EXPECT_EQ(spoiled([&](ToldStrategy& bot) { bot.perp.markets[0].funding_rate = huge; }), "UNKNOWN_ASSET");
}

TEST(Hostile, sizes_and_leverages_beyond_all_measure_are_refused) {
  ToldStrategy bot;
  for (const Decimal bad : {huge, -huge, "0"_d, "-1"_d}) {
    EXPECT_EQ(bot.tell(OpenPosition{{}, "SOL", bad, {}, ""}).refused->field, "size_usd");
    EXPECT_EQ(bot.tell(OpenPosition{{}, "SOL", {}, bad, ""}).refused->field, "leverage");
  }
  EXPECT_TRUE(bot.effects.empty());
}

TEST(Hostile, an_answer_about_something_else_is_no_answer) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  const PerpOrderRequest request = bot.last<OpenShort>().request;
  const auto tell = [&](auto change) {
    PerpOrder order = bot.filled(request, request.size);
    change(order);
    bot.tell(ShortAnswered{.client_id = request.client_id, .outcome = Outcome::told, .order = order});
    EXPECT_TRUE(bot.book().hyperliquid.intent.has_value());
    EXPECT_TRUE(bot.book().hyperliquid.size.is_zero());
  };
  tell([](PerpOrder& order) { order.filled_size = "20"_d; });
  tell([](PerpOrder& order) { order.filled_size = "-1"_d; });
  tell([](PerpOrder& order) { order.side = TradeSide::BUY; });
  tell([](PerpOrder& order) { order.coin = "BTC"; });
  tell([](PerpOrder& order) { order.average_price = "-150"_d; });
  tell([](PerpOrder& order) { order.average_price.reset(); });
  tell([](PerpOrder& order) { order.fee = huge; });
  bot.answer_short(request);
  EXPECT_EQ(bot.book().status, hedge::PositionStatus::open);
}

TEST(Hostile, an_account_or_payment_that_cannot_be_is_a_silent_venue) {
  ToldStrategy bot;
  bot.open_whole();
  const std::string before = json::text_of(bot->state().totals);
  PerpAccount account = bot.perp_account;
  account.positions.front().size = huge;
  bot.tell(PerpAccountSeen{bot.now, account});
  EXPECT_EQ(bot->bot_state(), hedge::BotState::degraded);
  bot.tell(PaymentsSeen{{{.id = 9, .coin = "SOL", .time = bot.now, .amount = huge}}});
  EXPECT_EQ(bot->state().payment_cursor, 0);
  EXPECT_EQ(json::text_of(bot->state().totals), before);
  EXPECT_EQ(bot.book().hyperliquid.size, "19.99"_d);
}

TEST(Hostile, long_words_are_cut_at_a_whole_character) {
  EXPECT_EQ(shortened("short"), "short");
  std::string text(199, 'a');
  EXPECT_EQ(shortened(text + "\xE2\x82\xAC!"), text);  // a euro sign across the bound
  EXPECT_EQ(shortened(std::string(300, 'b')).size(), 200U);
}

}  // namespace
}  // namespace robson::reference_bot
