// Random histories at the hedge venues. After every step:
//   - deposited = what accounts have + what fees, the other side, interest and insurance got, to the last digit
//   - a position's margin is what was paid in for it and its funding; payments sum to that funding
//   - nothing open is at or beyond its liquidation
//   - an id that was used answers what it answered first
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "hedge_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
using namespace robson::simulator::hedge_test;

namespace {

int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}
Decimal hundredths(int count) {
  return Decimal::from_units(static_cast<Int128>(count) * 10'000'000'000);
}
const std::vector<std::string> keys = {"a", "b", "c"};
const std::string& someone() {
  return keys[static_cast<std::size_t>(number(0, 2))];
}

class PerpScene {
 public:
  PerpScene() {
    for (const auto& each : keys) exchange_.add_account(each, usd("5000"));
    move();
  }
  void step() {
    if (number(0, 2) == 0) return move();
    PerpOrderRequest request{.client_id = std::to_string(number(0, 60)), .coin = "SOL"};
    request.side = number(0, 1) == 0 ? Side::BUY : Side::SELL;
    request.size = {hundredths(number(1, 9000))};
    if (number(0, 2) != 0) request.leverage = hundredths(number(100, 2000));
    request.reduce_only = number(0, 4) == 0;
    if (number(0, 3) == 0) request.limit_price = Price{hundredths(middle_ + number(-100, 100))};
    const std::string& key = someone();
    const auto earlier = exchange_.order_of(key, request.client_id);
    const Money value = exchange_.account_value(*exchange_.account(key));
    const auto order = exchange_.order(key, request);
    if (earlier) {
      RC_ASSERT(exchange_.account_value(*exchange_.account(key)) == value);
      const bool same = !order || (order->time == earlier->time && order->filled == earlier->filled);
      RC_ASSERT(same);
    }
    if (order) {
      RC_ASSERT(order->filled <= order->request.size);
    }
  }
  void check() {
    Money deposited, held;
    for (const auto& [key, account] : exchange_.state().accounts) {
      deposited += account.deposited;
      held += account.free;
      RC_ASSERT(account.free >= Money{});
      for (const auto& [coin, position] : account.positions) {
        held += position.margin;
        const PerpPrices& now = *exchange_.prices(coin);
        const Decimal fraction = margin_fraction_at(position, now.mark);
        RC_ASSERT(fraction >= "0.025"_d);
        check_liquidation_price(position);
      }
      check_payments(account);
    }
    const PerpBooks& books = exchange_.state().books;
    RC_ASSERT(deposited == held + books.fees + books.market + books.insurance);
  }

 private:
  void move() {
    middle_ = std::max(3000, std::min(30000, middle_ + number(-600, 600)));
    now_ = now_ + std::chrono::minutes(number(0, 100));
    PerpPrices prices;
    prices.coin = "SOL";
    prices.oracle = {hundredths(middle_ + number(-60, 60))};
    prices.mark = {hundredths(middle_)};
    prices.bid = {hundredths(middle_ - 1)};
    prices.ask = {hundredths(middle_ + 1)};
    exchange_.advance(now_, {prices});
  }
  // At that price the equity is the maintenance margin, but for the rounding of price and products to 10^-12.
  static void check_liquidation_price(const PerpPosition& position) {
    const auto price = liquidation_price(position, "0.025"_d);
    if (!price) return;
    const Money equity = position.margin + unrealized_at(position, *price);
    const Decimal needed = multiply("0.025"_d, abs(notional(*price, position.size).value), Rounding::half_even);
    const Decimal roundings = multiply(abs(position.size.value) + "4"_d, Decimal::from_units(1), Rounding::ceiling);
    RC_ASSERT(abs(equity.value - needed) <= roundings);
  }
  static void check_payments(const PerpAccount& account) {
    std::int64_t id = 0;
    for (const FundingPayment& each : account.payments) {
      RC_ASSERT(each.id == ++id);
      RC_ASSERT(each.amount == funding_received(each.size, each.oracle, each.rate));
      RC_ASSERT(each.time == hour_of(each.time));
    }
    for (const auto& [coin, position] : account.positions) {
      Money since;
      for (const FundingPayment& each : account.payments) {
        if (each.time > position.opened) since += each.amount;
      }
      RC_ASSERT(since == position.funding);
    }
  }
  PerpExchange exchange_{{PerpContract{.coin = "SOL"}}};
  Timestamp now_ = midnight;
  int middle_ = 15'000;
};

class LendingScene {
 public:
  LendingScene() {
    for (const auto& each : keys) pool_.add_account(each, usd("5000"));
    move();
  }
  void step() {
    if (number(0, 2) == 0) return move();
    const std::string& key = someone();
    const std::string id = std::to_string(number(0, 30));
    if (number(0, 1) == 0) {
      const auto earlier = pool_.position_of(key, id);
      const Money usd_before = pool_.account(key)->usd;
      static_cast<void>(
          pool_.open(key, {id, "SOL", "jitoSOL", {hundredths(number(1, 200'000))}, hundredths(number(90, 510))}));
      if (earlier) {
        RC_ASSERT(pool_.account(key)->usd == usd_before);
      }
    } else {
      const auto first = pool_.close(key, id, "close-" + id);
      const Money after = pool_.account(key)->usd;
      const auto again = pool_.close(key, id, "close-" + id);
      RC_ASSERT(pool_.account(key)->usd == after);
      RC_ASSERT(first.has_value() == again.has_value());
    }
  }
  void check() {
    Money deposited, held;
    for (const auto& [key, account] : pool_.state().accounts) {
      deposited += account.deposited;
      held += account.usd;
      RC_ASSERT(account.usd >= Money{});
      for (const LendingPosition& each : account.positions) {
        if (each.status != LendingStatus::OPEN) continue;
        const LendingValue worth = pool_.value_of(each);
        RC_ASSERT(worth.health >= Decimal{});
        RC_ASSERT(worth.debt >= each.principal);
      }
    }
    const LendingBooks& books = pool_.state().books;
    RC_ASSERT(deposited + books.lent ==
              held + books.fees + books.market + books.interest + books.penalties - books.bad_debt);
  }

 private:
  void move() {
    middle_ = std::max(3000, std::min(30000, middle_ + number(-600, 600)));
    now_ = now_ + std::chrono::hours(number(0, 500));
    LendingRates rates = jito_at("1", "1");
    rates.oracle = {hundredths(middle_)};
    rates.token_market = {multiply(rates.oracle.value, hundredths(number(110, 121)), Rounding::floor)};
    rates.borrow_rate = hundredths(number(0, 30));
    pool_.advance(now_, {rates});
  }
  LendingPool pool_{{LendingMarket{.asset = "SOL", .protocol = "marginfi", .token = "jitoSOL"}}};
  Timestamp now_ = midnight;
  int middle_ = 15'000;
};

template <class Scene>
void play() {
  Scene scene;
  const int count = number(1, 150);
  for (int i = 0; i < count; ++i) {
    scene.step();
    scene.check();
  }
}

}  // namespace

RC_GTEST_PROP(HedgeProperty, the_perpetuals_money_is_conserved_and_payments_sum_to_funding, ()) {
  play<PerpScene>();
}
RC_GTEST_PROP(HedgeProperty, the_pools_money_is_conserved_and_ids_act_once, ()) {
  play<LendingScene>();
}
