// What the paper account adds to the contract of an account: fresh prices only, shorts, saving, and money that is
// never lost nor made.
#include "venues/paper/paper_account.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/log.hpp"
#include "support/fake_clock.hpp"
#include "support/new_orders.hpp"
#include "venues/fake_venue.hpp"
#include "venues/paper/paper_book.hpp"

namespace robson::venues::paper {
namespace {
using namespace support;
using namespace literals;
using namespace std::chrono_literals;
using binance::Heard;
using binance::Loop;
using enum VenueOrderStatus;
using testing::HasSubstr;
using testing::IsEmpty;

Instrument instrument() {
  return {.symbol = symbol,
          .base = "BTC",
          .quote = "USDC",
          .tick = "0.01"_d,
          .step = "0.00001"_d,
          .min_quantity = "0.00001"_d,
          .max_quantity = "9000"_d,
          .min_notional = "5"_d,
          .max_algo_orders = 5};
}

struct MemoryStore final : PaperStore {
  std::optional<std::string> text{};
  bool works = true;
  int saves = 0;
  std::optional<std::string> load() override { return text; }
  net::Task<Result<void, std::string>> save(std::string saved) override {
    ++saves;
    co_await net::sleep_for(1ms);
    if (!works) co_return Unexpected(std::string("the disk is full"));
    text = std::move(saved);
    co_return Result<void, std::string>{};
  }
};

struct Paper : testing::Test {
  Loop loop{};
  support::FakeClock clock{};
  MemoryStore store{};
  Heard heard{};
  std::unique_ptr<PaperAccount> account{};

  void SetUp() override {
    log::start("test", log::Level::off);
    open();
  }
  void TearDown() override {
    account.reset();
    loop.turn_for(20ms);
  }
  void open() {
    account = std::make_unique<PaperAccount>(loop.context, clock, TenantId{1}, PaperRules{}, store);
    account->set_instruments({instrument()});
    quote("100", "101");
  }
  void quote(const char* bid, const char* ask, std::optional<Price> last = {}) {
    account->on_quote({.symbol = symbol,
                       .bid = {*Decimal::parse(bid)},
                       .ask = {*Decimal::parse(ask)},
                       .last = last,
                       .received = clock.now(),
                       .confirmed = clock.now()});
  }
  void trade(const char* price) {
    account->on_trade({.symbol = symbol, .price = {*Decimal::parse(price)}, .received = clock.now()});
  }
  runtime::OrderOutcome carry_out(VenueRequest request) { return loop.run(account->carry_out(std::move(request))); }
  VenueOrder ask(const char* id) { return carry_out(AskOrder{symbol, id}).value().at(0); }
  Balances balances() { return loop.run(account->balances()).value(); }
};

TEST_F(Paper, fills_at_the_quote_and_takes_its_fee_from_what_is_received) {
  ASSERT_TRUE(carry_out(PlaceOrder{market("b", Side::BUY, "2"_d)}));
  EXPECT_EQ(balances().at("USDC").free.value, "9798"_d);
  EXPECT_EQ(balances().at("BTC").free.value, "1.998"_d);
  ASSERT_TRUE(carry_out(PlaceOrder{market("s", Side::SELL, "1"_d)}));
  EXPECT_EQ(balances().at("USDC").free.value, "9897.9"_d);
}

TEST_F(Paper, a_price_that_was_not_confirmed_for_5_s_is_not_traded_on) {
  clock.advance(5s);
  EXPECT_TRUE(carry_out(PlaceOrder{market("a", Side::BUY, "1"_d)}));
  clock.advance(1ms);
  const auto stale = carry_out(PlaceOrder{market("b", Side::BUY, "1"_d)});
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind, VenueRefusalKind::refused);
  EXPECT_THAT(stale.error().text, HasSubstr("older than 5 s"));
  account->on_confirmed({symbol}, clock.now());
  EXPECT_TRUE(carry_out(PlaceOrder{market("b", Side::BUY, "1"_d)}));
}

TEST_F(Paper, a_stale_price_hinders_no_cancel_and_no_question) {
  ASSERT_TRUE(carry_out(PlaceOrder{limit("rest", Side::BUY, "1"_d, "90"_d)}));
  clock.advance(1h);
  EXPECT_EQ(ask("rest").status, NEW);
  EXPECT_TRUE(carry_out(CancelOrder{symbol, "rest"}));
}

TEST_F(Paper, a_stop_reached_by_a_trade_while_the_quote_is_stale_sells_on_the_next_quote) {
  ASSERT_TRUE(carry_out(PlaceOrder{market("b", Side::BUY, "1"_d)}));
  ASSERT_TRUE(carry_out(PlaceOrder{stop("stop", Side::SELL, "0.999"_d, "95"_d)}));
  clock.advance(10s);
  trade("94");
  EXPECT_EQ(ask("stop").status, NEW);
  quote("96", "97");  // back above, but the stop was reached
  const VenueOrder sold = ask("stop");
  EXPECT_EQ(sold.status, FILLED);
  EXPECT_EQ(sold.fills.at(0).price.value, "96"_d);
}

TEST_F(Paper, without_a_trade_a_stop_wakes_on_the_quote_and_with_one_on_the_trade) {
  ASSERT_TRUE(carry_out(PlaceOrder{market("b", Side::BUY, "1"_d)}));
  ASSERT_TRUE(carry_out(PlaceOrder{stop("first", Side::SELL, "0.4"_d, "95"_d)}));
  quote("95", "96");
  EXPECT_EQ(ask("first").status, FILLED);
  trade("100");
  ASSERT_TRUE(carry_out(PlaceOrder{stop("second", Side::SELL, "0.4"_d, "95"_d)}));
  quote("94", "95");
  EXPECT_EQ(ask("second").status, NEW);
  trade("95");
  EXPECT_EQ(ask("second").fills.at(0).price.value, "94"_d);
}

TEST_F(Paper, what_is_not_held_can_be_sold_up_to_what_the_account_is_worth) {
  EXPECT_TRUE(loop.run(account->rights()).value().can_short);
  const auto too_much = carry_out(PlaceOrder{market("x", Side::SELL, "100"_d)});
  ASSERT_FALSE(too_much);
  EXPECT_EQ(too_much.error().code, -2010);
  ASSERT_TRUE(carry_out(PlaceOrder{market("short", Side::SELL, "50"_d)}));
  EXPECT_EQ(balances().at("BTC").free.value, "-50"_d);
  EXPECT_EQ(balances().at("USDC").free.value, "14995"_d);
  EXPECT_FALSE(carry_out(PlaceOrder{market("more", Side::SELL, "50"_d)}));
  ASSERT_TRUE(carry_out(PlaceOrder{market("back", Side::BUY, "50"_d)}));
  EXPECT_EQ(balances().at("BTC").free.value, "-0.05"_d);  // the fee of buying back
}

TEST_F(Paper, a_short_is_protected_by_a_pair_that_buys) {
  ASSERT_TRUE(
      carry_out(PlaceEntryWithPair{"L", limit("entry", Side::SELL, "10"_d, "99"_d),
                                   stop("stop", Side::BUY, {}, "110"_d), maker("target", Side::BUY, {}, "90"_d)}));
  EXPECT_EQ(ask("entry").fills.at(0).price.value, "100"_d);
  EXPECT_EQ(ask("stop").quantity.value, "10"_d);
  EXPECT_EQ(balances().at("USDC").locked.value, "1100"_d);  // the dearer leg
  quote("112", "113");
  EXPECT_EQ(ask("stop").fills.at(0).price.value, "113"_d);
  EXPECT_EQ(ask("target").status, EXPIRED);
  EXPECT_EQ(balances().at("USDC").locked.value, "0"_d);
}

TEST_F(Paper, a_resting_entry_brings_its_pair_when_it_is_filled) {
  ASSERT_TRUE(
      carry_out(PlaceEntryWithPair{"L", limit("entry", Side::BUY, "10"_d, "95"_d), stop("stop", Side::SELL, {}, "90"_d),
                                   maker("target", Side::SELL, {}, "120"_d)}));
  EXPECT_EQ(ask("stop").status, PENDING_NEW);
  EXPECT_EQ(loop.run(account->open_orders()).value().size(), 3U);
  quote("94", "95");
  EXPECT_EQ(ask("entry").fills.at(0).price.value, "95"_d);
  EXPECT_TRUE(ask("entry").fills.at(0).is_maker);
  EXPECT_EQ(ask("stop").status, NEW);
  EXPECT_EQ(ask("target").quantity.value, "9.99"_d);
}

TEST_F(Paper, cancelling_an_entry_cancels_the_pair_that_waits_for_it) {
  ASSERT_TRUE(
      carry_out(PlaceEntryWithPair{"L", limit("entry", Side::BUY, "10"_d, "95"_d), stop("stop", Side::SELL, {}, "90"_d),
                                   maker("target", Side::SELL, {}, "120"_d)}));
  EXPECT_EQ(carry_out(CancelOrder{symbol, "entry"}).value().size(), 3U);
  EXPECT_EQ(ask("stop").status, CANCELED);
}

TEST_F(Paper, a_pair_that_the_price_has_passed_when_its_entry_is_filled_expires_with_the_reason) {
  ASSERT_TRUE(
      carry_out(PlaceEntryWithPair{"L", limit("entry", Side::BUY, "10"_d, "95"_d), stop("stop", Side::SELL, {}, "90"_d),
                                   maker("target", Side::SELL, {}, "120"_d)}));
  quote("80", "81");
  EXPECT_EQ(ask("entry").status, FILLED);
  EXPECT_EQ(ask("stop").status, EXPIRED);
  EXPECT_THAT(ask("stop").reason, HasSubstr("trigger immediately"));
  EXPECT_EQ(ask("target").status, EXPIRED);
}

TEST_F(Paper, events_come_after_the_answer_and_after_the_save) {
  account->watch(heard);
  ASSERT_TRUE(loop.until([&] { return !heard.balances.empty(); }));
  int told_at_answer = -1;
  std::string saved_at_answer;
  const auto work = [](Paper& test, int& told, std::string& saved) -> net::Task<bool> {
    VenueRequest request = PlaceOrder{market("b", Side::BUY, "1"_d)};
    const auto outcome = co_await test.account->carry_out(std::move(request));
    told = static_cast<int>(test.heard.orders.size());
    saved = test.store.text.value_or("");
    co_return outcome.has_value();
  };
  ASSERT_TRUE(loop.run(work(*this, told_at_answer, saved_at_answer)));
  EXPECT_EQ(told_at_answer, 0);
  EXPECT_THAT(saved_at_answer, HasSubstr(R"("client_id":"b")"));
  ASSERT_TRUE(loop.until([&] { return heard.balances.size() == 2; }));
  ASSERT_EQ(heard.orders.size(), 2U);
  EXPECT_EQ(heard.orders[0].status, NEW);
  EXPECT_EQ(heard.orders[1].status, FILLED);
  EXPECT_EQ(heard.orders[1].fills.size(), 1U);
  EXPECT_EQ(heard.balances[1].size(), 2U);
}

TEST_F(Paper, survives_a_restart_with_its_money_orders_and_fills) {
  ASSERT_TRUE(carry_out(PlaceOrder{market("b", Side::BUY, "1"_d)}));
  ASSERT_TRUE(carry_out(
      PlacePair{"L", stop("stop", Side::SELL, "0.999"_d, "95"_d), maker("target", Side::SELL, "0.999"_d, "120"_d)}));
  const VenueOrder before = ask("b");
  const Balances held = balances();
  account.reset();
  account = std::make_unique<PaperAccount>(loop.context, clock, TenantId{1}, PaperRules{}, store);
  EXPECT_EQ(balances(), held);  // before any instrument is known
  open();
  EXPECT_EQ(ask("b").fills.at(0).trade_id, before.fills.at(0).trade_id);
  EXPECT_EQ(ask("b").fills.at(0).time, before.fills.at(0).time);
  EXPECT_EQ(loop.run(account->open_orders()).value().size(), 2U);
  quote("94", "95");
  EXPECT_EQ(ask("stop").status, FILLED);
  EXPECT_EQ(ask("target").status, EXPIRED);
  EXPECT_GT(ask("stop").fills.at(0).trade_id, before.fills.at(0).trade_id);
}

TEST_F(Paper, a_request_that_could_not_be_saved_has_an_unknown_outcome_and_is_told_once_saved) {
  account->watch(heard);
  store.works = false;
  const auto outcome = carry_out(PlaceOrder{limit("rest", Side::BUY, "1"_d, "90"_d)});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, VenueRefusalKind::unknown);
  loop.turn_for(50ms);
  EXPECT_THAT(heard.orders, IsEmpty());
  EXPECT_EQ(ask("rest").status, NEW);
  store.works = true;
  EXPECT_TRUE(loop.until([&] { return !heard.orders.empty(); }));
  EXPECT_THAT(store.text.value_or(""), HasSubstr("rest"));
}

TEST_F(Paper, what_it_cannot_read_is_no_new_account) {
  for (const char* text :
       {"", "{}", R"({"version":2,"next_order":1,"next_list":1,"next_trade":1,"holdings":[],"orders":[]})",
        R"({"version":1,"next_order":1,"next_list":1,"next_trade":1,"holdings":[]})"}) {
    MemoryStore odd;
    odd.text = text;
    EXPECT_THROW(PaperAccount(loop.context, clock, TenantId{1}, PaperRules{}, odd), std::runtime_error) << text;
  }
}

TEST_F(Paper, numbers_beyond_its_range_are_refused_and_change_nothing) {
  ASSERT_TRUE(carry_out(PlaceOrder{limit("rest", Side::BUY, "1"_d, "90"_d)}));
  NewOrder absurd = limit("absurd", Side::BUY, "9000"_d, "100000000000000000000000000"_d);
  const auto outcome = carry_out(ReplaceOrder{"rest", absurd});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, VenueRefusalKind::refused);
  EXPECT_FALSE(outcome.error().cancelled_old);
  EXPECT_EQ(ask("rest").status, NEW);
}

TEST_F(Paper, orders_that_are_no_orders_are_refused) {
  NewOrder priceless = limit("a", Side::BUY, "1"_d, "90"_d);
  priceless.price.reset();
  EXPECT_EQ(carry_out(PlaceOrder{priceless}).error().code, -1102);
  NewOrder priced = market("b", Side::BUY, "1"_d);
  priced.price = Price{"90"_d};
  EXPECT_EQ(carry_out(PlaceOrder{priced}).error().code, -1106);
  EXPECT_EQ(carry_out(PlaceOrder{market("", Side::BUY, "1"_d)}).error().code, -1100);
  EXPECT_EQ(carry_out(PlaceOrder{market("c", Side::BUY, "-1"_d)}).error().code, -1013);
  EXPECT_EQ(carry_out(PlaceOrder{limit("d", Side::BUY, "1"_d, "-90"_d)}).error().code, -1013);
  EXPECT_EQ(carry_out(PlacePair{"L", stop("e", Side::SELL, "1"_d, "120"_d), maker("f", Side::SELL, "1"_d, "110"_d)})
                .error()
                .code,
            -2010);
}

// A lot of gold is 100 oz: a tenth of it moves 10 XAU and ten times the price, and costs its spread alone.
TEST(PaperBook, lots_move_units_of_their_assets) {
  PaperState state;
  state.holdings.push_back({"USD", {"50000"_d}});
  PaperBook book(PaperRules{}, state);
  Instrument gold = instrument();
  gold.base = "XAU";
  gold.quote = "USD";
  gold.step = gold.min_quantity = "0.01"_d;
  gold.contract_size = "100"_d;
  book.set_instruments({gold});
  const Timestamp now = Timestamp::from_seconds(1'767'323'045);
  const auto quote = [&](Decimal bid, Decimal ask) {
    Happened ignored;
    book.on_quote({.symbol = symbol, .bid = {bid}, .ask = {ask}, .received = now, .confirmed = now}, now, ignored);
  };
  quote("1949.90"_d, "1950.00"_d);
  Happened happened;
  EXPECT_FALSE(book.carry_out(PlaceOrder{market("much", Side::BUY, "0.26"_d)}, now, happened)) << "50,700 of 50,000";
  ASSERT_TRUE(book.carry_out(PlaceOrder{market("b", Side::BUY, "0.1"_d)}, now, happened));
  EXPECT_EQ(book.balances().at("XAU").free.value, "10"_d);
  EXPECT_EQ(book.balances().at("USD").free.value, "30500"_d);
  ASSERT_TRUE(book.carry_out(
      PlacePair{"L", stop("s", Side::SELL, "0.1"_d, "1940"_d), maker("t", Side::SELL, "0.1"_d, "1960"_d)}, now,
      happened));
  EXPECT_EQ(book.balances().at("XAU").locked.value, "10"_d);
  quote("1955.00"_d, "1955.10"_d);
  ASSERT_TRUE(book.carry_out(CancelOrder{symbol, "s"}, now, happened));
  ASSERT_TRUE(book.carry_out(PlaceOrder{market("e", Side::SELL, "0.1"_d)}, now, happened));
  EXPECT_TRUE(book.balances().at("XAU").free.is_zero());
  EXPECT_EQ(book.balances().at("USD").free.value, "50050"_d);
}

// Whatever is asked, in whatever market: totals are the start plus all fills less their fees, what is locked is never
// negative, money to buy with is never borrowed, and an order fills once and in full or not at all.
RC_GTEST_PROP(PaperBook, money_is_neither_lost_nor_made, ()) {
  PaperState state;
  state.holdings.push_back({"USDC", {"10000"_d}});
  PaperBook book(PaperRules{}, state);
  book.set_instruments({instrument()});
  Timestamp now = Timestamp::from_seconds(1'767'323'045);
  std::map<std::string, Money> expected{{"USDC", {"10000"_d}}, {"BTC", {}}};
  const auto price = [] { return Decimal::integer(*rc::gen::inRange(80, 121)); };
  const auto size = [] { return Decimal::integer(*rc::gen::inRange(1, 40)); };
  const auto side = [] { return *rc::gen::element(Side::BUY, Side::SELL); };
  for (int i = 0; i < 40; ++i) {
    now = now + 1s;
    Happened happened;
    const std::string id = fmt::format("o{}", i);
    const std::string other = fmt::format("o{}", *rc::gen::inRange(0, i + 1));
    const Decimal bid = price();
    const Side way = side();
    const Side back = way == Side::BUY ? Side::SELL : Side::BUY;
    switch (*rc::gen::inRange(0, 8)) {
      case 0: static_cast<void>(book.carry_out(PlaceOrder{market(id.c_str(), way, size())}, now, happened)); break;
      case 1:
        static_cast<void>(book.carry_out(PlaceOrder{limit(id.c_str(), way, size(), price())}, now, happened));
        break;
      case 2:
        static_cast<void>(book.carry_out(PlaceOrder{stop(id.c_str(), way, size(), price())}, now, happened));
        break;
      case 3: {
        const Decimal quantity = size();
        static_cast<void>(book.carry_out(
            PlacePair{id, stop(id.c_str(), way, quantity, price()), maker((id + "t").c_str(), way, quantity, price())},
            now, happened));
        break;
      }
      case 4:
        static_cast<void>(book.carry_out(
            PlaceEntryWithPair{id, limit((id + "e").c_str(), back, size(), price()), stop(id.c_str(), way, {}, price()),
                               maker((id + "t").c_str(), way, {}, price())},
            now, happened));
        break;
      case 5: static_cast<void>(book.carry_out(CancelOrder{symbol, other}, now, happened)); break;
      case 6:
        static_cast<void>(book.carry_out(ReplaceOrder{other, stop(id.c_str(), way, size(), price())}, now, happened));
        break;
      default: break;
    }
    book.on_quote(
        {.symbol = symbol, .bid = {bid}, .ask = {bid + "1"_d}, .last = Price{bid}, .received = now, .confirmed = now},
        now, happened);
    for (const VenueOrder& order : happened.orders) {
      RC_ASSERT(order.filled.is_zero() || order.filled == order.quantity);
      for (const VenueFill& fill : order.fills) {
        const bool buys = order.side == Side::BUY;
        const Money quote = notional(fill.price, fill.quantity);
        expected["BTC"] += Money{buys ? fill.quantity.value : -fill.quantity.value};
        expected["USDC"] += buys ? -quote : quote;
        expected[fill.fee_asset] -= fill.fee;
      }
    }
    for (const auto& [asset, balance] : book.balances()) {
      RC_ASSERT(balance.free + balance.locked == expected[asset]);
      RC_ASSERT(!balance.locked.value.is_negative());
    }
    RC_ASSERT(!book.balances()["USDC"].free.value.is_negative());
  }
  const auto again = read_state(write_state(book.state()));
  RC_ASSERT(again.has_value());
  RC_ASSERT(write_state(*again) == write_state(book.state()));
}

}  // namespace
}  // namespace robson::venues::paper
