// How an exchange is kept and goes on.
#include "simulator/exchange_kept.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "base/ensure.hpp"
#include "simulator/exchange_market.hpp"

namespace robson::simulator {
namespace {

// The latest `most` of `rows` by `order`, in that order.
template <class Row, class Key>
void keep_latest(std::vector<Row>& rows, std::size_t most, Key key) {
  std::ranges::stable_sort(rows, {}, key);
  if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
}

std::vector<Order> orders_of(const Exchange::State& state, const KeepLimits& limits, Timestamp since) {
  std::vector<const Order*> open;
  std::vector<const Order*> closed;
  for (const auto& market : state.markets) {
    for (const auto& archive : market.second.archives) {
      std::size_t taken = 0;
      const auto& all = archive.second.orders();
      for (auto entry = all.rbegin(); entry != all.rend(); ++entry) {
        const Order& order = entry->second;
        if (order.is_open()) {
          open.push_back(&order);
        } else if (taken < limits.closed_orders && order.updated >= since) {
          closed.push_back(&order);
          ++taken;
        }
      }
    }
  }
  const auto id = [](const Order* order) { return order->id; };
  keep_latest(closed, limits.closed_orders, id);
  closed.insert(closed.end(), open.begin(), open.end());
  std::ranges::sort(closed, {}, id);
  std::vector<Order> kept;
  kept.reserve(closed.size());
  for (const Order* order : closed) kept.push_back(*order);
  return kept;
}

std::vector<KeptTrade> trades_of(const Exchange::State& state, const KeepLimits& limits, Timestamp since) {
  std::vector<KeptTrade> kept;
  for (const auto& market : state.markets) {
    for (const auto& archive : market.second.archives) {
      const auto& all = archive.second.trades();
      std::size_t taken = 0;
      for (auto trade = all.rbegin(); trade != all.rend() && taken < limits.trades && trade->time >= since; ++trade) {
        kept.push_back({archive.first, *trade});
        ++taken;
      }
    }
  }
  std::ranges::reverse(kept);  // two of one print, should an account have met itself, stay in their order
  keep_latest(kept, limits.trades,
              [](const KeptTrade& row) { return std::tuple(row.trade.time, row.trade.symbol, row.trade.id); });
  return kept;
}

std::vector<OrderList> lists_of(const Exchange::State& state, const KeepLimits& limits, Timestamp since) {
  std::vector<OrderList> kept;
  std::vector<OrderList> closed;
  for (const auto& archive : state.lists) {
    for (const auto& entry : archive.second.lists()) {
      const OrderList& list = entry.second;
      if (list.is_open()) kept.push_back(list);
      if (!list.is_open() && list.transaction_time >= since) closed.push_back(list);
    }
  }
  keep_latest(closed, limits.closed_lists, &OrderList::id);
  kept.insert(kept.end(), closed.begin(), closed.end());
  std::ranges::sort(kept, {}, &OrderList::id);
  return kept;
}

bool rests(const Order& order) {
  return order.is_open() && order.working;
}
bool waits_for_its_stop(const Order& order) {
  return order.is_open() && !order.working && !order.is_pending();
}

}  // namespace

KeptExchange Exchange::keep(const KeepLimits& limits, Timestamp now) const {
  const Timestamp since = now - limits.age;
  KeptExchange kept;
  kept.orders = state_->orders;
  kept.order_lists = state_->order_lists;
  kept.executions = state_->executions;
  kept.generated_ids = static_cast<std::int64_t>(state_->generated_ids);
  for (const auto& entry : state_->ledger.accounts()) {
    const Account& account = entry.second;
    kept.accounts.push_back(
        {account.id, account.rates.maker, account.rates.taker, account.updated, account.purse.balances()});
  }
  kept.fees = state_->ledger.fees().balances();
  kept.external = state_->ledger.external().balances();
  for (const auto& entry : state_->markets) {
    const Market& market = entry.second;
    kept.markets.push_back({entry.first, market.trades, market.aggregates, market.updates});
  }
  kept.orders_of_accounts = orders_of(*state_, limits, since);
  kept.trades = trades_of(*state_, limits, since);
  kept.lists = lists_of(*state_, limits, since);
  return kept;
}

std::int64_t Exchange::changes() const {
  return state_->executions + state_->deposits + static_cast<std::int64_t>(state_->ledger.accounts().size());
}

void Exchange::number_on(const KeptExchange& kept) {
  for (const KeptMarket& each : kept.markets) {
    Market* market = state_->market(each.symbol);
    if (market == nullptr) continue;
    market->trades = each.trades;
    market->aggregates = each.aggregates;
    market->updates = each.updates;
  }
}

void Exchange::restore(const KeptExchange& kept) {
  ensure(state_->ledger.accounts().empty() && state_->orders == 0, "an exchange goes on before anybody uses it");
  state_->orders = kept.orders;
  state_->order_lists = kept.order_lists;
  state_->executions = kept.executions;
  state_->generated_ids = static_cast<std::uint64_t>(kept.generated_ids);
  for (const KeptAccount& each : kept.accounts) {
    Account account{each.id, {each.maker, each.taker}, each.updated, {}};
    for (const Balance& balance : each.balances) account.purse.at(balance.asset) = balance;
    state_->ledger.put_back(std::move(account));
  }
  state_->ledger.put_back(kept.fees, kept.external);
  for (const OrderList& list : kept.lists) {
    ListArchive& archive = state_->lists[list.account];
    const OrderList& back = archive.add(list);
    if (!back.is_open()) archive.close(back, state_->limits.closed_lists);
  }
  for (const KeptTrade& each : kept.trades) {
    state_->known_market(each.trade.symbol).archives[each.account].add(each.trade, state_->limits.account_trades);
  }
  std::vector<const Order*> resting;
  for (const Order& order : kept.orders_of_accounts) {
    Market& market = state_->known_market(order.symbol);
    OrderArchive& archive = market.archives[order.account];
    Order& back = archive.add(order);
    if (!back.is_open()) {
      archive.close(back, state_->limits.closed_orders);
      continue;
    }
    state_->open_orders.emplace(back.id, &back);
    if (waits_for_its_stop(back)) market.triggers.add(back);
    if (rests(back)) resting.push_back(&back);
  }
  // Who came into the book first stands first; a triggered stop came when it was triggered.
  std::ranges::stable_sort(resting, {},
                           [](const Order* order) { return order->working_time.value_or(order->created); });
  for (const Order* order : resting) {
    state_->known_market(order->symbol).book.rest({order->id, order->side, order->price, order->left()});
  }
}

namespace {

// The checks of fault_of, one kind of row after the other; the first fault counts.
class Audit {
 public:
  Audit(const KeptExchange& kept, const std::vector<Instrument>& instruments) : kept_(kept) {
    for (const Instrument& each : instruments) instruments_[each.symbol] = &each;
  }
  std::optional<std::string> fault() {
    check_accounts();
    for (const Order& order : kept_.orders_of_accounts) check(order);
    for (const OrderList& list : kept_.lists) check(list);
    for (const KeptTrade& row : kept_.trades) {
      if (!knows(row.account) || !instruments_.contains(row.trade.symbol)) say("a trade is of nobody's account");
    }
    check_locks();
    check_books();
    return fault_;
  }

 private:
  static constexpr std::int64_t most_ids = std::int64_t{1} << 60;
  using Purpose = std::pair<AccountId, std::string>;

  void say(std::string what) {
    if (!fault_) fault_ = std::move(what);
  }
  bool knows(AccountId account) const {
    return account.value >= 1 && account.value <= static_cast<std::int64_t>(kept_.accounts.size());
  }
  const std::string& paid_asset(const Symbol& symbol, Side side) const {
    const Instrument& instrument = *instruments_.at(symbol);
    return side == Side::BUY ? instrument.quote : instrument.base;
  }

  void check_accounts() {
    std::int64_t id = 0;
    for (const KeptAccount& account : kept_.accounts) {
      if (account.id.value != ++id) say(fmt::format("account {} is missing", id));
      for (const Balance& balance : account.balances) {
        if (balance.free < Money{}) say(fmt::format("account {} has less than nothing", id));
        if (!balance.locked.is_zero()) locked_[{account.id, balance.asset}] = balance.locked;
      }
    }
    const auto check_id = [&](std::int64_t last) {
      if (last < 0 || last > most_ids) say("an id is out of range");
    };
    for (const auto last : {kept_.orders, kept_.order_lists, kept_.executions, kept_.generated_ids}) check_id(last);
    for (const KeptMarket& market : kept_.markets) {
      for (const auto last : {market.trades, market.aggregates, market.updates}) check_id(last);
    }
  }
  void check(const Order& order) {
    const auto id = order.id.value;
    const auto instrument = instruments_.find(order.symbol);
    if (instrument == instruments_.end()) return say(fmt::format("order {} is of an unknown symbol", id));
    const bool known =
        id >= 1 && id <= kept_.orders && knows(order.account) && orders_.emplace(order.id, &order).second;
    if (!known || order.executed > order.quantity) return say(fmt::format("order {} cannot be", id));
    if (!order.is_open()) return;
    const Decimal tick = instrument->second->tick;
    const bool fits =
        is_multiple_of(order.price.value, tick) && is_multiple_of(order.left().value, instrument->second->step);
    if (!fits) {
      return say(fmt::format("the open order {} of {} does not fit its tick of {} and step of {}", id,
                             order.symbol.text, tick.text(), instrument->second->step.text()));
    }
    held_[{order.account, paid_asset(order.symbol, order.side)}] += order.locked;
    if (!rests(order)) return;
    const bool priced = order.price > Price{} && order.left() > Quantity{} && order.type != OrderType::MARKET;
    if (!priced) return say(fmt::format("order {} cannot be", id));
    auto& best = best_[{order.symbol, order.side}];
    best = best ? (matching::better(order.side, order.price, *best) ? order.price : *best) : order.price;
  }
  void check(const OrderList& list) {
    const bool known = list.id.value >= 1 && list.id.value <= kept_.order_lists && knows(list.account) &&
                       instruments_.contains(list.symbol) && lists_.emplace(list.id, &list).second;
    bool sound = known && list.legs.size() > list.first_pending() && list.legs.size() <= 3;
    for (std::size_t i = list.first_pending(); sound && list.is_open() && i < list.legs.size(); ++i) {
      const auto leg = orders_.find(list.legs[i].order);
      sound = leg != orders_.end() && leg->second->is_open();
    }
    if (!sound) return say(fmt::format("list {} cannot be", list.id.value));
    if (list.is_open()) held_[{list.account, paid_asset(list.symbol, list.side)}] += list.locked;
  }
  void check_locks() {
    std::erase_if(held_, [](const auto& entry) { return entry.second.is_zero(); });
    if (held_ != locked_) say("what accounts have locked is not what their orders need");
  }
  void check_books() {
    for (const auto& [where, bid] : best_) {
      if (where.second != Side::BUY) continue;
      const auto ask = best_.find({where.first, Side::SELL});
      if (ask != best_.end() && *bid >= *ask->second) say("open orders of " + where.first.text + " cross");
    }
  }

  const KeptExchange& kept_;
  std::map<Symbol, const Instrument*> instruments_{};
  std::map<OrderId, const Order*> orders_{};
  std::map<OrderListId, const OrderList*> lists_{};
  std::map<Purpose, Money> locked_{};
  std::map<Purpose, Money> held_{};
  std::map<std::pair<Symbol, Side>, std::optional<Price>> best_{};
  std::optional<std::string> fault_{};
};

}  // namespace

void skip_ids(KeptExchange& kept) {
  constexpr std::int64_t more_than_possible = 1'000'000;
  for (auto* last : {&kept.orders, &kept.order_lists, &kept.executions, &kept.generated_ids}) {
    *last += more_than_possible;
  }
  for (KeptMarket& market : kept.markets) {
    for (auto* last : {&market.trades, &market.aggregates, &market.updates}) *last += more_than_possible;
  }
}

std::optional<std::string> fault_of(const KeptExchange& kept, const std::vector<Instrument>& instruments) {
  return Audit(kept, instruments).fault();
}

}  // namespace robson::simulator
