#include "simulator/exchange.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/ensure.hpp"
#include "simulator/exchange_turn.hpp"

namespace robson::simulator {

Exchange::Exchange(HistoryLimits limits) : state_(std::make_unique<State>()) {
  // Orders of one turn refer to each other, so the latest closed ones must not be dropped under them.
  limits.closed_orders = std::max<std::size_t>(limits.closed_orders, 100);
  limits.closed_lists = std::max<std::size_t>(limits.closed_lists, 100);
  limits.account_trades = std::max<std::size_t>(limits.account_trades, 1);
  limits.public_trades = std::max<std::size_t>(limits.public_trades, 1);
  state_->limits = limits;
}
Exchange::~Exchange() = default;
Exchange::Exchange(Exchange&&) noexcept = default;
Exchange& Exchange::operator=(Exchange&&) noexcept = default;

void Exchange::add_symbol(SymbolRules rules) {
  const Instrument& instrument = rules.instrument;
  if (!instrument.tick.is_positive() || !instrument.step.is_positive()) {
    throw std::invalid_argument(instrument.symbol.text + ": tick and step must be above 0");
  }
  if (instrument.tick.places() + instrument.step.places() > Decimal::max_places) {
    throw std::invalid_argument(instrument.symbol.text + ": tick and step are too fine for exact amounts");
  }
  const Symbol symbol = instrument.symbol;
  state_->markets[symbol].rules = std::move(rules);
}

AccountId Exchange::add_account(const std::vector<Balance>& start, CommissionRates rates, Timestamp now) {
  return state_->ledger.open(start, rates, now);
}

Result<void, Rejection> Exchange::deposit(AccountId id, std::string_view asset, Money amount, Timestamp now,
                                          Events& out) {
  if (state_->ledger.find(id) == nullptr)
    return Unexpected{Rejection{-2015, "Invalid API-key, IP, or permissions for action."}};
  Account& account = state_->ledger.account(id);
  if (account.purse.free(asset) + amount < Money{}) {
    return Unexpected{Rejection{-2010, "Account has insufficient balance for requested action.",
                                RejectReason::INSUFFICIENT_BALANCES}};
  }
  state_->ledger.deposit(account, asset, amount);
  ++state_->deposits;
  account.updated = now;
  out.emplace_back(BalanceUpdate{id, std::string{asset}, amount, now});
  out.emplace_back(AccountPosition{id, now, {account.purse.at(asset)}});
  return {};
}

void Exchange::set_external_book(const Symbol& symbol, std::span<const Level> bids, std::span<const Level> asks,
                                 Timestamp now, Events& out) {
  Turn turn(*state_, state_->known_market(symbol), now, out);
  turn.set_external_book(bids, asks);
  turn.finish();
}

void Exchange::external_trade(const Symbol& symbol, const ExternalTrade& trade, Timestamp now, Events& out) {
  ensure(trade.price > Price{} && trade.quantity > Quantity{}, "a trade has a price and a quantity");
  Turn turn(*state_, state_->known_market(symbol), now, out);
  turn.external_trade(trade);
  turn.finish();
}

Result<PlacedOrder, Rejection> Exchange::place(AccountId account, const NewOrder& order, Timestamp now, Events& out) {
  Market* market = state_->market(order.symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto placed = turn.place(account, order);
  turn.finish();
  return placed;
}

Result<void, Rejection> Exchange::test(const NewOrder& order, Timestamp now) const {
  const Market* market = state_->market(order.symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  if (auto bad = Turn::check(*market, order, now)) return Unexpected{*bad};
  return {};
}

Result<PlacedList, Rejection> Exchange::place_oco(AccountId account, const NewOco& oco, Timestamp now, Events& out) {
  Market* market = state_->market(oco.symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto placed = turn.place_oco(account, oco);
  turn.finish();
  return placed;
}

Result<PlacedList, Rejection> Exchange::place_oto(AccountId account, const NewOto& oto, Timestamp now, Events& out) {
  Market* market = state_->market(oto.working.symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto placed = turn.place_oto(account, oto);
  turn.finish();
  return placed;
}

Result<Cancelled, Rejection> Exchange::cancel(AccountId account, const CancelOrder& request, Timestamp now,
                                              Events& out) {
  Market* market = state_->market(request.symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto cancelled = turn.cancel(account, request);
  turn.finish();
  return cancelled;
}

Result<std::vector<Cancelled>, Rejection> Exchange::cancel_all(AccountId account, const Symbol& symbol, Timestamp now,
                                                               Events& out) {
  Market* market = state_->market(symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto cancelled = turn.cancel_all(account);
  turn.finish();
  return cancelled;
}

Result<CancelledList, Rejection> Exchange::cancel_list(AccountId account, const Symbol& symbol, const ListRef& list,
                                                       const std::string& cancel_client_id, Timestamp now,
                                                       Events& out) {
  Market* market = state_->market(symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto cancelled = turn.cancel_list(account, list, cancel_client_id);
  turn.finish();
  return cancelled;
}

Result<CancelReplaced, Rejection> Exchange::cancel_replace(AccountId account, const CancelReplace& request,
                                                           Timestamp now, Events& out) {
  Market* market = state_->market(request.replacement.symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  Turn turn(*state_, *market, now, out);
  auto replaced = turn.cancel_replace(account, request);
  turn.finish();
  return replaced;
}

void Exchange::cap_next_fill(AccountId account, const Symbol& symbol, Quantity quantity) {
  ensure(quantity >= Quantity{}, "a cap is not below 0");
  state_->known_market(symbol).fill_caps[account] = quantity;
}

bool Exchange::fill_resting(AccountId account, const Symbol& symbol, const OrderRef& order,
                            std::optional<Quantity> quantity, Timestamp now, Events& out) {
  Turn turn(*state_, state_->known_market(symbol), now, out);
  const bool filled = turn.fill_resting(account, order, quantity);
  turn.finish();
  return filled;
}

}  // namespace robson::simulator
