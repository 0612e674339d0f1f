#include "engine/engine.hpp"

#include <gtest/gtest.h>

#include "support/operation_one.hpp"

namespace robson::engine {
namespace {
using namespace support;

const Timestamp start = *parse_time("2026-01-01T00:00:00Z");

Engine listed_engine() {
  Engine engine;
  engine.apply(InstrumentsListed{{btcusdc()}}, start);
  return engine;
}

TEST(Engine, an_adopted_operation_is_an_open_position_of_its_tenant_only) {
  Engine engine = listed_engine();
  const Output output = engine.apply(AdoptOperation{operation_one()}, start);
  ASSERT_TRUE(std::holds_alternative<OperationId>(output.reply));
  ASSERT_FALSE(output.events.empty());
  EXPECT_TRUE(std::holds_alternative<OperationSaved>(output.events.front()));
  EXPECT_EQ(engine.open_operations({1}).size(), 1U);
  EXPECT_TRUE(engine.open_operations({2}).empty());
  EXPECT_NE(engine.operation({1}, {1}), nullptr);
  EXPECT_EQ(engine.operation({2}, {1}), nullptr);
}

TEST(Engine, an_operation_without_a_stop_on_its_side_is_refused_and_leaves_no_trace) {
  Engine engine = listed_engine();
  Operation bad = operation_one();
  bad.stop = {"90000"_d};
  const Output output = engine.apply(AdoptOperation{bad}, start);
  EXPECT_EQ(std::get<Rejection>(output.reply).code, "STOP_ON_WRONG_SIDE");
  EXPECT_TRUE(output.events.empty());
  EXPECT_TRUE(engine.open_operations({1}).empty());
}

TEST(Engine, a_symbol_that_the_venue_does_not_list_is_refused) {
  Engine engine;
  const Output output = engine.apply(AdoptOperation{operation_one()}, start);
  EXPECT_EQ(std::get<Rejection>(output.reply).code, "UNKNOWN_SYMBOL");
}

TEST(Engine, ids_go_on_after_a_restart) {
  Engine engine = listed_engine();
  Operation old = operation_one();
  old.id = {41};
  engine.apply(Restored{.operations = {old}}, start);
  const Output output = engine.apply(AdoptOperation{operation_one()}, start);
  EXPECT_EQ(std::get<OperationId>(output.reply), OperationId{42});
}

TEST(Engine, a_price_that_did_not_move_is_no_news_but_is_young_again) {
  Engine engine = listed_engine();
  EXPECT_EQ(engine.apply(QuoteSeen{reference_quote(start)}, start).notices.size(), 1U);
  const Timestamp later = start + std::chrono::seconds(4);
  EXPECT_TRUE(engine.apply(QuoteSeen{reference_quote(later)}, later).notices.empty());
  EXPECT_EQ(age_of(*engine.quote({"BTCUSDC"}), later), Duration{0});
}

TEST(Engine, a_quote_is_stale_five_seconds_after_its_last_confirmation) {
  Engine engine = listed_engine();
  engine.apply(QuoteSeen{reference_quote(start)}, start);
  const auto stale_at = [&](int seconds) {
    return is_stale(*engine.quote({"BTCUSDC"}), start + std::chrono::seconds(seconds));
  };
  EXPECT_FALSE(stale_at(5));
  EXPECT_TRUE(stale_at(6));
  engine.apply(StreamConfirmed{{{"BTCUSDC"}}, start + std::chrono::seconds(4)}, start);
  EXPECT_FALSE(stale_at(9));
  EXPECT_TRUE(stale_at(10));
}

TEST(Engine, a_late_quote_never_replaces_a_newer_one) {
  Engine engine = listed_engine();
  engine.apply(QuoteSeen{quote_at("100.00", "100.01", "100.00", start + std::chrono::seconds(2))}, start);
  engine.apply(QuoteSeen{quote_at("90.00", "90.01", "90.00", start)}, start);
  EXPECT_EQ(engine.quote({"BTCUSDC"})->bid, Price{"100.00"_d});
}

TEST(Engine, a_quote_without_a_trade_keeps_the_last_trade) {
  Engine engine = listed_engine();
  engine.apply(TradeSeen{{.symbol = {"BTCUSDC"}, .price = {"101"_d}}}, start);
  Quote quote = reference_quote(start);
  quote.last.reset();
  engine.apply(QuoteSeen{quote}, start);
  EXPECT_EQ(engine.quote({"BTCUSDC"})->last, Price{"101"_d});
}

TEST(Engine, a_trade_that_moves_the_last_price_says_when_it_came) {
  Engine engine = listed_engine();
  engine.apply(QuoteSeen{reference_quote(start)}, start);
  const Timestamp later = start + std::chrono::seconds(3);
  const Trade trade{.symbol = {"BTCUSDC"}, .price = {"89246"_d}, .time = later, .received = later};
  EXPECT_EQ(engine.apply(TradeSeen{trade}, later).notices.size(), 1U);
  EXPECT_EQ(engine.quote({"BTCUSDC"})->received, later);
}

TEST(Engine, partial_balances_change_only_what_they_name) {
  Engine engine;
  engine.apply(BalancesSeen{{1}, {{"USDC", {{"10"_d}, {}}}, {"BTC", {{"1"_d}, {}}}}, true}, start);
  engine.apply(BalancesSeen{{1}, {{"BTC", {{"2"_d}, {}}}}, false}, start);
  EXPECT_EQ(engine.account({1})->balances.at("USDC").free, Money{"10"_d});
  EXPECT_EQ(engine.account({1})->balances.at("BTC").free, Money{"2"_d});
  EXPECT_EQ(engine.account({2}), nullptr);
}

TEST(Engine, symbols_of_open_operations_of_all_tenants_have_to_be_watched) {
  Engine engine = listed_engine();
  Operation other = operation_one();
  other.tenant = {2};
  engine.apply(AdoptOperation{operation_one()}, start);
  engine.apply(AdoptOperation{other}, start);
  EXPECT_EQ(engine.symbols_at_risk(), std::vector<Symbol>{{"BTCUSDC"}});
}

}  // namespace
}  // namespace robson::engine
