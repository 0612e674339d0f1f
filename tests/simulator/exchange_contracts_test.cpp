// Markets whose quantity counts lots: a lot of XAUUSD is 100 oz. Orders speak of lots, balances of ounces and dollars,
// and the spread is all that they cost.
#include <gmock/gmock.h>

#include "simulator/exchange_fixture.hpp"
#include "simulator/market_text.hpp"
#include "simulator/symbol_table.hpp"

using namespace robson;
using namespace robson::simulator;

namespace {
const Symbol gold{"XAUUSD"};
}

class ExchangeContracts : public ExchangeTest {
 protected:
  ExchangeContracts() {
    exchange.add_symbol(standard_rules(traits_of(gold).instrument));
    trader =
        exchange.add_account({{"USD", money("50000"), {}}}, {*Decimal::parse("0.001"), *Decimal::parse("0.001")}, now);
    gold_book("1949.90", "1950.00");
  }
  void gold_book(std::string_view bid, std::string_view ask) {
    const std::vector<Level> bids{level(bid, "5")};
    const std::vector<Level> asks{level(ask, "5")};
    events.clear();
    exchange.set_external_book(gold, bids, asks, tick(), events);
  }
  static NewOrder of_gold(NewOrder order) {
    order.symbol = gold;
    return order;
  }
  AccountId trader{};
};

TEST_F(ExchangeContracts, a_tenth_of_a_lot_moves_ten_ounces_and_back_with_the_gain_of_the_requirements) {
  const auto bought = place(trader, of_gold(market(Side::BUY, "0.1")));
  EXPECT_EQ(bought.order.executed_quote, money("19500"));
  ASSERT_EQ(bought.fills.size(), 1U);
  EXPECT_TRUE(bought.fills[0].commission.is_zero());
  EXPECT_EQ(free(trader, "XAU"), "10");
  EXPECT_EQ(free(trader, "USD"), "30500");
  gold_book("1955.00", "1955.10");
  place(trader, of_gold(market(Side::SELL, "0.1")));
  EXPECT_EQ(free(trader, "XAU"), "0");
  EXPECT_EQ(free(trader, "USD"), "50050");
}

TEST_F(ExchangeContracts, what_rests_holds_back_units_of_its_asset) {
  place(trader, of_gold(limit(Side::BUY, "0.2", "1940")));
  EXPECT_EQ(locked(trader, "USD"), "38800");
  EXPECT_EQ(refusal(trader, of_gold(limit(Side::BUY, "0.06", "1940"))).code, -2010) << "11,640 of 11,200";
  EXPECT_EQ(refusal(trader, of_gold(market(Side::BUY, "0.06"))).code, -2010);
  place(trader, of_gold(market(Side::BUY, "0.05")));
  place(trader, of_gold(limit(Side::SELL, "0.04", "1990")));
  EXPECT_EQ(locked(trader, "XAU"), "4");
  EXPECT_EQ(refusal(trader, of_gold(market(Side::SELL, "0.02"))).code, -2010) << "two of one ounce";
}

TEST_F(ExchangeContracts, a_budget_buys_whole_steps_of_lots) {
  const auto bought = place(trader, of_gold(market_for(Side::BUY, "20000")));
  EXPECT_EQ(bought.order.executed, quantity("0.1")) << "0.10 for 19,500; 0.11 would be 21,450";
}

TEST_F(ExchangeContracts, an_entry_that_pays_for_its_pair_brings_lots_and_not_ounces) {
  NewOto oto;
  oto.working = of_gold(limit(Side::BUY, "0.1", "1951", TimeInForce::IOC));
  oto.pending_side = Side::SELL;
  oto.pending = {.type = OrderType::LIMIT_MAKER, .price = price("1970")};
  oto.pending_below = NewLeg{.type = OrderType::STOP_LOSS, .stop_price = price("1940")};
  events.clear();
  exchange.external_trade(gold, {price("1950"), quantity("0.01"), false}, tick(), events);
  const auto placed = exchange.place_oto(trader, oto, tick(), events);
  ASSERT_TRUE(placed) << placed.error().message;
  for (std::size_t leg = 1; leg < 3; ++leg) {
    const auto now_is = exchange.order(trader, gold, {.id = placed->list.legs[leg].order, .client_id = {}});
    EXPECT_EQ(now_is->quantity, quantity("0.1"));
    EXPECT_EQ(now_is->status, OrderStatus::NEW);
  }
  EXPECT_EQ(locked(trader, "XAU"), "10");
}

TEST_F(ExchangeContracts, the_smallest_order_is_worth_what_its_ounces_are) {
  EXPECT_EQ(exchange.place(trader, of_gold(limit(Side::BUY, "0.01", "1900")), tick(), events)->order.status,
            OrderStatus::NEW);
  SymbolRules rules = standard_rules(traits_of(gold).instrument);
  rules.max_notional = money("1000");
  rules.apply_max_to_market = true;
  EXPECT_EQ(check_filters(rules, of_gold(limit(Side::BUY, "0.01", "1900")), {})->message, "Filter failure: NOTIONAL");
}

TEST(SymbolTable, gold_and_euros_are_traded_in_lots_and_dollars_tell_what_usdc_is) {
  const Instrument xau = traits_of(gold).instrument;
  EXPECT_EQ(xau.contract_size.text() + ' ' + xau.tick.text() + ' ' + xau.step.text(), "100 0.01 0.01");
  EXPECT_EQ(xau.base + ' ' + xau.quote, "XAU USD");
  const Instrument eur = traits_of({"EURUSD"}).instrument;
  EXPECT_EQ(eur.contract_size.text() + ' ' + eur.tick.text() + ' ' + eur.step.text(), "100000 0.00001 0.01");
  EXPECT_EQ(eur.base + ' ' + eur.quote, "EUR USD");
  const Instrument usdc = traits_of({"USDCUSD"}).instrument;
  EXPECT_EQ(usdc.base + ' ' + usdc.quote + ' ' + usdc.contract_size.text(), "USDC USD 1");
  EXPECT_EQ(traits_of({"XAUUSDC"}).instrument.contract_size, Decimal::integer(1));
}

TEST(ExchangeInfo, tells_a_contract_size_only_where_there_is_one) {
  std::string text;
  append_exchange_info(text, {standard_rules(traits_of(gold).instrument), btc_rules()}, {}, 6000, 100);
  EXPECT_THAT(text, testing::HasSubstr(R"("contractSize":"100.00000000")"));
  EXPECT_EQ(text.find("contractSize"), text.rfind("contractSize"));
}
