#include "venues/binance/order_outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/overloaded.hpp"

namespace robson::venues::binance {
namespace {

constexpr Duration unsaid_retry = std::chrono::seconds(5);  // overloaded, and it did not say for how long

using Orders = Parsed<std::vector<VenueOrder>>;

std::optional<Side> side_of(std::string_view text) {
  if (text == "BUY") return Side::BUY;
  if (text == "SELL") return Side::SELL;
  return {};
}

std::optional<VenueOrderStatus> status_of(std::string_view text) {
  using enum VenueOrderStatus;
  struct Spelling {
    std::string_view text;
    VenueOrderStatus status;
  };
  static constexpr std::array<Spelling, 9> known = {{{"PENDING_NEW", PENDING_NEW},
                                                     {"NEW", NEW},
                                                     {"PARTIALLY_FILLED", PARTIALLY_FILLED},
                                                     {"FILLED", FILLED},
                                                     {"CANCELED", CANCELED},
                                                     {"PENDING_CANCEL", CANCELED},
                                                     {"REJECTED", REJECTED},
                                                     {"EXPIRED", EXPIRED},
                                                     {"EXPIRED_IN_MATCH", EXPIRED}}};
  const auto* found = std::ranges::find(known, text, &Spelling::text);
  if (found == known.end()) return {};
  return found->status;
}

// The venue writes 0 where an order has no such price.
std::optional<Price> price_of(Price price) {
  if (price.is_zero()) return {};
  return price;
}

// Sets side and status, which the venue spells; the fault names the one that we do not know.
Parsed<VenueOrder> spelled(VenueOrder order, std::string_view side, std::string_view status) {
  const auto known_side = side_of(side);
  if (!known_side) return Unexpected(json::Fault{"side", "BUY or SELL", std::string(side)});
  const auto known_status = status_of(status);
  if (!known_status) return Unexpected(json::Fault{"status", "an order status", std::string(status)});
  order.side = *known_side;
  order.status = *known_status;
  return order;
}

// Fills of a FULL answer were made in placing the order: it took them, at the moment of the answer.
Parsed<VenueOrder> order_of(const OrderAnswer& answer) {
  VenueOrder order{
      .client_id = answer.original_client_order_id.empty() ? answer.client_order_id : answer.original_client_order_id,
      .venue_id = answer.order_id,
      .in_list = answer.list_id >= 0,
      .symbol = answer.symbol,
      .type = answer.type,
      .quantity = answer.quantity,
      .filled = answer.filled,
      .filled_quote = answer.filled_quote,
      .price = price_of(answer.price),
      .stop_price = price_of(answer.stop_price),
      .time = answer.time};
  for (const OrderFill& fill : answer.fills) {
    order.fills.push_back({.trade_id = fill.trade_id,
                           .price = fill.price,
                           .quantity = fill.quantity,
                           .fee = fill.commission,
                           .fee_asset = fill.commission_asset,
                           .time = answer.time});
  }
  return spelled(std::move(order), answer.side, answer.status);
}

// Appends `answers`; the first fault ends it.
json::Check append(std::vector<VenueOrder>& to, const std::vector<OrderAnswer>& answers) {
  for (const OrderAnswer& answer : answers) {
    auto order = order_of(answer);
    if (!order) return std::move(order.error());
    to.push_back(std::move(*order));
  }
  return {};
}

json::Check append(std::vector<VenueOrder>& to, const OrderEntry& entry) {
  if (const auto* list = std::get_if<OrderListAnswer>(&entry)) {
    if (list->reports.empty()) return json::Fault{"orderReports", "the orders of the list", "none"};
    return append(to, list->reports);
  }
  return append(to, std::vector{std::get<OrderAnswer>(entry)});
}

Orders finish(std::vector<VenueOrder> orders, json::Check fault) {
  if (fault) return Unexpected(std::move(*fault));
  return orders;
}

Orders read_single(std::string_view body) {
  const auto answer = parse_order(body);
  if (!answer) return Unexpected(answer.error());
  std::vector<VenueOrder> orders;
  auto fault = append(orders, std::vector{*answer});
  return finish(std::move(orders), std::move(fault));
}

Orders read_list(std::string_view body) {
  const auto answer = parse_order_list(body);
  if (!answer) return Unexpected(answer.error());
  std::vector<VenueOrder> orders;
  auto fault = append(orders, OrderEntry{*answer});
  return finish(std::move(orders), std::move(fault));
}

Orders read_cancel(std::string_view body) {
  const auto answer = parse_cancelled(body);
  if (!answer) return Unexpected(answer.error());
  std::vector<VenueOrder> orders;
  auto fault = append(orders, *answer);
  return finish(std::move(orders), std::move(fault));
}

Orders read_replace(std::string_view body) {
  const auto answer = parse_cancel_replace(body);
  if (!answer) return Unexpected(answer.error());
  if (!answer->cancelled) return Unexpected(json::Fault{"cancelResponse", "the cancelled order", "none"});
  if (!answer->placed) return Unexpected(json::Fault{"newOrderResponse", "the new order", "none"});
  std::vector<VenueOrder> orders;
  auto fault = append(orders, *answer->cancelled);
  if (!fault) fault = append(orders, std::vector{*answer->placed});
  return finish(std::move(orders), std::move(fault));
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// -2010: the matching engine refused a new order; only its words say why.
VenueRefusalKind kind_of_new_order(const VenueRequest& request, std::string_view words) {
  using enum VenueRefusalKind;
  if (contains(words, "Duplicate order")) return unknown;
  if (contains(words, "would trigger immediately")) return would_trigger;
  // Of a pair the venue tells in these words that the price stands beyond one of its ends. (Of an entry's pair they
  // only mean that stop and target are the wrong way round.)
  const bool pair = std::holds_alternative<PlacePair>(request);
  if (pair && contains(words, "relationship of the prices")) return would_trigger;
  return refused;
}

VenueRefusalKind kind_of_refusal(const VenueRequest& request, int code, std::string_view words) {
  using enum VenueRefusalKind;
  switch (code) {
    case -1000:  // unknown error while processing
    case -1001:  // internal error
    case -1006:  // unexpected response; execution status unknown
    case -1007:  // timeout of the backend; execution status unknown
      return unknown;
    case -1003:  // too many requests
    case -1008:  // overloaded
    case -1015:  // too many orders
      return not_sent;
    case -2010: return kind_of_new_order(request, words);
    // A cancel may be refused for another cause ("This account may not place or cancel orders."): the order stands.
    case -2011: return contains(words, "Unknown order") ? not_found : refused;
    case -2013: return not_found;
    default: return refused;
  }
}

VenueRefusal in_words(const VenueRequest& request, const ErrorBody& error) {
  return {.kind = kind_of_refusal(request, error.code, error.message),
          .code = error.code,
          .text = fmt::format("the venue refused: {} ({})", error.message, error.code)};
}

// -2021 and -2022: what counts is which half failed, and why.
VenueRefusal of_replacement(const VenueRequest& request, const Failure& failure) {
  const auto answer = parse_cancel_replace(failure.body);
  if (!answer) return unreadable_outcome(answer.error());
  const bool cancelled = answer->cancel_result == "SUCCESS";
  const auto& inner = cancelled ? answer->place_error : answer->cancel_error;
  if (!inner) return unreadable_outcome({"data", "why a half failed", "nothing"});
  VenueRefusal refusal = in_words(request, *inner);
  refusal.cancelled_old = cancelled;
  return refusal;
}

}  // namespace

Orders read_outcome(const VenueRequest& request, std::string_view body) {
  return std::visit(overloaded{[&](const PlaceOrder&) { return read_single(body); },
                               [&](const PlacePair&) { return read_list(body); },
                               [&](const PlaceEntryWithPair&) { return read_list(body); },
                               [&](const ReplaceOrder&) { return read_replace(body); },
                               [&](const CancelOrder&) { return read_cancel(body); },
                               [&](const AskOrder&) { return read_single(body); }},
                    request);
}

Orders read_open_orders(std::string_view body) {
  const auto entries = parse_orders(body);
  if (!entries) return Unexpected(entries.error());
  std::vector<VenueOrder> orders;
  for (const OrderEntry& entry : *entries) {
    if (auto fault = append(orders, entry)) return Unexpected(std::move(*fault));
  }
  return orders;
}

std::vector<VenueFill> fills_of(const VenueOrder& order, const std::vector<OwnTrade>& trades) {
  std::vector<VenueFill> fills;
  Quantity sum{};
  for (const OwnTrade& own : trades) {
    if (own.order_id != order.venue_id || sum >= order.filled) continue;
    sum += own.trade.quantity;
    fills.push_back({.trade_id = own.trade.id,
                     .price = own.trade.price,
                     .quantity = own.trade.quantity,
                     .fee = own.commission,
                     .fee_asset = own.commission_asset,
                     .time = own.trade.time,
                     .is_maker = own.is_maker});
  }
  return fills;
}

Parsed<VenueOrder> order_of(const ExecutionReport& report) {
  VenueOrder order{
      .client_id = report.original_client_order_id.empty() ? report.client_order_id : report.original_client_order_id,
      .venue_id = report.order_id,
      .in_list = report.list_id >= 0,
      .symbol = report.symbol,
      .type = report.type,
      .quantity = report.quantity,
      .filled = report.filled,
      .filled_quote = report.filled_quote,
      .price = price_of(report.price),
      .stop_price = price_of(report.stop_price),
      .time = report.transaction_time,
      .reason = report.reject_reason == "NONE" ? std::string{} : report.reject_reason};
  if (report.execution == "TRADE") {
    order.fills.push_back({.trade_id = report.trade_id,
                           .price = report.last_price,
                           .quantity = report.last_filled,
                           .fee = report.commission,
                           .fee_asset = report.commission_asset,
                           .time = report.transaction_time,
                           .is_maker = report.is_maker});
  }
  return spelled(std::move(order), report.side, report.status);
}

VenueRefusal unreadable_outcome(const json::Fault& fault) {
  return {.kind = VenueRefusalKind::unknown, .text = fmt::format("the venue's answer: {}", fault.text())};
}

VenueRefusal refusal_of(const VenueRequest& request, const Failure& failure) {
  VenueRefusal refusal{
      .code = failure.error.code, .text = failure.error.text, .retry_after = failure.error.retry_after};
  switch (failure.reach) {
    case Reach::not_sent: refusal.kind = VenueRefusalKind::not_sent; return refusal;
    case Reach::unknown: refusal.kind = VenueRefusalKind::unknown; return refusal;
    case Reach::refused: break;
  }
  if (failure.error.code == -2021 || failure.error.code == -2022) return of_replacement(request, failure);
  const auto error = parse_error(failure.body);
  refusal.kind = error ? kind_of_refusal(request, error->code, error->message) : VenueRefusalKind::unknown;
  if (refusal.kind == VenueRefusalKind::not_sent) refusal.retry_after = std::max(refusal.retry_after, unsaid_retry);
  return refusal;
}

}  // namespace robson::venues::binance
