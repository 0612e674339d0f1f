// What every account keeps to, whichever venue it is at. The market starts at bid 90,000, ask 90,001.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "support/new_orders.hpp"
#include "venue_contract/contract.hpp"

namespace robson::contract {
namespace {
using namespace support;
using namespace literals;
using enum VenueOrderStatus;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string ids_of(const std::vector<VenueOrder>& orders) {
  std::string ids;
  for (const VenueOrder& order : orders) ids += (ids.empty() ? "" : " ") + order.client_id;
  return ids;
}

const VenueOrder& of(const std::vector<VenueOrder>& orders, const std::string& client_id) {
  for (const VenueOrder& order : orders) {
    if (order.client_id == client_id) return order;
  }
  throw std::runtime_error("no order " + client_id + " among: " + ids_of(orders));
}

Quantity sum_of(const std::vector<VenueFill>& fills) {
  Quantity sum{};
  for (const VenueFill& fill : fills) sum += fill.quantity;
  return sum;
}

PlacePair pair(Decimal quantity, Decimal stop_at, Decimal target_at) {
  return {"list", stop("stop", Side::SELL, quantity, stop_at), maker("target", Side::SELL, quantity, target_at)};
}
PlaceEntryWithPair entry_with_pair(Decimal quantity, Decimal at) {
  return {"list", limit("entry", Side::BUY, quantity, at, TimeInForce::IOC), stop("stop", Side::SELL, {}, "89000"_d),
          maker("target", Side::SELL, {}, "92000"_d)};
}

class AccountContract : public testing::TestWithParam<MakeVenue> {
 protected:
  void SetUp() override {
    venue = GetParam()();
    venue->move_to("90000");
  }
  void TearDown() override { venue->account().stop(); }

  runtime::OrderOutcome carry_out(VenueRequest request) {
    return venue->loop.run(venue->account().carry_out(std::move(request)));
  }
  std::vector<VenueOrder> done(VenueRequest request) {
    auto outcome = carry_out(std::move(request));
    if (!outcome) throw std::runtime_error("refused: " + outcome.error().text);
    return std::move(*outcome);
  }
  VenueRefusal refused(VenueRequest request) {
    auto outcome = carry_out(std::move(request));
    if (outcome) throw std::runtime_error("it was done");
    return std::move(outcome.error());
  }
  VenueOrder ask(const char* id) { return done(AskOrder{symbol, id}).at(0); }
  std::vector<VenueOrder> open() { return venue->loop.run(venue->account().open_orders()).value(); }
  Balances balances() { return venue->loop.run(venue->account().balances()).value(); }
  Money held(const char* asset) {
    const Balances all = balances();
    const auto found = all.find(asset);
    return found == all.end() ? Money{} : found->second.free + found->second.locked;
  }
  void watch() {
    venue->account().watch(heard);
    ASSERT_TRUE(venue->loop.until([&] { return heard.live && !heard.balances.empty(); }));
    heard.orders.clear();
  }
  bool hears(const char* id, VenueOrderStatus status) {
    return venue->loop.until([&] { return heard.has(id, status); });
  }
  // The starting balance and all fills of these orders, fees and all, make what is held; exactly.
  void expect_balances_after(std::initializer_list<const char*> ids) {
    std::map<std::string, Money> expected{{"USDC", {"10000"_d}}, {"BTC", {}}};
    for (const char* id : ids) {
      const VenueOrder order = ask(id);
      EXPECT_EQ(sum_of(order.fills), order.filled) << id;
      for (const VenueFill& fill : order.fills) {
        const bool buys = order.side == Side::BUY;
        const Money quote = notional(fill.price, fill.quantity);
        expected["BTC"] += Money{buys ? fill.quantity.value : -fill.quantity.value};
        expected["USDC"] += buys ? -quote : quote;
        expected[fill.fee_asset] -= fill.fee;
      }
    }
    for (const auto& [asset, amount] : expected) EXPECT_EQ(held(asset.c_str()).value.text(), amount.value.text());
  }

  std::unique_ptr<Venue> venue{};
  Heard heard{};
};

TEST_P(AccountContract, says_what_it_may_do) {
  const auto rights = venue->loop.run(venue->account().rights());
  ASSERT_TRUE(rights) << rights.error().text;
  EXPECT_TRUE(rights->can_trade);
  EXPECT_FALSE(rights->can_withdraw);
  EXPECT_TRUE(rights->offers_entry_lists);
}

TEST_P(AccountContract, a_market_order_is_filled_and_pays_its_fee_from_what_it_receives) {
  const auto bought = done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  ASSERT_THAT(bought, SizeIs(1));
  EXPECT_EQ(bought[0].client_id, "buy");
  EXPECT_EQ(bought[0].status, FILLED);
  EXPECT_EQ(bought[0].filled.value, "0.01"_d);
  EXPECT_EQ(sum_of(bought[0].fills).value, "0.01"_d);
  EXPECT_GE(bought[0].fills[0].price.value, "90001"_d);
  EXPECT_EQ(bought[0].fills[0].fee_asset, "BTC");
  EXPECT_FALSE(bought[0].in_list);
  const auto sold = done(PlaceOrder{market("sell", Side::SELL, "0.005"_d)});
  EXPECT_EQ(sold[0].fills[0].fee_asset, "USDC");
  EXPECT_LE(sold[0].fills[0].price.value, "90000"_d);
  expect_balances_after({"buy", "sell"});
}

TEST_P(AccountContract, an_immediate_limit_is_filled_within_its_price_or_expires) {
  const auto bought = done(PlaceOrder{limit("near", Side::BUY, "0.01"_d, "90200"_d, TimeInForce::IOC)});
  EXPECT_EQ(bought[0].status, FILLED);
  for (const VenueFill& fill : bought[0].fills) EXPECT_LE(fill.price.value, "90200"_d);
  const auto missed = done(PlaceOrder{limit("far", Side::BUY, "0.01"_d, "89990"_d, TimeInForce::IOC)});
  EXPECT_EQ(missed[0].status, EXPIRED);
  EXPECT_TRUE(missed[0].filled.is_zero());
  expect_balances_after({"near", "far"});
}

TEST_P(AccountContract, a_limit_rests_holds_its_money_and_is_filled_as_a_maker) {
  watch();
  const auto placed = done(PlaceOrder{limit("rest", Side::BUY, "0.01"_d, "89500"_d)});
  EXPECT_EQ(placed[0].status, NEW);
  EXPECT_EQ(ids_of(open()), "rest");
  EXPECT_EQ(balances().at("USDC").locked.value, "895"_d);
  venue->move_to("89400");
  ASSERT_TRUE(hears("rest", FILLED));
  const VenueOrder* told = heard.last_of("rest");
  ASSERT_THAT(told->fills, testing::Not(IsEmpty()));
  EXPECT_TRUE(told->fills.back().is_maker);
  EXPECT_EQ(told->fills.back().price.value, "89500"_d);
  EXPECT_THAT(open(), IsEmpty());
  expect_balances_after({"rest"});
}

TEST_P(AccountContract, a_maker_that_would_take_is_refused) {
  const auto no = refused(PlaceOrder{maker("maker", Side::BUY, "0.01"_d, "90010"_d)});
  EXPECT_EQ(no.kind, VenueRefusalKind::refused);
  EXPECT_EQ(no.code, -2010);
}

TEST_P(AccountContract, a_stop_sells_when_the_price_falls_to_it) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  watch();
  const auto placed = done(PlaceOrder{stop("stop", Side::SELL, "0.00999"_d, "89500"_d)});
  EXPECT_EQ(placed[0].status, NEW);
  EXPECT_EQ(placed[0].type, "STOP_LOSS");
  ASSERT_TRUE(placed[0].stop_price);
  EXPECT_EQ(placed[0].stop_price->value, "89500"_d);
  venue->move_to("89600");
  EXPECT_EQ(ids_of(open()), "stop");
  venue->move_to("89400");
  ASSERT_TRUE(hears("stop", FILLED));
  expect_balances_after({"buy", "stop"});
}

TEST_P(AccountContract, a_stop_that_the_price_has_passed_would_trigger) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  const auto no = refused(PlaceOrder{stop("stop", Side::SELL, "0.00999"_d, "90500"_d)});
  EXPECT_EQ(no.kind, VenueRefusalKind::would_trigger) << no.text;
  EXPECT_FALSE(no.cancelled_old);
  EXPECT_THAT(open(), IsEmpty());
}

TEST_P(AccountContract, a_pair_shares_its_coins_and_a_filled_stop_ends_the_target) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  watch();
  const auto placed = done(pair("0.00999"_d, "89000"_d, "92000"_d));
  ASSERT_THAT(placed, SizeIs(2));
  EXPECT_TRUE(of(placed, "stop").in_list);
  EXPECT_EQ(of(placed, "stop").status, NEW);
  EXPECT_EQ(of(placed, "target").status, NEW);
  EXPECT_EQ(balances().at("BTC").locked.value, "0.00999"_d);
  venue->move_to("88900");
  ASSERT_TRUE(hears("stop", FILLED));
  ASSERT_TRUE(hears("target", EXPIRED));
  EXPECT_THAT(open(), IsEmpty());
  expect_balances_after({"buy", "stop", "target"});
}

TEST_P(AccountContract, a_filled_target_ends_the_stop) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  watch();
  done(pair("0.00999"_d, "89000"_d, "92000"_d));
  venue->move_to("92100");
  ASSERT_TRUE(hears("target", FILLED));
  ASSERT_TRUE(hears("stop", EXPIRED));
  EXPECT_EQ(ask("target").fills.at(0).price.value, "92000"_d);
  expect_balances_after({"buy", "stop", "target"});
}

TEST_P(AccountContract, a_pair_whose_stop_the_price_has_passed_would_trigger) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  const auto no = refused(pair("0.00999"_d, "90500"_d, "92000"_d));
  EXPECT_EQ(no.kind, VenueRefusalKind::would_trigger) << no.text;
  EXPECT_THAT(open(), IsEmpty());
}

// The venue says it in the same words; either way the operation has reached one of its ends.
TEST_P(AccountContract, a_pair_whose_target_the_price_has_passed_would_trigger_too) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  const auto no = refused(pair("0.00999"_d, "89000"_d, "89900"_d));
  EXPECT_EQ(no.kind, VenueRefusalKind::would_trigger) << no.text;
  EXPECT_THAT(open(), IsEmpty());
}

TEST_P(AccountContract, a_pair_that_buys_has_its_stop_above) {
  watch();
  const auto placed = done(
      PlacePair{"list", stop("stop", Side::BUY, "0.01"_d, "91000"_d), maker("target", Side::BUY, "0.01"_d, "89000"_d)});
  EXPECT_EQ(of(placed, "stop").status, NEW);
  EXPECT_EQ(balances().at("USDC").locked.value, "910"_d);
  venue->move_to("91100");
  ASSERT_TRUE(hears("stop", FILLED));
  ASSERT_TRUE(hears("target", EXPIRED));
  expect_balances_after({"stop", "target"});
}

TEST_P(AccountContract, an_entry_filled_in_full_brings_its_pair_for_what_it_bought_net_of_fees) {
  watch();
  const auto placed = done(entry_with_pair("0.01"_d, "90200"_d));
  ASSERT_THAT(placed, SizeIs(3));
  EXPECT_EQ(of(placed, "entry").status, FILLED);
  EXPECT_TRUE(of(placed, "stop").in_list);
  ASSERT_TRUE(hears("stop", NEW));
  ASSERT_TRUE(hears("target", NEW));
  EXPECT_EQ(ask("stop").quantity.value, "0.00999"_d);
  EXPECT_EQ(ask("target").quantity.value, "0.00999"_d);
  EXPECT_EQ(ids_of(open()), "stop target");
  venue->move_to("88900");
  ASSERT_TRUE(hears("stop", FILLED));
  ASSERT_TRUE(hears("target", EXPIRED));
  expect_balances_after({"entry", "stop", "target"});
}

TEST_P(AccountContract, an_entry_that_is_not_filled_brings_nothing) {
  const auto placed = done(entry_with_pair("0.01"_d, "89990"_d));
  EXPECT_EQ(of(placed, "entry").status, EXPIRED);
  EXPECT_EQ(ask("stop").status, EXPIRED);
  EXPECT_EQ(ask("target").status, EXPIRED);
  EXPECT_THAT(open(), IsEmpty());
  expect_balances_after({"entry"});
}

TEST_P(AccountContract, a_replacement_cancels_the_old_order_and_places_the_new_one) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  watch();
  done(PlaceOrder{stop("stop-1", Side::SELL, "0.00999"_d, "89000"_d)});
  const auto both = done(ReplaceOrder{"stop-1", stop("stop-2", Side::SELL, "0.00999"_d, "89500"_d)});
  EXPECT_EQ(of(both, "stop-1").status, CANCELED);
  EXPECT_EQ(of(both, "stop-2").status, NEW);
  EXPECT_EQ(ids_of(open()), "stop-2");
  ASSERT_TRUE(hears("stop-1", CANCELED));
  ASSERT_TRUE(hears("stop-2", NEW));
}

TEST_P(AccountContract, replacing_one_leg_cancels_its_whole_pair) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  done(pair("0.00999"_d, "89000"_d, "92000"_d));
  const auto all = done(ReplaceOrder{"stop", market("exit", Side::SELL, "0.00999"_d)});
  EXPECT_EQ(of(all, "stop").status, CANCELED);
  EXPECT_EQ(of(all, "target").status, CANCELED);
  EXPECT_EQ(of(all, "exit").status, FILLED);
  EXPECT_EQ(sum_of(of(all, "exit").fills).value, "0.00999"_d);
  EXPECT_THAT(open(), IsEmpty());
  expect_balances_after({"buy", "stop", "target", "exit"});
}

TEST_P(AccountContract, a_replacement_whose_stop_would_trigger_has_cancelled_the_old_one) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  done(PlaceOrder{stop("stop-1", Side::SELL, "0.00999"_d, "89000"_d)});
  const auto no = refused(ReplaceOrder{"stop-1", stop("stop-2", Side::SELL, "0.00999"_d, "90500"_d)});
  EXPECT_EQ(no.kind, VenueRefusalKind::would_trigger) << no.text;
  EXPECT_TRUE(no.cancelled_old);
  EXPECT_THAT(open(), IsEmpty());
  EXPECT_EQ(ask("stop-1").status, CANCELED);
}

TEST_P(AccountContract, a_replacement_of_an_unknown_order_places_nothing) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  const auto no = refused(ReplaceOrder{"nobody", stop("stop", Side::SELL, "0.00999"_d, "89000"_d)});
  EXPECT_EQ(no.kind, VenueRefusalKind::not_found) << no.text;
  EXPECT_FALSE(no.cancelled_old);
  EXPECT_THAT(open(), IsEmpty());
}

TEST_P(AccountContract, a_replacement_that_breaks_a_filter_leaves_the_old_order_alone) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  done(PlaceOrder{stop("stop-1", Side::SELL, "0.00999"_d, "89000"_d)});
  const auto no = refused(ReplaceOrder{"stop-1", stop("stop-2", Side::SELL, "0.00999"_d, "89500.001"_d)});
  EXPECT_EQ(no.kind, VenueRefusalKind::refused) << no.text;
  EXPECT_FALSE(no.cancelled_old);
  EXPECT_EQ(ids_of(open()), "stop-1");
}

TEST_P(AccountContract, a_cancel_names_the_order_by_the_id_that_it_had) {
  watch();
  done(PlaceOrder{limit("rest", Side::BUY, "0.01"_d, "89500"_d)});
  const auto cancelled = done(CancelOrder{symbol, "rest"});
  ASSERT_THAT(cancelled, SizeIs(1));
  EXPECT_EQ(cancelled[0].client_id, "rest");
  EXPECT_EQ(cancelled[0].status, CANCELED);
  ASSERT_TRUE(hears("rest", CANCELED));
  EXPECT_EQ(balances().at("USDC").free.value, "10000"_d);
  EXPECT_EQ(refused(CancelOrder{symbol, "rest"}).kind, VenueRefusalKind::not_found);
}

TEST_P(AccountContract, cancelling_one_leg_cancels_its_pair) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  done(pair("0.00999"_d, "89000"_d, "92000"_d));
  const auto both = done(CancelOrder{symbol, "target"});
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_EQ(of(both, "stop").status, CANCELED);
  EXPECT_EQ(of(both, "target").status, CANCELED);
  EXPECT_EQ(held("BTC").value, "0.00999"_d);
}

TEST_P(AccountContract, what_it_does_not_know_is_not_found) {
  EXPECT_EQ(refused(CancelOrder{symbol, "nobody"}).kind, VenueRefusalKind::not_found);
  EXPECT_EQ(refused(AskOrder{symbol, "nobody"}).kind, VenueRefusalKind::not_found);
}

TEST_P(AccountContract, an_order_that_is_asked_for_brings_all_its_fills) {
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  const VenueOrder order = ask("buy");
  EXPECT_EQ(order.status, FILLED);
  EXPECT_EQ(sum_of(order.fills).value, "0.01"_d);
  EXPECT_GT(order.venue_id, 0);
  Money paid{};
  for (const VenueFill& fill : order.fills) {
    EXPECT_GT(fill.trade_id, 0);
    EXPECT_EQ(fill.fee_asset, "BTC");
    paid += notional(fill.price, fill.quantity);
  }
  EXPECT_EQ(order.filled_quote, paid);
}

TEST_P(AccountContract, an_open_order_sent_again_is_not_placed_twice_and_its_outcome_has_to_be_asked_for) {
  done(PlaceOrder{limit("same", Side::BUY, "0.01"_d, "89500"_d)});
  EXPECT_EQ(refused(PlaceOrder{limit("same", Side::BUY, "0.01"_d, "89500"_d)}).kind, VenueRefusalKind::unknown);
  EXPECT_EQ(ids_of(open()), "same");
  EXPECT_EQ(ask("same").status, NEW);
}

TEST_P(AccountContract, what_cannot_be_paid_or_is_off_the_grid_is_refused) {
  const auto too_much = refused(PlaceOrder{market("much", Side::BUY, "1"_d)});
  EXPECT_EQ(too_much.kind, VenueRefusalKind::refused);
  EXPECT_EQ(too_much.code, -2010);
  EXPECT_EQ(refused(PlaceOrder{limit("odd", Side::BUY, "0.01"_d, "89500.001"_d)}).code, -1013);
  EXPECT_EQ(refused(PlaceOrder{limit("dust", Side::BUY, "0.00001"_d, "89500"_d)}).code, -1013);
  NewOrder elsewhere = market("where", Side::BUY, "0.01"_d);
  elsewhere.symbol = {"NOSUCH"};
  EXPECT_EQ(refused(PlaceOrder{elsewhere}).code, -1121);
  EXPECT_EQ(held("USDC").value, "10000"_d);
}

TEST_P(AccountContract, only_so_many_stops_may_wait) {
  done(PlaceOrder{market("buy", Side::BUY, "0.1"_d)});
  for (int i = 1; i <= 5; ++i) {
    done(PlaceOrder{stop(fmt::format("stop-{}", i).c_str(), Side::SELL, "0.01"_d, "89000"_d)});
  }
  const auto no = refused(PlaceOrder{stop("stop-6", Side::SELL, "0.01"_d, "89000"_d)});
  EXPECT_EQ(no.kind, VenueRefusalKind::refused);
  EXPECT_THAT(no.text, testing::HasSubstr("MAX_NUM_ALGO_ORDERS"));
  EXPECT_EQ(refused(pair("0.01"_d, "89000"_d, "92000"_d)).kind, VenueRefusalKind::refused);
  EXPECT_THAT(open(), SizeIs(5));
}

// Only of a venue whose orders may be filled in part: the paper account fills in full.
class PartFillContract : public AccountContract {};

TEST_P(PartFillContract, a_part_filled_entry_brings_its_fills_but_no_pair) {
  ASSERT_TRUE(venue->cap_next_fill("0.004"));
  watch();
  const auto placed = done(entry_with_pair("0.01"_d, "90200"_d));
  EXPECT_EQ(of(placed, "entry").status, EXPIRED);
  EXPECT_EQ(of(placed, "entry").filled.value, "0.004"_d);
  EXPECT_EQ(sum_of(ask("entry").fills).value, "0.004"_d);
  EXPECT_EQ(ask("stop").status, EXPIRED);
  ASSERT_TRUE(hears("entry", EXPIRED));
  EXPECT_THAT(open(), IsEmpty());
  expect_balances_after({"entry"});
}

TEST_P(PartFillContract, a_part_filled_order_tells_each_of_its_fills) {
  ASSERT_TRUE(venue->cap_next_fill("0.004"));
  watch();
  const auto placed = done(PlaceOrder{limit("rest", Side::BUY, "0.01"_d, "90200"_d)});
  EXPECT_EQ(placed[0].status, PARTIALLY_FILLED);
  EXPECT_EQ(sum_of(placed[0].fills).value, "0.004"_d);
  venue->move_to("90000");
  venue->move_to("89000");
  ASSERT_TRUE(hears("rest", FILLED));
  Quantity told{};
  for (const VenueOrder& order : heard.orders) told += sum_of(order.fills);
  EXPECT_EQ(told.value, "0.01"_d);
  expect_balances_after({"rest"});
}

TEST_P(AccountContract, balances_are_told_when_they_change) {
  watch();
  EXPECT_EQ(heard.balances.at("USDC").free.value, "10000"_d);
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  ASSERT_TRUE(venue->loop.until([&] { return heard.balances.contains("BTC"); }));
  EXPECT_EQ(heard.balances.at("BTC").free.value, "0.00999"_d);
  EXPECT_EQ(heard.balances.at("USDC"), balances().at("USDC"));
}

TEST_P(AccountContract, nothing_is_told_after_stop) {
  watch();
  venue->account().stop();
  done(PlaceOrder{market("buy", Side::BUY, "0.01"_d)});
  venue->loop.until([] { return false; }, 100ms);
  EXPECT_THAT(heard.orders, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Binance, AccountContract, testing::Values(&make_simulated_venue));
INSTANTIATE_TEST_SUITE_P(Binance, PartFillContract, testing::Values(&make_simulated_venue));
INSTANTIATE_TEST_SUITE_P(Paper, AccountContract, testing::Values(&make_paper_venue));

}  // namespace
}  // namespace robson::contract
