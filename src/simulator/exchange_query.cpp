// The questions one can ask of the exchange.
#include <algorithm>

#include "simulator/exchange_market.hpp"

namespace robson::simulator {
namespace {

constexpr std::size_t deepest = 5000;

Rejection no_reference(const char* a, const char* b) {
  return {-1102, std::string{"Param '"} + a + "' or '" + b + "' must be sent, but both were empty/null!"};
}

const OrderArchive* archive_of(const Market* market, AccountId account) {
  static const OrderArchive nothing;
  const auto found = market->archives.find(account);
  return found == market->archives.end() ? &nothing : &found->second;
}

const ListArchive& lists_of(const Exchange::State& state, AccountId account) {
  static const ListArchive nothing;
  const auto found = state.lists.find(account);
  return found == state.lists.end() ? nothing : found->second;
}

}  // namespace

Result<Order, Rejection> Exchange::order(AccountId account, const Symbol& symbol, const OrderRef& ref) const {
  const Market* market = state_->market(symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  if (!ref.id && !ref.client_id) return Unexpected{no_reference("origClientOrderId", "orderId")};
  const Order* found = archive_of(market, account)->find(ref);
  if (found == nullptr) return Unexpected{Rejection{-2013, "Order does not exist."}};
  return *found;
}

Result<std::vector<Order>, Rejection> Exchange::open_orders(AccountId account,
                                                            const std::optional<Symbol>& symbol) const {
  if (symbol && state_->market(*symbol) == nullptr) return Unexpected{invalid_symbol()};
  std::vector<Order> open;
  for (const auto& entry : state_->markets) {
    if (symbol && entry.first != *symbol) continue;
    for (const OrderId id : archive_of(&entry.second, account)->open()) open.push_back(*state_->open_orders.at(id));
  }
  return open;
}

Result<std::vector<Order>, Rejection> Exchange::all_orders(AccountId account, const Symbol& symbol,
                                                           const Page& page) const {
  const Market* market = state_->market(symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  return archive_of(market, account)->page(page);
}

Result<std::vector<AccountTrade>, Rejection> Exchange::my_trades(AccountId account, const Symbol& symbol,
                                                                 std::optional<OrderId> order, const Page& page) const {
  const Market* market = state_->market(symbol);
  if (market == nullptr) return Unexpected{invalid_symbol()};
  return archive_of(market, account)->page(page, order);
}

Result<OrderList, Rejection> Exchange::order_list(AccountId account, const ListRef& list) const {
  if (!list.id && !list.client_id) return Unexpected{no_reference("orderListId", "origClientOrderId")};
  const OrderList* found = lists_of(*state_, account).find(list);
  if (found == nullptr) return Unexpected{Rejection{-2018, "Order list does not exist."}};
  return *found;
}

std::vector<OrderList> Exchange::open_order_lists(AccountId account) const {
  return lists_of(*state_, account).open();
}

std::vector<OrderList> Exchange::all_order_lists(AccountId account, const Page& page) const {
  return lists_of(*state_, account).page(page);
}

std::optional<AccountView> Exchange::account(AccountId id) const {
  const Account* account = state_->ledger.find(id);
  if (account == nullptr) return {};
  return AccountView{id, account->rates, account->updated, account->purse.balances()};
}

const SymbolRules* Exchange::rules(const Symbol& symbol) const {
  const Market* market = state_->market(symbol);
  return market ? &market->rules : nullptr;
}

std::vector<SymbolRules> Exchange::all_rules() const {
  std::vector<SymbolRules> all;
  for (const auto& entry : state_->markets) all.push_back(entry.second.rules);
  return all;
}

Depth Exchange::depth(const Symbol& symbol, std::size_t levels) const {
  const Market* market = state_->market(symbol);
  if (market == nullptr) return {};
  Depth depth = market->book.depth(std::min(levels, deepest));
  depth.last_update_id = market->updates;
  return depth;
}

std::optional<Level> Exchange::best(const Symbol& symbol, Side side) const {
  const Market* market = state_->market(symbol);
  return market ? market->book.best(side) : std::nullopt;
}

std::optional<PublicTrade> Exchange::last_trade(const Symbol& symbol) const {
  const Market* market = state_->market(symbol);
  if (market == nullptr || market->tape.empty()) return {};
  return market->tape.back();
}

// Ids of the tape are consecutive, so the place of one is its distance from the first.
std::vector<PublicTrade> Exchange::trades(const Symbol& symbol, std::optional<std::int64_t> from_id,
                                          std::size_t limit) const {
  const Market* market = state_->market(symbol);
  if (market == nullptr || market->tape.empty()) return {};
  const auto& tape = market->tape;
  std::size_t from = tape.size() > limit ? tape.size() - limit : 0;
  if (from_id) {
    const std::int64_t first = tape.front().trade.id;
    from = *from_id <= first ? 0 : std::min(tape.size(), static_cast<std::size_t>(*from_id - first));
  }
  const std::size_t count = std::min(limit, tape.size() - from);
  const auto begin = tape.begin() + static_cast<std::ptrdiff_t>(from);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::optional<Price> Exchange::average_price(const Symbol& symbol, Timestamp now) const {
  const Market* market = state_->market(symbol);
  return market ? market->reference_price(5, now) : std::nullopt;
}

std::vector<Balance> Exchange::fees() const {
  return state_->ledger.fees().balances();
}

std::vector<Balance> Exchange::external() const {
  return state_->ledger.external().balances();
}

}  // namespace robson::simulator
