#include "simulator/exchange_turn.hpp"

#include <algorithm>

#include "market/contract.hpp"

namespace robson::simulator {

Money needed_hold(const Order& order, const Instrument& instrument) {
  if (order.type == OrderType::MARKET) return {};
  if (order.side == Side::SELL) return {base_units(instrument, order.left()).value};
  if (!is_priceless(order.type)) return quote_amount(instrument, order.price, order.left());
  return order.working ? Money{} : quote_amount(instrument, order.stop_price, order.left());
}

void Turn::finish() {
  watched_ = {};
  // Bounded: each round takes one conditional order out for good, or arms one list, which happens to it once.
  while (true) {
    if (const auto woken = market_.triggers.next()) {
      activate(*state_.open_orders.at(*woken));
      continue;
    }
    market_.triggers.forget();  // prints from before it was placed do not wake a stop
    if (filled_.empty()) break;
    const Filled next = filled_.front();
    filled_.erase(filled_.begin());
    OrderList* list = state_.lists[next.account].find(next.list);
    if (list != nullptr && list->is_open()) arm(*list);
  }
  for (ListStatusReport& status : lists_done_) out_.emplace_back(std::move(status));
  say_book();
  say_positions();
}

ExecutionReport Turn::report(const Order& order, ExecutionType type) {
  ExecutionReport made;
  made.order = order;
  made.type = type;
  made.client_id = order.client_id;
  made.execution_id = ++state_.executions;
  made.time = now_;
  return made;
}

// Only cancelReplace reports a rejection, when the cancel has happened and the new order has not.
void Turn::report_rejected(AccountId account, const NewOrder& request, const Rejection& why) {
  Order order;
  order.id = {++state_.orders};
  order.account = account;
  order.symbol = request.symbol;
  order.client_id = request.client_id;
  order.side = request.side;
  order.type = request.type;
  order.time_in_force = request.time_in_force.value_or(TimeInForce::GTC);
  order.price = request.price.value_or(Price{});
  order.stop_price = request.stop_price.value_or(Price{});
  order.quantity = request.quantity.value_or(Quantity{});
  order.quote_quantity = request.quote_quantity.value_or(Money{});
  order.status = OrderStatus::REJECTED;
  order.created = order.updated = now_;
  ExecutionReport rejected = report(order, ExecutionType::REJECTED);
  rejected.reject_reason = why.reason;
  out_.emplace_back(std::move(rejected));
}

void Turn::touch(AccountId account) {
  if (std::ranges::find(touched_, account) == touched_.end()) touched_.push_back(account);
}

void Turn::hold(Order& order, Money wanted) {
  if (order.locked == wanted) return;
  state_.ledger.hold(state_.ledger.account(order.account), paid_asset(order.side), order.locked, wanted);
}

void Turn::hold(OrderList& list, Money wanted) {
  state_.ledger.hold(state_.ledger.account(list.account), paid_asset(list.side), list.locked, wanted);
}

Money Turn::free(AccountId account, Side side) const {
  return state_.ledger.account(account).purse.free(paid_asset(side));
}

void Turn::say_book() {
  auto changes = market_.book.take_changes();
  if (changes.empty()) return;
  BookChange change;
  change.symbol = market_.symbol();
  change.first_id = market_.updates + 1;
  market_.updates += static_cast<std::int64_t>(changes.bids.size() + changes.asks.size());
  change.final_id = market_.updates;
  change.time = now_;
  change.bids = std::move(changes.bids);
  change.asks = std::move(changes.asks);
  change.best_bid = market_.book.best(Side::BUY);
  change.best_ask = market_.book.best(Side::SELL);
  out_.emplace_back(std::move(change));
}

void Turn::say_positions() {
  for (const AccountId id : touched_) {
    Account& account = state_.ledger.account(id);
    account.updated = now_;
    out_.emplace_back(
        AccountPosition{id, now_, {account.purse.at(instrument().base), account.purse.at(instrument().quote)}});
  }
}

}  // namespace robson::simulator
