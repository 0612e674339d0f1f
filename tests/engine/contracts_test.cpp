// Instruments in lots and in another asset than the desk's: what is booked, held, owed and summed.
#include <gtest/gtest.h>

#include "engine/conversion.hpp"
#include "engine/engine.hpp"
#include "engine/portfolio.hpp"
#include "support/operation_one.hpp"

namespace robson::engine {
namespace {
using namespace support;

const Timestamp start = *parse_time("2026-01-01T00:00:00Z");

Instrument gold() {
  Instrument made = btcusdc();
  made.symbol = {"XAUUSD"};
  made.base = "XAU";
  made.quote = "USD";
  made.step = made.min_quantity = "0.01"_d;
  made.contract_size = "100"_d;
  return made;
}
Instrument usdc_in_usd() {
  Instrument made = btcusdc();
  made.symbol = {"USDCUSD"};
  made.base = "USDC";
  made.quote = "USD";
  return made;
}
// 0.10 lots of gold at 1,950, stop 1,940.
Operation lots() {
  Operation made = operation_one();
  made.symbol = {"XAUUSD"};
  made.quantity = made.held = {"0.1"_d};
  made.entry = {"1950"_d};
  made.initial_stop = made.stop = {"1940"_d};
  made.target = Price{"1970"_d};
  return made;
}
Quote quote(const char* name, const char* bid, const char* ask) {
  Quote made = quote_at(bid, ask, bid, start);
  made.symbol = {name};
  return made;
}

struct Gold : testing::Test {
  Engine engine{};
  std::vector<NewOrder> placed{};

  void SetUp() override {
    engine.apply(InstrumentsListed{{gold(), usdc_in_usd()}}, start);
    engine.apply(AccountOpened{.tenant = {1}}, start);
    const Output output = engine.apply(AdoptOperation{lots()}, start);
    for (const auto& each : output.effects) {
      const auto* effect = std::get_if<Effect>(&each);
      const auto* pair = effect == nullptr ? nullptr : std::get_if<PlacePair>(&effect->what);
      if (pair != nullptr) placed = {pair->stop, pair->target};
    }
    ASSERT_EQ(placed.size(), 2U);
  }
  void see(const char* name, const char* bid, const char* ask) {
    engine.apply(QuoteSeen{quote(name, bid, ask)}, start);
  }
  void balances(std::map<std::string, Balance> held) {
    engine.apply(AccountStreamChanged{{1}, StreamState::live}, start);
    engine.apply(BalancesSeen{{1}, std::move(held), true}, start);
  }
  // The target was filled at `price`, with that fee.
  void leave(const char* price, const char* fee, const char* fee_asset) {
    VenueOrder filled{.client_id = placed[1].client_id,
                      .venue_id = 5,
                      .symbol = {"XAUUSD"},
                      .side = Side::SELL,
                      .type = "LIMIT_MAKER",
                      .status = VenueOrderStatus::FILLED,
                      .quantity = {"0.1"_d},
                      .filled = {"0.1"_d},
                      .filled_quote = {"19550"_d}};
    filled.fills = {{.trade_id = 1,
                     .price = {*Decimal::parse(price)},
                     .quantity = {"0.1"_d},
                     .fee = {*Decimal::parse(fee)},
                     .fee_asset = fee_asset,
                     .time = start}};
    engine.apply(OrderSeen{{1}, filled}, start + std::chrono::milliseconds(300));
  }
  const Operation& operation() { return engine.followed({1}, {1})->operation; }
  std::string ledger(const char* asset) {
    const auto& lines = engine.tenant({1})->ledger;
    const auto found = lines.find(asset);
    return found == lines.end() ? "none" : found->second.value.text();
  }
};

TEST_F(Gold, both_are_protected_in_lots) {
  EXPECT_EQ(placed[0].quantity, Quantity{"0.1"_d});
  EXPECT_EQ(placed[1].quantity, Quantity{"0.1"_d});
}

TEST_F(Gold, an_exit_realises_by_the_contract_size_and_moves_units_of_the_assets) {
  see("USDCUSD", "1.25", "1.2500");
  leave("1955", "2.5", "USD");
  EXPECT_EQ(operation().realized_pnl.value.text(), "47.5") << "in dollars";
  EXPECT_EQ(engine.realized_pnl({1}).value.text(), "38") << "in USDC, at 1.25 dollars each";
  EXPECT_TRUE(operation().held.is_zero());
  EXPECT_EQ(ledger("XAU"), "-10");
  EXPECT_EQ(ledger("USD"), "19547.5");
}

TEST_F(Gold, a_fee_in_the_base_is_ounces_of_what_is_held_in_lots) {
  see("USDCUSD", "1", "1");
  leave("1955", "0.5", "XAU");
  EXPECT_EQ(operation().held.value.text(), "-0.005");
  EXPECT_EQ(ledger("XAU"), "-10.5");
  EXPECT_EQ(operation().fees.value.text(), "977.5");
}

TEST_F(Gold, what_no_market_converts_is_in_no_sum_and_said) {
  leave("1955", "0", "USD");
  EXPECT_EQ(operation().realized_pnl.value.text(), "50");
  EXPECT_TRUE(engine.realized_pnl({1}).is_zero());
  ASSERT_EQ(engine.tenant({1})->differences.size(), 1U);
  EXPECT_EQ(engine.tenant({1})->differences[0].kind, "currency");
  EXPECT_EQ(engine.tenant({1})->differences[0].text,
            "Operation 1 realised 50 USD, which no market tells in USDC: it is in no sum.");
}

TEST_F(Gold, profit_in_another_asset_is_converted_or_unknown_and_never_added_as_if_equal) {
  see("XAUUSD", "1955.00", "1955.10");
  balances({{"USD", {{"1000"_d}, {}}}, {"XAU", {{}, {"10"_d}}}, {"USDC", {{"500"_d}, {}}}});
  const Portfolio unknown = portfolio_of(engine, {1}, "USDC", start);
  EXPECT_FALSE(unknown.unrealized);
  EXPECT_FALSE(unknown.positions_value);
  EXPECT_TRUE(unknown.prices_stale) << "a loss that is not counted is not passed over in silence";
  EXPECT_EQ(unknown.total.value.text(), "500") << "only what has a price";
  EXPECT_TRUE(engine.budget({1}).available.is_zero()) << "what cannot be told leaves no room";
  see("USDCUSD", "1.249", "1.25");
  const Portfolio known = portfolio_of(engine, {1}, "USDC", start);
  EXPECT_EQ(known.unrealized->value.text(), "40") << "50 dollars";
  EXPECT_EQ(known.positions_value->value.text(), "15640");
  EXPECT_EQ(known.worst_case.value.text(), "80") << "100 dollars at the stop";
  EXPECT_EQ(known.total.value.text(), "16940") << "500 + 1,000 dollars + 10 ounces";
  EXPECT_FALSE(known.prices_stale);
  EXPECT_EQ(engine.budget({1}).reserved.value.text(), "80");
  EXPECT_TRUE(portfolio_of(engine, {1}, "USDC", start + std::chrono::seconds(6)).prices_stale);
}

TEST_F(Gold, the_market_between_the_two_assets_is_watched_with_the_position) {
  const std::vector<Symbol> expected = {{"USDCUSD"}, {"XAUUSD"}};
  EXPECT_EQ(engine.symbols_at_risk(), expected);
}

// A lot of euros is 100,000 of them: its quantity times its price is about a dollar, what it is worth is not.
struct Euros : testing::Test {
  Engine engine{};
  std::vector<VenueRequest> asked{};

  void apply(Input input) {
    for (const auto& each : engine.apply(std::move(input), start).effects) {
      if (const auto* effect = std::get_if<Effect>(&each)) asked.push_back(effect->what);
    }
  }
  void SetUp() override {
    Instrument euros = btcusdc();
    euros.symbol = {"EURUSD"};
    euros.base = "EUR";
    euros.quote = "USD";
    euros.tick = "0.00001"_d;
    euros.step = euros.min_quantity = "0.01"_d;
    euros.contract_size = "100000"_d;
    apply(InstrumentsListed{{euros}});
    apply(AccountOpened{.tenant = {1}});
    apply(QuoteSeen{quote("EURUSD", "1.08000", "1.08002")});
    Operation made = operation_one();
    made.symbol = {"EURUSD"};
    made.quantity = made.held = {"0.02"_d};
    made.entry = {"1.08"_d};
    made.initial_stop = made.stop = {"1.07"_d};
    made.target = Price{"1.1"_d};
    apply(AdoptOperation{made});
  }
  const Operation& operation() { return engine.followed({1}, {1})->operation; }
};

TEST_F(Euros, a_hundredth_of_a_lot_is_no_dust) {
  EXPECT_EQ(operation().status, OperationStatus::ACTIVE);
  ASSERT_EQ(asked.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<PlacePair>(asked[0]));
  EXPECT_EQ(std::get<PlacePair>(asked[0]).stop.quantity, Quantity{"0.02"_d});
}

TEST_F(Euros, a_part_may_be_sold_and_the_rest_protected) {
  apply(ClosePosition{.tenant = {1}, .operation = {1}, .quantity = Quantity{"0.01"_d}, .by = "admin"});
  ASSERT_TRUE(operation().closing);
  EXPECT_EQ(operation().closing->quantity, Quantity{"0.01"_d});
}

TEST_F(Gold, an_amount_is_converted_at_the_price_at_which_it_could_be) {
  const auto brings = [&](const char* amount, const char* from, const char* to) {
    const auto made = convert(engine, {*Decimal::parse(amount)}, from, to, start);
    return made ? made->amount.value.text() : "unknown";
  };
  EXPECT_EQ(brings("100", "USD", "USD"), "100");
  EXPECT_EQ(brings("100", "USD", "USDC"), "unknown");
  see("USDCUSD", "1.25", "1.6");
  EXPECT_EQ(brings("100", "USDC", "USD"), "125");
  EXPECT_EQ(brings("-100", "USDC", "USD"), "-160");
  EXPECT_EQ(brings("100", "USD", "USDC"), "62.5");
  EXPECT_EQ(brings("-100", "USD", "USDC"), "-80");
  EXPECT_EQ(brings("1", "XAU", "USDC"), "unknown");
  see("XAUUSD", "2000", "2001");
  EXPECT_EQ(brings("1", "XAU", "USDC"), "1250");
  EXPECT_EQ(brings("1", "EUR", "USDC"), "unknown");
}

}  // namespace
}  // namespace robson::engine
