// What the account holds, holds back for its open orders, and may borrow.
#include <algorithm>

#include "market/contract.hpp"
#include "venues/paper/paper_book.hpp"

namespace robson::venues::paper {
namespace {

VenueRefusal insufficient() {
  return {.kind = VenueRefusalKind::refused,
          .code = -2010,
          .text = "Account has insufficient balance for requested action."};
}

}  // namespace

Money PaperBook::needed(const PaperOrder& order) const {
  const Instrument units = units_of(order.symbol);
  if (order.side == Side::SELL) return {base_units(units, order.quantity).value};
  const auto price = order.price ? order.price : order.stop_price;
  return price ? quote_amount(units, *price, order.quantity) : Money{};
}

// Legs of a pair share what they hold back: the greater of the two.
Balances PaperBook::locked() const {
  std::map<std::pair<std::int64_t, std::string>, Money> by_list;
  Balances sums;
  for (const PaperOrder& order : state_.orders) {
    if (!order.is_live()) continue;
    const std::string& asset = order.side == Side::BUY ? order.quote : order.base;
    const Money need = needed(order);
    if (order.list == 0) {
      sums[asset].locked += need;
    } else {
      Money& most = by_list[{order.list, asset}];
      most = std::max(most, need);
    }
  }
  for (const auto& [place, most] : by_list) sums[place.second].locked += most;
  return sums;
}

Balances PaperBook::balances() const {
  Balances held = locked();
  for (const PaperHolding& holding : state_.holdings) held[holding.asset];
  for (auto& [asset, balance] : held) balance.free = state_.total(asset) - balance.locked;
  return held;
}

Money PaperBook::free(const std::string& asset) const {
  const Balances held = balances();
  const auto found = held.find(asset);
  return found == held.end() ? Money{} : found->second.free;
}

void PaperBook::note_changes(const Balances& before, Happened& happened) const {
  for (const auto& [asset, balance] : balances()) {
    const auto found = before.find(asset);
    if (found == before.end() || !(found->second == balance)) happened.balances[asset] = balance;
  }
}

PaperBook::Check PaperBook::check_money(const std::vector<NewOrder>& sharing) const {
  const NewOrder& first = sharing.front();
  const Market& at = *market(first.symbol.text);
  if (first.side == Side::SELL) {
    const Money after = free(at.instrument.base) - Money{base_units(at.instrument, first.quantity).value};
    if (!after.value.is_negative()) return {};
    return check_borrowing(at.instrument.base, after);
  }
  Money most{};
  for (const NewOrder& order : sharing) {
    const auto price = order.price ? order.price : order.stop_price ? order.stop_price : opposite(at, Side::BUY);
    most = std::max(most, quote_amount(at.instrument, *price, order.quantity));
  }
  return most > free(at.instrument.quote) ? Check{insufficient()} : Check{};
}

// All that is borrowed, at what it costs to buy it back, against all that the account is worth.
PaperBook::Check PaperBook::check_borrowing(const std::string& asset, Money free_after) const {
  Balances held = balances();
  held[asset].free = free_after;
  Money borrowed{};
  for (const auto& [name, balance] : held) {
    if (!balance.free.value.is_negative()) continue;
    const auto price = price_of(name, Side::BUY);
    if (!price) return insufficient();
    borrowed += notional(*price, Quantity{-balance.free.value});
  }
  Money worth{};
  for (const PaperHolding& holding : state_.holdings) {
    const auto price = price_of(holding.asset, holding.total.value.is_negative() ? Side::BUY : Side::SELL);
    if (price) worth += notional(*price, Quantity{holding.total.value});
  }
  return borrowed > worth ? Check{insufficient()} : Check{};
}

std::optional<Price> PaperBook::price_of(const std::string& asset, Side side) const {
  if (asset == rules_.currency) return Price{Decimal::integer(1)};
  for (const auto& [name, known] : markets_) {
    if (known.instrument.base == asset && known.instrument.quote == rules_.currency && known.quote) {
      return opposite(known, side);
    }
  }
  return {};
}

}  // namespace robson::venues::paper
