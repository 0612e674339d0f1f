// How an order meets the book: activation of conditional orders, matching, fills, the tape; and the rest of the world.
#include <algorithm>

#include "base/ensure.hpp"
#include "simulator/exchange_turn.hpp"

namespace robson::simulator {

// The last price has reached the stop price of an order that waited for it.
void Turn::activate(Order& order) {
  resolve_list(order);
  touch(order.account);
  order.working = true;
  order.working_time = order.updated = now_;
  if (order.side == Side::BUY && is_priceless(order.type)) {
    // It held its stop price x quantity; the book may ask for more.
    hold(order, {});
    if (cost_of({order.side, order.left(), {}}) > free(order.account, order.side)) {
      return expire(order, RejectReason::INSUFFICIENT_BALANCES);
    }
  }
  ExecutionReport woken = report(order, ExecutionType::NEW);
  woken.on_book = true;
  out_.emplace_back(std::move(woken));
  execute(order);
}

void Turn::execute(Order& order) {
  matching::Incoming incoming{order.side, order.left(), {}};
  if (!is_priceless(order.type)) incoming.limit = order.price;
  incoming.quantity = reachable(order, incoming);
  if (!incoming.quantity.is_zero()) {
    matching::Fills fills;
    market_.book.match(incoming, fills);
    apply(fills, &order, order.side);
  }
  if (!order.is_open()) return;
  if (is_priceless(order.type) || order.time_in_force != TimeInForce::GTC) return expire(order, RejectReason::NONE);
  market_.book.rest({order.id, order.side, order.price, order.left()});
}

// How much of it may be matched: all, or what a fault allows, or nothing of a FOK that cannot be filled whole.
Quantity Turn::reachable(const Order& order, const matching::Incoming& incoming) {
  const Quantity there = market_.book.walk(incoming).quantity;
  Quantity allowed = incoming.quantity;
  const auto cap = market_.fill_caps.find(order.account);
  if (cap != market_.fill_caps.end() && !there.is_zero()) {
    const bool may_rest = incoming.limit && order.time_in_force == TimeInForce::GTC;
    if (may_rest) {
      market_.book.withdraw_anonymous(incoming, cap->second);
    } else {
      allowed = std::min(allowed, cap->second);
    }
    market_.fill_caps.erase(cap);
  }
  const bool whole = there >= incoming.quantity && allowed == incoming.quantity;
  return order.time_in_force == TimeInForce::FOK && !whole ? Quantity{} : allowed;
}

// Books the fills of one taker (an order, or somebody outside when there is none).
void Turn::apply(const matching::Fills& fills, Order* taker, Side taker_side) {
  aggregate_price_.reset();
  for (const matching::Fill& met : fills) {
    Order* maker = met.maker ? state_.open_orders.at(met.maker) : nullptr;
    const Side side = maker ? matching::opposite(maker->side) : taker_side;
    const OrderId taker_id = taker ? taker->id : OrderId{};
    const bool buyer_is_maker = side == Side::SELL;
    print(met.price, met.quantity, buyer_is_maker, buyer_is_maker ? met.maker : taker_id,
          buyer_is_maker ? taker_id : met.maker);
    if (maker) fill(*maker, met.price, met.quantity, true);
    if (taker) fill(*taker, met.price, met.quantity, false);
  }
}

void Turn::print(Price price, Quantity quantity, bool buyer_is_maker, OrderId buyer, OrderId seller) {
  if (aggregate_price_ != price) ++market_.aggregates;
  aggregate_price_ = price;
  const Trade trade{market_.symbol(), ++market_.trades, price, quantity, now_, buyer_is_maker};
  market_.tape.push_back({trade, buyer, seller, market_.aggregates});
  if (market_.tape.size() > state_.limits.public_trades) market_.tape.pop_front();
  market_.last = price;
  market_.triggers.see(price);
  market_.average.add(price, quantity, now_);
  out_.emplace_back(market_.tape.back());
}

void Turn::fill(Order& order, Price price, Quantity quantity, bool is_maker) {
  resolve_list(order);
  Account& account = state_.ledger.account(order.account);
  order.executed += quantity;
  ensure(order.executed <= order.quantity, "an order is filled for no more than it asked");
  order.status = order.left().is_zero() ? OrderStatus::FILLED : OrderStatus::PARTIALLY_FILLED;
  order.updated = now_;
  hold(order, needed_hold(order, instrument()));
  const Settlement settled = state_.ledger.settle(account, instrument(), order.side, price, quantity, is_maker);
  order.executed_quote += settled.spent;
  keep_proceeds(order, quantity, settled.commission);
  touch(order.account);

  ExecutionReport traded = report(order, ExecutionType::TRADE);
  traded.last_price = price;
  traded.last_quantity = quantity;
  traded.last_quote = settled.spent;
  traded.commission = settled.commission;
  traded.commission_asset = settled.asset;
  traded.trade_id = market_.trades;
  traded.is_maker = is_maker;
  traded.on_book = is_maker && order.is_open();
  out_.emplace_back(std::move(traded));

  AccountTrade trade{order.symbol,
                     market_.trades,
                     order.id,
                     order.list,
                     price,
                     quantity,
                     settled.spent,
                     settled.commission,
                     settled.asset,
                     now_,
                     order.side == Side::BUY,
                     is_maker};
  if (order.id == watched_) watched_fills_.push_back(trade);
  archive(order.account).add(std::move(trade), state_.limits.account_trades);
  if (order.is_open()) return;
  close(order, OrderStatus::FILLED);
  leave_list(order);
}

bool Turn::fill_resting(AccountId account, const OrderRef& ref, std::optional<Quantity> quantity) {
  const Order* found = archive(account).find(ref);
  if (found == nullptr || !market_.book.contains(found->id)) return false;
  Order& order = *state_.open_orders.at(found->id);
  const Quantity part = quantity ? std::min(*quantity, order.left()) : order.left();
  if (part.is_zero()) return false;
  if (part == order.left()) {
    market_.book.cancel(order.id);
  } else {
    market_.book.reduce(order.id, order.left() - part);
  }
  aggregate_price_.reset();
  const bool buys = order.side == Side::BUY;
  print(order.price, part, buys, buys ? order.id : OrderId{}, buys ? OrderId{} : order.id);
  fill(order, order.price, part, true);
  return true;
}

void Turn::set_external_book(std::span<const Level> bids, std::span<const Level> asks) {
  matching::Fills fills;
  market_.book.replace_anonymous(bids, asks, fills);
  apply(fills, nullptr, Side::BUY);
}

void Turn::external_trade(const ExternalTrade& trade) {
  const Side taker = trade.buyer_is_maker ? Side::SELL : Side::BUY;
  matching::Fills passed;
  market_.book.fill_better_than(Side::BUY, trade.price, passed);
  market_.book.fill_better_than(Side::SELL, trade.price, passed);
  apply(passed, nullptr, taker);

  // What accounts had in it is told apart; the outside's own trades in a row are one print.
  matching::Fills queue;
  const Quantity beside = market_.book.match_at(matching::opposite(taker), trade.price, trade.quantity, queue);
  if (!beside.is_zero()) queue.push_back({OrderId{}, trade.price, beside, {}});
  matching::Fills joined;
  for (const matching::Fill& met : queue) {
    if (!met.maker && !joined.empty() && !joined.back().maker) {
      joined.back().quantity += met.quantity;
    } else {
      joined.push_back(met);
    }
  }
  apply(joined, nullptr, taker);
}

}  // namespace robson::simulator
