// What the market does to the orders of the exchange.
#include <algorithm>

#include "simulation/exchange.hpp"

namespace robson::simulation {
namespace {
using namespace literals;
using enum VenueOrderStatus;

constexpr int levels = 5;  // of the book on each side

}  // namespace

// A stop goes off at the last trade.
bool Exchange::is_reached(Side side, Price stop, Price last) {
  return side == Side::SELL ? last <= stop : last >= stop;
}

// Trades against the book, level by level, up to `limit`.
void Exchange::take(std::size_t index, std::optional<Price> limit) {
  const Market& at = markets_.at(orders_[index].view.symbol);
  const bool buys = orders_[index].view.side == Side::BUY;
  const Price gap{multiply(at.instrument.tick, Decimal::integer(200), Rounding::floor)};
  Quote now = quote(at.instrument.symbol);
  Price price = buys ? now.ask : now.bid;
  for (int i = 0; i < levels && orders_[index].is_open(); ++i) {
    if (limit && (buys ? price > *limit : price < *limit)) return;
    Quantity quantity = std::min(at.level, orders_[index].left());
    if (buys) {  // a market order takes what the money is enough for
      const bool enough = free(orders_[index].tenant, at.instrument.quote) >= notional(price, quantity) ||
                          orders_[index].type == OrderType::LIMIT;
      if (!enough) return;
    }
    fill(index, price, quantity, false);
    price = buys ? price + gap : price - gap;
  }
}

void Exchange::fill(std::size_t index, Price price, Quantity quantity, bool is_maker) {
  Held& order = orders_[index];
  const Instrument& instrument = markets_.at(order.view.symbol).instrument;
  const bool buys = order.view.side == Side::BUY;
  const Money base{quantity.value};
  const Money value = notional(price, quantity);
  const auto [fee, fee_asset] = fee_of(order, price, quantity, is_maker);
  pay(order.tenant, instrument.base, buys ? base : -base);
  pay(order.tenant, instrument.quote, buys ? -value : value);
  pay(order.tenant, fee_asset, -fee);
  const VenueFill made{.trade_id = next_trade_++,
                       .price = price,
                       .quantity = quantity,
                       .fee = fee,
                       .fee_asset = fee_asset,
                       .time = world_.now(),
                       .is_maker = is_maker};
  order.fills.push_back(made);
  order.view.filled += quantity;
  order.view.filled_quote += value;
  order.view.status = order.left().is_zero() ? FILLED : PARTIALLY_FILLED;
  order.view.time = world_.now();
  trades_.push_back({order.tenant, order.view.client_id, order.view.symbol, order.view.side, made});
  if (const std::string prefix = operation_prefix(order.view.client_id); !prefix.empty()) {
    Flow& flow = flows_[prefix];
    (buys ? flow.bought : flow.sold) += quantity;
    flow.held = buys ? flow.held + quantity : flow.held - quantity;
    if (fee_asset == instrument.base) flow.held -= Quantity{fee.value};
    if (flow.held.value.is_negative()) {
      world_.broke("exit larger than the position: " + order.view.client_id + " leaves " + flow.held.value.text());
    }
  }
  world_.note([&] {
    return fmt::format("venue: {} {} {} at {} ({} of {})", order.view.client_id, buys ? "buys" : "sells",
                       quantity.value.text(), price.value.text(), order.view.filled.value.text(),
                       order.view.quantity.value.text());
  });
  world_.fold(order.view.client_id + price.value.text() + quantity.value.text());
  if (order.view.status == FILLED) open_.erase(index);
  tell(order, &made);
  if (!order.is_entry_of_list) return end_others(index, EXPIRED);
  if (order.view.status == FILLED) begin_pair(index);
}

// For what the entry brought, net of fees. A pair that cannot stand ends.
void Exchange::begin_pair(std::size_t entry) {
  const Instrument& instrument = markets_.at(orders_[entry].view.symbol).instrument;
  Decimal brought = orders_[entry].view.filled.value;
  for (const VenueFill& one : orders_[entry].fills) {
    if (one.fee_asset == instrument.base) brought -= one.fee.value;
  }
  const Quantity quantity{round_to_step(brought, instrument.step, Rounding::floor)};
  bool stands = true;
  for (const std::size_t leg : {entry + 1, entry + 2}) {
    Held& order = orders_[leg];
    if (!order.is_open()) return;
    order.view.quantity = quantity;
    const NewOrder again{.client_id = order.view.client_id,
                         .symbol = order.view.symbol,
                         .side = order.view.side,
                         .type = order.type,
                         .quantity = quantity,
                         .price = order.view.price,
                         .stop_price = order.view.stop_price};
    stands = stands && quantity.value.is_positive() && !check_price(again);
  }
  for (const std::size_t leg : {entry + 1, entry + 2}) {
    if (!stands) {
      end(leg, EXPIRED, "the price has passed it");
      continue;
    }
    orders_[leg].view.status = NEW;
    tell(orders_[leg]);
  }
}

void Exchange::end(std::size_t index, VenueOrderStatus status, const std::string& reason) {
  Held& order = orders_[index];
  order.view.status = status;
  order.view.reason = reason;
  order.view.time = world_.now();
  open_.erase(index);
  tell(order);
}

void Exchange::end_others(std::size_t index, VenueOrderStatus status) {
  const std::int64_t list = orders_[index].list;
  if (list == 0) return;
  const std::set<std::size_t> open = open_;
  for (const std::size_t i : open) {
    if (i != index && orders_[i].list == list) end(i, status, {});
  }
}

void Exchange::trade_at(const Symbol& symbol, Price price) {
  markets_.at(symbol).last = price;
  settle(symbol);
}

void Exchange::settle(const Symbol& symbol) {
  std::set<TenantId> changed;
  const std::set<std::size_t> open = open_;
  for (const std::size_t i : open) {
    if (!orders_[i].is_live() || orders_[i].view.symbol != symbol) continue;
    const Quote now = quote(symbol);
    if (orders_[i].type == OrderType::STOP_LOSS) {
      if (!orders_[i].triggered && !is_reached(orders_[i].view.side, *orders_[i].view.stop_price, *now.last)) continue;
      orders_[i].triggered = true;
      end_others(i, EXPIRED);
      take(i, {});
      // What the book had no room for ends here, or goes on with the next trade.
      if (orders_[i].is_open() && world_.chance.permille(300)) end(i, EXPIRED, "no liquidity");
    } else {
      const bool buys = orders_[i].view.side == Side::BUY;
      const Price limit = *orders_[i].view.price;
      if (buys ? now.ask > limit : now.bid < limit) continue;
      Quantity quantity = orders_[i].left();
      if (world_.chance.permille(400)) quantity = std::min(quantity, markets_.at(symbol).level);
      fill(i, limit, quantity, true);
    }
    changed.insert(orders_[i].tenant);
  }
  for (const TenantId tenant : changed) tell_balances(tenant);
}

std::pair<Money, std::string> Exchange::fee_of(const Held& order, Price price, Quantity quantity, bool) const {
  const Market& at = markets_.at(order.view.symbol);
  const Account& account = accounts_.at(order.tenant);
  const auto part = [](Decimal amount) {
    return Money{round_to_places(multiply(amount, "0.001"_d, Rounding::floor), 8, Rounding::floor)};
  };
  const Money value = notional(price, quantity);
  if (!account.fee_asset.empty()) {
    const Money fee{round_to_places(divide(part(value.value).value, "600"_d, Rounding::floor), 8, Rounding::floor)};
    if (free(order.tenant, account.fee_asset) >= fee) return {fee, account.fee_asset};
  }
  if (order.view.side == Side::BUY) return {part(quantity.value), at.instrument.base};
  return {part(value.value), at.instrument.quote};
}

}  // namespace robson::simulation
