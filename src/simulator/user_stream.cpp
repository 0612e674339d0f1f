#include "simulator/user_stream.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/overloaded.hpp"
#include "simulator/order_text.hpp"

namespace robson::simulator {
namespace {

std::string execution_report(const ExecutionReport& report, Timestamp now) {
  const Order& order = report.order;
  std::string out;
  Object event(out);
  event.text("e", "executionReport")
      .time("E", now)
      .text("s", order.symbol.text)
      .text("c", report.client_id)
      .text("S", name(order.side))
      .text("o", name(order.type))
      .text("f", name(order.time_in_force))
      .amount("q", order.quantity)
      .amount("p", order.price)
      .amount("P", order.stop_price)
      .amount("F", Decimal{})
      .number("g", wire_id(order.list))
      .text("C", report.original_client_id)
      .text("x", name(report.type))
      .text("X", name(order.status))
      .text("r", name(report.reject_reason))
      .number("i", order.id.value)
      .amount("l", report.last_quantity)
      .amount("z", order.executed)
      .amount("L", report.last_price);
  if (report.commission_asset.empty()) {
    event.text("n", "0").null("N");
  } else {
    event.amount("n", report.commission).text("N", report.commission_asset);
  }
  event.time("T", report.time)
      .number("t", report.trade_id)
      .number("I", report.execution_id)
      .flag("w", report.on_book)
      .flag("m", report.is_maker)
      .flag("M", report.trade_id >= 0)
      .time("O", order.created)
      .amount("Z", order.executed_quote)
      .amount("Y", report.last_quote)
      .amount("Q", order.quote_quantity);
  if (order.working_time) event.time("W", *order.working_time);
  if (order.strategy_id) event.number("j", *order.strategy_id);
  if (order.strategy_type) event.number("J", *order.strategy_type);
  event.text("V", "NONE").close();
  return out;
}

std::string list_status(const ListStatusReport& report, Timestamp now) {
  std::string out;
  Object event(out);
  event.text("e", "listStatus")
      .time("E", now)
      .text("s", report.list.symbol.text)
      .number("g", report.list.id.value)
      .text("c", name(report.list.contingency))
      .text("l", name(report.list.status_type))
      .text("L", name(report.list.order_status))
      .text("r", name(report.reject_reason))
      .text("C", report.list.client_id)
      .time("T", report.time);
  append_array(event.member("O"), report.list.legs, [&](std::string& text, const OrderList::Leg& leg) {
    Object(text).text("s", report.list.symbol.text).number("i", leg.order.value).text("c", leg.client_id).close();
  });
  event.close();
  return out;
}

std::string account_position(const AccountPosition& position, Timestamp now) {
  std::string out;
  Object event(out);
  event.text("e", "outboundAccountPosition").time("E", now).time("u", position.updated);
  append_array(event.member("B"), position.balances, [](std::string& text, const Balance& each) {
    Object(text).text("a", each.asset).amount("f", each.free).amount("l", each.locked).close();
  });
  event.close();
  return out;
}

std::string balance_update(const BalanceUpdate& update, Timestamp now) {
  std::string out;
  Object(out)
      .text("e", "balanceUpdate")
      .time("E", now)
      .text("a", update.asset)
      .amount("d", update.delta)
      .time("T", update.time)
      .close();
  return out;
}

}  // namespace

std::optional<UserEvent> user_event(const Event& event, Timestamp now) {
  using Made = std::optional<UserEvent>;
  return std::visit(overloaded{[&](const ExecutionReport& each) {
                                 return Made(UserEvent{each.order.account, execution_report(each, now)});
                               },
                               [&](const ListStatusReport& each) {
                                 return Made(UserEvent{each.list.account, list_status(each, now)});
                               },
                               [&](const AccountPosition& each) {
                                 return Made(UserEvent{each.account, account_position(each, now)});
                               },
                               [&](const BalanceUpdate& each) {
                                 return Made(UserEvent{each.account, balance_update(each, now)});
                               },
                               [](const PublicTrade&) { return Made(); }, [](const BookChange&) { return Made(); }},
                    event);
}

void UserStreams::subscribe(AccountId account, Outlet& to, std::optional<std::int64_t> subscription) {
  subscribers_.push_back({account, &to, subscription});
}

bool UserStreams::unsubscribe(const Outlet& from, std::optional<std::int64_t> subscription) {
  const auto ends = [&](const Subscriber& each) {
    return each.outlet == &from && (!subscription || each.subscription == subscription);
  };
  const auto kept = std::remove_if(subscribers_.begin(), subscribers_.end(), ends);
  const bool found = kept != subscribers_.end();
  subscribers_.erase(kept, subscribers_.end());
  return found;
}

void UserStreams::publish(const Events& events, Timestamp now) {
  if (subscribers_.empty()) return;
  for (const Event& event : events) {
    const auto made = user_event(event, now);
    if (!made) continue;
    const auto subscribers = subscribers_;  // a full outlet may close its connection while we send
    for (const Subscriber& each : subscribers) {
      if (each.account != made->account) continue;
      each.outlet->send(each.subscription
                            ? fmt::format(R"({{"subscriptionId":{},"event":{}}})", *each.subscription, made->text)
                            : made->text);
    }
  }
}

}  // namespace robson::simulator
