// Random histories of three accounts and a moving market. After every single call:
//   - the public book is not crossed
//   - for each asset accounts + fees + the outside's ledger is what it was
//   - what an account has locked is what its open orders and lists need, and nothing is below zero
//   - no order is filled for more than it asked, and its trades add up to its fills
//   - of a pair never both legs are filled, and never is one filled while the other is open
//   - what waits for a working order has not been touched before that was filled in full, and ends when it does not
//   - what pays for itself has locked what came in, at most less the commission
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "simulator/exchange_fixture.hpp"
#include "simulator/kept_text.hpp"

using namespace robson;
using namespace robson::simulator;

namespace {

int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}
Price at(int cents) {
  return {divide(Decimal::integer(cents), Decimal::integer(100), Rounding::half_even)};
}
Quantity steps(int count) {
  return {divide(Decimal::integer(count), Decimal::integer(1000), Rounding::half_even)};
}

class Scene {
 public:
  Scene() {
    exchange_.add_symbol(btc_rules());
    for (int i = 0; i < 3; ++i) {
      accounts_.push_back(exchange_.add_account({{"BTC", money("5"), {}}, {"USDC", money("600"), {}}}, {}, now_));
    }
    sums_ = totals();
    move_market();
    trade();
  }

  void step() {
    events_.clear();
    now_ = now_ + std::chrono::milliseconds{7};
    switch (number(0, 11)) {
      case 0:
      case 1: return move_market();
      case 2: return trade();
      case 3: return cancel();
      case 4: return place_oco();
      case 5:
      case 6: return place_oto();
      case 7: {
        exchange_.cap_next_fill(someone(), btcusdc, steps(number(0, 300)));
        return;
      }
      default: return place();
    }
  }

  void check() {
    const Depth depth = exchange_.depth(btcusdc, 1000);
    const bool crossed = !depth.bids.empty() && !depth.asks.empty() && depth.bids[0].price >= depth.asks[0].price;
    RC_ASSERT(!crossed);
    RC_ASSERT(totals() == sums_);
    for (const AccountId account : accounts_) check_account(account);
    check_changes(depth);
  }

  // Kept as text and gone on from: all answers are the same, and so is what comes back when all is cancelled.
  void check_going_on() {
    const KeptExchange kept = exchange_.keep({}, now_);
    RC_ASSERT(!fault_of(kept, {btc_rules().instrument}));
    const auto read = kept_state_of(text_of({.exchange = kept}));
    RC_ASSERT(read.has_value());
    Exchange again;
    again.add_symbol(btc_rules());
    again.number_on(read->exchange);
    again.restore(read->exchange);
    RC_ASSERT(answers(again) == answers(exchange_));
    RC_ASSERT(text_of({.exchange = again.keep({}, now_)}) == text_of({.exchange = kept}));
    for (Exchange* each : {&again, &exchange_}) {
      for (const AccountId account : accounts_) {
        static_cast<void>(each->cancel_all(account, btcusdc, now_, events_));
        RC_ASSERT(each->open_orders(account, btcusdc)->empty());
      }
    }
    RC_ASSERT(answers(again) == answers(exchange_));
    RC_ASSERT(totals() == sums_);
  }

 private:
  // What the accounts may ask for, as text.
  std::string answers(const Exchange& exchange) const {
    KeptState said;
    const Page whole{.limit = 100'000};
    for (const AccountId account : accounts_) {
      const AccountView view = *exchange.account(account);
      said.exchange.accounts.push_back({view.id, view.rates.maker, view.rates.taker, view.updated, view.balances});
      for (const auto& orders :
           {*exchange.all_orders(account, btcusdc, whole), *exchange.open_orders(account, btcusdc)}) {
        for (const Order& order : orders) {
          said.exchange.orders_of_accounts.push_back(order);
          said.exchange.orders_of_accounts.push_back(
              *exchange.order(account, btcusdc, {.id = {}, .client_id = order.client_id}));
        }
      }
      const std::vector<AccountTrade> trades = *exchange.my_trades(account, btcusdc, {}, whole);
      for (const AccountTrade& trade : trades) said.exchange.trades.push_back({account, trade});
      for (const auto& lists : {exchange.all_order_lists(account, whole), exchange.open_order_lists(account)}) {
        for (const OrderList& list : lists) said.exchange.lists.push_back(list);
      }
    }
    said.exchange.fees = exchange.fees();
    said.exchange.external = exchange.external();
    return text_of(said);
  }
  AccountId someone() { return accounts_[static_cast<std::size_t>(number(0, 2))]; }
  static Side side() { return number(0, 1) ? Side::BUY : Side::SELL; }
  Price near() { return at(middle_ + number(-150, 150)); }

  void move_market() {
    middle_ = std::max(7000, std::min(13000, middle_ + number(-200, 200)));
    std::vector<Level> bids, asks;
    const int depth = number(0, 3);
    for (int i = 0; i < depth; ++i) {
      bids.push_back({at(middle_ - 1 - 30 * i), steps(number(1, 800))});
      asks.push_back({at(middle_ + 1 + 30 * i), steps(number(1, 800))});
    }
    exchange_.set_external_book(btcusdc, bids, asks, now_, events_);
  }
  void trade() { exchange_.external_trade(btcusdc, {near(), steps(number(1, 400)), number(0, 1) == 1}, now_, events_); }
  void place() {
    NewOrder order{.symbol = btcusdc, .side = side(), .type = static_cast<OrderType>(number(0, 6))};
    if (order.type == OrderType::MARKET && number(0, 1)) {
      order.quote_quantity = Money{Decimal::integer(number(5, 300))};
    } else {
      order.quantity = steps(number(50, 3000));
    }
    if (!is_priceless(order.type)) order.price = near();
    if (!is_priceless(order.type) && order.type != OrderType::LIMIT_MAKER) {
      order.time_in_force = static_cast<TimeInForce>(number(0, 2));
    }
    if (is_conditional(order.type)) order.stop_price = near();
    remember(exchange_.place(someone(), order, now_, events_));
  }
  void place_oco() {
    const bool sell = side() == Side::SELL;
    OldOco oco{.symbol = btcusdc,
               .side = sell ? Side::SELL : Side::BUY,
               .quantity = steps(number(50, 2000)),
               .price = at(middle_ + (sell ? 1 : -1) * number(1, 150)),
               .stop_price = at(middle_ - (sell ? 1 : -1) * number(1, 150))};
    if (number(0, 1)) {
      oco.stop_limit_price = near();
      oco.stop_limit_time_in_force = TimeInForce::GTC;
    }
    const auto placed = exchange_.place_oco(someone(), in_present_form(oco), now_, events_);
    if (!placed) RC_ASSERT(placed.error().code < 0);
  }
  NewLeg leg(OrderType type) {
    NewLeg made{.type = type};
    if (!is_priceless(type)) made.price = near();
    if (!is_priceless(type) && type != OrderType::LIMIT_MAKER) made.time_in_force = TimeInForce::GTC;
    if (is_conditional(type)) made.stop_price = near();
    return made;
  }
  void place_oto() {
    const bool pays = number(0, 1) == 1;
    NewOto oto;
    oto.working = {.symbol = btcusdc,
                   .side = pays ? Side::BUY : side(),
                   .type = OrderType::LIMIT,
                   .time_in_force = static_cast<TimeInForce>(number(0, 2)),
                   .quantity = steps(number(60, 1500)),
                   .price = near()};
    oto.pending_side = pays ? Side::SELL : side();
    if (!pays) oto.pending_quantity = steps(number(60, 1500));
    if (number(0, 1)) {
      const bool sell = oto.pending_side == Side::SELL;
      oto.pending = leg(sell ? OrderType::LIMIT_MAKER : OrderType::STOP_LOSS_LIMIT);
      oto.pending_below = leg(sell ? OrderType::STOP_LOSS : OrderType::TAKE_PROFIT_LIMIT);
    } else {
      oto.pending = leg(static_cast<OrderType>(number(0, 6)));
    }
    const auto placed = exchange_.place_oto(someone(), oto, now_, events_);
    if (!placed) RC_ASSERT(placed.error().code < 0);
  }
  void cancel() {
    const AccountId account = someone();
    const auto open = *exchange_.open_orders(account, btcusdc);
    if (open.empty()) return;
    const auto chosen = static_cast<std::size_t>(number(0, static_cast<int>(open.size()) - 1));
    RC_ASSERT(
        exchange_.cancel(account, {.symbol = btcusdc, .order = {.id = open[chosen].id, .client_id = {}}}, now_, events_)
            .has_value());
  }
  void remember(const Result<PlacedOrder, Rejection>& placed) {
    if (!placed) RC_ASSERT(placed.error().code < 0);
  }

  std::map<std::string, Decimal> totals() const {
    std::map<std::string, Decimal> sums;
    for (const AccountId id : accounts_) {
      const AccountView view = *exchange_.account(id);
      for (const Balance& balance : view.balances) {
        sums[balance.asset] += balance.free.value + balance.locked.value;
      }
    }
    for (const Balance& balance : exchange_.fees()) sums[balance.asset] += balance.free.value;
    for (const Balance& balance : exchange_.external()) sums[balance.asset] += balance.free.value;
    return sums;
  }

  // Told from the orders alone, without looking at what the exchange says that they hold.
  static Money needs(const Order& order) {
    if (order.type == OrderType::MARKET) return {};  // pays from what is free when its turn comes
    if (order.side == Side::SELL) return {order.left().value};
    return notional(is_priceless(order.type) ? order.stop_price : order.price, order.left());
  }
  void check_account(AccountId account) {
    std::map<std::string, Money> needed;
    std::map<OrderListId, Money> lists;
    const std::vector<Order> open = *exchange_.open_orders(account, btcusdc);
    for (const Order& order : open) {
      const std::string asset = order.side == Side::BUY ? "USDC" : "BTC";
      const auto list = order.list ? exchange_.order_list(account, {.id = order.list, .client_id = {}})
                                   : Result<OrderList, Rejection>{OrderList{.order_status = ListOrderStatus::ALL_DONE}};
      if (!list->is_open() || (!list->armed && !order.is_pending())) {
        needed[asset] += needs(order);
        continue;
      }
      if (!list->armed && list->pays) {
        if (order.id == list->legs.back().order) needed[asset] += proceeds(account, *list);
        continue;
      }
      Money& most = lists[order.list];
      needed[asset] -= most;
      most = std::max(most, needs(order));
      needed[asset] += most;
    }
    const AccountView view = *exchange_.account(account);
    for (const Balance& balance : view.balances) {
      RC_ASSERT(balance.free >= Money{});
      RC_ASSERT(balance.locked == needed[balance.asset]);
    }
    check_orders(account);
  }
  Money proceeds(AccountId account, const OrderList& list) {
    const Order working = *exchange_.order(account, btcusdc, {.id = list.legs[0].order, .client_id = {}});
    const Money least{multiply(working.executed.value, *Decimal::parse("0.999"), Rounding::floor)};
    RC_ASSERT(list.locked <= Money{working.executed.value});
    RC_ASSERT(list.locked >= least);
    return list.locked;
  }
  static void check_list(const OrderList& list, const std::vector<Order>& orders) {
    const std::size_t first = list.first_pending();
    const bool waits = first == 1 && !list.armed;
    if (waits) {
      RC_ASSERT(list.is_open() == orders[0].is_open());
      RC_ASSERT(orders.back().executed.is_zero());
      RC_ASSERT(list.is_open() == orders.back().is_pending());
    }
    if (first == 1 && list.armed) RC_ASSERT(orders[0].status == OrderStatus::FILLED);
    if (orders.size() - first == 1) {
      RC_ASSERT(list.is_open() == orders.back().is_open());
      return;
    }
    const Order& one = orders[first];
    const Order& two = orders[first + 1];
    const bool both_filled = !one.executed.is_zero() && !two.executed.is_zero();
    RC_ASSERT(!both_filled);
    RC_ASSERT(list.is_open() == (one.is_open() && two.is_open()));
    if (list.is_open()) RC_ASSERT((one.executed + two.executed).is_zero());
  }
  void check_orders(AccountId account) {
    std::map<simulator::OrderId, Order> orders;
    const std::vector<Order> everything = *exchange_.all_orders(account, btcusdc, {.limit = 100'000});
    for (const Order& order : everything) {
      RC_ASSERT(order.executed <= order.quantity);
      const bool full = order.executed == order.quantity;
      if (!order.quantity.is_zero()) RC_ASSERT(full == (order.status == OrderStatus::FILLED));
      orders[order.id] = order;
    }
    std::map<simulator::OrderId, Quantity> filled;
    const std::vector<AccountTrade> trades = *exchange_.my_trades(account, btcusdc, {}, {.limit = 100'000});
    for (const AccountTrade& trade : trades) {
      filled[trade.order] += trade.quantity;
    }
    for (const auto& entry : orders) RC_ASSERT(entry.second.executed == filled[entry.first]);
    for (const OrderList& list : exchange_.all_order_lists(account, {.limit = 100'000})) {
      std::vector<Order> legs;
      legs.reserve(list.legs.size());
      for (const OrderList::Leg& each : list.legs) legs.push_back(orders[each.order]);
      check_list(list, legs);
    }
  }

  // Whoever applies every BookChange holds the book, and the ids leave no gap.
  void check_changes(const Depth& depth) {
    for (const Event& event : events_) {
      const auto* change = std::get_if<BookChange>(&event);
      if (change == nullptr) continue;
      RC_ASSERT(last_update_ == 0 || change->first_id == last_update_ + 1);
      RC_ASSERT(change->final_id >= change->first_id);
      last_update_ = change->final_id;
    }
    RC_ASSERT(depth.last_update_id == last_update_ || last_update_ == 0);
  }

  Exchange exchange_{};
  Timestamp now_ = Timestamp::from_seconds(1'767'000'000);
  std::vector<AccountId> accounts_{};
  Events events_{};
  int middle_ = 10'000;
  std::map<std::string, Decimal> sums_{};
  std::int64_t last_update_ = 0;
};

}  // namespace

RC_GTEST_PROP(ExchangeProperty, money_is_conserved_locks_are_exact_and_lists_never_fill_twice, ()) {
  Scene scene;
  const int count = number(1, 120);
  for (int i = 0; i < count; ++i) {
    scene.step();
    scene.check();
  }
}

RC_GTEST_PROP(ExchangeProperty, an_exchange_that_was_kept_answers_as_before_and_holds_no_more_than_before, ()) {
  Scene scene;
  const int count = number(1, 120);
  for (int i = 0; i < count; ++i) scene.step();
  scene.check_going_on();
}

RC_GTEST_PROP(ExchangeProperty, a_stop_sells_at_the_books_price_however_far_the_gap, ()) {
  Exchange exchange;
  exchange.add_symbol(btc_rules());
  Events events;
  const Timestamp now = Timestamp::from_seconds(1'767'000'000);
  const AccountId account = exchange.add_account({{"BTC", money("1"), {}}}, {}, now);
  const std::vector<Level> bids = {level("99.99", "10")}, asks = {level("100.01", "10")};
  exchange.set_external_book(btcusdc, bids, asks, now, events);
  exchange.external_trade(btcusdc, {price("100"), quantity("1"), false}, now, events);
  const int stop_at = number(5000, 9998);
  const int gap_to = number(1, stop_at);
  const auto placed = exchange.place(account,
                                     {.symbol = btcusdc,
                                      .side = Side::SELL,
                                      .type = OrderType::STOP_LOSS,
                                      .quantity = quantity("1"),
                                      .stop_price = at(stop_at)},
                                     now, events);
  RC_ASSERT(placed.has_value());
  const std::vector<Level> low_bids = {{at(gap_to), quantity("5")}};
  const std::vector<Level> low_asks = {{at(gap_to + 2), quantity("5")}};
  exchange.set_external_book(btcusdc, low_bids, low_asks, now, events);
  exchange.external_trade(btcusdc, {at(gap_to), quantity("0.001"), true}, now, events);
  const auto sold = *exchange.order(account, btcusdc, {.id = placed->order.id, .client_id = {}});
  RC_ASSERT(sold.status == OrderStatus::FILLED);
  RC_ASSERT(sold.executed_quote == notional(at(gap_to), quantity("1")));
}
