// How an order comes in: checks that need the account and the book, the order itself, its lock.
#include <algorithm>

#include "base/ensure.hpp"
#include "market/contract.hpp"
#include "simulator/exchange_turn.hpp"

namespace robson::simulator {
namespace {

Rejection refused(const char* message, RejectReason reason = RejectReason::NONE) {
  return {-2010, message, reason};
}

}  // namespace

std::optional<Rejection> Turn::check(const Market& market, const NewOrder& request, Timestamp now) {
  if (market.rules.status != SymbolStatus::TRADING) return Rejection{-1013, "Market is closed."};
  if (auto bad = check_parameters(request)) return bad;
  return check_filters(market.rules, request, market.reference_price(market.rules.average_price_minutes, now));
}

Result<PlacedOrder, Rejection> Turn::place(AccountId account, const NewOrder& request) {
  if (auto bad = check(market_, request, now_)) return Unexpected{*bad};
  auto drafted = draft(account, request);
  if (!drafted) return Unexpected{drafted.error()};
  if (auto bad = refuse(*drafted)) return Unexpected{*bad};
  Order& order = accept(std::move(*drafted));
  watched_ = order.id;
  if (order.working) execute(order);
  watched_ = {};
  return PlacedOrder{order, std::move(watched_fills_)};
}

// The order as it would be, not yet anywhere. A quoteOrderQty becomes the quantity that the book gives for it.
Result<Order, Rejection> Turn::draft(AccountId account, const NewOrder& request) {
  Order order;
  order.account = account;
  order.symbol = request.symbol;
  order.client_id = named(request.client_id);
  order.side = request.side;
  order.type = request.type;
  order.time_in_force = request.time_in_force.value_or(TimeInForce::GTC);
  order.price = request.price.value_or(Price{});
  order.stop_price = request.stop_price.value_or(Price{});
  order.quote_quantity = request.quote_quantity.value_or(Money{});
  order.strategy_id = request.strategy_id;
  order.strategy_type = request.strategy_type;
  order.status = OrderStatus::NEW;
  order.working = !is_conditional(request.type);
  order.created = order.updated = now_;
  if (order.working) order.working_time = now_;
  if (request.quantity) {
    order.quantity = *request.quantity;
    return order;
  }
  // The book counts price x quantity.
  const Money budget{divide(order.quote_quantity.value, instrument().contract_size, Rounding::floor)};
  order.quantity = market_.book.quantity_for(request.side, budget, instrument().step);
  const Quantity least{std::max(instrument().min_quantity, instrument().step)};
  if (order.quantity >= least) return order;
  const Quantity there = market_.book.walk({request.side, least, {}}).quantity;
  if (there.is_zero()) return Unexpected{refused("Order book liquidity is less than symbol minimum quantity.")};
  if (there < least) {
    return Unexpected{refused("Order book liquidity is less than `LOT_SIZE` filter minimum quantity.")};
  }
  return Unexpected{Rejection{-1013, "Filter failure: LOT_SIZE"}};
}

std::optional<Rejection> Turn::refuse(const Order& order) {
  if (archive(order.account).is_open(order.client_id)) return refused("Duplicate order sent.");
  if (auto bad = refuse_count(order.account, 1, is_conditional(order.type) ? 1 : 0)) return bad;
  if (auto bad = refuse_price(order)) return bad;
  if (can_pay(order)) return {};
  return refused("Account has insufficient balance for requested action.", RejectReason::INSUFFICIENT_BALANCES);
}

std::optional<Rejection> Turn::refuse_count(AccountId account, int orders, int algos) {
  const OrderArchive& own = archive(account);
  const auto over = [](std::size_t now, int more, int limit) {
    return more > 0 && limit > 0 && now + static_cast<std::size_t>(more) > static_cast<std::size_t>(limit);
  };
  if (over(own.open().size(), orders, market_.rules.max_orders)) {
    return Rejection{-1013, "Filter failure: MAX_NUM_ORDERS"};
  }
  if (over(static_cast<std::size_t>(own.open_algos()), algos, market_.rules.max_algo_orders)) {
    return Rejection{-1013, "Filter failure: MAX_NUM_ALGO_ORDERS"};
  }
  return {};
}

std::optional<Rejection> Turn::refuse_price(const Order& order) const {
  if (is_conditional(order.type) && market_.last && Triggers::is_met(order, *market_.last)) {
    return refused("Stop price would trigger immediately.", RejectReason::STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY);
  }
  if (order.type != OrderType::LIMIT_MAKER) return {};
  const auto other = market_.book.best(matching::opposite(order.side));
  if (!other || matching::beyond(order.side, other->price, order.price)) return {};
  return refused("Order would immediately match and take.", RejectReason::WOULD_MATCH_IMMEDIATELY);
}

Money Turn::cost_of(const matching::Incoming& incoming) const {
  return {multiply(market_.book.walk(incoming).cost.value, instrument().contract_size, Rounding::half_away_from_zero)};
}

bool Turn::can_pay(const Order& order) {
  const Money there = free(order.account, order.side);
  if (order.type != OrderType::MARKET) return needed_hold(order, instrument()) <= there;
  if (order.side == Side::SELL) return Money{base_units(instrument(), order.quantity).value} <= there;
  if (order.quote_quantity > there) return false;
  return cost_of({order.side, order.quantity, {}}) <= there;
}

Order& Turn::accept(Order drafted) {
  drafted.id = {++state_.orders};
  OrderArchive& own = archive(drafted.account);
  Order& order = own.add(std::move(drafted));
  state_.open_orders.emplace(order.id, &order);
  if (!order.list) hold(order, needed_hold(order, instrument()));
  if (is_conditional(order.type) && !order.is_pending()) market_.triggers.add(order);
  touch(order.account);
  ExecutionReport accepted = report(order, ExecutionType::NEW);
  accepted.on_book = order.working;
  out_.emplace_back(std::move(accepted));
  return order;
}

}  // namespace robson::simulator
