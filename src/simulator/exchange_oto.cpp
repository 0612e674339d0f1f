// Lists that wait for a working order (OTO, OTOCO, OPO, OPOCO).
//
//   placed:   working NEW (in the book)      pending PENDING_NEW, in neither book nor triggers
//   working filled in full, end of the turn: pending NEW; a pair goes on as an OCO does
//   working ended otherwise:                 pending EXPIRED, list ALL_DONE
//
// An OTO's pending orders are paid from what the account has when the list is placed, and that is locked then. An
// OPO's are paid with what the working order buys: each fill is locked as it comes, whole when the account can pay the
// commission from what it has free, else less the commission (BNB always less it). What the lot step leaves over is
// set free when they are placed. The venue lets only bought coins pay for a sale.
//
// A pending order that cannot be placed when its turn comes (its stop is passed, it would take, it is too small)
// expires with the reason, and its list with it.
#include <algorithm>

#include "market/contract.hpp"
#include "simulator/exchange_turn.hpp"

namespace robson::simulator {
namespace {

NewOrder as_request(const Order& order) {
  NewOrder request{.symbol = order.symbol, .side = order.side, .type = order.type, .quantity = order.quantity};
  if (!order.price.value.is_zero()) request.price = order.price;
  if (!order.stop_price.value.is_zero()) request.stop_price = order.stop_price;
  return request;
}

Money shared_hold(const std::vector<Order>& orders, const Instrument& instrument) {
  Money most{};
  for (const Order& order : orders) most = std::max(most, needed_hold(order, instrument));
  return most;
}

}  // namespace

std::optional<Rejection> check_oto_shape(const NewOto& oto) {
  const OrderType type = oto.working.type;
  const bool limit = type == OrderType::LIMIT || type == OrderType::LIMIT_MAKER;
  const bool sells_what_it_bought = oto.working.side == Side::BUY && oto.pending_side == Side::SELL;
  if (!limit || (oto.pays() && !sells_what_it_bought)) return Rejection{-1014, "Unsupported order combination."};
  if (!oto.pending_below) return {};
  const NewOco pair{.side = oto.pending_side, .above = oto.pending, .below = *oto.pending_below};
  if (auto bad = check_oco_shape(pair)) return bad;
  return check_oco_prices(pair, {});
}

std::vector<PendingLeg> pending_orders(const NewOto& oto) {
  const NewOco pair{.symbol = oto.working.symbol,
                    .side = oto.pending_side,
                    .quantity = oto.pending_quantity.value_or(Quantity{}),
                    .above = oto.pending,
                    .below = oto.pending_below.value_or(NewLeg{})};
  if (!oto.pending_below) return {{as_order(pair, pair.above), "pending"}};
  const PendingLeg above{as_order(pair, pair.above), "pendingAbove"};
  const PendingLeg below{as_order(pair, pair.below), "pendingBelow"};
  return is_stop_loss(pair.above.type) ? std::vector{above, below} : std::vector{below, above};
}

std::optional<Rejection> Turn::refuse_oto(AccountId account, const NewOto& request) {
  if (market_.rules.status != SymbolStatus::TRADING) return Rejection{-1013, "Market is closed."};
  const auto reference = market_.reference_price(market_.rules.average_price_minutes, now_);
  if (auto bad = check_parameters(request.working, "working")) return bad;
  std::vector<NewOrder> orders{request.working};
  for (const PendingLeg& pending : pending_orders(request)) {
    NewOrder order = pending.order;
    if (request.pays()) order.quantity = request.working.quantity;  // for the parameters' sake
    if (auto bad = check_parameters(order, pending.prefix)) return bad;
    if (request.pays()) order.quantity.reset();  // its filters are looked at when it is known
    if (auto bad = check_filters(market_.rules, order, reference)) return bad;
    orders.push_back(std::move(order));
  }
  if (auto bad = check_oto_shape(request)) return bad;
  if (auto bad = check_filters(market_.rules, request.working, reference)) return bad;
  return refuse_list(account, orders, request.list_client_id);
}

Result<Turn::Drafts, Rejection> Turn::draft_oto(AccountId account, const NewOto& request) {
  auto working = draft(account, request.working);
  if (!working) return Unexpected{working.error()};
  if (auto bad = refuse_price(*working)) return Unexpected{*bad};
  Drafts drafts{std::move(*working), {}};
  for (const PendingLeg& pending : pending_orders(request)) {
    auto drafted = draft(account, pending.order);
    if (!drafted) return Unexpected{drafted.error()};
    drafted->status = OrderStatus::PENDING_NEW;
    drafted->working = false;
    drafted->working_time.reset();
    drafts.pending.push_back(std::move(*drafted));
  }
  return drafts;
}

bool Turn::can_pay(const Drafts& drafts, Money pending_hold) {
  const Order& working = drafts.working;
  const Side pending_side = drafts.pending.front().side;
  const Money together = needed_hold(working, instrument()) + (pending_side == working.side ? pending_hold : Money{});
  return together <= free(working.account, working.side) && pending_hold <= free(working.account, pending_side);
}

Result<PlacedList, Rejection> Turn::place_oto(AccountId account, const NewOto& request) {
  if (auto bad = refuse_oto(account, request)) return Unexpected{*bad};
  auto drafts = draft_oto(account, request);
  if (!drafts) return Unexpected{drafts.error()};
  const Money lock = request.pays() ? Money{} : shared_hold(drafts->pending, instrument());
  if (!can_pay(*drafts, lock)) {
    return Unexpected{Rejection{-2010, "Account has insufficient balance for requested action.",
                                RejectReason::INSUFFICIENT_BALANCES}};
  }
  const OrderListId id{++state_.order_lists};
  drafts->working.list = id;
  Order& working = accept(std::move(drafts->working));
  hold(working, needed_hold(working, instrument()));
  OrderList made{.id = id,
                 .account = account,
                 .symbol = market_.symbol(),
                 .client_id = named(request.list_client_id),
                 .contingency = Contingency::OTO,
                 .transaction_time = now_,
                 .legs = {{working.id, working.client_id}},
                 .armed = false,
                 .pays = request.pays(),
                 .side = request.pending_side};
  for (Order& each : drafts->pending) {
    each.list = id;
    const Order& pending = accept(std::move(each));
    made.legs.push_back({pending.id, pending.client_id});
  }
  OrderList& list = state_.lists[account].add(std::move(made));
  hold(list, lock);
  out_.emplace_back(ListStatusReport{list, RejectReason::NONE, now_});
  PlacedList placed;
  watched_ = working.id;
  execute(working);
  placed.fills = std::move(watched_fills_);
  placed.list = list;
  for (const OrderList::Leg& leg : placed.list.legs) placed.orders.push_back(*archive(account).find(leg.order));
  return placed;
}

// A fill of a working order whose coins the pending ones will sell.
void Turn::keep_proceeds(const Order& working, Quantity received, Money commission) {
  OrderList* list = open_list(working);
  if (list == nullptr || !list->pays || list->armed) return;
  const Money whole{base_units(instrument(), received).value};
  const bool from_free = instrument().base != "BNB" && free(working.account, list->side) >= whole;
  hold(*list, list->locked + (from_free ? whole : whole - commission));
}

// An order has ended that was still bound to a list: the working one, or the only pending one.
void Turn::leave_list(const Order& ended) {
  OrderList* list = open_list(ended);
  if (list == nullptr) return;
  if (list->armed) {
    hold(*list, {});
    return end_list(*list);
  }
  if (ended.status == OrderStatus::FILLED) {
    filled_.push_back({ended.account, ended.list});
  } else {
    fail_pending(*list, RejectReason::NONE);
  }
}

std::vector<Order*> Turn::pending_of(const OrderList& list) {
  std::vector<Order*> orders;
  for (std::size_t i = list.first_pending(); i < list.legs.size(); ++i) {
    orders.push_back(state_.open_orders.at(list.legs[i].order));
  }
  return orders;
}

// The working order is filled: the pending ones take their places.
void Turn::arm(OrderList& list) {
  touch(list.account);
  if (list.pays) size_by_proceeds(list);
  if (const auto bad = refuse_pending(list)) return fail_pending(list, bad->reason);
  list.armed = true;
  list.transaction_time = now_;
  const auto orders = pending_of(list);
  if (orders.size() == 1) {
    Order& order = *orders.front();
    hold(list, {});
    hold(order, needed_hold(order, instrument()));
    start(order);
    if (!order.working) return;
    return can_pay(order) || order.type != OrderType::MARKET ? execute(order)
                                                             : expire(order, RejectReason::INSUFFICIENT_BALANCES);
  }
  Money lock{};
  for (const Order* order : orders) lock = std::max(lock, needed_hold(*order, instrument()));
  hold(list, lock);
  for (Order* order : orders) {
    start(*order);
    if (order->working) market_.book.rest({order->id, order->side, order->price, order->quantity});
  }
}

// What has come in, on the lot step and within what one order may have.
void Turn::size_by_proceeds(const OrderList& list) {
  for (Order* order : pending_of(list)) {
    const Quantity received = quantity_of(instrument(), list.locked, Rounding::floor);
    Decimal quantity = std::min(received.value, instrument().max_quantity);
    Decimal step = instrument().step;
    if (order->type == OrderType::MARKET) {
      if (market_.rules.market_max_quantity.value.is_positive()) {
        quantity = std::min(quantity, market_.rules.market_max_quantity.value);
      }
      step = std::max(step, market_.rules.market_step);
    }
    order->quantity = {round_to_step(quantity, step, Rounding::floor)};
  }
}

std::optional<Rejection> Turn::refuse_pending(const OrderList& list) {
  const auto reference = market_.reference_price(market_.rules.average_price_minutes, now_);
  for (const Order* order : pending_of(list)) {
    if (list.pays) {
      if (auto bad = check_filters(market_.rules, as_request(*order), reference)) return bad;
    }
    if (auto bad = refuse_price(*order)) return bad;
  }
  return {};
}

void Turn::start(Order& pending) {
  pending.status = OrderStatus::NEW;
  pending.working = !is_conditional(pending.type);
  pending.updated = now_;
  if (pending.working) {
    pending.working_time = now_;
  } else {
    market_.triggers.add(pending);
  }
  ExecutionReport placed = report(pending, ExecutionType::NEW);
  placed.on_book = pending.working;
  out_.emplace_back(std::move(placed));
}

void Turn::fail_pending(OrderList& list, RejectReason reason) {
  const auto orders = pending_of(list);
  hold(list, {});
  end_list(list, reason);
  for (Order* order : orders) expire(*order, reason);
}

}  // namespace robson::simulator
