// How an order ends without being filled: cancelled by its owner, expired by its own rules, replaced.
#include "simulator/exchange_turn.hpp"

namespace robson::simulator {
namespace {

Rejection no_reference(const char* a, const char* b) {
  return {-1102, std::string{"Param '"} + a + "' or '" + b + "' must be sent, but both were empty/null!"};
}

bool is_excluded(const Order& order, std::optional<CancelRestrictions> restrictions) {
  if (!restrictions) return false;
  const bool fresh = order.status == OrderStatus::NEW;
  return fresh != (*restrictions == CancelRestrictions::ONLY_NEW);
}

}  // namespace

// Out of book and triggers, out of the open orders, nothing held any more.
void Turn::close(Order& order, OrderStatus status) {
  if (!market_.book.cancel(order.id)) market_.triggers.remove(order);
  order.status = status;
  order.updated = now_;
  hold(order, {});
  touch(order.account);
  state_.open_orders.erase(order.id);
  archive(order.account).close(order, state_.limits.closed_orders);
}

void Turn::expire(Order& order, RejectReason reason) {
  close(order, OrderStatus::EXPIRED);
  ExecutionReport expired = report(order, ExecutionType::EXPIRED);
  expired.reject_reason = reason;
  out_.emplace_back(std::move(expired));
  leave_list(order);
}

CancelledOrder Turn::cancel_one(Order& order, const std::string& client_id) {
  close(order, OrderStatus::CANCELED);
  ExecutionReport cancelled = report(order, ExecutionType::CANCELED);
  cancelled.client_id = client_id;
  cancelled.original_client_id = order.client_id;
  out_.emplace_back(std::move(cancelled));
  return {order, client_id};
}

CancelledList Turn::cancel_whole(OrderList& list, const std::string& client_id) {
  hold(list, {});
  end_list(list);
  CancelledList cancelled;
  cancelled.list = lists_done_.back().list;
  for (const OrderList::Leg& leg : cancelled.list.legs) {
    const auto open = state_.open_orders.find(leg.order);
    if (open != state_.open_orders.end()) cancelled.orders.push_back(cancel_one(*open->second, client_id));
  }
  return cancelled;
}

// A leg takes its list with it.
Cancelled Turn::cancel_with_list(Order& order, const std::string& client_id) {
  if (OrderList* list = open_list(order)) return cancel_whole(*list, client_id);
  return cancel_one(order, client_id);
}

Result<Cancelled, Rejection> Turn::cancel(AccountId account, const CancelOrder& request) {
  if (!request.order.id && !request.order.client_id) return Unexpected{no_reference("origClientOrderId", "orderId")};
  if (!request.client_id.empty()) {
    if (auto bad = check_client_id(request.client_id, "newClientOrderId")) return Unexpected{*bad};
  }
  const Order* found = archive(account).find(request.order);
  if (found == nullptr || !found->is_open()) return Unexpected{unknown_order()};
  if (is_excluded(*found, request.restrictions)) {
    return Unexpected{Rejection{-2011, "Order was not canceled due to cancel restrictions."}};
  }
  return cancel_with_list(*state_.open_orders.at(found->id), named(request.client_id));
}

Result<std::vector<Cancelled>, Rejection> Turn::cancel_all(AccountId account) {
  if (archive(account).open().empty()) return Unexpected{unknown_order()};
  const std::string client_id = state_.generate_client_id();
  std::vector<Cancelled> cancelled;
  // Bounded: each round closes at least one open order.
  while (!archive(account).open().empty()) {
    cancelled.push_back(cancel_with_list(*state_.open_orders.at(*archive(account).open().begin()), client_id));
  }
  return cancelled;
}

Result<CancelledList, Rejection> Turn::cancel_list(AccountId account, const ListRef& ref,
                                                   const std::string& client_id) {
  if (!ref.id && !ref.client_id) return Unexpected{no_reference("orderListId", "listClientOrderId")};
  if (!client_id.empty()) {
    if (auto bad = check_client_id(client_id, "newClientOrderId")) return Unexpected{*bad};
  }
  const OrderList* found = state_.lists[account].find(ref);
  if (found == nullptr || !found->is_open() || found->symbol != market_.symbol()) return Unexpected{unknown_order()};
  return cancel_whole(*state_.lists[account].find(found->id), named(client_id));
}

// Filters, the counting ones too, are looked at before the cancel: a bad new order does not cost the old one.
Result<CancelReplaced, Rejection> Turn::cancel_replace(AccountId account, const CancelReplace& request) {
  const NewOrder& replacement = request.replacement;
  if (auto bad = check(market_, replacement, now_)) return Unexpected{*bad};
  if (auto bad = refuse_count(account, 1, is_conditional(replacement.type) ? 1 : 0)) return Unexpected{*bad};
  CancelReplaced done;
  auto cancelled = cancel(account, request.cancel);
  if (cancelled) {
    done.cancelled = std::move(*cancelled);
  } else {
    done.cancel_error = cancelled.error();
    if (request.mode == CancelReplaceMode::STOP_ON_FAILURE) return done;
  }
  auto placed = place(account, request.replacement);
  if (placed) {
    done.placed = std::move(*placed);
    return done;
  }
  done.place_error = placed.error();
  if (done.cancelled) report_rejected(account, request.replacement, placed.error());
  return done;
}

int CancelReplaced::code() const {
  if (cancelled && placed) return 0;
  return cancelled || placed ? -2021 : -2022;
}

}  // namespace robson::simulator
