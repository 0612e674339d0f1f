#include "venues/binance/parse_account.hpp"

namespace robson::venues::binance {
namespace {

AccountPosition read_position(const Node& event) {
  AccountPosition position{.update_time = event.at("u").time_ms()};
  event.at("B").each([&](const Node& row) {
    position.balances.push_back({row.at("a").text(), row.at("f").money(), row.at("l").money()});
  });
  return position;
}

BalanceUpdate read_balance_update(const Node& event) {
  return {.asset = event.at("a").text(), .change = event.at("d").money(), .time = event.at("T").time_ms()};
}

ExecutionReport read_execution(const Node& event) {
  return {.event_time = event.at("E").time_ms(),
          .symbol = event.at("s").symbol(),
          .client_order_id = event.at("c").text(),
          .original_client_order_id = event.at("C").text(),
          .order_id = event.at("i").integer(),
          .list_id = event.has("g") ? event.at("g").integer() : -1,
          .side = event.at("S").text(),
          .type = event.at("o").text(),
          .time_in_force = event.at("f").text(),
          .execution = event.at("x").text(),
          .status = event.at("X").text(),
          .reject_reason = event.at("r").text(),
          .quantity = event.at("q").quantity(),
          .price = event.at("p").price(),
          .stop_price = event.at("P").price(),
          .last_filled = event.at("l").quantity(),
          .last_price = event.at("L").price(),
          .filled = event.at("z").quantity(),
          .filled_quote = event.at("Z").money(),
          .commission = event.at("n").money(),
          .commission_asset = event.has("N") ? event.at("N").text() : std::string{},
          .trade_id = event.at("t").integer(),
          .is_maker = event.at("m").flag(),
          .is_working = event.at("w").flag(),
          .transaction_time = event.at("T").time_ms()};
}

ListStatus read_list_status(const Node& event) {
  ListStatus status{.symbol = event.at("s").symbol(),
                    .list_id = event.at("g").integer(),
                    .contingency = event.at("c").text(),
                    .status_type = event.at("l").text(),
                    .order_status = event.at("L").text(),
                    .client_list_id = event.at("C").text(),
                    .time = event.at("T").time_ms()};
  event.at("O").each([&](const Node& order) {
    status.orders.push_back({order.at("s").symbol(), order.at("i").integer(), order.at("c").text()});
  });
  return status;
}

}  // namespace

UserEvent read_user_event(const Node& event) {
  const std::string name = event.at("e").text();
  if (name == "outboundAccountPosition") return read_position(event);
  if (name == "balanceUpdate") return read_balance_update(event);
  if (name == "executionReport") return read_execution(event);
  if (name == "listStatus") return read_list_status(event);
  if (name == "eventStreamTerminated" || name == "listenKeyExpired") return UserStreamEnded{};
  return OtherUserEvent{name};
}

Parsed<UserEvent> parse_user_event(std::string_view text) {
  return parse_with(text, stream_limits, [](const Node& root) {
    return root.has("event") ? read_user_event(root.at("event")) : read_user_event(root);
  });
}

Parsed<AccountAnswer> parse_account(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    AccountAnswer account{.can_trade = root.at("canTrade").flag(),
                          .can_withdraw = root.at("canWithdraw").flag(),
                          .update_time = root.at("updateTime").time_ms()};
    root.at("balances").each([&](const Node& row) {
      account.balances.push_back({row.at("asset").text(), row.at("free").money(), row.at("locked").money()});
    });
    return account;
  });
}

Parsed<KeyRestrictions> parse_key_restrictions(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    return KeyRestrictions{.may_withdraw = root.at("enableWithdrawals").flag(),
                           .may_trade = root.at("enableSpotAndMarginTrading").flag()};
  });
}

}  // namespace robson::venues::binance
