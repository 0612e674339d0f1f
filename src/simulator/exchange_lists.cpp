// OCO lists. Both legs share one lock. The moment that one leg starts to execute (its first fill, however small, or
// its trigger) the other expires and the survivor goes on alone with a lock of its own.
#include <algorithm>

#include "simulator/exchange_turn.hpp"

namespace robson::simulator {

// All that speaks against it before anything is made.
std::optional<Rejection> Turn::refuse_oco(AccountId account, const NewOco& request) {
  if (market_.rules.status != SymbolStatus::TRADING) return Rejection{-1013, "Market is closed."};
  if (auto bad = check_oco_shape(request)) return bad;
  const auto reference = market_.reference_price(market_.rules.average_price_minutes, now_);
  const NewOrder above = as_order(request, request.above);
  const NewOrder below = as_order(request, request.below);
  if (auto bad = check_parameters(above, "above")) return bad;
  if (auto bad = check_parameters(below, "below")) return bad;
  if (auto bad = check_filters(market_.rules, above, reference)) return bad;
  if (auto bad = check_filters(market_.rules, below, reference)) return bad;
  if (auto bad = refuse_list(account, {above, below}, request.list_client_id)) return bad;
  return check_oco_prices(request, market_.last);
}

// Of any list: names that are taken, and more orders than an account may have.
std::optional<Rejection> Turn::refuse_list(AccountId account, const std::vector<NewOrder>& orders,
                                           const std::string& list_client_id) {
  if (!list_client_id.empty()) {
    if (auto bad = check_client_id(list_client_id, "listClientOrderId")) return bad;
  }
  bool taken = state_.lists[account].is_open(list_client_id);
  int algos = 0;
  for (auto each = orders.begin(); each != orders.end(); ++each) {
    const auto same = [&](const NewOrder& other) { return other.client_id == each->client_id; };
    taken |= archive(account).is_open(each->client_id);
    taken |= !each->client_id.empty() && std::any_of(orders.begin(), each, same);
    algos += is_conditional(each->type) ? 1 : 0;
  }
  if (taken) return Rejection{-2010, "Duplicate order sent."};
  if (auto bad = refuse_count(account, static_cast<int>(orders.size()), algos)) return bad;
  const int lists = state_.lists[account].open_on(market_.symbol());
  if (market_.rules.max_order_lists > 0 && lists >= market_.rules.max_order_lists) {
    return Rejection{-1013, "Filter failure: MAX_NUM_ORDER_LISTS"};
  }
  return {};
}

Result<PlacedList, Rejection> Turn::place_oco(AccountId account, const NewOco& request) {
  if (auto bad = refuse_oco(account, request)) return Unexpected{*bad};
  const bool stop_is_above = is_stop_loss(request.above.type);
  auto first = draft(account, as_order(request, stop_is_above ? request.above : request.below));
  auto second = draft(account, as_order(request, stop_is_above ? request.below : request.above));
  if (!first) return Unexpected{first.error()};
  if (!second) return Unexpected{second.error()};
  if (auto bad = refuse_price(*second)) return Unexpected{*bad};
  const Money lock = std::max(needed_hold(*first, instrument()), needed_hold(*second, instrument()));
  if (lock > free(account, request.side)) {
    return Unexpected{Rejection{-2010, "Account has insufficient balance for requested action.",
                                RejectReason::INSUFFICIENT_BALANCES}};
  }
  first->list = second->list = {++state_.order_lists};
  Order& stop = accept(std::move(*first));
  Order& limit = accept(std::move(*second));
  OrderList& list = state_.lists[account].add({.id = stop.list,
                                               .account = account,
                                               .symbol = request.symbol,
                                               .client_id = named(request.list_client_id),
                                               .transaction_time = now_,
                                               .legs = {{stop.id, stop.client_id}, {limit.id, limit.client_id}},
                                               .side = request.side});
  hold(list, lock);
  if (limit.working) market_.book.rest({limit.id, limit.side, limit.price, limit.quantity});
  out_.emplace_back(ListStatusReport{list, RejectReason::NONE, now_});
  return PlacedList{.list = list, .orders = {stop, limit}};
}

// The list that the order is still bound to; null when it has none or it is done.
OrderList* Turn::open_list(const Order& order) {
  if (!order.list) return nullptr;
  OrderList* list = state_.lists[order.account].find(order.list);
  return list != nullptr && list->is_open() ? list : nullptr;
}

void Turn::resolve_list(Order& survivor) {
  OrderList* list = open_list(survivor);
  if (list == nullptr || !list->is_armed_pair()) return;
  const auto& first = list->legs[list->first_pending()];
  const OrderId other = first.order == survivor.id ? list->legs.back().order : first.order;
  hold(*list, {});
  hold(survivor, needed_hold(survivor, instrument()));
  end_list(*list);
  expire(*state_.open_orders.at(other), RejectReason::NONE);
}

// Its status goes out at the end of the turn, after the reports of its orders.
void Turn::end_list(OrderList& list, RejectReason reason) {
  list.status_type = ListStatusType::ALL_DONE;
  list.order_status = ListOrderStatus::ALL_DONE;
  list.transaction_time = now_;
  lists_done_.push_back({list, reason, now_});
  state_.lists[list.account].close(list, state_.limits.closed_lists);
}

}  // namespace robson::simulator
