// How an order at the perpetuals' venue is checked, filled and remembered.
#include <algorithm>

#include "simulator/hedge/perp_exchange.hpp"

namespace robson::simulator {
namespace {

constexpr Rounding rounding = Rounding::half_away_from_zero;

Quantity signed_by(Side side, Quantity size) {
  return side == Side::BUY ? size : -size;
}

// `part` of `whole` (0 < part <= whole) of an amount; all of it is all of it.
Money share(Money amount, Quantity part, Quantity whole) {
  if (part == whole) return amount;
  return {divide(multiply(amount.value, part.value, rounding), whole.value, rounding)};
}

// What closing a part of a position does.
struct Reduction {
  Money cost{};                                                            // taken off the position
  Money margin{};                                                          // taken off the position
  Money realized{};                                                        // profit, by the market
  Money proceeds() const { return std::max(Money{}, margin + realized); }  // to the account; below that, insurance
};

Reduction reduction_of(const PerpPosition& position, Quantity by, Price price) {
  const Quantity whole = {abs(position.size.value)};
  const Quantity closed = position.size < Quantity{} ? -by : by;
  Reduction made;
  made.cost = share(position.cost, by, whole);
  made.margin = share(position.margin, by, whole);
  made.realized = notional(price, closed) - made.cost;
  return made;
}

// Of the request as such; money comes later.
std::optional<PerpReason> fault_of(const PerpOrderRequest& request, const PerpContract& contract) {
  if (!is_multiple_of(request.size.value, contract.size_step)) return PerpReason::SIZE_OFF_STEP;
  if (request.limit_price && !is_multiple_of(request.limit_price->value, contract.price_tick)) {
    return PerpReason::PRICE_OFF_TICK;
  }
  const Decimal leverage = request.leverage.value_or(Decimal::integer(1));
  if (leverage < Decimal::integer(1) || leverage > contract.max_leverage) return PerpReason::LEVERAGE_OUT_OF_RANGE;
  return {};
}

bool is_beyond(const PerpOrderRequest& request, Price price) {
  if (!request.limit_price) return false;
  return request.side == Side::BUY ? price > *request.limit_price : price < *request.limit_price;
}

}  // namespace

Result<PerpOrder, VenueRefusal> PerpExchange::order(std::string_view account, const PerpOrderRequest& request) {
  return once(account, request, false);
}

Result<PerpOrder, VenueRefusal> PerpExchange::reject(std::string_view account, const PerpOrderRequest& request) {
  return once(account, request, true);
}

Result<PerpOrder, VenueRefusal> PerpExchange::order_of(std::string_view account, std::string_view client_id) const {
  const PerpAccount* known = find(account);
  if (known == nullptr) return refusal(RefusalCode::UNAUTHORIZED, "no account has this key");
  const auto found = std::find_if(known->orders.rbegin(), known->orders.rend(),
                                  [&](const PerpOrder& each) { return each.request.client_id == client_id; });
  if (found == known->orders.rend()) return refusal(RefusalCode::UNKNOWN_ORDER, "no order has this client_id");
  return *found;
}

Result<PerpOrder, VenueRefusal> PerpExchange::once(std::string_view account, const PerpOrderRequest& request,
                                                   bool refused) {
  const auto known = state_.accounts.find(std::string(account));
  if (known == state_.accounts.end()) return refusal(RefusalCode::UNAUTHORIZED, "no account has this key");
  if (!is_client_id(request.client_id)) {
    return refusal(RefusalCode::INVALID_REQUEST, "client_id: 1 to 64 letters, digits and - _ . : are allowed");
  }
  if (const auto earlier = order_of(account, request.client_id)) {
    if (earlier->request == request) return *earlier;
    return refusal(RefusalCode::CLIENT_ID_IN_USE, "client_id: an order with other content has it");
  }
  const PerpContract* of = contract(request.coin);
  if (of == nullptr) return refusal(RefusalCode::UNKNOWN_MARKET, "coin: there is no such market");
  if (request.size <= Quantity{}) return refusal(RefusalCode::INVALID_REQUEST, "size: must be above 0");
  const PerpPrices* now = prices(request.coin);
  if (now == nullptr) return refusal(RefusalCode::UNAVAILABLE, "there is no price yet");
  PerpOrder made{.request = request, .reason = PerpReason::ON_REQUEST};
  if (!refused) made = fill(known->second, *of, *now, request);
  made.time = *state_.now;
  remember(known->second, made);
  return made;
}

PerpOrder PerpExchange::fill(PerpAccount& account, const PerpContract& contract, const PerpPrices& prices,
                             const PerpOrderRequest& request) {
  PerpOrder order{.request = request};
  const auto ended = [&](PerpOrderStatus status, PerpReason reason) {
    order.status = status;
    order.reason = reason;
    return order;
  };
  if (const auto fault = fault_of(request, contract)) return ended(PerpOrderStatus::REJECTED, *fault);
  const auto found = account.positions.find(request.coin);
  const bool holds = found != account.positions.end();
  const bool reduces = holds && (found->second.size < Quantity{}) == (request.side == Side::BUY);
  if (request.reduce_only && !reduces) return ended(PerpOrderStatus::REJECTED, PerpReason::NOTHING_TO_REDUCE);
  const Price price = request.side == Side::BUY ? prices.ask : prices.bid;
  if (is_beyond(request, price)) return ended(PerpOrderStatus::CANCELLED, PerpReason::BEYOND_LIMIT_PRICE);

  const Quantity held = holds ? Quantity{abs(found->second.size.value)} : Quantity{};
  Quantity size = request.size;
  if (request.reduce_only && size > held) {
    size = held;
    order.reason = PerpReason::REDUCED_TO_POSITION;
  }
  if (size > contract.depth) {
    size = {round_to_step(contract.depth.value, contract.size_step, Rounding::floor)};
    order.reason = PerpReason::DEPTH;
    if (size.is_zero()) return ended(PerpOrderStatus::CANCELLED, PerpReason::DEPTH);
  }
  const Quantity reduced = reduces ? std::min(size, held) : Quantity{};
  const Quantity added = size - reduced;
  if (!added.is_zero() && notional(price, request.size).value < contract.min_notional) {
    return ended(PerpOrderStatus::REJECTED, PerpReason::BELOW_MIN_NOTIONAL);
  }
  const Decimal leverage = request.leverage.value_or(holds && !reduces ? found->second.leverage : Decimal::integer(1));
  const Money margin = {divide(notional(price, added).value, leverage, Rounding::ceiling)};
  order.fee = {multiply(notional(price, size).value, contract.taker_fee, rounding)};
  Money left = account.free;
  if (!reduced.is_zero()) left += reduction_of(found->second, reduced, price).proceeds();
  // Getting out must not fail for want of a fee.
  if (added.is_zero()) order.fee = std::min(order.fee, std::max(left, Money{}));
  if (left < margin + order.fee) {
    order.fee = {};
    return ended(PerpOrderStatus::REJECTED, PerpReason::INSUFFICIENT_MARGIN);
  }

  if (!reduced.is_zero()) reduce(account, found->second, reduced, price);
  if (!added.is_zero()) add(account, request, added, price, margin, leverage);
  account.free -= order.fee;
  state_.books.fees += order.fee;
  order.filled = size;
  order.average_price = price;
  order.status = size == request.size ? PerpOrderStatus::FILLED : PerpOrderStatus::PARTIALLY_FILLED;
  return order;
}

void PerpExchange::reduce(PerpAccount& account, PerpPosition& position, Quantity by, Price price) {
  const Reduction made = reduction_of(position, by, price);
  account.free += made.proceeds();
  state_.books.market -= made.realized;
  state_.books.insurance += made.margin + made.realized - made.proceeds();
  position.cost -= made.cost;
  position.margin -= made.margin;
  position.size += position.size < Quantity{} ? by : -by;
  if (position.size.is_zero()) account.positions.erase(std::string(position.coin));
}

void PerpExchange::add(PerpAccount& account, const PerpOrderRequest& request, Quantity by, Price price, Money margin,
                       Decimal leverage) {
  PerpPosition& position = account.positions[request.coin];
  if (position.size.is_zero()) {
    position.coin = request.coin;
    position.opened = *state_.now;
  }
  const Quantity change = signed_by(request.side, by);
  position.size += change;
  position.cost += notional(price, change);
  position.margin += margin;
  position.leverage = leverage;
  account.free -= margin;
}

}  // namespace robson::simulator
